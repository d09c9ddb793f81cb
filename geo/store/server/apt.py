"""Bringing PostgreSQL and PostGIS from the distribution's packages."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from geo.errors import ServerError
from geo.store.server.binaries import newest_postgis

NO_MAIN_CLUSTER = (
    "mkdir -p /etc/postgresql-common/createcluster.d && "
    "printf 'create_main_cluster = false\\n' > /etc/postgresql-common/createcluster.d/{name}"
)
AGAIN = "rm -f /etc/postgresql-common/createcluster.d/{name}"
SETTING = "deuxportes.conf"
INSTALL_S = 1200.0
"""Seconds left to a download over a slow line."""
NOT_NEEDED = (
    "libgdal",
    "libsfcgal",
    "libllvm",
    "postgresql-common",
    "libc6",
    "locales",
    "ssl-cert",
    "debconf",
)
"""Packages nothing of ours loads (rasters, 3D, compiled queries), or that must be the system's."""


def install_command(version: int | None) -> str:
    """
    Write the command that a person types where nothing else worked.

    Parameters
    ----------
    version
        PostgreSQL wanted, None if any will do.

    Returns
    -------
    command
        One line for a shell.
    """
    package = f"postgresql-{version}-postgis-3" if version else "postgresql-postgis"
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {package}"


def privileged_prefix(*, root: bool, sudo: bool) -> tuple[str, ...] | None:
    """
    Tell how to run a command as root.

    Parameters
    ----------
    root
        This program is root.
    sudo
        ``sudo`` works without a password.

    Returns
    -------
    prefix
        Words to put before the command; None if it cannot be.
    """
    if root:
        return ()
    return ("sudo", "-n") if sudo else None


def sudo_works() -> bool:
    """Tell whether ``sudo`` works without a password."""
    return shutil.which("sudo") is not None and not _run(["sudo", "-n", "true"], timeout_s=10)[0]


def install_system(
    prefix: Sequence[str], version: int | None, report: Callable[[str], object]
) -> None:
    """
    Install PostGIS in the system, without starting a cluster of the system's.

    Parameters
    ----------
    prefix
        As `privileged_prefix` gives it.
    version
        PostgreSQL wanted, None for the newest.
    report
        Told in French what is being done.

    Raises
    ------
    ServerError
        If apt fails, with the end of what it said.
    """
    found = newest_postgis(known_packages(()), version)
    if found is None:
        report("Lecture de la liste des paquets")
        _run([*prefix, "apt-get", "update"], timeout_s=INSTALL_S)
        found = newest_postgis(known_packages(()), version)
    if found is None:
        raise ServerError("aucun paquet postgresql-*-postgis-3 n’est connu d’apt")
    report(f"Installation de PostgreSQL {found} et PostGIS")
    _shell(prefix, NO_MAIN_CLUSTER)
    try:
        _install([f"postgresql-{found}", f"postgresql-{found}-postgis-3"], prefix)
    finally:
        _shell(prefix, AGAIN)


def _install(packages: Sequence[str], prefix: Sequence[str]) -> None:
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_MODE=a", "apt-get"]
    command += ["install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    status, said = _run([*command, *packages], timeout_s=INSTALL_S)
    if status:  # the list of packages may be too old for what the mirror holds now
        _run([*prefix, "apt-get", "update"], timeout_s=INSTALL_S)
        status, said = _run([*command, *packages], timeout_s=INSTALL_S)
    if status:
        raise ServerError(f"apt-get a échoué : {last_lines(said)}")


def private_options(folder: Path) -> tuple[str, ...]:
    """
    Give apt its own lists and cache, and the system's list of what is installed.

    Parameters
    ----------
    folder
        Where they are kept.

    Returns
    -------
    options
        For ``apt-get`` and ``apt-cache``.
    """
    settings = {
        "Dir::State": folder / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": folder / "cache",
        "Acquire::Languages": "none",
    }
    return tuple(word for name, value in settings.items() for word in ("-o", f"{name}={value}"))


def unpack_private(target: Path, version: int | None, report: Callable[[str], object]) -> None:
    """
    Unpack PostGIS and what it lacks into a folder, with no privilege at all.

    Parameters
    ----------
    target
        Becomes like ``/``, in one move at the end: whole or absent.
    version
        PostgreSQL wanted, None for the newest.
    report
        Told in French what is being done.

    Raises
    ------
    ServerError
        If apt or dpkg fails, with the end of what it said.
    """
    partial = target.with_name(f"{target.name}.partiel")
    shutil.rmtree(partial, ignore_errors=True)
    for name in ("root", "debs", "apt/state/lists/partial", "apt/cache/archives/partial"):
        (partial / name).mkdir(parents=True)
    options = private_options(partial / "apt")
    report("Lecture de la liste des paquets (sans privilège)")
    _, said = _run(["apt-get", *options, "update"], timeout_s=INSTALL_S)
    found = newest_postgis(known_packages(options), version)
    if found is None:
        raise ServerError(f"aucun paquet postgresql-*-postgis-3 : {last_lines(said)}")
    report(f"Téléchargement de PostgreSQL {found} et PostGIS (sans privilège)")
    packages = packages_to_unpack(found, options)
    _check(_run(["apt-get", *options, "download", *packages], partial / "debs", INSTALL_S))
    report(f"Déballage de {len(packages)} paquets")
    for package in sorted((partial / "debs").glob("*.deb")):
        _check(_run(["dpkg", "-x", str(package), str(partial / "root")], timeout_s=INSTALL_S))
    link_control(partial / "root", found)
    shutil.rmtree(target, ignore_errors=True)
    (partial / "root").rename(target)
    shutil.rmtree(partial, ignore_errors=True)


def link_control(root: Path, version: int) -> None:
    """
    Do what the package's own script would: name the extension ``postgis``.

    Parameters
    ----------
    root
        Where the packages were unpacked.
    version
        Of PostgreSQL.
    """
    control = root / f"usr/share/postgresql/{version}/extension/postgis.control"
    if not control.exists():
        control.symlink_to("postgis-3.control")


def known_packages(options: Sequence[str]) -> list[str]:
    """
    List the packages of PostgreSQL that apt knows.

    Parameters
    ----------
    options
        As `private_options` gives them, or none.

    Returns
    -------
    names
        Empty if there is no apt here.
    """
    return _run(["apt-cache", *options, "pkgnames", "postgresql-"], timeout_s=120)[1].split()


def packages_to_unpack(version: int, options: Sequence[str]) -> list[str]:
    """
    List what is missing here for PostGIS to run.

    Parameters
    ----------
    version
        Of PostgreSQL.
    options
        As `private_options` gives them.

    Returns
    -------
    names
        Sorted; without what only rasters, 3D or compiled queries need.

    Raises
    ------
    ServerError
        If apt cannot resolve them.
    """
    wanted = [f"postgresql-{version}", f"postgresql-{version}-postgis-3"]
    simulate = ["apt-get", *options, "-s", "--no-install-recommends", "install", *wanted]
    missing = packages_to_install(_check(_run(simulate, timeout_s=120)))
    depends = ["apt-cache", *options, "depends", "--recurse", "--important", *wanted]
    graph = read_depends(_check(_run(depends, timeout_s=120)))
    return sorted(set(missing) & reachable(graph, wanted))


def packages_to_install(simulated: str) -> list[str]:
    r"""
    Read what ``apt-get -s install`` would install.

    Parameters
    ----------
    simulated
        Its output.

    Returns
    -------
    names
        In its order.

    Examples
    --------
    >>> packages_to_install("Inst libpq5 (15.6 Debian:12 [amd64])\nConf libpq5 (15.6)")
    ['libpq5']
    """
    return re.findall(r"^Inst (\S+)", simulated, flags=re.MULTILINE)


def read_depends(text: str) -> dict[str, set[str]]:
    r"""
    Read what ``apt-cache depends --recurse`` prints.

    Parameters
    ----------
    text
        Its output.

    Returns
    -------
    graph
        Package to the packages it depends on; all alternatives are kept.

    Examples
    --------
    >>> graph = read_depends("a\n  Depends: b\n |Depends: c\n    d\nb\n")
    >>> sorted(graph["a"]), graph["b"]
    (['b', 'c', 'd'], set())
    """
    graph: dict[str, set[str]] = {}
    current = ""
    for line in text.splitlines():
        name = line.split()[-1].strip("<>").partition(":")[0] if line.strip() else ""
        if name and not line[0].isspace():
            current = name
            graph.setdefault(current, set())
        elif name:
            graph[current].add(name)
    return graph


def reachable(
    graph: Mapping[str, Iterable[str]],
    wanted: Iterable[str],
    refused: Collection[str] = NOT_NEEDED,
) -> set[str]:
    """
    Follow dependencies, except through packages that are not needed.

    Parameters
    ----------
    graph
        Package to its dependencies.
    wanted
        Where to begin.
    refused
        Beginnings of the names that are left out, with what only they need.

    Returns
    -------
    names
        `wanted` included.

    Examples
    --------
    >>> graph = {"a": ["libgdal32", "b"], "libgdal32": ["c"], "b": []}
    >>> sorted(reachable(graph, ["a"]))
    ['a', 'b']
    """
    seen: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in seen and not name.startswith(tuple(refused)):
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return seen


def last_lines(text: str, count: int = 3) -> str:
    """Give the end of what a program said, on one line."""
    return " / ".join(text.strip().splitlines()[-count:])


def _shell(prefix: Sequence[str], command: str) -> None:
    _run([*prefix, "sh", "-c", command.format(name=SETTING)], timeout_s=30)


def _check(done: tuple[int, str]) -> str:
    status, said = done
    if status:
        raise ServerError(f"apt ou dpkg a échoué : {last_lines(said)}")
    return said


def _run(
    command: Sequence[str], folder: Path | None = None, timeout_s: float = 60.0
) -> tuple[int, str]:
    """Run a command that never asks anything; its status, and both its streams."""
    try:
        done = subprocess.run(  # noqa: S603  # our own commands, no shell of the user's
            list(command),
            cwd=folder,
            env=os.environ | {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 127, str(error)
    return done.returncode, done.stdout
