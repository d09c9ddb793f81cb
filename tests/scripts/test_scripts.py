"""The shell scripts, in a copy of the checkout where every program only writes what it is asked."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPTS = ("setup", "demo", "test", "lock", "bench")
LOCKS = ("requirements-uv.lock", "requirements.lock", "requirements-test.lock")
BENCHMARKS_LOCK = "requirements-benchmarks.lock"
KEPT = ("bash", "cat", "dirname", "env", "flock", "id", "mkdir", "rm", "sha256sum", "sleep")
PYTHON = """case "$*" in
  *"import sys"*print*) echo python3.11-venv;;
  *missing_for_pdf*) exit ${NO_PANGO:-0};;
  *version_info*) exit ${NO_PYTHON:-0};;
  *"import ensurepip"*) exit ${NO_VENV:-0};;
  *--version*) echo Python 3.11.2;;
  "-m venv "*) mkdir -p .venv/bin; cp "$0" .venv/bin/python
    for name in uv deuxportes ruff mypy lint-imports; do cp "$FAKES/log" .venv/bin/$name; done
    mkdir -p $DRIVER; cp "$FAKES/chromium" $DRIVER/node || cp "$FAKES/log" $DRIVER/node;;
esac"""

DRIVER = ".venv/lib/python3.11/site-packages/playwright/driver"


class Checkout:
    """A copy of what the scripts read, and the journal of what they started."""

    def __init__(self, folder):
        self.folder = folder / "checkout"
        self.fakes = folder / "fakes"
        self.journal = folder / "journal"
        self.journal.touch()
        self.fakes.mkdir()
        (self.folder / "scripts").mkdir(parents=True)
        self.loops = self.folder / "geo/network/kernels/search.py"
        self.loops.parent.mkdir(parents=True)
        self.loops.touch()
        for name in SCRIPTS:
            shutil.copy(REPOSITORY / "scripts" / name, self.folder / "scripts" / name)
        for name in (*LOCKS, BENCHMARKS_LOCK, "pyproject.toml"):
            shutil.copy(REPOSITORY / name, self.folder / name)
        for name in (*KEPT, "cp"):
            (self.fakes / name).symlink_to(shutil.which(name))
        self.put("python3", PYTHON)
        self.put("log", "")
        for name in ("chromium", "pdftotext", "pdftoppm", "ogrinfo"):
            self.put(name, "")
        self.put("apt-get", "exit 100")
        self.put("sudo", "exit 1")

    def put(self, name, script):
        path = self.fakes / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/bash\necho "${{0##*/}} $*" >>{self.journal}\n{script}\n')
        path.chmod(0o755)

    def environment(self, **variables):
        fakes = str(self.fakes)
        return {"PATH": fakes, "FAKES": fakes, "DRIVER": DRIVER, "LC_ALL": "C.UTF-8"} | variables

    def run(self, name, *arguments, **variables):
        self.journal.write_text("")
        return subprocess.run(
            [self.folder / "scripts" / name, *arguments],
            env=self.environment(**variables),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def started(self):
        """Give what was started, without the questions asked of programs."""
        questions = ("python3 -c", "python -c", "python3 --version", "node --version")
        lines = self.journal.read_text().splitlines()
        return [line for line in lines if not line.startswith(questions)]


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


@pytest.mark.parametrize("path", [*(f"scripts/{name}" for name in SCRIPTS), ".ci/run"])
def test_scripts_are_programs_that_bash_can_read(path):
    script = REPOSITORY / path

    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_help_shows_an_example_and_does_nothing(checkout, name):
    done = checkout.run(name, "--help")

    assert done.returncode == 0
    assert f"./scripts/{name}" in done.stdout
    assert checkout.started() == []


def test_nothing_is_installed_without_its_hash(checkout):
    done = checkout.run("setup")

    assert done.returncode == 0, done.stderr
    uv = "uv pip install --python .venv/bin/python --quiet"
    assert checkout.started() == [
        "python3 -m venv .venv",
        "python -m pip install --quiet --require-hashes -r requirements-uv.lock",
        f"{uv} --require-hashes --only-binary :all: -r requirements.lock",
        f"{uv} --quiet --no-deps --no-build-isolation -e .",
        "deuxportes network compile",
        "deuxportes db install",
    ]


def test_loops_are_compiled_again_when_their_code_changed_and_only_then(checkout):
    checkout.run("setup")
    checkout.run("setup", "--tests")
    checkout.run("setup")
    assert "deuxportes network compile" not in checkout.started()

    checkout.loops.write_text("# changed")
    checkout.run("setup")

    assert checkout.started() == ["deuxportes network compile", "deuxportes db install"]


def test_when_nothing_changed_only_the_server_is_looked_at(checkout):
    checkout.run("setup")
    began = time.monotonic()

    done = checkout.run("setup")

    assert done.returncode == 0
    assert checkout.started() == ["deuxportes db install"]
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", [*LOCKS, "pyproject.toml"])
def test_whatever_the_environment_is_made_from_remakes_it(checkout, name):
    checkout.run("setup")
    with (checkout.folder / name).open("a") as file:
        file.write("# changed\n")

    checkout.run("setup")

    assert any("requirements.lock" in line for line in checkout.started())
    assert "python3 -m venv .venv" not in checkout.started()


def test_the_tests_environment_serves_to_run_and_not_the_reverse(checkout):
    checkout.run("setup")
    checkout.run("setup", "--tests")
    assert any("requirements-test.lock" in line for line in checkout.started())

    checkout.run("setup")
    assert checkout.started() == ["deuxportes db install"]
    checkout.run("setup", "--tests")
    assert checkout.started() == ["deuxportes db install"]


def test_a_checkout_that_was_moved_is_set_up_again(checkout):
    checkout.run("setup")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("moved"))

    checkout.run("setup")

    assert any("pip install" in line for line in checkout.started())


def test_an_interrupted_installation_is_done_again(checkout):
    checkout.put("log", 'case "$*" in *requirements.lock*) exit 1;; esac')
    assert checkout.run("setup").returncode == 1
    checkout.put("log", "")
    shutil.copy(checkout.fakes / "log", checkout.folder / ".venv/bin/uv")

    assert checkout.run("setup").returncode == 0
    assert any("-r requirements.lock" in line for line in checkout.started())


def test_bare_debian_names_the_one_command(checkout):
    checkout.put("id", "echo 1000")

    done = checkout.run("setup", NO_VENV="1")

    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.endswith("sudo apt-get update && sudo apt-get install -y python3.11-venv")
    assert not (checkout.folder / ".venv").exists()


def test_without_any_privilege_pip_is_taken_out_of_its_package(checkout):
    checkout.put("id", "echo 1000")
    checkout.put("apt-get", 'case "$*" in *download*) : >python3-pip-whl_1_all.deb;; esac')
    wheels = "usr/share/python-wheels"
    checkout.put("dpkg", f"mkdir -p {wheels}; : >{wheels}/pip-23-any.whl")

    done = checkout.run("setup", NO_VENV="1")

    assert done.returncode == 0, done.stderr
    started = checkout.started()
    assert "python3 -m venv --without-pip .venv" in started
    wheel = f"{checkout.folder}/.venv/apt/{wheels}/pip-23-any.whl"
    assert f"python {wheel}/pip install --no-index {wheel}" in started
    assert not any("apt-get install" in line for line in started)
    assert not (checkout.folder / ".venv/apt").exists()


def test_where_it_may_it_installs_what_debian_lacks(checkout):
    checkout.put("id", "echo 1000")
    checkout.put("sudo", 'shift; exec "$@"')
    checkout.put("true", "")
    checkout.put("apt-get", "")

    assert checkout.run("setup", NO_VENV="1").returncode == 0
    assert any(
        line.startswith("apt-get install") and line.endswith("python3.11-venv")
        for line in checkout.started()
    )


def test_no_fit_python_is_an_error_that_says_which_are(checkout):
    done = checkout.run("setup", NO_PYTHON="1")

    assert done.returncode == 1
    assert "Python 3.11, 3.12 ou 3.13" in done.stderr


def test_without_chromium_the_set_up_goes_on(checkout):
    (checkout.fakes / "chromium").unlink()
    checkout.put("id", "echo 0")

    done = checkout.run("setup", "--tests")

    assert done.returncode == 0
    assert "seront sautés" in done.stderr
    assert any("apt-get install" in line for line in checkout.started())


def test_the_library_that_playwright_s_driver_lacks_is_installed(checkout):
    broken = checkout.fakes / "broken"
    broken.touch()
    checkout.put("id", "echo 0")
    checkout.put("chromium", f"[ ! -e {broken} ]")
    checkout.put("apt-get", f": >{broken}.asked; rm {broken}")

    done = checkout.run("setup", "--tests")

    assert "sautés" not in done.stderr
    assert any(line.endswith("chromium libatomic1") for line in checkout.started())


PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"


def test_without_pango_the_set_up_goes_on_and_says_what_to_type(checkout):
    checkout.put("id", "echo 1000")

    done = checkout.run("setup", NO_PANGO="1")

    assert done.returncode == 0
    assert "sans PDF" in done.stderr
    assert f"sudo apt-get install -y {PANGO}" in done.stderr
    assert "deuxportes db install" in checkout.started()


def test_pango_is_installed_where_it_may(checkout):
    absent = checkout.fakes / "absent"
    absent.touch()
    checkout.put("id", "echo 0")
    checkout.put("true", "")
    checkout.put("apt-get", f"rm {absent}")
    checkout.put("python3", PYTHON.replace("${NO_PANGO:-0}", f"$([ -e {absent} ]; echo $((! $?)))"))

    done = checkout.run("setup")

    assert "PDF" not in done.stderr
    assert any(line.startswith("apt-get install") and PANGO in line for line in checkout.started())


@pytest.mark.parametrize("name", ["pdftotext", "ogrinfo"])
def test_without_what_tests_read_files_with_the_set_up_goes_on(checkout, name):
    (checkout.fakes / name).unlink()
    checkout.put("id", "echo 1000")

    done = checkout.run("setup", "--tests")

    assert done.returncode == 0
    assert "des tests seront sautés" in done.stderr
    assert "sudo apt-get install -y poppler-utils gdal-bin" in done.stderr


def test_who_only_uses_the_project_needs_none_of_the_tests_programs(checkout):
    (checkout.fakes / "pdftotext").unlink()

    assert "poppler" not in checkout.run("setup").stderr


def test_an_unknown_option_is_refused(checkout):
    done = checkout.run("setup", "--test")

    assert done.returncode == 1
    assert "--test" in done.stderr
    assert checkout.started() == []


def test_two_at_once_install_once(checkout):
    checkout.put("log", "sleep 0.2")
    command = [checkout.folder / "scripts/setup"]
    both = [
        subprocess.Popen(command, env=checkout.environment(), stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]

    assert [process.wait(timeout=30) for process in both] == [0, 0]
    started = checkout.started()
    assert started.count("python3 -m venv .venv") == 1
    assert sum("-r requirements.lock" in line for line in started) == 1


def test_demo_sets_up_then_hands_over_its_arguments(checkout):
    done = checkout.run("demo", "--no-serve", "--port", "8080")

    assert done.returncode == 0
    assert checkout.started()[-2:] == [
        "deuxportes db install",
        "deuxportes demo --no-serve --port 8080",
    ]


def test_every_check_runs_and_pytest_is_the_last(checkout):
    done = checkout.run("test", "tests/geo", "-x")

    assert done.returncode == 0, done.stderr
    assert checkout.started()[-6:] == [
        "deuxportes db install",
        "ruff check",
        "ruff format --check",
        "mypy ",
        "lint-imports ",
        "python -m pytest tests/geo -x",
    ]


def test_the_first_check_that_fails_ends_the_run(checkout):
    checkout.run("setup", "--tests")
    mypy = checkout.folder / ".venv/bin/mypy"
    mypy.write_text("#!/bin/bash\nexit 7\n")

    done = checkout.run("test")

    assert done.returncode == 7
    assert "==> mypy" in done.stdout
    assert "lint-imports " not in checkout.started()


def test_locks_hold_hashes_and_no_registry(checkout):
    for name in (*LOCKS, BENCHMARKS_LOCK):
        lines = (REPOSITORY / name).read_text().splitlines()
        packages = [line for line in lines if not line.startswith(" ")]
        assert packages
        assert all("==" in line for line in packages)
        assert not any("://" in line for line in lines)
        assert sum("--hash=sha256:" in line for line in lines) >= len(packages)
    checkout.run("setup")
    checkout.run("lock", "--upgrade")
    compiled = [line for line in checkout.started() if line.startswith("uv pip compile")]
    assert [line.split(" -o ")[1] for line in compiled] == [
        "requirements.lock --upgrade",
        "requirements-test.lock --upgrade",
        "requirements-benchmarks.lock --upgrade",
        "requirements-uv.lock --upgrade",
    ]


def test_a_benchmark_runs_beside_its_peers_installed_once(checkout):
    checkout.run("setup")
    made = "mkdir -p .venv-bench/bin; cp $FAKES/log .venv-bench/bin/python"
    checkout.put("uv", f'[ "$1" != venv ] || {{ {made}; }}')
    shutil.copy(checkout.fakes / "uv", checkout.folder / ".venv/bin/uv")

    assert checkout.run("bench", "streets", "--quick").returncode == 0
    first = checkout.started()
    assert checkout.run("bench", "streets.py").returncode == 0
    second = checkout.started()

    assert any("--require-hashes" in line and BENCHMARKS_LOCK in line for line in first)
    assert first[-1] == "python benchmarks/streets.py --quick"
    assert not any("uv" in line for line in second)
    assert second[-1] == "python benchmarks/streets.py"


def test_the_benchmarks_are_listed(checkout):
    (checkout.folder / "benchmarks").mkdir()
    (checkout.folder / "benchmarks/streets.py").touch()

    done = checkout.run("bench")

    assert "Mesures : streets" in done.stdout
    assert not checkout.started()
