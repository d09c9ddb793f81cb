from pathlib import Path

import pytest

import api
import geo

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("package", [geo, api])
def test_generic_package_names_resolve_to_this_repository(package):
    assert Path(package.__file__).resolve().is_relative_to(REPOSITORY)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_locks_have_hashes_and_no_address(lock):
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert pinned
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pinned)


def test_run_lock_is_contained_in_test_lock():
    def pins(lock):
        lines = (REPOSITORY / lock).read_text(encoding="utf-8").splitlines()
        return {line.rstrip(" \\") for line in lines if line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("requirements-test.lock")
