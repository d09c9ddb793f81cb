"""Times between people and places of `tests.directory`: on a lattice over Paris, or estimated."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from geo.errors import InputError, NotFoundError, SourceError, StoreEmptyError
from geo.network import survey_times as survey_module
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.geodesic import straight_m
from geo.network.library import write_network
from geo.network.manifest import Manifest
from geo.network.streets import open_streets
from geo.pipeline.survey import read_surveys, times_to
from geo.store.engine import connect
from tests import directory
from tests.geo.network import toy
from tests.geo.pipeline.lattice_network import EDGE_S, LINES, SOURCE, STEP, build_lattice, steps

IN_PARIS = {"75101", "75102", "75103", "75104"}
WALKED, DRIVEN = Mode.MARCHE, Mode.VOITURE


@pytest.fixture(scope="module")
def conn(shared_directory_url):
    with connect(shared_directory_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    modes = (Mode.MARCHE, Mode.VOITURE, Mode.FAUTEUIL)
    return build_lattice(tmp_path_factory.mktemp("networks"), modes=modes, publiable=False)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The toy town on disk, whose street 2 is one-way."""
    graph = toy.town_graph()
    manifest = Manifest(
        name="ville", source=SOURCE, bounds=toy.BOUNDS, code_version="essai", skipped={},
        profiles={WALKED: toy.town_manifest(graph)},
    )  # fmt: skip
    return write_network(tmp_path_factory.mktemp("towns"), manifest, {WALKED: graph})


def straight_times(starts, ends, mode):
    """Estimate one pair at a time."""
    return np.array(
        [
            [travel_time_s(straight_m(a[None], b[None])[0], mode) for b in np.asarray(ends)]
            for a in np.asarray(starts)
        ]
    )


def test_without_a_network_every_pair_is_estimated_both_ways(conn):
    surveys = read_surveys(conn)

    assert [one.times.mode for one in surveys] == [mode.value for mode in ESTIMATED_MODES]
    for one, mode in zip(surveys, ESTIMATED_MODES, strict=True):
        there, here = one.people.lon_lat, one.places.lon_lat
        times = one.times
        assert times.to_place_s == pytest.approx(straight_times(there, here, mode), rel=1e-6)
        assert times.onward_s == pytest.approx(straight_times(here, here, mode), rel=1e-6)
        assert times.is_estimate.all()
        assert_array_equal(times.onward_is_estimate, ~np.eye(len(here), dtype=bool))
        assert times.publiable
        assert times.measured is None


def test_people_and_places_are_those_of_the_store(conn):
    (one,) = read_surveys(conn, [WALKED])

    assert one.people.ids == tuple(sorted(directory.POPULATED))
    assert sorted(one.places.ids) == sorted(point.id for point in directory.points())


def test_on_a_network_times_are_those_of_the_streets(conn, network):
    (walk, drive) = read_surveys(conn, [WALKED, DRIVEN], network=network)
    rows = [walk.people.ids.index(code) for code in sorted(IN_PARIS)]
    # the places that stand on a node, to a metre
    columns = [
        place for place, at in enumerate(walk.places.lon_lat)
        if inside(at) and on_a_node(at)
    ]  # fmt: skip
    assert len(columns) == 6
    edges = np.array(
        [
            [steps(*walk.people.lon_lat[row], *walk.places.lon_lat[column]) for column in columns]
            for row in rows
        ]
    )

    # origins are in the middle of a square of the lattice's lines, on a node too
    assert walk.times.to_place_s[np.ix_(rows, columns)] == pytest.approx(edges * EDGE_S)
    assert drive.times.to_place_s[np.ix_(rows, columns)] == pytest.approx(edges * EDGE_S * 1.5)


def on_a_node(at):
    lines = (at - directory.HERE) / STEP
    return np.allclose(lines, lines.round(), atol=1e-6)


def inside(at):
    far = (LINES - 1) * STEP
    return all(low <= x <= low + far for low, x in zip((2.3, 48.8), at, strict=True))


@pytest.mark.parametrize("mode", [WALKED, DRIVEN])
def test_a_pair_is_estimated_where_an_end_is_off_the_network(conn, network, mode):
    (one,) = read_surveys(conn, [mode], network=network)
    streets = open_streets(network, mode)
    here, there = streets.covers(one.people.lon_lat), streets.covers(one.places.lon_lat)
    assert set(np.array(one.people.ids)[here]) == IN_PARIS
    assert 0 < there.sum() < len(there)

    off = ~np.outer(here, there)
    assert_array_equal(one.times.is_estimate, off)
    estimates = straight_times(one.people.lon_lat, one.places.lon_lat, mode)
    assert one.times.to_place_s[off] == pytest.approx(estimates[off], rel=1e-6)
    onward_off = ~np.outer(there, there)
    between = straight_times(one.places.lon_lat, one.places.lon_lat, mode)
    assert one.times.onward_s[onward_off] == pytest.approx(between[onward_off], rel=1e-6)
    # whoever is at a door is there: that time is known
    assert_array_equal(one.times.onward_is_estimate, onward_off & ~np.eye(len(there), dtype=bool))


def test_whoever_is_at_a_door_is_there(conn, network):
    for one in read_surveys(conn, [WALKED, Mode.FAUTEUIL], network=network):
        assert (np.diagonal(one.times.onward_s) == 0).all()


def test_a_wheelchair_is_never_estimated_and_says_where_it_knows_nothing(conn, network):
    (one,) = read_surveys(conn, [Mode.FAUTEUIL], network=network)
    off = np.array([code not in IN_PARIS for code in one.people.ids])

    assert not one.times.is_estimate.any()
    assert not one.times.onward_is_estimate.any()
    assert np.isinf(one.times.to_place_s[off]).all()
    assert np.isfinite(one.times.to_place_s[~off]).any()
    assert_array_equal(one.times.measured, ~off)


def test_on_a_network_the_other_modes_are_estimated_beside_unless_some_are_named(conn, network):
    every = read_surveys(conn, network=network)
    named = read_surveys(conn, [DRIVEN], network=network)

    assert [one.times.mode for one in every] == ["marche", "voiture", "fauteuil", "velo"]
    assert [one.times.publiable for one in every] == [False, False, False, True]
    assert [one.times.mode for one in named] == ["voiture"]


def test_the_number_of_threads_changes_nothing(conn, network):
    one, other = (read_surveys(conn, [DRIVEN], network=network, threads=n)[0] for n in (1, 2))

    assert_array_equal(one.times.to_place_s, other.times.to_place_s)
    assert_array_equal(one.times.onward_s, other.times.onward_s)


def test_one_way_streets_make_times_differ_from_the_way_back(town):
    west, east = np.array([toy.at(1, 2)]), np.array([toy.at(5, 2)])

    (there, _), (back, _) = (
        times_to(*ends, WALKED, network=town) for ends in ((west, east), (east, west))
    )

    assert there == 4 * toy.BLOCK_S
    assert back == 4 * toy.BLOCK_S + 2 * toy.RISE_S


def test_times_to_any_positions_are_those_of_the_surveys(conn, network):
    for folder in (None, network):
        (one,) = read_surveys(conn, [DRIVEN], network=folder)
        found = times_to(one.people.lon_lat, one.places.lon_lat, DRIVEN, network=folder)

        assert_array_equal(found[0], one.times.to_place_s)
        assert_array_equal(found[1], one.times.is_estimate)


def test_beyond_the_cutoff_nobody_is_reached_on_a_network(town, monkeypatch):
    ends = np.array([toy.at(0, 0)]), np.array([toy.at(6, 4), toy.at(3, 0)])
    times_s, _ = times_to(*ends, WALKED, network=town)
    monkeypatch.setattr(survey_module, "CUTOFF_S", 3.0 * toy.BLOCK_S)

    cut, is_estimate = times_to(*ends, WALKED, network=town)

    assert times_s.tolist() == [[6 * toy.BLOCK_S + 4 * toy.RISE_S, 3 * toy.BLOCK_S]]
    assert cut.tolist() == [[np.inf, 3 * toy.BLOCK_S]]  # inclusive
    assert not is_estimate.any()


def test_no_position_is_no_time(network):
    nobody, somebody = np.zeros((0, 2)), np.array([directory.HERE])
    for folder in (None, network):
        assert times_to(nobody, somebody, DRIVEN, network=folder)[0].shape == (0, 1)
        assert times_to(somebody, nobody, DRIVEN, network=folder)[0].shape == (1, 0)


def test_what_nothing_can_time_is_refused(conn, network, town):
    with pytest.raises(InputError, match="fauteuil"):
        read_surveys(conn, [Mode.FAUTEUIL])
    with pytest.raises(SourceError, match="« paris » n’a pas de profil velo"):
        read_surveys(conn, [Mode.VELO], network=network)
    with pytest.raises(NotFoundError, match="voiture"):
        times_to(np.zeros((1, 2)), np.zeros((1, 2)), DRIVEN, network=town)


def test_an_empty_store_says_what_to_do(connection):
    with pytest.raises(StoreEmptyError, match="ingest reference"):
        read_surveys(connection)
