import shutil

import pytest

from geo.pipeline import version

digest = version.code_version.__wrapped__


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package, outside any git checkout."""
    copy = tmp_path / "geo"
    shutil.copytree(version.PACKAGE, copy)
    monkeypatch.setattr(version, "PACKAGE", copy)
    return copy


def test_code_version_is_the_same_twice_without_git(package):
    assert not (package.parent / ".git").exists()
    assert digest() == digest()


@pytest.mark.parametrize("change", ["edit", "rename", "add"])
def test_any_change_of_source_gives_another_version(package, change):
    before = digest()
    source = package / "crs.py"

    if change == "edit":
        source.write_text("WGS84 = 4326\n", encoding="utf-8")
    elif change == "rename":
        source.rename(package / "systems.py")
    else:
        (package / "new.py").touch()

    assert digest() != before
