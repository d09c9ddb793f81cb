"""What the page of coverage is given: one dictionary, made of a report, that JSON can hold."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.access.report import CoverageReport, Times
from geo.access.street_run import MAIN_ROADS, MOSTLY, TRIAL, StreetsUsed, times_in_french
from geo.domain.fraicheur import is_to_confirm
from geo.domain.reseau import Reseau
from geo.maps.doubts import hours_doubt, place_doubts
from geo.maps.hours import in_french
from geo.network.estimate import ESTIMATED_MODES, LABELS, Mode
from geo.tables import ALL_RESEAUX, ESTIMATED_TIME, THRESHOLDS_S

CLASSES_S = tuple(60 * minutes for minutes in (10, 15, 20, 30, 45, 60))
"""Upper ends, inclusive, of the classes of the legend; a last one is open."""

OUTLINE_DECIMALS = 4
"""Decimals of a degree kept in outlines: 11 m, under a pixel at the largest zoom."""

SIGLE_LETTERS = 7
"""Letters on the disc of a place: the longest sigle people know, APECITA or AGEFIPH."""

MARKS_PER_SIDE = 9
"""Columns and rows of the grid of places where the name of a bassin may be written."""

BY_ESTIMATE = "temps estimés à vol d’oiseau × détour, sans réseau de rues"
BY_STREETS = "temps par les rues"
NOBODY = "aucun point atteint"

ACCESS_WORDS = {"oui": "oui", "sur_demande": "sur demande", "non": "non", "inconnue": "inconnu"}

Payload = dict[str, Any]


def to_payload(report: CoverageReport) -> Payload:
    """
    Gather what the page shows.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    payload
        Texts, figures and lists only; names are kept as they are, whoever shows them
        escapes them. Arrays of ``acces`` follow ``origines``, those of ``couverture``
        follow ``seuils_s``. Of a run on a network, ``acces`` also says which times are
        estimates (``e``) and the estimate beside the others (``a``); ``couverture_estimee``
        names the territories where one time at least is an estimate.

    Notes
    -----
    Contract: pure; the same report gives the same payload.
    """
    # a mode of a network may have no coverage to tell: too few residents are on it
    measured = set(report.coverage["mode"]) | set(report.streets.modes if report.streets else ())
    modes = [mode for mode in LABELS if mode in measured]
    places = report.places.sort_index()
    shown = [ALL_RESEAUX, *(reseau.code for reseau in report.reseaux if reseau.is_door)]
    territories = _territories(report)
    return {
        "run_id": report.run_id,
        "estime": report.is_estimate,
        "producteurs": list(
            dict.fromkeys(name for credit in report.credits for name in credit.producer.split(", "))
        ),
        "seuils_s": list(THRESHOLDS_S),
        "classes_s": list(CLASSES_S),
        "rues": report.streets is not None,
        "essai": None if report.publiable else TRIAL,
        "routes": MAIN_ROADS if report.streets and report.streets.main_roads else None,
        "modes": [_mode(report, mode) for mode in modes],
        "reseaux": _reseaux(report.reseaux, places),
        "origines": _origins(report),
        "acces": {code: _access(report, code, modes, places.index) for code in shown},
        "bassins": _outlined(report.bassins),
        "territoires": territories,
        "couverture": _coverage(report.coverage, shown, modes, territories),
        "couverture_estimee": _estimated(report.coverage, shown, modes),
        "points": [_place(row, report) for row in places.reset_index(names="id").itertuples()],
    }


def sigle(code: str, nom: str) -> str:
    """
    Shorten a réseau for the disc of its places.

    Parameters
    ----------
    code
        Its code: a sigle (``cidff``, ``scuio-ip``) or words of its name (``mission-locale``).
    nom
        Name people know.

    Returns
    -------
    sigle
        At most `SIGLE_LETTERS` capitals: the first word of the code where it is a sigle,
        that is not a word of the name; else the initials of its words.

    Examples
    --------
    >>> sigle("cidff", "Centre d’information …"), sigle("mission-locale", "Mission locale")
    ('CIDFF', 'ML')
    """
    first, *others = words = code.split("-")
    plain = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    spelled = len(first) > SIGLE_LETTERS or first in re.findall(r"\w+", plain)
    if not others or not spelled:
        return first[:SIGLE_LETTERS].upper()
    letters = (word[0] for word in words if len(word) > 2)  # noqa: PLR2004 - not "de", "et"
    return "".join(letters)[:SIGLE_LETTERS].upper()


def _mode(report: CoverageReport, mode: Mode) -> Payload:
    times = report.times_of(mode)
    if report.streets is None or mode not in report.streets.modes:
        words = BY_ESTIMATE if times is Times.ESTIMATES else BY_STREETS
    else:
        said = times_in_french(report.streets, mode, estimated=mode in ESTIMATED_MODES)
        words = "".join((said, *_off(report.streets, mode, times)))
    return {
        "code": mode,
        "nom": LABELS[mode],
        "temps": times.value,
        "methode": words,
        "sans": NOBODY if mode in ESTIMATED_MODES else f"hors du réseau, ou {NOBODY}",
    }


def _off(streets: StreetsUsed, mode: Mode, times: Times) -> Iterator[str]:
    """Say what stands in for the network where it does not go."""
    few = streets.modes[mode].share < MOSTLY and mode in ESTIMATED_MODES
    if times is not Times.STREETS and not few:  # whose words say so already
        yield " ; hors du réseau, temps estimés à vol d’oiseau × détour"
    if mode not in ESTIMATED_MODES and streets.modes[mode].off_network:
        yield " ; hors du réseau, aucun temps : qui y habite est compté comme n’atteignant rien"


def _reseaux(reseaux: Iterable[Reseau], places: pd.DataFrame) -> list[Payload]:
    count = places["reseau"].value_counts()
    return [
        {
            "code": reseau.code,
            "nom": reseau.nom,
            "sigle": sigle(reseau.code, reseau.nom),
            "points": int(count.get(reseau.code, 0)),
            "porte": reseau.is_door,
        }
        for reseau in reseaux
    ]


def _origins(report: CoverageReport) -> Payload:
    origins = report.origins
    outlines = report.communes.geometry.reindex(origins["code_commune"])
    return {
        "nom": origins["nom"].tolist(),
        "code": origins["code_commune"].tolist(),
        "population": origins["population"].astype(int).tolist(),
        "lon": origins["lon"].round(5).tolist(),
        "lat": origins["lat"].round(5).tolist(),
        "contour": [_outline(geometry) for geometry in outlines],
    }


def _outlined(bassins: Any) -> list[Payload]:  # noqa: ANN401 - geopandas has no types
    return [
        {"code": code, "nom": nom, "contour": _outline(geometry), "reperes": marks(geometry)}
        for code, nom, geometry in zip(bassins.index, bassins["nom"], bassins.geometry, strict=True)
    ]


def marks(geometry: shapely.Geometry) -> list[list[float]]:
    """Give points inside, ``[lat, lon]``, where a name may be written: the roomiest first."""
    centre = shapely.get_point(shapely.maximum_inscribed_circle(geometry), 0)
    left, bottom, right, top = geometry.bounds
    lon, lat = np.meshgrid(
        np.linspace(left, right, MARKS_PER_SIDE), np.linspace(bottom, top, MARKS_PER_SIDE)
    )
    grid = shapely.points(lon.ravel(), lat.ravel())
    inside = grid[shapely.contains(geometry, grid)]
    ordered = [centre, *inside[np.argsort(shapely.distance(inside, centre))]]
    return [[round(point.y, 4), round(point.x, 4)] for point in ordered]


def _outline(geometry: shapely.Geometry | None) -> Payload | None:
    if geometry is None:
        return None
    rounded = shapely.transform(geometry, lambda points: np.round(points, OUTLINE_DECIMALS))
    outline: Payload = shapely.geometry.mapping(rounded)
    return outline


def _access(
    report: CoverageReport, reseau: str, modes: Sequence[str], points: "pd.Index[str]"
) -> Payload:
    """Give seconds and the place of each origin, None where none was reached, by mode."""
    nearest = report.nearest[report.nearest["reseau"] == reseau]
    rows: Payload = {}
    for mode in modes:
        found = (
            nearest[nearest["mode"] == mode].set_index("origin_id").reindex(report.origins.index)
        )
        place = points.get_indexer(pd.Index(found["destination_id"].astype(object)))
        rows[mode] = {
            "s": _whole_seconds(found["travel_time_s"]),
            "p": [int(index) if index >= 0 else None for index in place],
        }
        if report.streets is not None:
            rows[mode]["e"] = [int(estimate is True) for estimate in found["is_estimate"]]
            rows[mode]["a"] = _whole_seconds(found[ESTIMATED_TIME])
    return rows


def _whole_seconds(times: "pd.Series[float]") -> list[int | None]:
    """Round up, so that no one enters a class by rounding."""
    seconds = np.ceil(times.to_numpy(dtype=float))
    return [int(value) if np.isfinite(value) else None for value in seconds]


def _territories(report: CoverageReport) -> list[Payload]:
    bassins = report.bassins
    rows = [
        {"type": "bassin", "code": code, "nom": nom, "population": int(people)}
        for code, nom, people in zip(
            bassins.index, bassins["nom"], bassins["population"], strict=True
        )
    ]
    regions = bassins.groupby("code_region")["population"].sum()
    rows += [
        {"type": "region", "code": code, "nom": report.region_names.get(code, code),
         "population": int(people)}
        for code, people in regions.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["type"] != "region", row["nom"]))


def _coverage(
    coverage: pd.DataFrame,
    reseaux: Sequence[str],
    modes: Sequence[str],
    territories: Sequence[Payload],
) -> Payload:
    """Give the residents covered by threshold, None where nothing can be told of them."""
    keys = ["reseau", "mode", "territory_type", "territory_code"]
    ordered = coverage[coverage["cutoff_s"].isin(THRESHOLDS_S)].sort_values("cutoff_s")
    told = {
        tuple(map(str, key)): group["covered_population"].astype(int).tolist()
        for key, group in ordered.groupby(keys)
    }
    unknown = [None] * len(THRESHOLDS_S)
    named = {f"{row['type']}-{row['code']}": (row["type"], row["code"]) for row in territories}
    return {
        reseau: {
            mode: {name: told.get((reseau, mode, *pair), unknown) for name, pair in named.items()}
            for mode in modes
        }
        for reseau in reseaux
    }


def _estimated(
    coverage: pd.DataFrame, reseaux: Sequence[str], modes: Sequence[str]
) -> dict[str, dict[str, list[str]]]:
    """Name the territories whose coverage rests on an estimate somewhere."""
    flags = coverage[coverage["is_estimate"]] if "is_estimate" in coverage else coverage.iloc[:0]
    named = (flags["territory_type"] + "-" + flags["territory_code"]).groupby(
        [flags["reseau"], flags["mode"]]
    )
    found = {tuple(map(str, key)): sorted(set(names)) for key, names in named}
    return {
        reseau: {mode: found.get((reseau, str(mode)), []) for mode in modes} for reseau in reseaux
    }


def _place(row: Any, report: CoverageReport) -> Payload:  # noqa: ANN401 - a row of a table
    changed = None if pd.isna(row.date_maj) else pd.Timestamp(row.date_maj).date()
    town = " ".join(text for text in (_text(row.code_postal), _text(row.ville)) if text)
    return {
        "id": row.id,
        "nom": row.nom,
        "reseau": row.reseau,
        "adresse": ", ".join(text for text in (_text(row.adresse), town) if text),
        "telephone": _text(row.telephone),
        "telephone_note": _text(row.telephone_note),
        "site": _web(_text(row.site_web)),
        "pmr": ACCESS_WORDS.get(row.accessibilite_pmr, ACCESS_WORDS["inconnue"]),
        "horaires": in_french(_text(row.horaires)),
        "reserve": hours_doubt(
            row.horaires_reserves,
            hours_note=_text(row.horaires_note),
            phone_note=_text(row.telephone_note),
        ),
        "note": _text(row.horaires_note),
        "a_verifier": place_doubts(row.signalements),
        "fiche": _day(changed),
        "a_confirmer": is_to_confirm(changed, today=report.computed_at.date()),
        "lon": round(float(row.lon), 5),
        "lat": round(float(row.lat), 5),
    }


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _web(url: str | None) -> str | None:
    """Keep a link only if it leads to the web: a record may hold anything."""
    return url if url and re.match(r"https?://[^\s\"'<>]+$", url) else None


def _day(day: date | None) -> str | None:
    return day.strftime("%d/%m/%Y") if day else None
