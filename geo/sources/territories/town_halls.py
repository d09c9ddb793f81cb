"""Town halls where the directory is not at hand: those the outlines' package carries."""

import pandas as pd
import shapely

from geo.domain.rejet import Motif, Rejet

TOWN_HALL_COLUMNS = ("nom", "code_commune", "lon", "lat", "distance_m")
"""Index the identifier; metres outside the commune, 0 inside."""


def packaged_town_halls(
    outlines: pd.DataFrame, cells: pd.Series, names: pd.Series
) -> tuple[pd.DataFrame, list[Rejet]]:
    """
    Take the town halls of the outlines' package that stand in their commune.

    Parameters
    ----------
    outlines
        `OUTLINE_COLUMNS`.
    cells
        Polygons of the communes wanted, index the codes.
    names
        Their names.

    Returns
    -------
    town_halls
        `TOWN_HALL_COLUMNS`; index ``mairie-<code>-01``.
    rejects
        Those outside their commune: the package places some at a neighbour's.
    """
    own = outlines[outlines["kind"].isin(["COM", "ARM"]) & outlines["town_hall"].notna()]
    halls = own[own["code"].isin(cells.index)].set_index("code")["town_hall"].sort_index()
    points = halls.to_numpy()
    inside = shapely.contains_properly(cells.loc[halls.index].to_numpy(), points)
    rejects = [
        Rejet(
            id_source=f"mairie-{code}-01",
            motif=Motif.POSITION_FAUSSE,
            detail=f"Mairie - {names[code]} : hors de sa commune",
        )
        for code in halls.index[~inside]
    ]
    table = pd.DataFrame(
        {
            "nom": "Mairie - " + names.loc[halls.index],
            "code_commune": halls.index,
            "lon": shapely.get_x(points),
            "lat": shapely.get_y(points),
            "distance_m": 0.0,
        },
        index=halls.index,
    )[inside]
    return table.set_axis([f"mairie-{code}-01" for code in table.index]), rejects
