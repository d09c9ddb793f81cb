"""
How long it takes to say who gains and who loses by a scenario, in the whole of Île-de-France.

    .venv/bin/python benchmarks/scenarios.py [--rounds 15] [--streets]

Places, rules and people are the embedded ones; times by car are estimates or, with `--streets`,
those of the synthetic network of ``synthetic_region.py`` (500,000 nodes: it measures speed, never
accuracy). Requests are sent one after the other, over HTTP, on one connection, hence to one worker.
Target once warm: all publics for one need in 500 ms at most.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
from api_streets import served, write_region
from orientation import stored
from synthetic_region import NODES, synthetic_region

from geo.settings import Settings

TARGET_MS = 500.0
TIMEOUT_S = 60.0
PATIENCE_S = 1_800.0
HERE = {"lon": 2.3989, "lat": 48.548}
"""The town hall of Fontenay-le-Vicomte, in the middle of a gap."""

YOUTH = {"reseau": "mission-locale", **HERE}
EVERYONE = {"reseau": "cite-des-metiers", **HERE}
SCENARIOS: Mapping[str, Mapping[str, object]] = {
    "1 public, 1 need, a mission locale opens": {
        "profils": ["jeune"], "besoins": ["conseil"], "ouvrir": [YOUTH]
    },
    "14 publics, 1 need, nothing changes": {"besoins": ["conseil"]},
    "14 publics, 1 need, a mission locale opens": {"besoins": ["conseil"], "ouvrir": [YOUTH]},
    "14 publics, 1 need, a place for everyone opens": {
        "besoins": ["conseil"], "ouvrir": [EVERYONE]
    },
    "14 publics, 4 needs, a place for everyone opens": {"ouvrir": [EVERYONE]},
    "14 publics, 1 need, 20 places for everyone open": {
        "besoins": ["conseil"], "ouvrir": [EVERYONE] * 20
    },
    "14 publics, 1 need, at an instant": {
        "besoins": ["conseil"], "ouvrir": [EVERYONE], "instant": "2026-11-24T10:00"
    },
}  # fmt: skip


def ask(client: httpx.Client, body: Mapping[str, object]) -> tuple[float, httpx.Response]:
    """Send a scenario; give the milliseconds it took."""
    start = time.perf_counter()
    response = client.post("/v1/scenarios", json={"mode": "voiture", **body})
    return (time.perf_counter() - start) * 1000, response


def warm(client: httpx.Client) -> None:
    """Wait for the times of the region, as whoever asks first does."""
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE_S:
        took_ms, response = ask(client, {})
        if response.status_code == httpx.codes.OK:
            waited_s = time.perf_counter() - start
            print(f"first answer after {waited_s:.1f} s (the last try took {took_ms:.0f} ms)")
            return
        time.sleep(1)
    raise TimeoutError("no answer")


def main() -> None:
    """Measure each in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--streets", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, stored(Settings(), 1) as url:
        if options.streets:
            write_region(Path(folder) / "processed" / "networks", synthetic_region(NODES))
        with (
            served(url, Path(folder)) as address,
            httpx.Client(base_url=address, timeout=TIMEOUT_S) as client,
        ):
            warm(client)
            for name, body in SCENARIOS.items():
                cold_ms, response = ask(client, body)
                times_ms = sorted(ask(client, body)[0] for _ in range(options.rounds))
                kilobytes = len(response.content) / 1000
                print(
                    f"{name}: first {cold_ms:.0f} ms, then {times_ms[0]:.0f} at best,"
                    f" {statistics.median(times_ms):.0f} median, {times_ms[-1]:.0f} at worst;"
                    f" {kilobytes:.0f} kB (target {TARGET_MS:.0f} ms)"
                )


if __name__ == "__main__":
    main()
