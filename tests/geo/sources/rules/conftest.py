from pathlib import Path

import pytest


@pytest.fixture
def toml(tmp_path):
    """Writes a file, and gives its path."""

    def write(text, name="essai.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def data():
    """The files of the repository."""
    return Path(__file__).resolve().parents[4] / "data"
