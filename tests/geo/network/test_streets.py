"""Networks on the disk, opened for a mode."""

import numpy as np
import pytest

from geo.errors import NotFoundError, SourceError
from geo.network.estimate import Mode
from geo.network.library import write_network
from geo.network.manifest import Manifest
from geo.network.raw import Source
from geo.network.streets import open_streets
from tests.geo.network import toy
from tests.geo.network.towns import here


@pytest.fixture
def network(tmp_path):
    graph = toy.town_graph()
    source = Source(
        kind="edges",
        name="jouet",
        sha256="0" * 64,
        licence="aucune",
        attribution="personne",
        publiable=False,
    )
    manifest = Manifest(
        name="jouet",
        source=source,
        bounds=toy.BOUNDS,
        code_version="1",
        skipped={},
        profiles={Mode.MARCHE: toy.town_manifest(graph)},
    )
    return write_network(tmp_path, manifest, {Mode.MARCHE: graph})


def test_a_network_of_the_disk_answers_as_the_one_written(network):
    times = open_streets(network, Mode.MARCHE)

    found = times.one_to_many(here((0, 0))[0], here((6, 4), (4, 2)), cutoff_s=1000)
    assert found.travel_time_s.tolist() == [
        toy.town_time_s((0, 0), end) for end in ((6, 4), (4, 2))
    ]
    assert (times.name, times.mode, times.publiable) == ("jouet", Mode.MARCHE, False)
    assert times.bounds == toy.BOUNDS
    assert not times.is_estimate


def test_opening_copies_no_array(network):
    graph = open_streets(network, Mode.MARCHE).graph

    for name in graph.__slots__:
        array = getattr(graph, name)
        assert not array.flags.owndata
        assert not array.flags.writeable
        assert isinstance(array.base, np.memmap)


def test_a_mode_that_was_not_built_is_not_found(network):
    with pytest.raises(NotFoundError, match=r"voiture.*marche"):
        open_streets(network, Mode.VOITURE)


def test_a_folder_that_is_no_network_says_so(tmp_path):
    with pytest.raises((SourceError, NotFoundError)):
        open_streets(tmp_path / "rien", Mode.MARCHE)
