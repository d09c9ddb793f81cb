"""Networks built from every source: what the files hold, and what they refuse."""

from pathlib import Path

import numpy as np
import osmnx as ox
import pytest

from geo.errors import OutputError, SourceError
from geo.network.estimate import Mode
from geo.network.graph import open_graph
from geo.network.library import read_dropped, read_library, read_manifest
from geo.network.streets import open_streets
from geo.pipeline.network import Given, build_network, plot_network
from geo.pipeline.version import code_version
from geo.progress import SilentReporter
from tests.geo.network.osm.paper import position, write_osm

REAL = Path(__file__).resolve().parents[4] / "shared" / "data"
QUIET = SilentReporter()

# two blocks side by side, a path that leads nowhere else, and a road on its own
NODES = {
    1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (0, 1), 5: (1, 1), 6: (2, 1), 7: (3, 1),
    8: (5, 5), 9: (6, 5),
}  # fmt: skip
WAYS = {
    10: ([1, 2, 3], "residential"),
    11: ([4, 5, 6], "residential"),
    12: ([1, 4], "residential"),
    13: ([2, 5], {"highway": "residential", "oneway": "yes"}),
    14: ([3, 6], "residential"),
    15: ([6, 7], "footway"),
    16: ([8, 9], "residential"),
}


class Steps(SilentReporter):
    """Remember what was told."""

    def __init__(self):
        self.labels = []

    def step(self, label, total=None):
        self.labels.append(label)
        return super().step(label, total)


@pytest.fixture
def town(tmp_path):
    return write_osm(tmp_path / "ville.osm", NODES, WAYS)


def contents(folder):
    found = folder.resolve()
    return {
        path.relative_to(found).as_posix(): path.read_bytes()
        for path in found.rglob("*")
        if path.is_file()
    }


def test_an_extract_makes_a_network_of_every_mode(town, tmp_path):
    report = Steps()
    folder = build_network("ville", Given(osm=town), tmp_path / "networks", report)

    manifest = read_manifest(folder)
    assert folder == tmp_path / "networks" / "ville"
    assert list(manifest.profiles) == list(Mode)
    assert manifest.source.name == "ville.osm"
    assert manifest.code_version == code_version()
    corners = (*position(0, 0), *position(6, 5))
    assert manifest.bounds == tuple(value / 1e7 for value in corners)
    driving, walking = manifest.profiles[Mode.VOITURE], manifest.profiles[Mode.MARCHE]
    assert (driving.segments, driving.dropped_parts) == (7, 1)
    assert walking.segments == 8  # the footway too
    for mode, profile in manifest.profiles.items():
        graph = open_graph(folder / mode)
        assert len(graph.node_id) == profile.nodes
        assert len(graph.out_edges) == profile.edges
    assert report.labels[-5:] == [
        "Réseau à pied",
        "Réseau à vélo",
        "Réseau en voiture",
        "Réseau en fauteuil roulant",
        "Écriture du réseau",
    ]


def test_streets_left_out_are_kept_for_whoever_draws_them(town, tmp_path):
    folder = build_network("ville", Given(osm=town), tmp_path, QUIET, modes=[Mode.VOITURE])
    assert read_dropped(folder, Mode.VOITURE).tolist() == [[*position(5, 5), *position(6, 5)]]


def test_the_same_streets_twice_are_the_same_bytes(town, tmp_path):
    first, second = (
        contents(build_network("ville", Given(osm=town), tmp_path / root, QUIET)) for root in "ab"
    )
    assert first == second
    assert "voiture/out_edges.npy" in first


def test_a_network_built_answers(town, tmp_path):
    folder = build_network("ville", Given(osm=town), tmp_path, QUIET, modes=[Mode.VOITURE])
    streets = open_streets(folder, Mode.VOITURE)
    two, five = (np.array(position(1, y)) / 1e7 for y in (0, 1))
    up, down = (
        streets.one_to_many(start, end.reshape(1, 2), cutoff_s=600)
        for start, end in ((two, five), (five, two))
    )
    rise_m = 111.2  # a square northwards; against the one-way street, one goes round a block
    across_m = 74.5
    assert up.distance_m[0] == pytest.approx(rise_m, rel=0.01)
    assert down.distance_m[0] == pytest.approx(rise_m + 2 * across_m, rel=0.01)


def test_only_the_modes_asked_for_are_built_in_the_usual_order(town, tmp_path):
    modes = [Mode.VELO, Mode.MARCHE, Mode.VELO]
    folder = build_network("ville", Given(osm=town), tmp_path, QUIET, modes=modes)
    assert list(read_manifest(folder).profiles) == [Mode.MARCHE, Mode.VELO]


def test_profiles_that_are_not_built_again_are_said(town, tmp_path):
    build_network("ville", Given(osm=town), tmp_path, QUIET)
    again, more = Steps(), Steps()
    build_network("ville", Given(osm=town), tmp_path, again, modes=[Mode.VELO])
    build_network("ville", Given(osm=town), tmp_path, more)
    assert again.labels[0] == "Remplace ville (marche, velo, voiture, fauteuil) par : velo"
    assert not any("Remplace" in label for label in more.labels)


def test_a_mode_without_streets_is_left_out_and_said_or_refused_where_asked_for(tmp_path):
    paths = {number: (refs, "footway") for number, (refs, _) in WAYS.items()}
    extract = write_osm(tmp_path / "parc.osm", NODES, paths)
    report = Steps()
    folder = build_network("parc", Given(osm=extract), tmp_path, report)
    assert Mode.VOITURE not in read_manifest(folder).profiles
    assert any("Laissé de côté" in label and "voiture" in label for label in report.labels)

    with pytest.raises(SourceError, match="voiture"):
        build_network("parc", Given(osm=extract), tmp_path, QUIET, modes=[Mode.VOITURE])
    assert Mode.MARCHE in read_manifest(folder).profiles  # the earlier one stays


def test_a_place_is_asked_of_openstreetmap_and_named_as_the_source(town, tmp_path, monkeypatch):
    graph = ox.graph_from_xml(town, simplify=False, retain_all=True)
    asked = []

    def download(place):
        asked.append(place)
        return graph

    monkeypatch.setattr("geo.sources.overpass.download_streets", download)
    given = Given(place="Papier, France")
    folder = build_network("papier", given, tmp_path, QUIET, modes=[Mode.VOITURE])
    manifest = read_manifest(folder)
    assert asked == ["Papier, France"]
    assert (manifest.source.kind, manifest.source.name) == ("place", "Papier, France")
    assert manifest.profiles[Mode.VOITURE].segments == 7


def test_a_graph_saved_by_osmnx_makes_a_network(town, tmp_path):
    saved = tmp_path / "ville.graphml"
    ox.save_graphml(ox.graph_from_xml(town, simplify=False, retain_all=True), saved)
    given = Given(graphml=saved)
    folder = build_network("ville", given, tmp_path, QUIET, modes=[Mode.VOITURE])
    assert read_manifest(folder).profiles[Mode.VOITURE].segments == 7


@pytest.fixture
def roads(tmp_path):
    folder = tmp_path / "routes"
    folder.mkdir()
    (folder / "nodes.csv").write_text("node_id,lon,lat\n1,2.0,48.0\n2,2.01,48.0\n")
    (folder / "edges.csv").write_text("source,target,layer,name\n1,2,road,D12\n")
    return folder


def test_a_folder_of_roads_makes_a_network_to_drive_that_is_not_to_be_published(roads, tmp_path):
    folder = build_network("idf", Given(edges=roads), tmp_path, QUIET)
    manifest = read_manifest(folder)
    assert list(manifest.profiles) == [Mode.VOITURE]
    assert not manifest.source.publiable
    assert not open_streets(folder, Mode.VOITURE).publiable


def test_speeds_of_roads_may_be_given(roads, tmp_path):
    speeds = tmp_path / "lent.toml"
    speeds.write_text(
        'licence = "L"\nattribution = "A"\npubliable = true\ncouche = ""\ncolonne = "name"\n'
        'sens_unique = []\ndouble_sens = []\nclasses = []\n[autres]\nhighway = "residential"\n'
    )
    given = Given(edges=roads, speeds=speeds)
    manifest = read_manifest(build_network("idf", given, tmp_path, QUIET))
    assert manifest.source.publiable


@pytest.mark.parametrize(
    ("given", "modes", "said"),
    [
        (Given(), (), "une seule"),
        (Given(osm=Path("a"), edges=Path("b")), (), "une seule"),
        (Given(osm=Path("a"), speeds=Path("b")), (), "--speeds"),
        (Given(osm=Path("ville.graphml")), (), "--graphml"),
        (Given(graphml=Path("ville.osm.pbf")), (), "--osm"),
        (Given(place=" "), (), "vide"),
        (Given(edges=Path(__file__)), (), "donnez le dossier.*--edges .*pipeline$"),
        (Given(edges=Path("absent")), (), "absent n’existe pas"),
        (
            Given(edges=Path(__file__).parent, speeds=Path("absent.toml")),
            (),
            "absent.toml n’existe pas",
        ),
        (Given(edges=Path(__file__).parent, speeds=Path(__file__).parent), (), "est un dossier"),
        (Given(edges=Path(__file__).parent), (Mode.MARCHE,), "marche"),
        (Given(osm=Path("absent.osm.pbf")), (), "absent.osm.pbf"),
    ],
)
def test_what_cannot_be_built_is_refused_and_nothing_is_written(tmp_path, given, modes, said):
    with pytest.raises(SourceError, match=said):
        build_network("ville", given, tmp_path / "networks", QUIET, modes=modes)
    assert not (tmp_path / "networks").exists()


def test_a_name_is_checked_before_the_streets_are_read(tmp_path):
    with pytest.raises(SourceError, match="ne peut pas nommer"):
        build_network("Ma ville", Given(osm=Path("absent")), tmp_path, QUIET)


def test_a_network_is_drawn(town, tmp_path):
    build_network("ville", Given(osm=town), tmp_path, QUIET, modes=[Mode.VOITURE])
    path = tmp_path / "cartes" / "ville.png"
    assert plot_network("ville", Mode.VOITURE, tmp_path, QUIET, path=path) == path
    assert path.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(SourceError, match=r"n’a pas le profil velo.*--mode voiture"):
        plot_network("ville", Mode.VELO, tmp_path, QUIET, path=path)
    with pytest.raises(SourceError, match="pas de réseau « village »"):
        plot_network("village", Mode.VELO, tmp_path, QUIET, path=path)
    with pytest.raises(OutputError, match=r"\.png ou \.svg"):
        plot_network("ville", Mode.VOITURE, tmp_path, QUIET, path=tmp_path / "ville.gif")


def test_a_real_hilly_town_is_whole_for_every_mode(tmp_path):
    extract = REAL / "osm" / "monaco_2016.osm.pbf"
    if not extract.is_file():
        pytest.skip("the extract of Monaco is not beside the project (../shared/data/osm)")
    folder = build_network("monaco", Given(osm=extract), tmp_path, QUIET)
    profiles = read_manifest(folder).profiles
    assert read_library(tmp_path).damaged == {}
    for mode, profile in profiles.items():
        graph = open_graph(folder / mode)
        assert profile.length_km > 5 * profile.dropped_km > 0
        assert graph.node_inhabited_m.sum() > 0
        segment = np.where(graph.out_segment < 0, ~graph.out_segment, graph.out_segment)
        assert (graph.out_edges[graph.segment_length_m[segment] > 0, 1] > 0).all()
        assert (np.bincount(graph.out_edges[:, 0], minlength=profile.nodes) > 0).mean() > 0.9
    # one walks and rides wherever one drives, near enough, and nobody needs turns to walk
    assert profiles[Mode.MARCHE].length_km > profiles[Mode.VOITURE].length_km
    assert profiles[Mode.VOITURE].restrictions > 0
    assert profiles[Mode.MARCHE].restrictions == 0
    assert 0 < profiles[Mode.FAUTEUIL].unknown_surface_km <= profiles[Mode.FAUTEUIL].length_km
