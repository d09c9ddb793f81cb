"""Networks on the disk, opened for a mode."""

import numpy as np
import pytest

from geo.errors import NotFoundError, SourceError
from geo.network.estimate import Mode
from geo.network.library import write_network
from geo.network.manifest import Manifest
from geo.network.protocol import Motif
from geo.network.raw import Source
from geo.network.streets import open_streets
from tests.geo.network import toy
from tests.geo.network.lattices import BOTTOM, LEFT, STEP, lattice
from tests.geo.network.towns import here

SOURCE = Source(
    kind="edges",
    name="jouet",
    sha256="0" * 64,
    licence="aucune",
    attribution="personne",
    publiable=False,
)


@pytest.fixture
def network(tmp_path):
    graph = toy.town_graph()
    manifest = Manifest(
        name="jouet",
        source=SOURCE,
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


def test_within_the_bounds_but_far_from_every_street_of_any_mode_is_off_the_network(tmp_path):
    # on foot one goes on along a second line, two kilometres east of the first
    roads = lattice(2, 9)
    paths = lattice(2, 9, corner=(LEFT + 30 * STEP, BOTTOM))
    graphs = {Mode.VOITURE: roads, Mode.MARCHE: paths}
    manifest = Manifest(
        name="deux",
        source=SOURCE,
        bounds=(LEFT, BOTTOM, LEFT + 31 * STEP, BOTTOM + 8 * STEP),
        code_version="1",
        skipped={},
        profiles={mode: toy.town_manifest(graph, mode=mode) for mode, graph in graphs.items()},
    )
    folder = write_network(tmp_path, manifest, graphs)
    spots = np.array([(LEFT + column * STEP, BOTTOM + 4 * STEP) for column in (0, 15, 30, -4, -12)])
    outside = Motif.HORS_RESEAU

    driving, walking = open_streets(folder, Mode.VOITURE), open_streets(folder, Mode.MARCHE)

    far = Motif.LOIN_D_UNE_RUE
    assert [driving.place(spots).motif(n) for n in range(5)] == [None, outside, far, far, outside]
    assert [walking.place(spots).motif(n) for n in range(5)] == [far, outside, None, far, outside]
    assert driving.covers(spots).tolist() == [True, False, False, False, False]
    for times in (driving, walking):
        assert times.holds(spots).tolist() == [True, False, True, True, False]


def test_a_network_without_its_area_is_damaged(network):
    (network / "couverture.wkb").unlink()

    with pytest.raises(SourceError, match=r"abîmé.*couverture"):
        open_streets(network, Mode.MARCHE)


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
