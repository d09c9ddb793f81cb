"""
Compare routes on a built network with Valhalla's, on foot, by bicycle and by car without traffic.

Run: ``PYTHON=python3.12 ./scripts/bench agreement --osm heidelberg_2024.osm.pbf`` (a minute;
seeded). Networks are built in memory by the functions of ``deuxportes network build``. Valhalla may
live in another interpreter: ``--valhalla-python``. ``docs/agreement.md`` discusses what comes out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.network.build.graph import build_graph
from geo.network.estimate import Mode
from geo.network.geodesic import straight_m
from geo.network.graph import INHABITED, Graph
from geo.network.osm.pbf import read_pbf
from geo.network.profiles.profile import Delays, Profile
from geo.network.profiles.read import read_profile
from geo.network.profiles.traffic import PARIS
from geo.network.raw import DEGREE, RawStreets
from geo.network.streets import StreetTravelTimes

Floats = NDArray[np.float64]

SEED = 20_261_121
LEAST_M = 500.0
"""Straight distance of a pair at least: shorter trips are all beginning and end."""

ANY_ROAD = {"use_roads": 1.0, "avoid_bad_surfaces": 0.0}
"""Tells Valhalla to ride the quickest way, not the calmest."""

MORE = 32
"""Bit of a letter of an encoded polyline: the number goes on."""

CUTOFF_S = 6 * 3600.0
AT_NIGHT = datetime(2026, 1, 11, 4, 0, tzinfo=PARIS)  # a Sunday: nobody else drives


@dataclass(frozen=True)
class Question:
    """A profile of ours, and what Valhalla is told."""

    label: str
    profile: Profile
    costing: str
    options: dict[str, float]


@dataclass(frozen=True)
class Answers:
    """Shape ``(pairs,)``: metres, seconds (NaN where there is no route), and lines."""

    length_m: Floats
    time_s: Floats
    lines: list[list[list[float]]]


def main() -> None:
    """Ask both engines, print a table, write the routes that differ most."""
    options = parse()
    raw = read_pbf(options.osm, None)
    asked = questions()
    pairs = draw_pairs(build_graph(raw, read_profile(Mode.VOITURE))[0], options.pairs)
    ours = [ask_ours(open_built(raw, question.profile), pairs) for question in asked]
    version, theirs = ask_valhalla(options, asked, pairs)
    print(f"{len(pairs)} pairs, seed {SEED}, Valhalla {version}, {options.osm.name}\n")
    print_table(asked, ours, theirs)
    if options.routes:
        features = [
            feature
            for question, here, there in zip(asked, ours, theirs, strict=True)
            for feature in differing(question, here, there, options.worst)
        ]
        collection = {"type": "FeatureCollection", "features": features}
        options.routes.write_text(json.dumps(collection))


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Agreement of routes with Valhalla")
    parser.add_argument("--osm", type=Path, required=True, help="extract, as PBF")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--valhalla-python", default=sys.executable)
    parser.add_argument("--tiles", type=Path, help="keep Valhalla's tiles in this folder")
    parser.add_argument("--routes", type=Path, help="GeoJSON of the routes that differ most")
    parser.add_argument("--worst", type=int, default=5, help="how many of them a question")
    return parser.parse_args()


def questions() -> list[Question]:
    """Ask for each mode as it is, then with the same pace, and by car without delays."""
    marche, velo, voiture = map(read_profile, (Mode.MARCHE, Mode.VELO, Mode.VOITURE))
    return [
        Question("marche", marche, "pedestrian", {}),
        Question("marche, same pace", marche, "pedestrian", {"walking_speed": usual_kmh(marche)}),
        Question("velo", velo, "bicycle", {}),
        Question("velo, same pace", velo, "bicycle", {"cycling_speed": usual_kmh(velo)}),
        Question("velo, any road", velo, "bicycle", {"cycling_speed": usual_kmh(velo), **ANY_ROAD}),
        Question("voiture", voiture, "auto", {}),
        Question("voiture, no delays", unhindered(voiture), "auto", {}),
    ]


def usual_kmh(profile: Profile) -> float:
    """Give the speed of a profile on an ordinary street."""
    return profile.rules.ways["residential"].kmh


def unhindered(profile: Profile) -> Profile:
    """Take signals, junctions and the like away, as Valhalla nearly does."""
    free = Delays(events=dict.fromkeys(profile.delays.events, 0.0), junction_s=0.0)
    return replace(profile, delays=free)


def open_built(raw: RawStreets, profile: Profile) -> StreetTravelTimes:
    """Build one mode in memory, by the functions of ``deuxportes network build``."""
    graph, manifest = build_graph(raw, profile)
    corners = np.concatenate((graph.shape_lon_lat.min(axis=0), graph.shape_lon_lat.max(axis=0)))
    left, bottom, right, top = (corners / DEGREE).tolist()
    return StreetTravelTimes(
        graph, manifest, publiable=True, name=raw.source.name, bounds=(left, bottom, right, top)
    )


def draw_pairs(graph: Graph, count: int) -> Floats:
    """Draw pairs of positions along inhabited streets, every metre of them equally likely."""
    rng = np.random.default_rng(SEED)
    pairs = np.empty((0, 4))
    while len(pairs) < count:
        drawn = np.column_stack(
            (draw_positions(graph, count, rng), draw_positions(graph, count, rng))
        )
        pairs = np.concatenate((pairs, drawn[straight_m(drawn[:, :2], drawn[:, 2:]) >= LEAST_M]))
    return pairs[:count]


def draw_positions(graph: Graph, count: int, rng: np.random.Generator) -> Floats:
    """Draw segments by their length, and a point on one of their straight parts."""
    inhabited = (graph.segment_flags & INHABITED) > 0
    weight = np.where(inhabited, graph.segment_length_m, 0).astype(np.float64)
    segments = rng.choice(len(weight), size=count, p=weight / weight.sum())
    first, last = graph.shape_indptr[segments], graph.shape_indptr[segments + 1] - 2
    vertices = rng.integers(first, last, endpoint=True)
    along = rng.random((count, 1))
    start, stop = graph.shape_lon_lat[vertices], graph.shape_lon_lat[vertices + 1]
    positions: Floats = (start + along * (stop - start)) / DEGREE
    return positions


def ask_ours(streets: StreetTravelTimes, pairs: Floats) -> Answers:
    """Ask this project, by night."""
    routes = [
        streets.route(pair[:2], pair[2:], cutoff_s=CUTOFF_S, departure=AT_NIGHT) for pair in pairs
    ]
    return Answers(
        length_m=np.array([route.distance_m if route else np.nan for route in routes]),
        time_s=np.array([route.travel_time_s if route else np.nan for route in routes]),
        lines=[route.lon_lat.tolist() if route else [] for route in routes],
    )


def ask_valhalla(
    options: argparse.Namespace, asked: list[Question], pairs: Floats
) -> tuple[str, list[Answers]]:
    """Ask Valhalla, in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        questions, answers = folder / "questions.json", folder / "answers.json"
        content = {
            "osm": str(options.osm),
            "questions": [
                {
                    "costing": question.costing,
                    "options": question.options,
                    "pairs": pairs.tolist(),
                }
                for question in asked
            ],
        }
        questions.write_text(json.dumps(content))
        peer = Path(__file__).with_name("valhalla_peer.py")
        tiles = options.tiles or folder
        subprocess.run(
            [options.valhalla_python, peer, tiles, questions, answers],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        said = json.loads(answers.read_text())
    return said["version"], [to_answers(one) for one in said["answers"]]


def to_answers(routes: list[list[Any] | None]) -> Answers:
    """Lay Valhalla's answers out as ours."""
    return Answers(
        length_m=np.array([route[0] if route else np.nan for route in routes]),
        time_s=np.array([route[1] if route else np.nan for route in routes]),
        lines=[decoded(route[2]) if route else [] for route in routes],
    )


def decoded(polyline: str) -> list[list[float]]:
    """Read an encoded polyline of six decimals: differences of lat and lon, five bits a letter."""
    numbers, value, shift = [], 0, 0
    for letter in polyline:
        bits = ord(letter) - 63
        value |= (bits & (MORE - 1)) << shift
        shift += 5
        if bits < MORE:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    lat_lon = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0) / 1e6
    line: list[list[float]] = lat_lon[:, ::-1].tolist()
    return line


def print_table(asked: list[Question], ours: list[Answers], theirs: list[Answers]) -> None:
    """Print one line a question; differences are relative to Valhalla."""
    print(
        "| | compared | only here | only there | neither | length: median | p90 | bias |"
        " time: median | p90 | bias |\n|---|---|---|---|---|---|---|---|---|---|---|"
    )
    for question, here, there in zip(asked, ours, theirs, strict=True):
        has_ours, has_theirs = np.isfinite(here.time_s), np.isfinite(there.time_s)
        counts = (
            has_ours & has_theirs,
            has_ours & ~has_theirs,
            ~has_ours & has_theirs,
            ~has_ours & ~has_theirs,
        )
        cells = [question.label, *(str(np.count_nonzero(count)) for count in counts)]
        cells += figures(here.length_m / there.length_m - 1)
        cells += figures(here.time_s / there.time_s - 1)
        print(f"| {' | '.join(cells)} |")


def figures(differences: Floats) -> list[str]:
    """Give the median and 90th percentile of what they are worth, and the median with its sign."""
    size = np.abs(differences)
    median, p90, bias = np.nanmedian(size), np.nanquantile(size, 0.9), np.nanmedian(differences)
    return [f"{median:.1%}", f"{p90:.1%}", f"{bias:+.1%}"]


def differing(
    question: Question, here: Answers, there: Answers, count: int
) -> list[dict[str, Any]]:
    """Draw both ways of the pairs whose times differ most, as a ratio."""
    ratio = np.abs(np.log(here.time_s / there.time_s))
    order = np.argsort(-np.nan_to_num(ratio, nan=-1), kind="stable")[:count]
    return [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": answers.lines[pair]},
            "properties": {
                "question": question.label,
                "pair": int(pair),
                "engine": engine,
                "length_m": round(answers.length_m[pair], 1),
                "time_s": round(answers.time_s[pair], 1),
            },
        }
        for pair in order
        for engine, answers in (("deuxportes", here), ("valhalla", there))
    ]


if __name__ == "__main__":
    main()
