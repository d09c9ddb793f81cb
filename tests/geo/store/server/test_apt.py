"""With programs of the same names that only write down what they are asked."""

import os

import pytest

from geo.errors import ServerError
from geo.store.server import apt, install

DEPENDS = """\
postgresql-15-postgis-3
  Depends: postgresql-15
  Depends: libgdal32
  Depends: libgeos-c1v5
 |Depends: <virtual:any>
    provided
postgresql-15
  Depends: libc6
  Depends: postgresql-client-15
libgdal32
  Depends: libarmadillo11
libgeos-c1v5
  Depends: libgeos3
"""
UNPACKED = [
    *("libgeos-c1v5", "libgeos3"),
    *("postgresql-15", "postgresql-15-postgis-3", "postgresql-client-15"),
]
MISSING = [*UNPACKED, "libgdal32", "libarmadillo11", "libc6"]
APT_GET = """case "$*" in
  *" -s "*) for p in {missing}; do echo "Inst $p (1 Debian [amd64])"; done;;
  *" download "*) shift; while [ "$1" != download ]; do shift; done; shift
                  for p; do echo "$p" > "$p.deb"; done;;
esac"""
APT_CACHE = """case "$*" in
  *pkgnames*) {names};;
  *depends*) cat <<'TEXT'
{depends}TEXT
esac"""
DPKG = """mkdir -p "$3/usr/share/postgresql/15/extension" "$3/usr/lib/postgresql/15/bin" \
 "$3/usr/lib/postgresql/15/lib"
touch "$3/usr/share/postgresql/15/extension/postgis-3.control" \
 "$3/usr/lib/postgresql/15/bin/initdb" "$3/usr/lib/postgresql/15/lib/postgis-3.so\""""


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Put fake programs first on the path; give what they were asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    journal = tmp_path / "journal"
    journal.touch()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    def put(**scripts):
        for name, script in scripts.items():
            path = folder / name.replace("_", "-")
            path.write_text(f'#!/bin/sh\necho "{path.name} $*" >> {journal}\n{script}\n')
            path.chmod(0o755)
        return lambda: journal.read_text().splitlines()

    put(
        apt_get=APT_GET.format(missing=" ".join(MISSING)),
        apt_cache=APT_CACHE.format(names="echo postgresql-15-postgis-3", depends=DEPENDS),
        dpkg=DPKG,
        root_do="",  # stands for sudo: runs nothing
    )
    return put


@pytest.mark.parametrize(
    ("root", "sudo", "expected"),
    [(True, False, ()), (True, True, ()), (False, True, ("sudo", "-n")), (False, False, None)],
)
def test_privilege_is_root_s_or_sudo_s_or_none(root, sudo, expected):
    assert apt.privileged_prefix(root=root, sudo=sudo) == expected


@pytest.mark.parametrize(("status", "expected"), [(0, True), (1, False)])
def test_sudo_is_tried_and_never_asks(programs, status, expected):
    asked = programs(sudo=f"exit {status}")

    assert apt.sudo_works() is expected
    assert asked() == ["sudo -n true"]


def test_the_system_s_installation_makes_no_cluster_of_its_own(programs):
    asked = programs()

    apt.install_system(["root-do"], None, print)

    privileged = [line for line in asked() if line.startswith("root-do")]
    assert ["createcluster.d" in line for line in privileged] == [True, False, True]
    assert "create_main_cluster = false" in privileged[0]
    assert "rm -f" in privileged[2]  # what the user installs later is the user's business
    assert privileged[1].endswith("postgresql-15 postgresql-15-postgis-3")
    assert "update" not in "".join(asked())


def test_the_list_of_packages_is_read_again_if_it_is_too_old(programs):
    asked = programs(root_do='case "$*" in *install*) echo "404 Not Found"; exit 100;; esac')

    with pytest.raises(ServerError, match="404 Not Found"):
        apt.install_system(["root-do"], None, print)

    verbs = [word for line in asked() for word in line.split() if word in {"install", "update"}]
    assert verbs == ["install", "update", "install"]


def test_packages_are_unpacked_without_privilege_and_linked(programs, tmp_path):
    asked = programs()
    target = tmp_path / "postgis"
    leftover = tmp_path / "postgis.partiel/root/half"
    leftover.mkdir(parents=True)  # a process was killed here

    apt.unpack_private(target, None, print)

    control = target / "usr/share/postgresql/15/extension/postgis.control"
    assert control.resolve().name == "postgis-3.control"
    assert not (target / "half").exists()
    assert not leftover.exists()
    assert any(line.endswith("download " + " ".join(UNPACKED)) for line in asked())
    assert all("Dir::State=" in line for line in asked() if not line.startswith("dpkg"))


def test_a_failed_unpacking_leaves_nothing_in_place(programs, tmp_path):
    programs(dpkg="echo broken archive; exit 2")

    with pytest.raises(ServerError, match="broken archive"):
        apt.unpack_private(tmp_path / "postgis", None, print)

    assert not (tmp_path / "postgis").exists()


def test_where_nothing_works_one_error_names_the_command(programs, tmp_path, monkeypatch):
    programs(sudo="exit 1", apt_cache="", apt_get="echo no network; exit 100")
    monkeypatch.setattr(install, "SYSTEM", tmp_path / "empty")
    monkeypatch.setattr(install, "is_root", lambda: False)

    with pytest.raises(ServerError) as caught:
        install.find_or_install(tmp_path, None, print)

    said = str(caught.value)
    assert "sudo sans mot de passe" in said
    assert "no network" in said
    assert said.endswith("sudo apt-get install -y --no-install-recommends postgresql-postgis")


def test_without_apt_at_all_the_error_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(install, "SYSTEM", tmp_path / "empty")
    monkeypatch.setattr(install, "is_root", lambda: False)

    with pytest.raises(ServerError, match="Tapez : sudo apt-get"):
        install.find_or_install(tmp_path, 15, print)


@pytest.mark.parametrize(
    ("version", "package"), [(None, "postgresql-postgis"), (16, "postgresql-16-postgis-3")]
)
def test_the_command_to_type_installs_the_version_wanted(version, package):
    assert apt.install_command(version).split()[-1] == package


def test_nothing_is_followed_through_a_package_that_is_not_needed():
    graph = apt.read_depends(DEPENDS)

    found = apt.reachable(graph, ["postgresql-15-postgis-3"])

    assert "libarmadillo11" not in found
    assert "libc6" not in found
    assert {"libgeos3", "provided", "postgresql-client-15"} <= found
