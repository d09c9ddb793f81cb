"""Finding PostgreSQL's programs together with PostGIS."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

SYSTEM = Path("/")


@dataclass(frozen=True)
class Installation:
    """
    PostgreSQL with PostGIS, ready to run.

    Attributes
    ----------
    version
        Major version of PostgreSQL.
    bin_dir
        Folder of ``initdb`` and ``postgres``.
    environment
        Variables its programs need; empty for the system's own.
    """

    version: int
    bin_dir: Path
    environment: dict[str, str] = field(default_factory=dict)

    def program(self, name: str) -> str:
        """Path of one of its programs."""
        return str(self.bin_dir / name)


def find_installations(root: Path) -> list[Installation]:
    """
    List the versions of PostgreSQL that have PostGIS, the newest first.

    Parameters
    ----------
    root
        ``/``, or the folder where Debian packages were unpacked.

    Returns
    -------
    installations
        Empty if there are none.
    """
    found = (
        Installation(int(path.parent.name), path, environment_of(root))
        for path in root.glob("usr/lib/postgresql/*/bin")
        if path.parent.name.isdecimal() and _has_postgis(root, path)
    )
    return sorted(found, key=lambda one: one.version, reverse=True)


def _has_postgis(root: Path, bin_dir: Path) -> bool:
    extensions = root / "usr/share/postgresql" / bin_dir.parent.name / "extension"
    control = (extensions / "postgis.control").exists()
    library = bin_dir.parent / "lib/postgis-3.so"
    return control and library.exists() and (bin_dir / "initdb").exists()


def environment_of(root: Path) -> dict[str, str]:
    """
    Give the variables that programs unpacked below a folder need.

    Parameters
    ----------
    root
        ``/``, or the folder where Debian packages were unpacked.

    Returns
    -------
    environment
        Where the libraries and PROJ's data are; empty for ``/``.
    """
    if root == SYSTEM:
        return {}
    libraries = [root / "usr/lib", root / "lib"]
    folders = [path for base in libraries for path in (*sorted(base.glob("*-linux-gnu*")), base)]
    return {
        "LD_LIBRARY_PATH": ":".join(str(path) for path in folders if path.is_dir()),
        "PROJ_DATA": str(root / "usr/share/proj"),
    }


def pick_installation(
    installations: Iterable[Installation], version: int | None
) -> Installation | None:
    """
    Choose the installation that can open a cluster.

    Parameters
    ----------
    installations
        What is there, in order of preference.
    version
        Version that made the cluster, or None if there is no cluster yet.

    Returns
    -------
    installation
        None if none fits.
    """
    return next((one for one in installations if version in {None, one.version}), None)


def newest_postgis(package_names: Iterable[str], version: int | None = None) -> int | None:
    """
    Choose which PostgreSQL to install.

    Parameters
    ----------
    package_names
        Names that apt knows.
    version
        The only version wanted, or None for the newest.

    Returns
    -------
    version
        None if no package brings PostGIS (to that version).

    Examples
    --------
    >>> newest_postgis(["postgresql-15-postgis-3", "postgresql-17-postgis-3", "postgis"])
    17
    >>> newest_postgis(["postgresql-15-postgis-3-scripts"]) is None
    True
    """
    matches = (re.fullmatch(r"postgresql-(\d+)-postgis-3", name) for name in package_names)
    versions = {int(match[1]) for match in matches if match}
    return max((one for one in versions if version in {None, one}), default=None)
