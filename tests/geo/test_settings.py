from pathlib import Path

import pytest
from pydantic import ValidationError

from geo.settings import Settings


def test_maps_are_below_the_data_unless_told_otherwise(monkeypatch, tmp_path):
    assert Settings(data_dir=tmp_path).maps_dir == tmp_path / "processed" / "cartes"

    monkeypatch.setenv("DEUXPORTES_DATA_DIR", str(tmp_path / "a"))
    assert Settings().maps_dir == tmp_path / "a" / "processed" / "cartes"

    monkeypatch.setenv("DEUXPORTES_MAPS_DIR", "/srv/cartes")
    assert Settings().maps_dir == Path("/srv/cartes")


@pytest.mark.parametrize("empty", ["", "  "])
def test_the_current_folder_is_never_published_by_an_empty_variable(monkeypatch, empty):
    monkeypatch.setenv("DEUXPORTES_MAPS_DIR", empty)

    with pytest.raises(ValidationError, match="DEUXPORTES_MAPS_DIR est vide"):
        Settings()
