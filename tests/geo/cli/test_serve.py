"""``deuxportes serve``, as typed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from geo.cli.serve import check_port_free, compile_ahead, is_compiled
from geo.errors import InputError
from geo.settings import Settings


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_taken_port_is_said_with_what_to_do(taken):
    with pytest.raises(InputError, match=rf"le port {taken} est déjà pris.*--port {taken + 1}"):
        check_port_free("127.0.0.1", taken)


def test_a_host_that_is_not_ours_is_said():
    with pytest.raises(InputError, match="vérifiez --host"):
        check_port_free("192.0.2.1", 8000)


def test_a_free_port_is_left_free():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    check_port_free("127.0.0.1", port)
    check_port_free("127.0.0.1", port)


def test_help_is_in_french_with_examples():
    program = "from geo.cli.app import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "serve", "--help"],
        capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip

    said = re.sub(r"\s+", " ", ran.stdout)
    assert "Port sur lequel servir" in said
    assert "deuxportes serve --port 8080" in said


@pytest.mark.parametrize("workers", [1, 2])
def test_serves_until_interrupted_and_logs_no_address(shared_directory_url, workers):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = "from geo.cli.app import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", str(port), "--workers", str(workers)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "DATABASE_URL": shared_directory_url},
    )  # fmt: skip
    try:
        answer, latency_s = ask(
            f"http://127.0.0.1:{port}/v1/points-accueil/proches?lon=2.36&lat=48.86"
        )
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)

    assert latency_s < 0.04  # a delayed acknowledgement
    assert answer.json()["elements"][0]["distance_m"] == 0
    assert "server" not in answer.headers
    assert f"http://127.0.0.1:{port}" in said
    assert "lon=" not in said
    assert "Traceback" not in said
    assert process.returncode in {0, 130}


def ask(url):
    """Give an answer, and the shortest time that one took, in seconds."""
    with httpx.Client() as client:
        for _ in range(200):
            try:
                client.get(url)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        answers = [client.get(url) for _ in range(10)]
    return answers[0], min(answer.elapsed.total_seconds() for answer in answers)


@pytest.mark.parametrize(
    ("network", "compiled", "compiles"), [(True, False, 1), (True, True, 0), (False, False, 0)]
)
def test_loops_are_compiled_ahead_where_there_are_streets_and_nobody_did(
    tmp_path, monkeypatch, capsys, network, compiled, compiles
):
    asked = []
    monkeypatch.setattr("geo.pipeline.kernels.compile_kernels", asked.append)
    if network:
        folder = tmp_path / "processed" / "networks" / "ville"
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
    monkeypatch.setattr("geo.cli.serve.is_compiled", lambda: compiled)

    compile_ahead(Settings(data_dir=tmp_path))

    assert len(asked) == compiles
    assert ("compilent" in capsys.readouterr().out) is bool(compiles)


def test_what_numba_left_tells_whether_loops_are_compiled(tmp_path, monkeypatch):
    folders = {}

    def folder_of(file):
        folders[file.name] = tmp_path / file.stem
        return folders[file.name]

    monkeypatch.setattr("geo.network.kernels.cache.cache_folder", folder_of)
    for _ in range(20):  # it looks no further than the first that is missing
        if is_compiled():
            break
        for folder in folders.values():
            folder.mkdir(exist_ok=True)
            version = f"{sys.version_info.major}{sys.version_info.minor}"
            (folder / f"loop-1.py{version}.nbi").touch()

    assert is_compiled()
    assert {"search.py", "snap.py"} <= folders.keys()
    assert "cache.py" not in folders


def test_a_crash_leaves_no_image_of_the_memory():
    pytest.importorskip("resource", reason="systems with core files only")
    program = (
        "import resource; from geo.cli.serve import keep_no_core; keep_no_core();"
        " print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20
    )

    assert ran.stdout.strip() == str((0, 0))
