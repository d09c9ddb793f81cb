"""
How soon a person gets their doors, with the directory of Île-de-France and with ten times as many.

    .venv/bin/python benchmarks/orientation.py [--seconds 20] [--rate 20] [--copies 1]

Places, rules and people are the embedded ones; `--copies 10` puts nine more places around each.
Streets are synthetic (see ``synthetic_region.py``), over the same region: they measure speed, never
accuracy. Requests are drawn among all publics and needs, and leave at fixed instants as in
``api_streets.py``; latencies count from the instant each was due. Targets once warm: p95 <= 50 ms
with 642 places, <= 150 ms with ten times as many.
"""

import argparse
import asyncio
import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np
from api_streets import SEED, TIMEOUT_S, WORKERS, Load, measure, report, served, write_region
from synthetic_region import NODES, synthetic_region

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.pipeline.ingest import ingest_points, ingest_territories, reading_of
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from geo.store.migrate import migrate
from geo.store.server import borrow_server
from geo.store.server.databases import create_database, drop_database
from geo.store.surveys import read_people

TARGET_MS, LARGE_TARGET_MS = 50.0, 150.0
JITTER_DEGREES = 0.02
OFFICE, NIGHT = "2026-11-24T10:00:00", "2026-11-24T03:00:00"

NEAREST = "/v1/points-accueil/proches"

COPIES = """
INSERT INTO points_accueil
SELECT (jsonb_populate_record(p, jsonb_build_object('id', p.id || '.' || n))).*
FROM points_accueil p, generate_series(2, %(copies)s) n
"""
MOVED = """
UPDATE points_accueil SET geom = ST_Translate(
    geom, %(jitter)s * (random() - 0.5), %(jitter)s * (random() - 0.5)
) WHERE id LIKE '%%.%%'
"""


class People(NamedTuple):
    """Where people live, and how many."""

    lon_lat: np.ndarray
    share: np.ndarray

    def draw(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Draw positions around homes."""
        homes = rng.choice(len(self.share), size=count, p=self.share)
        return self.lon_lat[homes] + rng.normal(0, JITTER_DEGREES / 2, (count, 2))


@contextmanager
def stored(settings: Settings, copies: int) -> Iterator[str]:
    """Make a database that holds the directory, some times over; give its address."""
    name, report_to = f"dp_test_{secrets.token_hex(4)}_portes", SilentReporter()
    with borrow_server(database_url=None, home=settings.processed_dir) as server:
        url = create_database(server.url, name)
        try:
            migrate(url)
            ingest_territories(url, settings.reference_dir, report_to)
            ingest_points(url, reading_of("reference", None, settings), settings, report_to)
            with connect(url) as connection:
                connection.execute("SELECT setseed(0.5)")
                connection.execute(COPIES, {"copies": copies})
                connection.execute(MOVED, {"jitter": JITTER_DEGREES})
                connection.execute("ANALYZE points_accueil")
            yield url
        finally:
            drop_database(server.url, name)


def addresses(path: str, count: int, people: People, rng: np.random.Generator) -> list[str]:
    """Draw who asks for what, and where they are."""
    if not path.startswith("mode="):
        spots = people.draw(count, rng)
        return [path.format(lon=f"{lon:.6f}", lat=f"{lat:.6f}") for lon, lat in spots]
    publics, needs = list(Profil), list(Mission)
    asked = []
    for lon, lat in people.draw(count, rng):
        profil, besoin = publics[rng.integers(len(publics))], needs[rng.integers(len(needs))]
        asked.append(
            f"/v1/orientation?{path}&profil={profil.value}&besoin={besoin.value}"
            f"&lon={lon:.6f}&lat={lat:.6f}"
        )
    return asked


def results(address: str, asked: Sequence[str]) -> str:
    """Say how many doors it took, of some requests."""
    with httpx.Client(base_url=address, timeout=TIMEOUT_S) as client:
        found = Counter(client.get(path).json()["resultat"] for path in asked)
    return ", ".join(f"{name}: {count}" for name, count in sorted(found.items()))


def main() -> None:
    """Measure each in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--nodes", type=int, default=NODES)
    options = parser.parse_args()
    settings, graph = Settings(), synthetic_region(options.nodes)
    target_ms = TARGET_MS if options.copies == 1 else LARGE_TARGET_MS
    rng = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as folder, stored(settings, options.copies) as url:
        with connect(url) as connection:
            told = read_people(connection)
            places = connection.execute("SELECT count(*) FROM points_accueil").fetchone()[0]
        people = People(told.lon_lat, told.population / told.population.sum())
        write_region(Path(folder) / "processed" / "networks", graph)
        print(f"{len(graph.node_id):,} nodes, {places:,} places, {WORKERS} workers,"
              f" {os.cpu_count()} processors")  # fmt: skip
        with served(url, Path(folder)) as address:
            for name, path in (
                ("alive (/healthz)", "/healthz"),
                ("proches by car, k=5", f"{NEAREST}?mode=voiture&k=5&lon={{lon}}&lat={{lat}}"),
                ("estimates, by bicycle", f"mode=velo&depart_a={OFFICE}"),
                ("estimates, at night", f"mode=velo&depart_a={NIGHT}"),
                ("by car, cold", f"mode=voiture&depart_a={OFFICE}"),
                ("by car, warm", f"mode=voiture&depart_a={OFFICE}"),
                ("by car, 10 min, cold", f"mode=voiture&au_plus_s=600&depart_a={OFFICE}"),
                ("by car, 10 min, warm", f"mode=voiture&au_plus_s=600&depart_a={OFFICE}"),
                ("by car, at night", f"mode=voiture&depart_a={NIGHT}"),
            ):
                aimed = path.startswith("mode=") and "cold" not in name
                load = Load(name, path, options.rate, target_ms if aimed else None)
                asked = addresses(path, round(options.seconds * load.rate), people, rng)
                if "cold" not in name:  # the directory, and the hours of a day, are read once
                    first = addresses(path, 10 * WORKERS, people, rng)
                    asyncio.run(measure(address, load, first))
                report(load, *asyncio.run(measure(address, load, asked)), None)
                if path.startswith("mode="):
                    print(f"    {results(address, asked[:100])}")


if __name__ == "__main__":
    main()
