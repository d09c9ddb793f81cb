"""
How much of a bare handler's speed the nearest places keep.

    .venv/bin/python benchmarks/api.py [--seconds 2] [--rounds 9] [--connections 8]

Two servers with the same settings (one uvicorn worker, same pool, same compiled SQL with the same
columns, orjson) answer the same positions in turn: ours, and one that only runs the query and
writes the rows, with no validation, no opening hours, no estimate, no caps. The target is a ratio
of at least 0.60. Needs a loaded directory (``./scripts/demo --no-serve``, or DATABASE_URL).
"""

import argparse
import http.client
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

sys.path[0] = str(Path(__file__).resolve().parents[1])  # else `import api` finds this very file

import orjson  # noqa: E402 - after the line above, as the next ones
import uvicorn  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import Response  # noqa: E402
from starlette.routing import Route  # noqa: E402

from api.app import create_app, find_store  # noqa: E402
from geo.settings import Settings  # noqa: E402
from geo.store.pool import Pool, Row, open_pool  # noqa: E402
from geo.store.queries.compiled import compiled  # noqa: E402
from geo.store.queries.points_accueil import nearest_query  # noqa: E402
from geo.store.queries.reseaux import reseaux_query  # noqa: E402

TARGET = 0.60
K = 10
POSITIONS = 500
AROUND_PARIS = (1.6, 48.3, 3.2, 49.1)
PATH = "/v1/points-accueil/proches"


def bare_app() -> Starlette:
    """Build the handler to compare with."""
    query = compiled(nearest_query, filters=frozenset({"reseau"}), in_zone=True)

    async def run(pool: Pool, sql: str, values: dict[str, Any]) -> list[Row]:
        async with pool.connection() as connection:
            return await (await connection.execute(sql, values)).fetchall()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_pool(find_store(Settings())) as app.state.pool:
            rows = await run(app.state.pool, compiled(reseaux_query).sql, {})
            app.state.doors = [row[0] for row in rows if row[2] != "non"]
            yield

    async def nearest(request: Request) -> Response:
        asked = request.query_params
        values = {
            **query.constants,
            "lon": float(asked["lon"]),
            "lat": float(asked["lat"]),
            "k": K,
            "rayon_m": 100_000.0,
            "reseau": request.app.state.doors,
        }
        rows = await run(request.app.state.pool, query.sql, values)
        elements = [dict(zip(query.columns, row, strict=True)) for row in rows]
        return Response(orjson.dumps({"elements": elements}), media_type="application/json")

    return Starlette(routes=[Route(PATH, nearest)], lifespan=lifespan)


def serve(kind: str, port: int) -> None:
    """Serve one of the two in this process."""
    app = bare_app() if kind == "bare" else create_app()
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")


class Served(NamedTuple):
    """A server that runs."""

    port: int
    pid: int

    def cpu_s(self) -> float:
        """Give the processor time it has used; 0 where there is no /proc."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(kind: str) -> Iterator[Served]:
    """Start a server in its own process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, __file__, "--serve", kind, "--port", str(port)]
    with subprocess.Popen(command) as process:
        try:
            wait_for(port, process)
            yield Served(port, process.pid)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers places."""
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"the server ended with status {process.returncode}")
        try:
            status, body = ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), paths()[0])
        except OSError:
            time.sleep(0.1)
            continue
        check(status)
        if b'"id"' in body:
            return
        sys.exit("no place: load the directory first (./scripts/demo --no-serve)")
    sys.exit("the server did not start")


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Ask one address."""
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


def check(status: int) -> None:
    """Stop at anything but an answer."""
    if status != HTTPStatus.OK:
        sys.exit(f"status {status}: see the server's messages above")


def paths() -> list[str]:
    """Give the same positions each time."""
    rng = random.Random(1)
    left, bottom, right, top = AROUND_PARIS
    pairs = [(rng.uniform(left, right), rng.uniform(bottom, top)) for _ in range(POSITIONS)]
    return [f"{PATH}?lon={lon:.5f}&lat={lat:.5f}" for lon, lat in pairs]


def measure(server: Served, options: argparse.Namespace) -> tuple[float, float, float]:
    """Load a server; give requests/s, median latency in ms, µs of processor a request."""
    tool = measure_with_wrk if shutil.which("wrk") else measure_with_python
    before = server.cpu_s()
    rate, latency = tool(server.port, options)
    return rate, latency, 1e6 * (server.cpu_s() - before) / (rate * options.seconds)


def measure_with_wrk(port: int, options: argparse.Namespace) -> tuple[float, float]:
    """Load a server with wrk, each connection through the same positions."""
    listed = ",".join(f'"{path}"' for path in paths())
    script = f"""local paths = {{{listed}}} local i = 0
        request = function() i = i % #paths + 1 return wrk.format(nil, paths[i]) end"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = [
            "wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}", "--latency",
            "-s", file.name, f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(said)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, float(value) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]


def measure_with_python(port: int, options: argparse.Namespace) -> tuple[float, float]:
    """Load a server with threads of this interpreter: a lower bound for both."""
    latencies: list[float] = []
    listed = paths()
    end = time.perf_counter() + options.seconds

    def load() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while (start := time.perf_counter()) < end:
            check(ask(connection, random.choice(listed))[0])
            latencies.append(time.perf_counter() - start)

    threads = [threading.Thread(target=load) for _ in range(options.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(latencies) / options.seconds, 1e3 * statistics.median(latencies)


def report(results: dict[str, list[tuple[float, float, float]]]) -> None:
    """Print the medians, and the median of each round's ratio: others may use the machine."""
    for kind, runs in results.items():
        rate, latency, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
        each = " ".join(f"{run[0]:.0f}" for run in runs)
        print(f"{kind:4} {rate:6.0f} requests/s, p50 {latency:5.2f} ms, {cpu:4.0f} µs of processor")
        print(f"     rounds: {each}")
    pairs = zip(results["ours"], results["bare"], strict=True)
    ratio = statistics.median(ours[0] / bare[0] for ours, bare in pairs)
    verdict = "reached" if ratio >= TARGET else "MISSED"
    print(f"ratio {ratio:.2f} of the bare handler's requests a second (target {TARGET}): {verdict}")


def main() -> None:
    """Measure both in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--serve", choices=["bare", "ours"], help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.port)
        return
    results = {"bare": [], "ours": []}
    with served("bare") as bare, served("ours") as ours:
        for server in (bare, ours):  # warm up: plans, caches of opening hours
            measure(server, argparse.Namespace(seconds=2, connections=options.connections))
        for _ in range(options.rounds):
            results["bare"].append(measure(bare, options))
            results["ours"].append(measure(ours, options))
    report(results)


if __name__ == "__main__":
    main()
