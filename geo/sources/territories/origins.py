"""Where people are: one point a commune or arrondissement, with its residents."""

from typing import Any

import pandas as pd
import shapely

from geo.crs import COORDINATE_DECIMALS
from geo.domain.commune import ARRONDISSEMENTS

MAIRIE = "mairie"
POINT_INTERIEUR = "point_interieur"


def build_origins(communes: Any, town_halls: pd.DataFrame) -> pd.DataFrame:  # noqa: ANN401 - geopandas has no types
    """
    Place the residents of each commune and arrondissement at one point.

    Parameters
    ----------
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`. A city of arrondissements is no origin: its
        residents are counted in its parts.
    town_halls
        Index ``code_commune``, one main town hall each; columns ``lon, lat``.

    Returns
    -------
    origins
        `ORIGIN_COLUMNS` and ``methode``; index ``origin_id``, the code. ``mairie`` where
        the town hall stands in its commune, else ``point_interieur``: a point of the
        polygon, never its centroid, which may lie outside.

    Notes
    -----
    Contract: pure; conserves the residents of the communes; every origin lies in its
    own polygon.
    """
    cells = communes[~communes.index.isin(ARRONDISSEMENTS)].sort_index()
    inside = shapely.point_on_surface(cells.geometry.to_numpy())
    halls = town_halls.reindex(cells.index)
    points = shapely.points(halls["lon"].to_numpy(float), halls["lat"].to_numpy(float))
    at_hall = halls["lon"].notna().to_numpy() & shapely.contains_properly(
        cells.geometry.to_numpy(), points
    )
    origins = pd.DataFrame(
        {
            "code_commune": cells.index,
            "nom": cells["nom"],
            "population": cells["population"],
            "lon": halls["lon"].where(at_hall, shapely.get_x(inside)),
            "lat": halls["lat"].where(at_hall, shapely.get_y(inside)),
            "methode": pd.Series(at_hall, index=cells.index).map(
                {True: MAIRIE, False: POINT_INTERIEUR}
            ),
        },
        index=cells.index,
    )
    origins[["lon", "lat"]] = origins[["lon", "lat"]].astype(float).round(COORDINATE_DECIMALS)
    return origins.rename_axis("origin_id")


def main_town_halls(town_halls: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the first town hall of each commune.

    Parameters
    ----------
    town_halls
        Index the identifier in the source; columns ``code_commune, lon, lat``.

    Returns
    -------
    town_halls
        Index ``code_commune``; columns ``lon, lat``. The first is the one whose
        identifier carries the commune's own code, then the first in text order: a
        delegated commune's comes after.
    """
    own = [code not in str(identifier) for identifier, code in town_halls["code_commune"].items()]
    ordered = town_halls.assign(other=own, rank=town_halls.index).sort_values(["other", "rank"])
    return ordered.drop_duplicates("code_commune").set_index("code_commune")[["lon", "lat"]]
