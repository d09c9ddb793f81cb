"""Load the store: each function replaces one set, all of it or nothing, while readers read."""

from collections.abc import Iterator, Sequence

from geo.domain.reseau import Reseau
from geo.errors import InputError
from geo.store import schema
from geo.store.engine import Connection
from geo.store.load_points import ImportSummary, replace_points
from geo.store.load_staging import Row, check_not_orphaned, check_staged, stage
from geo.store.load_swap import Changes, one_import, swap
from geo.store.load_territories import replace_territories

__all__ = [
    "Changes",
    "ImportSummary",
    "replace_points",
    "replace_reseaux",
    "replace_territories",
]


def replace_reseaux(conn: Connection, reseaux: Sequence[Reseau]) -> Changes:
    """
    Replace the réseaux and their default rules.

    Parameters
    ----------
    conn
        Connection in autocommit.
    reseaux
        All of them, in the order people read them.

    Returns
    -------
    changes
        Rows touched; none when the same réseaux are loaded again.

    Raises
    ------
    InputError
        If there is none, or a code is repeated.
    StoreError
        If a stored place is of a réseau that would go, or another import is at
        work; nothing is changed.
    """
    if not reseaux:
        raise InputError("needed réseaux, got none.")
    tables = [schema.reseaux]
    with one_import(conn):
        stage(conn, schema.reseaux, _rows(reseaux))
        check_staged(conn, schema.reseaux)
        check_not_orphaned(conn, tables)
        return swap(conn, tables)


def _rows(reseaux: Sequence[Reseau]) -> Iterator[Row]:
    for rank, reseau in enumerate(reseaux):
        yield [
            reseau.code,
            reseau.nom,
            reseau.membre.value,
            reseau.annonce,
            [public.value for public in reseau.publics],
            [mission.value for mission in reseau.missions],
            list(reseau.codes_data_inclusion),
            list(reseau.codes_dila),
            rank,
        ]
