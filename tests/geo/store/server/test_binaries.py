from pathlib import Path

import pytest

from geo.store.server import binaries
from geo.store.server.binaries import Installation


def unpack(root, version, *, postgis=True, control="postgis.control"):
    extension = root / f"usr/share/postgresql/{version}/extension"
    for path in (
        root / f"usr/lib/postgresql/{version}/bin/initdb",
        root / f"usr/lib/postgresql/{version}/lib/{'postgis-3.so' if postgis else 'plpgsql.so'}",
        extension / (control if postgis else "plpgsql.control"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_only_versions_with_postgis_are_found_the_newest_first(tmp_path):
    unpack(tmp_path, 9)
    unpack(tmp_path, 15)
    unpack(tmp_path, 17, postgis=False)
    unpack(tmp_path, 18, control="postgis-3.control")  # unpacked, not yet linked

    found = binaries.find_installations(tmp_path)

    assert [one.version for one in found] == [15, 9]
    assert found[0].program("initdb") == str(tmp_path / "usr/lib/postgresql/15/bin/initdb")


def test_unpacked_programs_are_told_where_their_libraries_are(tmp_path):
    (tmp_path / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)

    environment = binaries.environment_of(tmp_path)

    assert environment == {
        "LD_LIBRARY_PATH": f"{tmp_path}/usr/lib/x86_64-linux-gnu:{tmp_path}/usr/lib",
        "PROJ_DATA": f"{tmp_path}/usr/share/proj",
    }
    assert binaries.environment_of(Path("/")) == {}


@pytest.mark.parametrize(("version", "expected"), [(None, 17), (15, 15), (14, None)])
def test_a_cluster_is_opened_by_the_version_that_made_it(version, expected):
    both = [Installation(17, Path("/17")), Installation(15, Path("/15"))]

    found = binaries.pick_installation(both, version)

    assert (found.version if found else None) == expected


@pytest.mark.parametrize(
    ("names", "version", "expected"),
    [
        (["postgresql-15-postgis-3", "postgresql-9-postgis-3"], None, 15),
        (["postgresql-15-postgis-3", "postgresql-17-postgis-3"], 15, 15),
        (["postgresql-15-postgis-3"], 16, None),
        (["postgresql-16-postgis-3-scripts", "postgresql-16"], None, None),
        ([], None, None),
    ],
)
def test_the_newest_package_is_installed_or_the_cluster_s(names, version, expected):
    assert binaries.newest_postgis(names, version) == expected
