"""Stage the réseaux and their default rules."""

from collections.abc import Iterator, Sequence

from geo.domain.reseau import Reseau
from geo.errors import InputError
from geo.store import schema
from geo.store.engine import Connection
from geo.store.load_staging import Row, check_staged, stage


def stage_reseaux(conn: Connection, reseaux: Sequence[Reseau]) -> None:
    """
    Stage réseaux, and check them.

    Parameters
    ----------
    conn
        In `one_import`.
    reseaux
        All of them, in the order people read them.

    Raises
    ------
    InputError
        If there is none, or a code is repeated.
    """
    if not reseaux:
        raise InputError("needed réseaux, got none.")
    stage(conn, schema.reseaux, _rows(reseaux))
    check_staged(conn, schema.reseaux)


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
            reseau.annonce_antennes,
        ]
