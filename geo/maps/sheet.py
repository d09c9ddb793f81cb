"""What every thematic map of one territory has: its land, its places, its sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.access.report import Credit
from geo.access.street_run import MAIN_ROADS, StreetsUsed, network_in_french
from geo.maps.payload import ACCESS_WORDS, BY_ESTIMATE, sigle
from geo.maps.terrain import Land, Part, Spot

NO_TEXT = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """
    What a map is drawn on.

    Attributes
    ----------
    where, when, run_id, times, links, credits
        As of `geo.maps.terrain.Terrain`.
    land
        What is coloured.
    spots
        Places of the directory.
    trial_modes
        Modes whose times come from a network that may not be published.
    reseau_names
        Name of each réseau, by code.
    """

    where: str
    when: str
    run_id: str
    times: str
    land: Land
    spots: tuple[Spot, ...] = ()
    trial_modes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    credits: tuple[Credit, ...] = ()
    reseau_names: Mapping[str, str]

    def heading(self) -> dict[str, Any]:
        """Give the fields of a `Terrain` that do not depend on what it is about."""
        names = ("where", "when", "run_id", "times", "land", "links", "credits")
        return {name: getattr(self, name) for name in names}


def documents_beside(path: Path, codes: Sequence[str]) -> dict[str, str]:
    """
    Find the diagnostics that stand beside a map.

    Parameters
    ----------
    path
        Of the map.
    codes
        Of bassins.

    Returns
    -------
    documents
        Address relative to the map, by code; of those that are there.
    """
    told = {code: f"bassins/{code}/diagnostic.html" for code in codes}
    return {code: address for code, address in told.items() if (path.parent / address).is_file()}


def times_in_french(streets: StreetsUsed | None, *, is_estimate: bool = True) -> str:
    """
    Say in the header of a map where its times come from.

    Parameters
    ----------
    streets
        The street network; None where there is none.
    is_estimate
        Whether some time is an estimate.

    Returns
    -------
    words
        Empty where times come from a network without name.
    """
    if streets is None:
        return BY_ESTIMATE if is_estimate else ""
    said = network_in_french(streets)
    return f"{said}, {MAIN_ROADS}" if streets.main_roads else said


def land_of(
    origins: pd.DataFrame,
    communes: Any,  # noqa: ANN401 - geopandas has no types
    bassins: Any,  # noqa: ANN401 - the same
    documents: Mapping[str, str] | None = None,
) -> Land:
    """
    Lay out what is coloured.

    Parameters
    ----------
    origins
        Columns ``code_commune, nom, code_bassin, population, lon, lat``, index ``origin_id``.
    communes, bassins
        GeoDataFrames of `geo.tables.COMMUNE_COLUMNS` and `geo.tables.BASSIN_COLUMNS`, WGS84.
    documents
        Address of the diagnostic of a bassin, relative to the page, by its code.

    Returns
    -------
    land
        Areas in the order of the origins, territories by name.
    """
    told = documents or {}
    ordered = bassins.sort_values("nom", kind="stable")
    parts = tuple(
        Part(code=str(code), name=str(name), polygon=polygon, document=told.get(str(code), ""))
        for code, name, polygon in zip(ordered.index, ordered["nom"], ordered.geometry, strict=True)
    )
    polygons = communes.geometry.reindex(origins["code_commune"]).to_numpy(dtype=object)
    codes = pd.Index([part.code for part in parts], dtype=object)
    return Land(
        ids=tuple(map(str, origins.index)),
        codes=tuple(origins["code_commune"]),
        names=tuple(origins["nom"]),
        population=origins["population"].to_numpy(dtype=np.int64),
        lon_lat=origins[["lon", "lat"]].to_numpy(dtype=np.float64),
        polygons=polygons,
        part=codes.get_indexer(pd.Index(origins["code_bassin"], dtype=object)).astype(np.int64),
        parts=parts,
    )


def spots_of(
    places: pd.DataFrame, reseau_names: Mapping[str, str], shown: Sequence[str] | None = None
) -> tuple[Spot, ...]:
    """
    Lay out the places of the directory.

    Parameters
    ----------
    places
        Columns ``nom, reseau, lon, lat, adresse, ville, accessibilite_pmr``; index ``point_id``.
    reseau_names
        Name of each réseau, by code.
    shown
        Codes of the réseaux to show; None for all.

    Returns
    -------
    spots
        In the order of the réseaux, then of the names.
    """
    rank = {code: number for number, code in enumerate(reseau_names)}
    kept = places if shown is None else places[places["reseau"].isin(shown)]
    rows: list[Any] = list(kept.itertuples())
    rows.sort(key=lambda row: (rank.get(row.reseau, len(rank)), row.nom, row.Index))
    return tuple(_spot(row, reseau_names.get(row.reseau, row.reseau)) for row in rows)


def _spot(row: Any, reseau: str) -> Spot:  # noqa: ANN401 - a row of a table
    address = ", ".join(filter(None, (_text(row.adresse), _text(row.ville))))
    access = ACCESS_WORDS.get(row.accessibilite_pmr, ACCESS_WORDS["inconnue"])
    facts = (("Adresse", address), ("Accès PMR", access))
    return Spot(
        name=row.nom,
        group=reseau,
        sigle=sigle(row.reseau, reseau),
        lon=float(row.lon),
        lat=float(row.lat),
        facts=tuple((title, said) for title, said in facts if said),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else NO_TEXT
