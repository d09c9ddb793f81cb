import os
import socket
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ServerError
from geo.store.server import cluster
from geo.store.server.account import Account
from geo.store.server.binaries import Installation
from geo.store.server.cluster import LockFile
from geo.store.server.place import Place

WHOLE = "42\n/data\n1700000000\n5432\n/une socket\n\n  5432001   3\nready   \n"
ME = Account(os.geteuid(), os.getegid())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, LockFile(42, "/une socket", "ready")),
        (WHOLE.replace("ready   ", "starting"), LockFile(42, "/une socket", "starting")),
        ("42\n/data\n", LockFile(42, "", "")),
        ("", None),
        ("\n", None),
        ("-1\n", None),
    ],
)
def test_a_lock_file_is_read_even_half_written(text, expected):
    assert cluster.read_lock_file(text) == expected


@given(st.text())
def test_any_text_at_all_is_read_or_refused(text):
    found = cluster.read_lock_file(text)

    assert found is None or found.pid >= 0


def test_only_a_listening_socket_answers(tmp_path):
    path = tmp_path / "s"
    assert not cluster.answers(path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        assert not cluster.answers(path)
        listening.listen()
        assert cluster.answers(path)
    assert path.exists()
    assert not cluster.answers(path)
    assert not cluster.answers(tmp_path / ("x" * 200))


def test_another_program_is_no_postmaster(tmp_path):
    assert not cluster.is_postmaster(os.getpid(), tmp_path)
    assert not cluster.is_postmaster(2**22 + 1, tmp_path)


def test_a_postmaster_is_known_by_its_name_and_folder(tmp_path):
    program = tmp_path / "postgres"
    program.symlink_to("/bin/sleep")
    with subprocess.Popen([program, "30"], cwd=tmp_path) as process:
        while not Path(f"/proc/{process.pid}/cmdline").read_bytes().startswith(b"/tmp"):
            pass
        assert cluster.is_postmaster(process.pid, tmp_path)
        assert not cluster.is_postmaster(process.pid, Path("/"))
        process.kill()


def fake(tmp_path, **programs):
    """An installation of shell scripts."""
    for name, script in programs.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    return Installation(15, tmp_path / "bin")


def place_in(tmp_path):
    folder = tmp_path / "p"
    (folder / "data").mkdir(parents=True)
    return Place(folder, folder)


def test_a_server_that_dies_at_once_is_an_error_with_its_last_words(tmp_path):
    place = place_in(tmp_path)
    place.log.write_text("old words\n")
    installation = fake(tmp_path, postgres='echo "FATAL: not today"; exit 1')

    with pytest.raises(ServerError, match="not today") as caught:
        cluster.start(place, ME, installation)

    assert "old words" not in str(caught.value)


def test_a_server_that_never_answers_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "START_S", 0.1)

    with pytest.raises(ServerError, match="ne démarre pas"):
        cluster.start(place_in(tmp_path), ME, fake(tmp_path, postgres="exec sleep 0.5"))


def test_an_initdb_that_fails_leaves_no_cluster(tmp_path):
    place = Place(tmp_path, tmp_path)
    installation = fake(tmp_path, initdb='mkdir "$2"; echo "no space left"; exit 1')

    with pytest.raises(ServerError, match="no space left"):
        cluster.make_cluster(place, ME, installation)

    assert not place.data.exists()
    assert place.version is None
