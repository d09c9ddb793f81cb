"""Town halls of the directory: no places of a réseau, but sites, and where people live around."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from geo.domain.rejet import Rejet
from geo.sources.dila.organisme import Illisible, Organisme
from geo.sources.dila.positions import Position, judge_positions

MAIRIE = "mairie"
"""DILA's code of a town hall."""

TOWN_HALL_COLUMNS = ("code_commune", "nom", "lon", "lat", "distance_m")
"""Index ``id``; `distance_m` is metres outside the declared commune, 0 inside."""


def town_halls(
    organismes: Iterable[Organisme | Illisible],
    *,
    communes: Any,  # noqa: ANN401 - geopandas has no types
) -> tuple[pd.DataFrame, list[Rejet]]:
    """
    Take the town halls out of the directory.

    Parameters
    ----------
    organismes
        As `read_organismes` gives them; other networks are passed over.
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`, in WGS84.

    Returns
    -------
    town_halls
        `TOWN_HALL_COLUMNS`, sorted by id; several for a commune that has annexes
        or delegated communes.
    rejects
        Those of other territories, and those whose position is missing or false.
    """
    halls = sorted(
        (o for o in organismes if isinstance(o, Organisme) and o.pivot == MAIRIE),
        key=lambda hall: hall.id,
    )
    rows, rejects = [], []
    for hall, verdict in zip(halls, judge_positions(halls, communes), strict=True):
        if isinstance(verdict, Position):
            values = (verdict.code_commune, hall.nom, verdict.lon, verdict.lat, verdict.distance_m)
            rows.append((hall.id, *values))
        else:
            rejects.append(Rejet(id_source=hall.id, motif=verdict.motif, detail=verdict.detail))
    return pd.DataFrame(rows, columns=["id", *TOWN_HALL_COLUMNS]).set_index("id"), rejects
