"""Communes and bassins as pictures want them: projected in metres, simplified, cut to a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84, metric_crs
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.residents import residents

STEPS = 800
"""Smallest detail kept in outlines: the extent of the territory over this, about a pixel."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Areas:
    """
    The communes of a territory, ready to be drawn.

    Attributes
    ----------
    origin_ids
        Index of the origins that have a polygon, in the order of `Findings.origins`.
    polygons
        Shape ``(origins,)``: simplified together, so that neighbours still touch.
    outlines
        Border of each bassin, by code.
    epsg
        Their projection, metres.
    """

    origin_ids: pd.Index
    polygons: NDArray[Any]
    outlines: Mapping[str, Any]
    epsg: int

    def points(self, lon: Floats, lat: Floats) -> Floats:
        """
        Project positions.

        Parameters
        ----------
        lon, lat
            Degrees, WGS84; shape ``(n,)``.

        Returns
        -------
        points
            Shape ``(n, 2)``, metres.
        """
        drawn = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=WGS84).to_crs(self.epsg)
        return np.column_stack((drawn.x, drawn.y)).reshape(-1, 2).astype(np.float64)


@lru_cache(maxsize=4)
def areas_of(findings: Findings, code: str) -> Areas:
    """
    Project and simplify the communes of a territory, once.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    areas
        Communes or arrondissements without a polygon are left out.

    Notes
    -----
    Contract: pure; polygons of one coverage are simplified as one (GEOS ``CoverageSimplify``), so
    no gap opens between neighbours.
    """
    epsg, drawn = _projected(findings)
    mine = residents(findings, code)
    polygons = drawn.reindex(mine.index)
    polygons = polygons[polygons.notna()]
    shapes = _simplified(polygons.to_numpy(dtype=object))
    bassin = mine["code_bassin"].reindex(polygons.index).to_numpy(dtype=str)
    outlines = {
        str(one): shapely.union_all(shapes[bassin == one]) for one in np.unique(bassin) if one
    }
    return Areas(origin_ids=polygons.index, polygons=shapes, outlines=outlines, epsg=epsg)


@lru_cache(maxsize=1)
def _projected(findings: Findings) -> "tuple[int, pd.Series[Any]]":
    """Project the polygon of every origin."""
    communes = findings.communes
    epsg = metric_crs(str(communes["code_departement"].iloc[0])) if len(communes) else WGS84
    drawn = communes.geometry.to_crs(epsg) if len(communes) else communes.geometry
    told = drawn.reindex(findings.origins["code_commune"]).to_numpy()
    return epsg, pd.Series(told, index=findings.origins.index, dtype=object)


def _simplified(shapes: NDArray[Any]) -> NDArray[Any]:
    if not len(shapes):
        return shapes
    left, bottom, right, top = shapely.total_bounds(shapes)
    simpler = shapely.coverage_simplify(shapes, max(right - left, top - bottom) / STEPS)
    # a sliver may vanish: it keeps its own shape then
    return np.where(shapely.is_empty(simpler), shapes, simpler)
