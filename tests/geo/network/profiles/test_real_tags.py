"""What people wrote on the map of a real town; skipped where there is none."""

from pathlib import Path

import osmium
import pytest

from geo.network.estimate import Mode
from geo.network.profiles.passage import passage
from tests.geo.network.profiles.shorthand import read

EXTRACT = (
    Path(__file__).resolve().parents[5] / "shared" / "data" / "osm" / "heidelberg_2024.osm.pbf"
)


@pytest.fixture(scope="module")
def tag_sets():
    """Each different set of tags of a street, once; nothing is cut or built."""
    if not EXTRACT.exists():
        pytest.skip(f"{EXTRACT.name} is not beside the project (../shared/data/osm)")
    ways = osmium.FileProcessor(EXTRACT, osmium.osm.WAY).with_filter(
        osmium.filter.KeyFilter("highway")
    )
    return [dict(tags) for tags in {frozenset((t.k, t.v) for t in way.tags) for way in ways}]


def test_no_steps_without_a_ramp_are_for_wheelchairs(tag_sets):
    steps = [tags for tags in tag_sets if tags["highway"] == "steps"]
    bare = [tags for tags in steps if tags.get("ramp:wheelchair") != "yes"]
    assert len(bare) > 100
    assert any(tags.get("foot") == "yes" for tags in bare)
    assert [tags for tags in bare if passage(read(Mode.FAUTEUIL), tags)] == []
