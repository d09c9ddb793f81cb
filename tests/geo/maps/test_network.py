"""Images of networks: what is drawn in which class, and the words around it."""

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import OutputError
from geo.maps.network import (
    COLOURS,
    DROPPED_COLOUR,
    draw_network,
    layers_of,
    mean_speeds,
    scale_bar_m,
)
from geo.network.build.assemble import assemble
from geo.network.estimate import Mode
from geo.network.graph import UNKNOWN_SURFACE
from geo.network.manifest import Manifest
from geo.network.raw import Source
from tests.geo.network.toy import (
    BLOCK_M,
    BLOCK_S,
    BOUNDS,
    RISE_M,
    RISE_S,
    Street,
    parts_of,
    town_graph,
    town_manifest,
)

NOTHING = np.zeros((0, 4), dtype=np.int32)
ISLAND = np.array([[20_100_000, 488_000_000, 20_100_000, 488_050_000]], dtype=np.int32)


@pytest.fixture(scope="module")
def graph():
    return town_graph()


@pytest.fixture(scope="module")
def manifest(graph):
    return Manifest(
        name="ville",
        source=Source(
            kind="osm",
            name="ville.osm.pbf",
            sha256="ab" * 32,
            licence="ODbL 1.0",
            attribution="© les contributeurs d’OpenStreetMap",
            publiable=True,
        ),
        bounds=BOUNDS,
        code_version="1",
        skipped={},
        profiles={
            mode: replace(town_manifest(graph, mode=mode), dropped_km=1234.56, dropped_parts=2)
            for mode in (Mode.VELO, Mode.VOITURE)
        },
    )


def test_speeds_are_those_of_the_quicker_way_round_waits_included():
    junctions = {"a": (0, 0), "b": (9000, 0), "c": (9000, 9000), "d": (0, 9000)}
    streets = [
        Street(tail=tail, head=head, forward_s=there, backward_s=back, length_m=length)
        for tail, head, there, back, length in (
            ("a", "b", 36.0, 18.0, 100.0),
            ("b", "c", None, 72.0, 100.0),
            ("c", "d", 0.0, 0.0, 0.0),
        )
    ]
    graph = assemble(parts_of(junctions, streets))
    found = sorted(mean_speeds(graph).tolist())
    assert found == pytest.approx([5.0, 20.0, np.inf])


@pytest.mark.parametrize("mode", list(Mode))
def test_each_street_is_in_one_class(graph, mode):
    layers = layers_of(graph, mode)
    assert (sum(layer.segments.astype(int) for layer in layers) == 1).all()
    assert layers[0].label == "revêtement inconnu"
    unknown = (graph.segment_flags & UNKNOWN_SURFACE) > 0
    assert (layers[0].segments == unknown).all()


def test_classes_say_their_bounds_which_are_inclusive(graph):
    # blocks and rises are ridden at 18 km/h; the second way from (0,0) to (1,0) at 14.4
    assert BLOCK_M / BLOCK_S * 3.6 == RISE_M / RISE_S * 3.6 == 18
    known = {layer.label: layer for layer in layers_of(graph, Mode.VOITURE)[1:]}
    assert list(known) == ["jusqu’à 15 km/h", "15 à 30 km/h", "plus de 80 km/h"]
    assert known["jusqu’à 15 km/h"].segments.sum() == 1
    assert known["plus de 80 km/h"].segments.sum() == 1  # no time and no length
    assert known["jusqu’à 15 km/h"].colour == COLOURS[0]
    halved = {layer.label for layer in layers_of(graph, Mode.MARCHE)}
    assert halved == {"revêtement inconnu", "plus de 4,5 km/h"}


@pytest.mark.parametrize("width_m", [0.7, 3, 95, 1_000, 9_999, 250_000])
def test_a_scale_bar_is_round_and_neither_long_nor_short(width_m):
    length_m = scale_bar_m(width_m)
    assert 0.08 < length_m / width_m <= 0.22
    assert f"{length_m:e}"[0] in "125"


def drawn(graph, manifest, path, dropped=NOTHING, mode=Mode.VOITURE):
    return draw_network(graph, manifest, mode, dropped=dropped, path=path).read_bytes()


def test_the_image_says_what_it_shows_and_whose_it_is(graph, manifest, tmp_path):
    words = drawn(graph, manifest, tmp_path / "v.svg", ISLAND).decode()
    for said in (
        "Réseau « ville », en voiture",
        "7,5 km de rues, dont 8\u202f% de revêtement inconnu",
        "1\u202f234,6 km écartés en 2 morceaux",
        "© les contributeurs d’OpenStreetMap — ODbL 1.0 — ville.osm.pbf",
        "15 à 30 km/h",
        "écartées",
        "100 m",  # of 630
    ):
        assert said in words
    assert "essai" not in words
    assert DROPPED_COLOUR in words


def test_what_may_not_be_published_says_so_across_the_image(graph, manifest, tmp_path):
    trial = replace(manifest, source=replace(manifest.source, publiable=False))
    assert "réseau d’essai — ne pas publier" in drawn(graph, trial, tmp_path / "v.svg").decode()


def test_nothing_left_out_is_not_drawn(graph, manifest, tmp_path):
    profile = replace(manifest.profiles[Mode.VELO], dropped_km=0.0, dropped_parts=0)
    whole = replace(manifest, profiles={Mode.VELO: profile})
    words = drawn(graph, whole, tmp_path / "v.svg", mode=Mode.VELO).decode()
    assert "écarté" not in words
    assert DROPPED_COLOUR not in words
    assert "à vélo" in words


def test_what_nobody_mapped_is_in_the_title(graph, manifest, tmp_path):
    profile = replace(manifest.profiles[Mode.VELO], length_km=200.0, unknown_surface_km=50.0)
    rough = replace(manifest, profiles={Mode.VELO: profile})
    words = drawn(graph, rough, tmp_path / "v.svg", mode=Mode.VELO).decode()
    assert "200,0 km de rues, dont 25\u202f% de revêtement inconnu ; " in words


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_the_same_network_gives_the_same_bytes(graph, manifest, tmp_path, suffix):
    first = drawn(graph, manifest, tmp_path / f"a{suffix}", ISLAND)
    assert first == drawn(graph, manifest, tmp_path / f"b{suffix}", ISLAND)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{suffix}", f"b{suffix}"]


def test_another_form_of_image_is_refused(graph, manifest, tmp_path):
    with pytest.raises(OutputError, match=r"\.png ou \.svg"):
        drawn(graph, manifest, tmp_path / "v.bmp")
