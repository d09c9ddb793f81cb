"""All that the diagnostics of one run are written from: the whole region at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from geo.access.door_outcomes import DoorOutcomes
from geo.access.gap_report import GapReport
from geo.access.inventory_report import Inventory
from geo.access.report import Credit
from geo.access.street_run import StreetsUsed
from geo.domain.competence import Competence
from geo.domain.run import Run
from geo.domain.service_distance import ServiceDistance
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.tables import (
    BASSIN_COLUMNS,
    COMMUNE_COLUMNS,
    COVERAGE_COLUMNS,
    DOORS_COLUMNS,
    INDICATOR_COLUMNS,
    NEED_COVERAGE_COLUMNS,
    check_columns,
    check_polygons,
)

ORIGIN_COLUMNS = ("code_commune", "nom", "code_bassin", "population", "lon", "lat")
"""Index ``origin_id``: a commune or arrondissement each."""

ACCESS_COLUMNS = (
    "origin_id", "mode", "travel_time_s", "place_id", "is_estimate", "one_door", "two_doors",
    "measured",
)  # fmt: skip
"""
A row an origin and mode, every origin of every mode: seconds to the nearest door (``inf`` where
none is reached), which (missing there); whether anyone (`tout-public`) is told of the need
`MAIN_NEED` within the mode's cut-off by one door, by two at most; whether anything is known of the
mode there. A door whose zone leaves residents out is none of theirs.
"""

MAIN_NEED = "information"
"""The need of everyone that maps and the figures of two doors lead with."""

PUBLIC_COLUMNS = ("territory_type", "territory_code", "profile", "people", "is_estimate", "source")
"""A row a territory and public; ``people`` (float), ``source`` are missing where nobody knows."""

EQUITY_COLUMNS = (
    "territory_type", "territory_code", "mode", "p10_s", "median_s", "p90_s", "gini", "reached",
    "is_estimate",
)  # fmt: skip
"""
A row a territory and mode: times of residents to the nearest door.

``reached`` is the share of residents that reach one. A quantile is of all residents, missing where
it falls on those who reach none; ``gini`` is of those who reach one. All are missing where nobody
lives, or too few are known to the mode.
"""

SITE_COLUMNS = (
    "territory_code", "kind", "rank", "site_id", "name", "site_type", "commune", "lon", "lat",
    "mode", "gained", "median_before_s", "median_after_s",
)  # fmt: skip
"""
What would help, by mode, bassin, ``kind`` and rank; times of all the residents of the bassin.

``kind`` is ``tout-public`` (the one place nearest to all residents: an existing one, a town hall or
a station) or ``hors-les-murs`` (outreach: a town hall or a station). ``gained`` is how many
residents of the bassin, beyond the cut-off of every door, it would bring within, those whom
outreach of a lesser rank brings left out. ``median_after_s`` is the median time to the nearest of
the doors, this site and those of a lesser rank; both medians are missing where that is nowhere.
``site_type`` is ``mairie``, ``gare`` or the réseau of an existing place.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Findings:
    """
    What was found, of every bassin and of the region.

    Attributes
    ----------
    run
        Of type ``diagnostic``: what determined all the figures.
    previous
        The run they are compared with; None where there is none.
    indicators, previous_indicators
        `INDICATOR_COLUMNS`, of this run and of that one (empty where there is none).
    previous_on
        The day the previous run speaks of; None where there is none.
    on
        The day these figures speak of.
    modes
        How people travel, in the order to show.
    cutoffs_s
        By mode: the longest time that is reasonable, seconds, inclusive.
    references
        By mode: the reference time that is its cut-off; a mode whose cut-off was chosen is absent.
    doubts
        How sure times are.
    trial_modes
        Modes whose times come from a network that may not be published.
    region_code, region_name
        Of the region.
    bassins
        GeoDataFrame of `BASSIN_COLUMNS`; index ``code_bassin``; those to write of, in WGS84.
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`; index ``code_commune``; WGS84.
    origins
        `ORIGIN_COLUMNS`.
    access
        `ACCESS_COLUMNS`.
    publics
        `PUBLIC_COLUMNS`.
    inventory
        Places and réseaux, by bassin.
    coverage
        `COVERAGE_COLUMNS` and ``is_estimate``, at the cut-off of each mode.
    needs
        `NEED_COVERAGE_COLUMNS`, at the cut-off of each mode.
    doors
        `DOORS_COLUMNS`, at the cut-off of each mode.
    gaps
        Zones out of reach, a report a question and mode.
    equity
        `EQUITY_COLUMNS`.
    sites
        `SITE_COLUMNS`.
    services
        Remote services.
    competences
        Which réseau helps which public with what, as declared.
    reseau_names
        Name of each réseau, by code, in the order to show.
    credits
        Sources and licences.
    streets
        The street network, where times come from one.
    door_outcomes
        By mode, at its cut-off: how many doors each origin pushes for every public and need, in
        the order of the origins; empty where that was not kept.

    Raises
    ------
    MissingColumnError, DuplicateIdError, CrsError, InputError
        If a table breaks its contract.
    """

    run: Run
    previous: Run | None
    indicators: pd.DataFrame
    previous_indicators: pd.DataFrame
    previous_on: date | None
    on: date
    modes: tuple[str, ...]
    cutoffs_s: Mapping[str, int]
    references: Mapping[str, TempsReference]
    doubts: tuple[Incertitude, ...]
    trial_modes: tuple[str, ...]
    region_code: str
    region_name: str
    bassins: Any
    communes: Any
    origins: pd.DataFrame
    access: pd.DataFrame
    publics: pd.DataFrame
    inventory: Inventory
    coverage: pd.DataFrame
    needs: pd.DataFrame
    doors: pd.DataFrame
    gaps: tuple[GapReport, ...]
    equity: pd.DataFrame
    sites: pd.DataFrame
    services: tuple[ServiceDistance, ...]
    competences: tuple[Competence, ...]
    reseau_names: Mapping[str, str]
    credits: tuple[Credit, ...]
    streets: StreetsUsed | None
    door_outcomes: Mapping[str, DoorOutcomes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_polygons(self.bassins, BASSIN_COLUMNS, name="bassins")
        check_polygons(self.communes, COMMUNE_COLUMNS, name="communes")
        tables = {
            "indicators": (self.indicators, INDICATOR_COLUMNS),
            "previous indicators": (self.previous_indicators, INDICATOR_COLUMNS),
            "origins": (self.origins, ORIGIN_COLUMNS),
            "access": (self.access, ACCESS_COLUMNS),
            "publics": (self.publics, PUBLIC_COLUMNS),
            "coverage": (self.coverage, (*COVERAGE_COLUMNS, "is_estimate")),
            "coverage of needs": (self.needs, NEED_COVERAGE_COLUMNS),
            "doors": (self.doors, DOORS_COLUMNS),
            "equity": (self.equity, EQUITY_COLUMNS),
            "sites": (self.sites, SITE_COLUMNS),
        }
        for name, (table, columns) in tables.items():
            check_columns(table, columns, name=name)
