"""Where a record says it is, judged against the commune it declares."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.crs import EARTH, WGS84, metric_crs
from geo.domain.commune import code_departement, searchable
from geo.domain.point_accueil import PrecisionPosition, Signalement
from geo.domain.rejet import Motif
from geo.sources.dila.organisme import Organisme

FALSE_FROM_M = 50_000.0
"""
A position farther than this (strictly) outside its declared commune is false.

In the directory of January 2022 six in seven of the 57 positions 5 to 50 km out still fall in the
declared département (a head office, a neighbouring town); of the 102 beyond, one in seventeen does.
"""

DOUBTFUL_FROM_M = 5_000.0
"""Farther than this (strictly), the written town must be the one the position falls in."""

NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)

PRECISIONS = {
    "4": PrecisionPosition.COMMUNE,
    "5": PrecisionPosition.COMMUNE,  # a post code, which covers a commune or more
    "6": PrecisionPosition.RUE,
    "7": PrecisionPosition.RUE,  # a crossing
    "8": PrecisionPosition.ADRESSE,
    "9": PrecisionPosition.ADRESSE,  # a named building
}
"""DILA publishes no meaning; these are the levels of the geocoder whose codes run from 0 to 9."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """
    A position that may be published.

    `code_commune` is the declared commune, or the one it has merged into;
    `distance_m` is how far outside it the position falls.
    """

    code_commune: str
    lon: float
    lat: float
    distance_m: float
    precision: PrecisionPosition
    signalements: tuple[Signalement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecart:
    """Why a record has no position that may be published; `detail` in French."""

    motif: Motif
    detail: str


def judge_positions(organismes: Sequence[Organisme], communes: Any) -> list[Position | Ecart]:  # noqa: ANN401 - geopandas has no types
    """
    Judge the position of each record against its declared commune.

    Parameters
    ----------
    organismes
        Records of any territory.
    communes
        GeoDataFrame of `COMMUNE_COLUMNS` of the territory, in WGS84.

    Returns
    -------
    verdicts
        One a record, in the same order: a position to publish, flagged where someone
        should look at it, or the reason why there is none.

    Notes
    -----
    Contract: nothing is repaired. Equal, swapped or scaled coordinates are false
    because they fall far from the commune, and said to be what they look like.
    """
    lon_lat = np.array([_degrees(organisme) for organisme in organismes], dtype=float)
    lon_lat = lon_lat.reshape(-1, 2)
    codes = _current_codes(organismes, lon_lat, communes)
    distances = distances_outside(lon_lat, codes, communes)
    doubtful = (distances > DOUBTFUL_FROM_M) & (distances <= FALSE_FROM_M)
    towns = _containing(lon_lat, np.flatnonzero(doubtful), communes)
    return [
        _verdict(
            organisme, code, distance, communes["nom"].loc[towns.get(row, [])] if doubt else None
        )
        for row, (organisme, code, distance, doubt) in enumerate(
            zip(organismes, codes, distances.tolist(), doubtful.tolist(), strict=True)
        )
    ]


def distances_outside(
    lon_lat: npt.NDArray[np.float64],
    codes: Sequence[str | None],
    communes: Any,  # noqa: ANN401 - geopandas has no types
) -> npt.NDArray[np.float64]:
    """
    Measure how far each position is outside a commune.

    Parameters
    ----------
    lon_lat
        Shape ``(n, 2)``, degrees WGS84; NaN where unknown.
    codes
        Code of the commune of each, or None.
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`, in WGS84.

    Returns
    -------
    distances
        Metres, in the legal projection of the commune's département; 0 inside,
        infinite where unknown or off the projection.
    """
    distances = np.full(len(codes), np.inf)
    located = set(np.flatnonzero(np.isfinite(lon_lat).all(axis=1)).tolist())
    known = {row: code for row, code in enumerate(codes) if code is not None and row in located}
    groups: dict[int, list[int]] = {}
    for row, code in known.items():
        groups.setdefault(metric_crs(code_departement(code)), []).append(row)
    for epsg, rows in groups.items():
        wanted = [known[row] for row in rows]
        polygons = communes.geometry.loc[sorted(set(wanted))].to_crs(epsg)
        xy = to_metres(lon_lat[rows], epsg)
        on_map = np.isfinite(xy).all(axis=1)  # a projection has no place for some of the Earth
        points = shapely.points(xy[on_map])
        targets = polygons.loc[wanted].to_numpy()[on_map]
        distances[np.array(rows)[on_map]] = shapely.distance(points, targets)
    return distances


def to_metres(lon_lat: npt.NDArray[np.float64], epsg: int) -> npt.NDArray[np.float64]:
    """
    Project positions.

    Parameters
    ----------
    lon_lat
        Shape ``(n, 2)``, degrees WGS84.
    epsg
        A projection in metres.

    Returns
    -------
    xy
        Shape ``(n, 2)``, metres.
    """
    points = gpd.GeoSeries(shapely.points(lon_lat), crs=WGS84).to_crs(epsg)
    return np.column_stack([points.x.to_numpy(), points.y.to_numpy()])


def precision_of(code: str | None) -> PrecisionPosition:
    """
    Read DILA's code of precision.

    Parameters
    ----------
    code
        ``"8"``, ``"8.0"``, …, or None.

    Returns
    -------
    precision
        `PRECISIONS`, else unknown.

    Examples
    --------
    >>> precision_of("6.0").value, precision_of("2").value
    ('rue', 'inconnue')
    """
    return PRECISIONS.get((code or "").removesuffix(".0"), PrecisionPosition.INCONNUE)


def _degrees(organisme: Organisme) -> tuple[float, float]:
    """Longitude and latitude where they are two numbers of degrees, else NaN."""
    texts = (organisme.longitude or "", organisme.latitude or "")
    if not all(NUMBER.fullmatch(text) for text in texts):
        return np.nan, np.nan
    lon, lat = (float(text.replace(",", ".")) for text in texts)
    left, bottom, right, top = EARTH
    return (lon, lat) if left <= lon <= right and bottom <= lat <= top else (np.nan, np.nan)


def _current_codes(
    organismes: Sequence[Organisme],
    lon_lat: npt.NDArray[np.float64],
    communes: Any,  # noqa: ANN401 - geopandas has no types
) -> list[str | None]:
    """
    Give the commune of each record: the declared one, or the one it has merged into.

    A code the territory lacks is that of a merged commune if the position falls in a
    commune of the same département; else the record is of elsewhere.
    """
    declared = [organisme.code_commune for organisme in organismes]
    codes = [code if code in communes.index else None for code in declared]
    missing = np.array([row for row, code in enumerate(codes) if code is None], dtype=np.intp)
    whole = communes[communes["type"] == "commune"]
    for row, (code, *_) in _containing(lon_lat, missing, whole).items():
        if code_departement(code) == code_departement(declared[row]):
            codes[row] = code
    return codes


def _containing(
    lon_lat: npt.NDArray[np.float64],
    rows: npt.NDArray[np.intp],
    communes: Any,  # noqa: ANN401 - geopandas has no types
) -> dict[int, list[str]]:
    """Codes of the communes that some of the positions fall in, by row."""
    points, polygons = communes.sindex.query(shapely.points(lon_lat[rows]), predicate="within")
    codes: dict[int, list[str]] = {}
    for point, polygon in sorted(zip(points.tolist(), polygons.tolist(), strict=True)):
        codes.setdefault(int(rows[point]), []).append(communes.index[polygon])
    return codes


def _verdict(
    organisme: Organisme, code: str | None, distance_m: float, towns: Sequence[str] | None
) -> Position | Ecart:
    if code is None:
        detail = f"commune {organisme.code_commune}, hors du territoire chargé"
        return Ecart(motif=Motif.HORS_TERRITOIRE, detail=detail)
    if organisme.latitude is None or organisme.longitude is None:
        return Ecart(motif=Motif.SANS_POSITION, detail="la fiche ne donne pas de position")
    if distance_m > FALSE_FROM_M:
        return Ecart(motif=Motif.POSITION_FAUSSE, detail=_what_is_wrong(organisme, distance_m))
    lon, lat = _degrees(organisme)
    doubtful = towns is not None and not _names_one_of(organisme.ville, towns)
    precision = PrecisionPosition.INCONNUE if doubtful else precision_of(organisme.precision)
    return Position(
        code_commune=code,
        lon=lon,
        lat=lat,
        distance_m=distance_m,
        precision=precision,
        signalements=_signalements(distance_m, precision),
    )


def _signalements(distance_m: float, precision: PrecisionPosition) -> tuple[Signalement, ...]:
    flags = {
        Signalement.HORS_COMMUNE: distance_m > 0,
        Signalement.POSITION_APPROCHEE: precision
        in {PrecisionPosition.COMMUNE, PrecisionPosition.INCONNUE},
    }
    return tuple(flag for flag, is_raised in flags.items() if is_raised)


def _names_one_of(ville: str | None, towns: Sequence[str]) -> bool:
    """Whether an address names one of these towns: « Paris », « Paris 14e Arrondissement »."""
    written = set(searchable(ville or "").split())
    named = [set(searchable(town).split()) for town in towns]
    return bool(written) and any(written <= words or words <= written for words in named)


def _what_is_wrong(organisme: Organisme, distance_m: float) -> str:
    where = f"latitude {organisme.latitude}, longitude {organisme.longitude}"
    if organisme.latitude == organisme.longitude:
        return f"latitude et longitude identiques ({organisme.latitude})"
    if np.isnan(_degrees(organisme)).any():
        return f"{where} : ce ne sont pas des degrés"
    if not np.isfinite(distance_m):
        return f"{where} : hors de France"
    return f"{where} : à {distance_m / 1000:.0f} km de la commune déclarée {organisme.code_commune}"
