"""
How soon places by travel time are answered, on streets of the size of Île-de-France.

    .venv/bin/python benchmarks/api_streets.py [--seconds 20] [--rate 50] [--nodes 500000]

Streets and places are synthetic (seeded; see ``synthetic_region.py``): they measure speed, never
accuracy. `deuxportes serve` runs with two workers, on a database of its own that is dropped at the
end; requests leave at fixed instants whatever the answers do, so that a service that is late is
not asked less, and each latency counts from the instant it should have left. The target is
p95 <= 60 ms for the five nearest of 900 places by car at 50 requests a second.
"""

import argparse
import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np
from synthetic_region import BUCKET_MS, NODES, synthetic_region

from geo.domain.horaires import check_horaires
from geo.domain.point_accueil import PointAccueil, PrecisionPosition
from geo.domain.reseau import Reseau
from geo.network.estimate import Mode
from geo.network.geodesic import straight_m
from geo.network.graph import Graph
from geo.network.library import write_network
from geo.network.manifest import Manifest, ProfileManifest
from geo.network.profiles.read import read_profile
from geo.network.raw import DEGREE, Source
from geo.pipeline.ingest import ingest_territories
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.sources.rules import read_rules
from geo.store.engine import connect
from geo.store.load import replace_points, replace_reseaux
from geo.store.migrate import migrate
from geo.store.server import borrow_server
from geo.store.server.databases import create_database, drop_database

SEED = 20_261_121
PLACES = 900
WORKERS = 2
TARGET_MS = 60.0
TIMEOUT_S = 15.0
CONNECTIONS = 1000
RAREST = "cite-des-metiers"
SHARES = {
    "information-jeunesse": 230, "mission-locale": 176, "france-travail": 149, "cio": 76,
    "france-services": 150, "cep-actifs": 39, "cap-emploi": 19, "chambre-consulaire": 19,
    "scuio-ip": 11, "apec": 10, "cidff": 16, RAREST: 5,
}  # fmt: skip
"""Places of each réseau: as announced where it was, else so that they add up to `PLACES`."""

HOURS = check_horaires("Mo-Fr 09:00-12:00,13:30-17:00")
IN_TOWN = 0.6
"""Share of places and people around the middle, the others anywhere."""

TOWN_SPREAD = 0.12  # of the region's width


class Load(NamedTuple):
    """Something to ask again and again; positions, and places near them, are filled in."""

    name: str
    path: str
    rate: float
    target_ms: float | None = None


def loads(rate: float) -> list[Load]:
    """List what is measured, and how often a second."""
    near = "/v1/points-accueil/proches?k=5&mode="
    by_car, arriving = f"{near}voiture", f"{near}voiture&ouvert=a_l_arrivee&depart_a=2026-11-24T"
    rarest = f"{by_car}&reseau={RAREST}"
    way = "/v1/itineraires?mode=voiture&point_id={place}"
    return [
        Load("alive (/healthz)", "/healthz", rate),
        Load("estimates: no network in that mode", f"{near}velo", rate),
        Load("by car, k=5 of 900", by_car, rate, TARGET_MS),
        Load("by car, within 20 min", f"{by_car}&au_plus_s=1200", rate),
        Load("by car, open on arrival", f"{arriving}10:00", rate),
        Load("by car, open on arrival, at night", f"{arriving}03:00", rate),
        Load("by car, all 5 of the rarest réseau", rarest, rate / 5),
        Load("by car, all 5 of the rarest réseau", rarest, rate),
        Load("itinerary by car to the nearest", way, rate / 5),
        Load("isochrone 30 min by car", "/v1/isochrones?mode=voiture&au_plus_s=1800", rate / 10),
    ]


def positions(graph: Graph, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw positions beside streets, most of them around the middle."""
    lon_lat = graph.node_lon_lat / DEGREE
    middle, width = lon_lat.mean(axis=0), np.ptp(lon_lat, axis=0)
    in_town = middle + rng.normal(0, TOWN_SPREAD / 2, (count, 2)) * width
    anywhere = lon_lat[rng.integers(len(lon_lat), size=count)]
    drawn = np.where(rng.random((count, 1)) < IN_TOWN, in_town, anywhere)
    return np.clip(drawn, lon_lat.min(axis=0), lon_lat.max(axis=0))


def places(graph: Graph, codes: Sequence[str], rng: np.random.Generator) -> list[PointAccueil]:
    """Invent a directory."""
    reseaux = [reseau for reseau, count in SHARES.items() for _ in range(count)]
    spots = positions(graph, len(reseaux), rng)
    communes = rng.integers(len(codes), size=len(reseaux)).tolist()
    return [
        PointAccueil(
            id=f"synthetique--{reseau}-{number:03d}",
            source="synthetique",
            reseau=reseau,
            nom=f"Lieu {number}",
            lon=round(float(lon), 6),
            lat=round(float(lat), 6),
            code_commune=codes[communes[number]],
            precision_position=PrecisionPosition.ADRESSE,
            horaires=HOURS,
            date_maj=None,
        )
        for number, (reseau, (lon, lat)) in enumerate(zip(reseaux, spots, strict=True))
    ]


def write_region(root: Path, graph: Graph) -> None:
    """Write the region as a network of one mode."""
    constants = read_profile(Mode.VOITURE).constants
    source = Source(
        kind="edges", name="synthetique", sha256="0" * 64, licence="aucune", publiable=False,
        attribution="Rues synthétiques",
    )  # fmt: skip
    lon_lat = graph.node_lon_lat / DEGREE
    profile = ProfileManifest(
        constants=constants,
        bucket_ms=BUCKET_MS,
        nodes=len(graph.node_id),
        edges=len(graph.out_edges),
        segments=len(graph.segment_length_m),
        length_km=float(graph.segment_length_m.sum(dtype=float)) / 1000,
        dropped_km=0.0,
        dropped_parts=0,
        unknown_surface_km=0.0,
        restrictions=0,
        restrictions_ignored=0,
    )
    bounds = (*lon_lat.min(axis=0).tolist(), *lon_lat.max(axis=0).tolist())
    manifest = Manifest(
        name="synthetique", source=source, bounds=bounds, code_version="essai", skipped={},
        profiles={Mode.VOITURE: profile},
    )  # fmt: skip
    write_network(root, manifest, {Mode.VOITURE: graph})


@contextmanager
def stored(settings: Settings, graph: Graph) -> Iterator[str]:
    """Make a database that holds the directory; give its address."""
    name = f"dp_test_{secrets.token_hex(4)}_rues"
    with borrow_server(database_url=None, home=settings.processed_dir) as server:
        url = create_database(server.url, name)
        try:
            migrate(url)
            reseaux, _ = read_rules(settings.raw_dir, settings.rules_dir)
            fill(url, settings, reseaux, graph)
            yield url
        finally:
            drop_database(server.url, name)


def fill(url: str, settings: Settings, reseaux: Sequence[Reseau], graph: Graph) -> None:
    """Load the real territories and réseaux, and the invented places."""
    territories = ingest_territories(url, settings.reference_dir, SilentReporter())
    codes = territories.communes.index.tolist()
    made = places(graph, codes, np.random.default_rng(SEED))
    with connect(url) as connection:
        replace_reseaux(connection, reseaux)
        replace_points(
            connection, made, [], source="synthetique", file="synthetique", digest="0" * 64,
            read=len(made), code_version="essai", whole=True,
        )  # fmt: skip


@contextmanager
def served(url: str, data_dir: Path) -> Iterator[str]:
    """Start the service; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("deuxportes")), "serve", "--port", str(port),
        "--workers", str(WORKERS),
    ]  # fmt: skip
    environment = {**os.environ, "DATABASE_URL": url, "DEUXPORTES_DATA_DIR": str(data_dir)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process)
            yield address
        finally:
            process.terminate()


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the service is ready."""
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"the service ended with status {process.returncode}")
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    sys.exit("the service did not start")


def addresses(load: Load, count: int, graph: Graph, rng: np.random.Generator) -> list[str]:
    """Fill in the positions, and the place that is nearest in a straight line."""
    if "?" not in load.path:
        return [load.path] * count
    known = places(graph, ["75056"], np.random.default_rng(SEED))
    spots = np.array([(place.lon, place.lat) for place in known])
    asked = []
    for here in positions(graph, count, rng):
        nearest = straight_m(np.broadcast_to(here, spots.shape), spots).argmin()
        path = load.path.format(place=known[nearest].id)
        asked.append(f"{path}&lon={here[0]:.6f}&lat={here[1]:.6f}")
    return asked


async def measure(address: str, load: Load, asked: Sequence[str]) -> tuple[list[float], int]:
    """Ask at fixed instants; give the latencies in ms, and how many were not answered."""
    latencies: list[float] = []
    failed = 0
    # a connection each, as people have: one kept alive would always lead to the same worker
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, timeout=TIMEOUT_S, limits=limits) as client:

        async def ask(path: str, at: float) -> None:
            nonlocal failed
            await asyncio.sleep(at - time.perf_counter())
            try:
                answer = await client.get(path)
                failed += not answer.is_success
            except httpx.TransportError:
                failed += 1
            latencies.append((time.perf_counter() - at) * 1e3)

        start = time.perf_counter() + 0.1
        instants = [start + number / load.rate for number in range(len(asked))]
        await asyncio.gather(*(ask(path, at) for path, at in zip(asked, instants, strict=True)))
    return latencies, failed


def report(load: Load, latencies: list[float], failed: int, floor_ms: float | None) -> float:
    """Print one line; give the median."""
    p50, p95, p99 = np.percentile(latencies, [50, 95, 99])
    against = "" if floor_ms is None else f"{p50 / floor_ms:5.1f}×"
    verdict = ""
    if load.target_ms is not None:
        verdict = "reached" if p95 <= load.target_ms and not failed else "MISSED"
        verdict = f"(target {load.target_ms:g} ms: {verdict})"
    print(
        f"{load.name:36} {load.rate:5.1f}/s  p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f}"
        f"  max {max(latencies):6.1f} ms  {against:6}  {failed} failed {verdict}"
    )
    return float(p50)


def main() -> None:
    """Measure each in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--nodes", type=int, default=NODES)
    options = parser.parse_args()
    graph = synthetic_region(options.nodes)
    rng = np.random.default_rng(SEED + 1)
    print(
        f"{len(graph.node_id):,} nodes, {len(graph.out_edges):,} directed edges, {PLACES} places,"
        f" {WORKERS} workers, {os.cpu_count()} processors; latencies from the instant each request"
        " was due"
    )
    with tempfile.TemporaryDirectory() as folder, stored(Settings(), graph) as url:
        data_dir = Path(folder)
        write_region(data_dir / "processed" / "networks", graph)
        with served(url, data_dir) as address:
            estimates_ms = None
            for load in loads(options.rate):
                warm = addresses(load, 10 * WORKERS, graph, rng)
                asyncio.run(measure(address, load._replace(rate=10), warm))
                count = max(round(options.seconds * load.rate), 20)
                asked = addresses(load, count, graph, rng)
                latencies, failed = asyncio.run(measure(address, load, asked))
                median = report(load, latencies, failed, estimates_ms)
                if load.name.startswith("estimates"):
                    estimates_ms = median


if __name__ == "__main__":
    main()
