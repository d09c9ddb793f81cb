"""All that planners are shown of one run: what maps draw and exports write."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import pandas as pd

from geo.access.street_run import StreetsUsed
from geo.domain.reseau import Reseau
from geo.errors import InputError
from geo.tables import (
    BASSIN_COLUMNS,
    COMMUNE_COLUMNS,
    COVERAGE_COLUMNS,
    DOORS_COLUMNS,
    NEAREST_COLUMNS,
    NEED_COVERAGE_COLUMNS,
    ORIGIN_COLUMNS,
    check_columns,
    check_polygons,
)

PLACE_COLUMNS = (
    "reseau", "nom", "code_commune", "adresse", "code_postal", "ville", "telephone",
    "telephone_note", "site_web", "accessibilite_pmr", "horaires", "horaires_note",
    "horaires_reserves", "signalements", "precision_position", "date_maj", "lon", "lat",
)  # fmt: skip
"""Index ``point_id``; fields of `geo.domain.point_accueil.PointAccueil`, missing where unknown.

Hours go with what puts them in doubt: whoever shows `horaires` shows `horaires_reserves`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Where a part of the data comes from, in the words its licence asks for."""

    subject: str
    producer: str
    licence: str
    vintage: str


class Times(StrEnum):
    """Where the times of a mode come from."""

    ESTIMATES = "estime"
    STREETS = "reseau"
    BOTH = "mixte"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """
    One run and the tables around it, checked to fit together.

    Attributes
    ----------
    run_id
        Identifier of the run.
    computed_at
        When it was computed; aware.
    region_names
        Name of each region of the coverage, by code.
    reseaux
        Every réseau, in the order to show.
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`; index ``code_commune``.
    bassins
        GeoDataFrame of `BASSIN_COLUMNS`; index ``code_bassin``.
    origins
        `ORIGIN_COLUMNS`; index ``origin_id``.
    nearest
        `NEAREST_COLUMNS`.
    coverage
        `COVERAGE_COLUMNS`.
    places
        `PLACE_COLUMNS`; index ``point_id``.
    credits
        Sources and licences.
    streets
        The street network, where times come from one.
    needs, doors
        `NEED_COVERAGE_COLUMNS` and `DOORS_COLUMNS`; empty where they are not wanted or were not
        counted.

    Raises
    ------
    MissingColumnError, DuplicateIdError, CrsError
        If a table breaks its contract.
    InputError
        If the time has no zone.
    """

    run_id: str
    computed_at: datetime
    region_names: dict[str, str]
    reseaux: tuple[Reseau, ...]
    communes: Any
    bassins: Any
    origins: pd.DataFrame
    nearest: pd.DataFrame
    coverage: pd.DataFrame
    places: pd.DataFrame
    credits: tuple[Credit, ...]
    streets: StreetsUsed | None = None
    needs: pd.DataFrame = field(default_factory=lambda: _empty(NEED_COVERAGE_COLUMNS))
    doors: pd.DataFrame = field(default_factory=lambda: _empty(DOORS_COLUMNS))

    def __post_init__(self) -> None:
        if self.computed_at.tzinfo is None:
            raise InputError(f"needed an aware time, got {self.computed_at}.")
        check_polygons(self.communes, COMMUNE_COLUMNS, name="communes")
        check_polygons(self.bassins, BASSIN_COLUMNS, name="bassins")
        check_columns(self.origins, ORIGIN_COLUMNS, name="origins")
        check_columns(self.nearest, NEAREST_COLUMNS, name="nearest places")
        check_columns(self.coverage, COVERAGE_COLUMNS, name="coverage")
        check_columns(self.places, PLACE_COLUMNS, name="places")
        check_columns(self.needs, NEED_COVERAGE_COLUMNS, name="coverage of needs")
        check_columns(self.doors, DOORS_COLUMNS, name="doors")

    @property
    def is_estimate(self) -> bool:
        """Whether some of its times come from no network."""
        return bool(self._estimated().any())

    @property
    def publiable(self) -> bool:
        """Whether its figures may be published."""
        return self.streets is None or self.streets.publiable

    def times_of(self, mode: str) -> Times:
        """
        Say where the times of a mode come from.

        Parameters
        ----------
        mode
            One of the coverage.

        Returns
        -------
        times
            `Times.BOTH` as soon as an estimate stands in for the network somewhere.
        """
        told = self._estimated()
        return _times(told[told.index == mode])

    @property
    def times(self) -> Times:
        """Where the times of all the modes come from."""
        return _times(self._estimated())

    def _estimated(self) -> "pd.Series[bool]":
        """Tell estimates, of nearest places and of coverage where that is known, by mode."""
        tables = [table for table in (self.nearest, self.coverage) if "is_estimate" in table]
        told: pd.Series[bool] = pd.concat(
            [table.set_index("mode")["is_estimate"].astype(bool) for table in tables]
        )
        return told


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


def _times(estimated: "pd.Series[bool]") -> Times:
    if not estimated.any():
        return Times.STREETS
    return Times.ESTIMATES if estimated.all() else Times.BOTH
