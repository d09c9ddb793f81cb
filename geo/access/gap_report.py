"""The gap zones of one question with what people read of them: names, sites, polygons, sources."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from geo.access.gap_sites import CLOSING_COLUMNS
from geo.access.gaps import GAP_COLUMNS, Gaps
from geo.access.report import Times
from geo.access.survey import Flags
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import InputError
from geo.tables import check_columns

ZONE_COLUMNS = (
    *GAP_COLUMNS, "nearest_name", *CLOSING_COLUMNS, "site_name", "site_type", "site_lon",
    "site_lat", "territory_code", "origin_ids",
)  # fmt: skip
"""
Index ``zone``: `GAP_COLUMNS`, `CLOSING_COLUMNS`, names; the territory of the partition that a zone
lies in, and its origins.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapQuestion:
    """
    Whom gaps are looked for.

    Attributes
    ----------
    reseau
        Réseau that must be near, or `geo.domain.couverture.ALL_RESEAUX` for any door; None where a
        need is asked.
    profil, besoin
        Public and need that must be answered near; None where a réseau is asked.
    cutoff_s
        Threshold in seconds, inclusive; None for the reference time of the mode.
    partition
        Way to cut the territory, whose borders no zone crosses: a name of
        `geo.access.survey.People.partitions`.

    Raises
    ------
    InputError
        If it asks for neither a réseau nor a need, or for both.
    """

    reseau: str | None = None
    profil: Profil | None = None
    besoin: Mission | None = None
    cutoff_s: int | None = None
    partition: str = "bassin"

    def __post_init__(self) -> None:
        asked = [self.reseau is not None, self.profil is not None, self.besoin is not None]
        if asked not in ([True, False, False], [False, True, True]):
            raise InputError("needed a réseau, or a public and a need.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GapReport:
    """
    An answer, checked to fit together.

    Attributes
    ----------
    question
        What was asked.
    mode
        How one travels.
    reference
        The reference time that is the threshold; None where another was asked for.
    doubts
        How sure times are.
    times
        Where the times come from.
    publiable
        Whether the figures may be published.
    gaps
        The zones, and what they come to.
    zones
        `ZONE_COLUMNS`, a row a zone.
    polygons
        Shape ``(zones,)``: the territory of each, WGS84.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If the table breaks its contract.
    InputError
        If zones and polygons are not as many.
    """

    question: GapQuestion
    mode: str
    reference: TempsReference | None
    doubts: tuple[Incertitude, ...]
    times: Times
    publiable: bool
    gaps: Gaps
    zones: pd.DataFrame
    polygons: NDArray[Any]

    def __post_init__(self) -> None:
        check_columns(self.zones, ZONE_COLUMNS, name="gap zones")
        if len(self.zones) != len(self.polygons):
            raise InputError(
                f"needed {len(self.zones)} polygons of gap zones, got {len(self.polygons)}."
            )


def times_of(is_estimate: Flags) -> Times:
    """
    Say where times come from.

    Parameters
    ----------
    is_estimate
        Any shape: whether no network gave the time.

    Returns
    -------
    times
        `Times.BOTH` as soon as an estimate stands in for the network somewhere.
    """
    if not is_estimate.any():
        return Times.STREETS
    return Times.ESTIMATES if is_estimate.all() else Times.BOTH
