import shutil

import pytest

from geo.pipeline.build_reference import build_reference, gather_inputs, to_selection
from geo.progress import SilentReporter
from geo.sources.territories import read_reference
from tests.geo.sources.territories import toy


@pytest.fixture(scope="session")
def built_reference(tmp_path_factory):
    """The toy country's reference, with its manifest beside it; not to be changed."""
    folder = tmp_path_factory.mktemp("toy")
    packages = toy.write_everything(folder / "received")
    selection, report = to_selection("11", ""), SilentReporter()
    inputs = gather_inputs(
        selection, data=folder / "received", downloads=folder, report=report, **packages
    )
    reference = folder / "raw" / "region"
    build_reference(selection, inputs=inputs, folder=reference, raw_dir=folder, report=report)
    return reference


@pytest.fixture
def reference(built_reference, tmp_path):
    """A copy to spoil."""
    shutil.copytree(built_reference.parent, tmp_path / "raw")
    return tmp_path / "raw" / "region"


@pytest.fixture
def territories(built_reference):
    return read_reference(built_reference)
