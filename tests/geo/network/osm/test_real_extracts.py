"""The three extracts beside the project, against a slow and obvious reading of them."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np
import osmium
import pytest
from pyproj import Geod

from geo.network.osm.pbf import read_pbf
from geo.network.osm.ways import is_street
from geo.network.profiles.keys import BARRIERS, STREETS

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "osm"
KERBS = {"raised", "rolled"}
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module", params=["heidelberg_2024", "monaco_2016", "porto_alegre"])
def extract(request):
    path = FOLDER / f"{request.param}.osm.pbf"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project (../shared/data/osm)")
    return path


@lru_cache(maxsize=3)
def slowly(path):
    """Give refs, length and barriers of each street, object by object."""
    barriers, ways = set(), {}
    tagged = osmium.filter.KeyFilter(*STREETS, *BARRIERS)
    for thing in osmium.FileProcessor(path).with_locations().with_filter(tagged):
        if thing.is_node() and ("barrier" in thing.tags or thing.tags.get("kerb") in KERBS):
            barriers.add(thing.id)
        if thing.is_way() and is_street(dict(thing.tags)) and len(thing.nodes) > 1:
            nodes = [(node.ref, node.lon, node.lat) for node in thing.nodes]
            refs, lon, lat = zip(*nodes, strict=True)
            ways[thing.id] = refs, GEOD.line_length(lon, lat)
    return barriers, ways


@lru_cache(maxsize=3)
def streets_of(path):
    return read_pbf(path)


def test_the_length_of_every_way_is_kept(extract):
    _, ways = slowly(extract)
    streets = streets_of(extract)
    way, where = np.unique(streets.segment_way, return_inverse=True)
    lengths = np.bincount(where, weights=streets.segment_length_m)
    assert way.tolist() == sorted(ways)
    np.testing.assert_allclose(lengths, [ways[i][1] for i in way.tolist()], rtol=1e-6)


def test_nodes_are_the_junctions_ends_and_barriers(extract):
    barriers, ways = slowly(extract)
    used = Counter(ref for refs, _ in ways.values() for ref in refs)
    nodes = {ref for ref, times in used.items() if times > 1 or ref in barriers}
    nodes |= {refs[i] for refs, _ in ways.values() for i in (0, -1)}
    streets = streets_of(extract)
    assert streets.node_id.tolist() == sorted(nodes)
    stopped = streets.node_id[streets.node_tags >= 0].tolist()
    assert stopped == sorted(nodes & barriers)
    inner = sum(ref in nodes for refs, _ in ways.values() for ref in refs[1:-1])
    assert len(streets.segment_tail) == len(ways) + inner


def test_shapes_join_their_nodes_and_have_their_length(extract):
    streets = streets_of(extract)
    start, stop = streets.shape_indptr[:-1], streets.shape_indptr[1:]
    nodes, shape = streets.node_lon_lat, streets.shape_lon_lat
    np.testing.assert_array_equal(shape[start], nodes[streets.segment_tail])
    np.testing.assert_array_equal(shape[stop - 1], nodes[streets.segment_head])
    assert (stop - start >= 2).all()
    longest = np.argsort(streets.segment_length_m)[-50:]
    for i in longest:
        lon, lat = (shape[start[i] : stop[i]] / 1e7).T
        assert streets.segment_length_m[i] == pytest.approx(GEOD.line_length(lon, lat), rel=1e-6)


def test_restrictions_touch_their_node_and_counts_add_up(extract):
    streets = streets_of(extract)
    for segment in (streets.restriction_from, streets.restriction_to):
        ends = np.stack((streets.segment_tail[segment], streets.segment_head[segment]))
        assert (ends == streets.restriction_via).any(axis=0).all()
    relations = osmium.FileProcessor(extract, osmium.osm.RELATION).with_filter(
        osmium.filter.TagFilter(("type", "restriction"))
    )
    left_out = sum(n for reason, n in streets.skipped.items() if "tourner" in reason)
    single = [r for r in relations if r.tags.get("restriction") not in ("no_entry", "no_exit")]
    assert len(single) <= len(streets.restriction_via) + left_out


def test_the_same_file_gives_the_same_bytes():
    extract = FOLDER / "monaco_2016.osm.pbf"
    if not extract.exists():
        pytest.skip(f"{extract.name} is not beside the project (../shared/data/osm)")
    one, other = streets_of(extract), read_pbf(extract)
    for name in one.__slots__:
        ours, theirs = getattr(one, name), getattr(other, name)
        if isinstance(ours, np.ndarray):
            assert ours.tobytes() == theirs.tobytes()
            assert ours.dtype == theirs.dtype
        else:
            assert ours == theirs
