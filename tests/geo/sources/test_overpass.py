"""A place downloaded: the same streets as from an extract, and clear words where it cannot be."""

import numpy as np
import osmnx as ox
import pytest
from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError
from requests.exceptions import ConnectionError as Unreachable

from geo.errors import SourceError
from geo.network.osm.graphml import from_osmnx
from geo.network.osm.pbf import read_pbf
from geo.sources.overpass import download_streets, place_source, street_filters
from tests.geo.network.osm.paper import overpass_answer, pieces, position, write_osm

NODES = {
    1: (0, 0),
    2: (1, 0),
    3: (2, 0, {"highway": "traffic_signals", "traffic_signals:direction": "forward"}),
    4: (3, 0),
    5: (1, 1, {"barrier": "bollard", "bollard": "removable"}),
    6: (1, 2),
    7: (2, 2),
    8: (3, 1),
}
WAYS = {
    10: ([1, 2, 3, 4], {"highway": "residential", "name": "Rue", "oneway:bicycle": "no"}),
    11: ([6, 5, 2], {"highway": "path", "oneway": "-1", "surface": "gravel"}),
    12: ([4, 8, 7, 4], {"highway": "service", "oneway": "yes"}),
    13: ([1, 6], {"route": "ferry"}),
}


@pytest.fixture
def servers(monkeypatch, tmp_path):
    """Answer as the servers would, and note what they were asked."""
    asked = []
    left, bottom = np.array(position(-10, -10)) / 1e7
    right, top = np.array(position(10, 10)) / 1e7
    ring = [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]
    place = {
        "importance": 1,
        "geojson": {"type": "Polygon", "coordinates": [ring]},
        "boundingbox": [bottom, top, left, right],
        "lat": bottom,
        "lon": left,
    }

    def overpass(data):
        asked.append(data["data"])
        assert not ox.settings.use_cache
        return overpass_answer(NODES, WAYS)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("osmnx._nominatim._nominatim_request", lambda **_query: [place])
    monkeypatch.setattr("osmnx._overpass._overpass_request", overpass)
    return asked


def test_a_place_gives_the_streets_that_an_extract_gives(servers, tmp_path):
    graph = download_streets("Papier, France")
    source = place_source("Papier, France", graph)
    ours = from_osmnx(graph, source)
    extract = read_pbf(write_osm(tmp_path / "plan.osm", NODES, WAYS))
    (tmp_path / "plan.osm").unlink()

    def described(streets):
        return sorted(
            (*piece, sorted(streets.tag_sets[tags].items()), events.tolist())
            for piece, tags, events in zip(
                pieces(streets), streets.segment_tags, streets.segment_events, strict=True
            )
        )

    assert described(ours) == described(extract)
    assert ours.node_id.tolist() == extract.node_id.tolist()
    assert (ours.node_tags >= 0).tolist() == (extract.node_tags >= 0).tolist()
    assert (source.kind, source.name, source.publiable) == ("place", "Papier, France", True)
    assert len(servers) == len(street_filters())
    assert list(tmp_path.iterdir()) == []  # no cache left where the command ran


@pytest.mark.usefixtures("servers")
def test_the_digest_is_that_of_the_content():
    graph = download_streets("Papier")
    again = place_source("Papier", graph.__class__(graph)).sha256
    assert place_source("Papier", graph).sha256 == again
    graph.remove_edge(1, 6)
    assert place_source("Papier", graph).sha256 != again


@pytest.mark.usefixtures("servers")
def test_settings_of_osmnx_are_put_back():
    names = [name for name in dir(ox.settings) if not name.startswith("_")]
    before = {name: getattr(ox.settings, name) for name in names}
    download_streets("Papier")
    assert {name: getattr(ox.settings, name) for name in names} == before


def test_filters_ask_for_what_readers_keep():
    streets, ferries, *_ = street_filters()
    assert streets.startswith('["highway"]["highway"!~"^(abandoned|construction|')
    assert ferries == '["route"~"^(ferry)$"]'


def refuse(error):
    def refused(*_args, **_kwargs):
        raise error

    return refused


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unreachable("no route"), "--osm FICHIER"),
        (OSError("no name"), "--osm FICHIER"),
        (ResponseStatusCodeError("500"), "--osm FICHIER"),
        (InsufficientResponseError("0 results"), "ne connaît pas"),
        (TypeError("a point"), "ne connaît pas"),
    ],
)
def test_what_cannot_be_downloaded_is_said_in_french(monkeypatch, error, words):
    monkeypatch.setattr("osmnx._nominatim._nominatim_request", refuse(error))
    with pytest.raises(SourceError, match=words) as refused:
        download_streets("Nulle-Part")
    assert "Nulle-Part" in str(refused.value)


@pytest.mark.usefixtures("servers")
def test_a_place_without_streets_is_said_in_french(monkeypatch):
    monkeypatch.setattr("osmnx._overpass._overpass_request", lambda _data: {"elements": []})
    with pytest.raises(SourceError, match="aucune rue"):
        download_streets("Papier")


def test_a_closed_port_is_unreachable(monkeypatch):
    monkeypatch.setattr(ox.settings, "nominatim_url", "http://127.0.0.1:9/")
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _seconds: None)
    with pytest.raises(SourceError, match="connexion impossible"):
        download_streets("Papier")
