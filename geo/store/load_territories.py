"""Stage, swap and log everything about a region that is no place, as one set."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import shapely
from psycopg import sql
from sqlalchemy import Table

from geo.crs import WGS84, check_crs
from geo.domain.commune import searchable
from geo.errors import InputError
from geo.store import schema
from geo.store.engine import Connection
from geo.store.imports import TERRITORIES, ImportSummary, Provenance, log_import
from geo.store.load_staging import (
    Row,
    check_references,
    check_staged,
    column_names,
    stage,
    staging_name,
)
from geo.store.load_swap import Changes, swap
from geo.tables import (
    BASSIN_COLUMNS,
    COMMUNE_COLUMNS,
    ORIGIN_COLUMNS,
    PARTITION_COLUMNS,
    SITE_COLUMNS,
    TERRITORY_COLUMNS,
    Territories,
    check_columns,
    check_polygons,
)

TABLES = [
    schema.communes,
    schema.bassins,
    schema.bassins_communes,
    schema.partitions_communes,
    schema.territoires,
    schema.sites_candidats,
    schema.origins,
]
"""Referred tables first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesImport:
    """
    Territories to be loaded.

    Attributes
    ----------
    territories
        One consistent set.
    provenance
        Where they come from.
    """

    territories: Territories
    provenance: Provenance


def stage_territories(conn: Connection, territories: Territories) -> None:
    """
    Stage communes, bassins, other territories, candidate sites and origins; check them.

    Parameters
    ----------
    conn
        In `one_import`.
    territories
        One consistent set.

    Raises
    ------
    InputError
        If a table breaks its contract or refers to what the set lacks.
    """
    _check(territories)
    for table, frame in _frames(territories):
        stage(conn, table, _rows(table, frame))
    for table in TABLES:
        check_staged(conn, table)
        check_references(conn, table, replaced=TABLES)
    _check_every_commune_has_a_bassin(conn)


def swap_territories(conn: Connection, given: TerritoriesImport) -> Changes:
    """
    Make territories equal to the staged ones, and log it.

    Parameters
    ----------
    conn
        In `one_import`, after `stage_territories` and the check that nothing is orphaned.
    given
        What was staged.

    Returns
    -------
    changes
        Rows touched, as logged: of all the `TABLES` together.
    """
    changes = swap(conn, TABLES)
    summary = _summary(given.territories, changes)
    log_import(conn, TERRITORIES, given.provenance, summary, whole=True)
    return changes


def _summary(territories: Territories, changes: Changes) -> ImportSummary:
    read = sum(len(getattr(territories, field.name)) for field in fields(territories))
    return ImportSummary(
        read=read,
        accepted=read,
        rejected=0,
        motifs=MappingProxyType({}),
        added=changes.added,
        updated=changes.updated,
        removed=changes.removed,
        unchanged=read - changes.added - changes.updated,
    )


def _check(territories: Territories) -> None:
    if territories.communes.empty:
        raise InputError("needed the communes of a region, got none.")
    check_polygons(territories.communes, COMMUNE_COLUMNS, name="communes")
    check_polygons(territories.bassins, BASSIN_COLUMNS, name="bassins")
    check_polygons(territories.territories, TERRITORY_COLUMNS, name="territories")
    check_columns(territories.sites, SITE_COLUMNS, name="sites")
    check_crs(territories.sites, epsg=WGS84)
    check_columns(territories.origins, (*ORIGIN_COLUMNS, "methode"), name="origins")
    check_columns(
        territories.bassins_communes.reset_index(drop=True),
        ("code_bassin", "code_commune"),
        name="bassins_communes",
    )
    check_columns(
        territories.partitions_communes.reset_index(drop=True),
        PARTITION_COLUMNS,
        name="partitions_communes",
    )


def _frames(territories: Territories) -> Iterator[tuple[Table, pd.DataFrame]]:
    communes = _with_polygons(territories.communes, key="code_commune")
    communes["nom_recherche"] = communes["nom"].map(searchable, na_action="ignore")
    yield schema.communes, communes
    yield schema.bassins, _with_polygons(territories.bassins, key="code_bassin")
    yield schema.bassins_communes, territories.bassins_communes
    yield schema.partitions_communes, territories.partitions_communes
    yield schema.territoires, _with_polygons(territories.territories, key=None)
    yield schema.sites_candidats, _with_geom(territories.sites, key="site_id")
    origins = _keyed(territories.origins, "origine_id")
    origins["geom"] = to_hex(shapely.points(origins["lon"], origins["lat"]))
    yield schema.origins, origins


def _keyed(frame: pd.DataFrame, key: str | None) -> pd.DataFrame:
    return pd.DataFrame(frame if key is None else frame.rename_axis(key).reset_index()).copy()


def _with_geom(gdf: Any, *, key: str | None) -> pd.DataFrame:  # noqa: ANN401 - geopandas has no types
    frame = _keyed(gdf.drop(columns=gdf.geometry.name), key)
    frame["geom"] = to_hex(gdf.geometry.to_numpy())
    return frame


def _with_polygons(gdf: Any, *, key: str | None) -> pd.DataFrame:  # noqa: ANN401 - geopandas has no types
    several = [
        shapely.MultiPolygon([one]) if one.geom_type == "Polygon" else one for one in gdf.geometry
    ]
    return _with_geom(gdf.set_geometry(several, crs=gdf.crs), key=key)


def to_hex(geometries: Any) -> list[str]:  # noqa: ANN401 - shapely's arrays have no types
    """Write geometries as PostGIS reads them: flat, in hexadecimal EWKB, WGS84."""
    flat = shapely.set_srid(shapely.force_2d(np.asarray(geometries, dtype=object)), WGS84)
    return list(shapely.to_wkb(flat, hex=True, include_srid=True))


def _rows(table: Table, frame: pd.DataFrame) -> Iterator[Row]:
    values = frame[column_names(table)].astype(object)
    return values.where(values.notna(), None).itertuples(index=False, name=None)


def _check_every_commune_has_a_bassin(conn: Connection) -> None:
    query = sql.SQL(
        "SELECT code_commune FROM {} c WHERE NOT EXISTS"
        " (SELECT FROM {} b WHERE b.code_commune = c.code_commune) ORDER BY 1"
    ).format(staging_name(schema.communes), staging_name(schema.bassins_communes))
    missing = [str(code) for (code,) in conn.execute(query)]
    if missing:
        raise InputError(
            f"{len(missing)} communes are in no bassin, first {missing[0]}. Nothing was changed."
        )
