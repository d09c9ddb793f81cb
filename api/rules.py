"""What is declared of the réseaux, remote services and times, kept in the memory of a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from geo.domain.competence import Competence
from geo.domain.service_distance import ServiceDistance
from geo.domain.temps_reference import TempsReference
from geo.store.pool import Pool, Row, fetch
from geo.store.queries.compiled import compiled
from geo.store.surveys import (
    competences_query,
    reference_times_query,
    services_query,
    to_competence,
    to_reference_time,
    to_service,
)

REFRESH_S = 30.0
"""How long rules are believed while no import is logged: someone may change them by hand."""

UNDECLARED_S = 1_200
"""The longest reasonable time by a mode of which none is declared: that of the others."""

UNDECLARED_SOURCE = "Aucun temps de référence n’est déclaré pour ce mode : 20 minutes."


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """
    What is declared.

    Attributes
    ----------
    competences
        Which réseau helps whom with what.
    services
        Remote services.
    times
        The longest reasonable time, by mode.
    """

    competences: tuple[Competence, ...]
    services: tuple[ServiceDistance, ...]
    times: Mapping[str, TempsReference]

    def reference_time(self, mode: str) -> TempsReference:
        """
        Give the longest reasonable time by a mode.

        Parameters
        ----------
        mode
            How one travels.

        Returns
        -------
        time
            `UNDECLARED_S` where none is declared.
        """
        undeclared = TempsReference(mode=mode, au_plus_s=UNDECLARED_S, source=UNDECLARED_SOURCE)
        return self.times.get(mode, undeclared)


@dataclass(slots=True)
class KnownRules:
    """The rules, as last read, and the import they were of."""

    version: str | None = None
    rows: tuple[list[Row], ...] | None = None
    rules: Rules | None = None
    read_at: float = field(default=-REFRESH_S)


async def read_rules(pool: Pool, known: KnownRules, version: str | None) -> Rules:
    """
    Give the rules, read again after each import, and from time to time.

    Parameters
    ----------
    pool
        Of the service.
    known
        What the worker holds; brought up to date.
    version
        From `geo.store.queries.points_accueil.here_query`, just read.

    Returns
    -------
    rules
        The same object as long as no rule changed.

    Raises
    ------
    StoreUnavailableError
        If they must be read and cannot.
    """
    fresh = known.version == version and monotonic() - known.read_at < REFRESH_S
    if known.rules is not None and fresh:
        return known.rules
    queries = (competences_query, services_query, reference_times_query)
    rows = tuple([await fetch(pool, compiled(query)) for query in queries])
    if known.rules is None or rows != known.rows:
        known.rows, known.rules = rows, to_rules(*rows)
    known.version, known.read_at = version, monotonic()
    return known.rules


def to_rules(competences: list[Row], services: list[Row], times: list[Row]) -> Rules:
    """
    Read the rules out of rows.

    Parameters
    ----------
    competences, services, times
        Of the queries of `geo.store.surveys` of these names.

    Returns
    -------
    rules
        In the order of the rows.
    """
    declared = map(to_reference_time, times)
    return Rules(
        competences=tuple(map(to_competence, competences)),
        services=tuple(map(to_service, services)),
        times={one.mode: one for one in declared},
    )
