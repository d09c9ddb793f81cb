"""Stage what the service declares: competences, remote services, reference times, counts."""

from collections.abc import Collection, Iterator

from sqlalchemy import Table

from geo.domain.rules import Rules
from geo.store import schema
from geo.store.engine import Connection
from geo.store.load_staging import Row, check_references, check_staged, stage

TABLES = [
    schema.competences,
    schema.services_a_distance,
    schema.temps_reference,
    schema.incertitudes,
    schema.publics,
]
"""All of them refer to réseaux at most."""


def stage_rules(conn: Connection, rules: Rules, *, replaced: Collection[Table]) -> None:
    """
    Stage rules, and check them.

    Parameters
    ----------
    conn
        In `one_import`; what `replaced` names is staged.
    rules
        All of them.
    replaced
        Tables of which only the staged rows will remain.

    Raises
    ------
    InputError
        If a row breaks a rule of the schema, is repeated, or refers to a réseau that is not there.
    """
    for table, rows in _rows(rules):
        stage(conn, table, rows)
        check_staged(conn, table)
        check_references(conn, table, replaced=replaced)


def _rows(rules: Rules) -> Iterator[tuple[Table, Iterator[Row]]]:
    yield (
        schema.competences,
        ((one.reseau, one.profil, one.mission, one.renvoie) for one in rules.competences),
    )
    yield schema.services_a_distance, _services(rules)
    yield (
        schema.temps_reference,
        ((one.mode, one.au_plus_s, one.source) for one in rules.reference_times),
    )
    yield (
        schema.incertitudes,
        ((one.estime, one.part, one.source) for one in rules.uncertainties),
    )
    yield (
        schema.publics,
        (
            (one.type_territoire, one.code_territoire, one.profil, one.nombre, one.source)
            for one in rules.publics
        ),
    )


def _services(rules: Rules) -> Iterator[Row]:
    for one in rules.services:
        yield (
            one.id,
            one.nom,
            one.reseau,
            list(one.canaux),
            one.telephone,
            one.site_web,
            list(one.publics),
            list(one.missions),
            list(one.zone_competence),
            one.horaires,
            one.horaires_note,
            one.source,
            one.consulte_le,
        )
