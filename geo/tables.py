"""Contracts of the tables that travel between modules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geo.crs import WGS84, check_crs
from geo.domain import couverture
from geo.errors import DuplicateIdError, InputError, MissingColumnError

ORIGIN_COLUMNS = ("code_commune", "nom", "population", "lon", "lat")
"""Index ``origin_id`` (text): where people are, and how many."""

DESTINATION_COLUMNS = ("reseau", "lon", "lat")
"""Index ``destination_id`` (text): where they may go."""

TRAVEL_TIME_COLUMNS = ("origin_id", "destination_id", "travel_time_s", "distance_m", "is_estimate")
"""One row a reached pair, for one mode; an absent pair was not reached."""

NEAREST_COLUMNS = (
    "origin_id", "reseau", "mode", "destination_id", "distance_m", "travel_time_s", "is_estimate",
)  # fmt: skip
"""One row an origin, réseau and mode: the nearest place; absent where none was reached."""

ESTIMATED_TIME = "estimated_time_s"
"""Beside them where a network gave the time: the estimate to the same place, missing elsewhere."""

COVERAGE_COLUMNS = (
    "territory_type", "territory_code", "reseau", "mode", "cutoff_s", "population",
    "covered_population",
)  # fmt: skip
"""Residents within reach (``<=``) of the nearest place, a row a territory and threshold."""

PAIR_COLUMNS = ("origin_id", "destination_id", "travel_time_s")
"""What measures of access need of travel times: one row a reached pair, text or integer ids."""

NEED_COVERAGE_COLUMNS = (
    "territory_type", "territory_code", "profile", "mission", "form", "mode", "cutoff_s",
    "population", "covered_population", "is_estimate",
)  # fmt: skip
"""Residents helped within reach (``<=``), by territory, public, need, `Forme` and threshold."""

DOORS_COLUMNS = (
    "territory_type", "territory_code", "profile", "mission", "mode", "cutoff_s",
    "one_door", "two_doors", "beyond", "nobody", "is_estimate",
)  # fmt: skip
"""Residents by `geo.domain.couverture.Resultat`: a row a territory, public, need and budget."""

INDICATOR_COLUMNS = (
    "indicator", "territory_type", "territory_code", "reseau", "profile", "mission", "mode",
    "cutoff_s", "value", "is_estimate", "publiable",
)  # fmt: skip
"""
A row an indicator (`geo.domain.indicateur.INDICATEURS`), territory and dimension.

A dimension that an indicator has not is ``tous`` (`cutoff_s`: 0). ``value`` (float) is missing
where nobody knows; ``publiable`` is false where the network that gave the times may not be shown.
"""

COMMUNE_COLUMNS = (
    "nom", "type", "code_parent", "code_departement", "code_region", "code_epci", "code_ept",
    "population", "millesime", "geometry",
)  # fmt: skip
"""Index ``code_commune``; ``type`` is ``commune`` or ``arrondissement``; polygons in WGS84."""

BASSIN_COLUMNS = ("nom", "code_region", "population", "geometry")
"""Index ``code_bassin``; polygons in WGS84."""

TERRITORY_COLUMNS = ("type", "code", "nom", "population", "geometry")
"""EPCI, EPT, départements and regions; polygons in WGS84."""

PARTITION_COLUMNS = ("partition", "code_commune", "code", "nom")
"""A row a partition that has no column of its own and a commune or arrondissement of it."""

SITE_COLUMNS = ("type", "nom", "code_commune", "geometry")
"""Index ``site_id``: town halls (``mairie``) and stations (``gare``); points in WGS84."""

ALL_RESEAUX = couverture.ALL_RESEAUX
"""Category of the nearest place of any réseau that is a door."""

THRESHOLDS_S = couverture.THRESHOLDS_S
"""Travel times, in seconds, at which coverage is reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territories:
    """
    Everything about one region that is no place: one consistent set, loaded in one go.

    Attributes
    ----------
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`, communes and arrondissements.
    bassins
        GeoDataFrame of `BASSIN_COLUMNS`.
    bassins_communes
        Columns ``code_bassin, code_commune``; each commune and arrondissement once.
    territories
        GeoDataFrame of `TERRITORY_COLUMNS`.
    sites
        GeoDataFrame of `SITE_COLUMNS`.
    origins
        `ORIGIN_COLUMNS` and ``methode`` (``mairie`` or ``point_interieur``).
    partitions_communes
        `PARTITION_COLUMNS`; each commune and arrondissement once a partition, or none at all.
    """

    communes: Any
    bassins: Any
    bassins_communes: pd.DataFrame
    territories: Any
    sites: Any
    origins: pd.DataFrame
    partitions_communes: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(PARTITION_COLUMNS), dtype=str)
    )


def check_columns(frame: pd.DataFrame, columns: Sequence[str], *, name: str) -> None:
    """
    Check that a table has the columns of its contract and a unique index.

    Parameters
    ----------
    frame
        Candidate table.
    columns
        Columns that must be there.
    name
        What the table is, for the message.

    Raises
    ------
    MissingColumnError
        If a column is absent.
    DuplicateIdError
        If an index value appears twice.
    """
    missing = [column for column in columns if column not in frame]
    if missing:
        raise MissingColumnError(f"{name} lack {missing}; got {list(frame.columns)}.")
    if not frame.index.is_unique:
        first = frame.index[frame.index.duplicated()][0]
        raise DuplicateIdError(f"{name}: index values must be unique, {first!r} is repeated.")


def check_travel_times(frame: pd.DataFrame) -> None:
    """
    Check the travel-time contract.

    Parameters
    ----------
    frame
        Candidate table.

    Raises
    ------
    MissingColumnError
        If a column of `TRAVEL_TIME_COLUMNS` is absent.
    DuplicateIdError
        If a pair appears twice.
    InputError
        If a time is negative or missing.
    """
    check_columns(frame, TRAVEL_TIME_COLUMNS, name="travel times")
    repeated = frame.duplicated(["origin_id", "destination_id"])
    if repeated.any():
        first = frame.loc[repeated, ["origin_id", "destination_id"]].iloc[0].tolist()
        raise DuplicateIdError(f"{repeated.sum()} pairs are repeated, first {first}.")
    if not (frame["travel_time_s"] >= 0).all():
        raise InputError("travel times must be >= 0 s; an unreached pair is an absent row.")


def check_polygons(gdf: Any, columns: Sequence[str], *, name: str) -> None:  # noqa: ANN401 - geopandas has no types
    """
    Check a table of territories: columns, unique index, WGS84, valid polygons.

    Parameters
    ----------
    gdf
        Candidate GeoDataFrame.
    columns
        Columns that must be there.
    name
        What the table is, for the message.

    Raises
    ------
    MissingColumnError, DuplicateIdError, CrsError
        As their names say.
    InputError
        If a geometry is missing, empty, invalid or no polygon.
    """
    check_columns(gdf, columns, name=name)
    check_crs(gdf, epsg=WGS84)
    polygons = gdf.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    good = polygons & gdf.geometry.is_valid & ~gdf.geometry.is_empty
    if not good.all():
        raise InputError(f"{name}: no valid polygon at {gdf.index[~good][0]!r}.")
