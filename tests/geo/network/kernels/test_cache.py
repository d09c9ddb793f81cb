import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.network.kernels import cache
from geo.network.kernels.cache import cache_folder, remove_old, source_digest

ROOT = Path(__file__).parents[4]


@pytest.fixture
def package(tmp_path):
    """A package of three modules: outer imports inner, and beside stands alone."""
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "inner.py").write_text("STEP = 1\n")
    (folder / "middle.py").write_text("import toy.inner\nimport os\n")
    (folder / "outer.py").write_text("from toy import middle\nfrom toy.outer import x\n")
    (folder / "beside.py").write_text("import json\n")
    return folder


@pytest.mark.parametrize("changed", ["outer.py", "middle.py", "inner.py"])
def test_what_a_module_imports_is_part_of_it(package, changed):
    before = source_digest(package / "outer.py", package)
    assert source_digest(package / "outer.py", package) == before
    (package / changed).write_text((package / changed).read_text() + "\nNEW = 1\n")
    assert source_digest(package / "outer.py", package) != before


def test_what_a_module_does_not_import_is_no_part_of_it(package):
    before = source_digest(package / "outer.py", package)
    (package / "beside.py").write_text("NEW = 1\n")
    assert source_digest(package / "outer.py", package) == before


def test_old_compiled_loops_go_and_only_those_of_the_same_file(tmp_path):
    for name in ("search-0123456789ab", "search-ba9876543210", "searches-0123456789ab"):
        (tmp_path / name).mkdir()
    remove_old(tmp_path / "search-0123456789ab")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["search-0123456789ab", "searches-0123456789ab"]


def test_loops_are_kept_beside_the_code(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    file = ROOT / "geo" / "network" / "kernels" / "search.py"
    assert cache_folder(file).parent == file.parent / "__pycache__" / "numba"


def test_a_given_folder_comes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache_folder(ROOT / "geo" / "network" / "kernels" / "search.py").parent == tmp_path


def test_where_the_code_may_not_be_written_the_user_has_a_copy(monkeypatch, tmp_path):
    file = tmp_path / "code" / "loops.py"
    file.parent.mkdir()
    file.write_text("STEP = 1\n")
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    beside = cache_folder(file)
    (beside / "kernels").mkdir()
    (beside / "kernels" / "sum.nbi").write_text("compiled")
    (beside / "kernels").chmod(0o500)
    monkeypatch.setattr(cache.os, "access", lambda path, _: "code" not in Path(path).parts)

    folder = cache_folder(file)

    assert folder.parent == tmp_path / "own" / "deuxportes" / "numba"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    copied = folder / "kernels" / "sum.nbi"
    assert copied.read_text() == "compiled"
    assert copied.parent.stat().st_mode & 0o200
    copied.write_text("newer")
    assert (cache_folder(file) / "kernels" / "sum.nbi").read_text() == "newer"


def test_where_nothing_may_be_written_nothing_is_kept(monkeypatch):
    monkeypatch.setattr(cache.os, "access", lambda *_: False)
    assert cache_folder(ROOT / "geo" / "network" / "kernels" / "search.py") is None


PROGRAM = """
from geo.network.kernels.outer import tenfold

print(tenfold(1), sum(tenfold.stats.cache_hits.values()))
"""
OUTER = """
from geo.network.kernels.compiled import compiled
from geo.network.kernels.inner import more

@compiled
def tenfold(x):
    return 10 * more(x)
"""
INNER = """
from geo.network.kernels.compiled import compiled

@compiled
def more(x):
    return x + {}
"""


def run(folder):
    command = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return tuple(map(int, said.stdout.split()))


def test_a_loop_is_compiled_again_when_one_that_it_calls_elsewhere_has_changed(tmp_path):
    kernels = tmp_path / "geo" / "network" / "kernels"
    kernels.mkdir(parents=True)
    for folder in (kernels, *kernels.parents[:2]):
        (folder / "__init__.py").touch()
    for name in ("cache.py", "compiled.py"):
        shutil.copy(ROOT / "geo" / "network" / "kernels" / name, kernels)
    (kernels / "outer.py").write_text(OUTER)
    (kernels / "inner.py").write_text(INNER.format(1))
    assert run(tmp_path) == (20, 0)
    assert run(tmp_path) == (20, 1)
    (kernels / "inner.py").write_text(INNER.format(100))
    assert run(tmp_path) == (1010, 0)
