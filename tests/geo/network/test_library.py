import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from geo.errors import InputError, OutputError, SourceError
from geo.network import library
from geo.network.estimate import Mode
from geo.network.graph import ARRAYS, open_graph
from geo.network.library import (
    Library,
    check_name,
    draft_network,
    list_networks,
    read_dropped,
    read_library,
    read_manifest,
    write_network,
)
from geo.network.manifest import Manifest
from geo.network.manifest_json import from_json, to_json
from geo.network.profiles.profile import Tranche
from geo.network.raw import Source
from tests.geo.network.toy import town_graph, town_manifest

RUSH = Tranche(code="pointe", facteur=1.5, jours=(0, 1), debut_h=7.5, fin_h=9.0)


def manifest(graphs, name="ville", version="1"):
    profiles = {
        mode: town_manifest(
            graph, mode=mode, tranches=(RUSH,) * (mode is Mode.VOITURE), tranche_par_defaut=""
        )
        for mode, graph in graphs.items()
    }
    return Manifest(
        name=name,
        source=Source(
            kind="osm",
            name="ville.osm.pbf",
            sha256="ab" * 32,
            licence="ODbL 1.0",
            attribution="© les contributeurs d’OpenStreetMap",
            publiable=True,
        ),
        bounds=(1.99, 48.79, 2.02, 48.82),
        code_version=version,
        skipped={"voies disparues": 3},
        profiles=profiles,
    )


@pytest.fixture(scope="module")
def graphs():
    return {Mode.MARCHE: town_graph(), Mode.VOITURE: town_graph()}


@pytest.fixture
def said(graphs):
    return manifest(graphs)


def hidden(root):
    return sorted(path.name for path in root.iterdir() if path.name.startswith("."))


def test_a_network_is_read_as_it_was_written(tmp_path, graphs, said):
    folder = write_network(tmp_path / "networks", said, graphs)

    assert folder == tmp_path / "networks" / "ville"
    assert read_manifest(folder) == said
    for mode, graph in graphs.items():
        opened = open_graph(folder / mode)
        for name in ARRAYS:
            array = getattr(opened, name)
            assert array.tobytes() == getattr(graph, name).tobytes()
            assert not array.flags.writeable
            assert type(array) is np.ndarray  # kernels are compiled for it


def test_the_same_network_twice_is_the_same_bytes(tmp_path, graphs, said):
    contents = []
    for root in (tmp_path / "a", tmp_path / "b"):
        folder = write_network(root, said, graphs).resolve()
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        contents.append([(path.relative_to(folder), path.read_bytes()) for path in files])
    assert contents[0] == contents[1]


def test_a_new_network_replaces_the_old_whole_and_leaves_nothing(tmp_path, graphs, said):
    folder = write_network(tmp_path, said, graphs)
    opened = open_graph(folder / "marche")
    only = {Mode.MARCHE: graphs[Mode.MARCHE]}
    write_network(tmp_path, manifest(only, version="2"), only)

    assert read_manifest(folder).code_version == "2"
    assert sorted(path.name for path in folder.iterdir()) == [
        "couverture.wkb",
        "manifest.json",
        "marche",
    ]
    assert len(hidden(tmp_path)) == 1  # the folder that the name leads to
    assert opened.out_edges.sum() == graphs[Mode.MARCHE].out_edges.sum()  # still there for readers


def test_a_network_copied_there_by_hand_is_replaced_too(tmp_path, graphs, said):
    folder = write_network(tmp_path / "elsewhere", said, graphs)
    copy = tmp_path / "here" / "ville"
    copy.parent.mkdir()
    folder.resolve().rename(copy)
    assert read_manifest(copy) == said

    write_network(copy.parent, replace(said, code_version="2"), graphs)
    assert read_manifest(copy).code_version == "2"
    assert len(hidden(copy.parent)) == 1


def test_a_folder_that_is_no_network_is_left_alone(tmp_path, graphs, said):
    (tmp_path / "ville").mkdir()
    (tmp_path / "ville" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="pas un réseau"):
        write_network(tmp_path, said, graphs)
    assert (tmp_path / "ville" / "mine.txt").read_text() == "mine"


def test_a_damaged_network_is_built_again(tmp_path, graphs, said):
    folder = write_network(tmp_path, said, graphs)
    (folder / "manifest.json").unlink()
    assert list(read_library(tmp_path).damaged) == ["ville"]
    write_network(tmp_path, said, graphs)
    assert read_manifest(folder) == said


def test_a_build_that_fails_leaves_the_old_network(tmp_path, graphs, said, monkeypatch):
    folder = write_network(tmp_path, said, graphs)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(library, "save_graph", full)
    with pytest.raises(OutputError, match="le disque est plein"):
        write_network(tmp_path, replace(said, code_version="2"), graphs)
    assert read_manifest(folder).code_version == "1"
    assert len(hidden(tmp_path)) == 1


def test_graphs_and_manifest_must_be_of_the_same_modes(tmp_path, graphs, said):
    with pytest.raises(InputError, match="voiture"):
        write_network(tmp_path, said, {Mode.MARCHE: graphs[Mode.MARCHE]})
    assert not any(tmp_path.iterdir())


def test_a_mode_is_written_as_soon_as_it_is_built_and_seen_once_all_are(tmp_path, graphs, said):
    pieces = np.arange(8, dtype=np.int32).reshape(2, 4)
    with draft_network(tmp_path, "ville") as draft:
        for mode, graph in graphs.items():
            draft.add(mode, graph, pieces)
            assert read_library(tmp_path) == Library({}, {})
        folder = draft.publish(said)
    assert read_manifest(folder) == said
    assert read_dropped(folder, Mode.MARCHE).tolist() == pieces.tolist()


def test_a_network_that_does_not_tell_what_it_left_out_is_read_too(tmp_path, graphs, said):
    assert len(read_dropped(write_network(tmp_path, said, graphs), Mode.MARCHE)) == 0


def test_a_build_cleans_up_after_dead_ones_not_after_living_ones(tmp_path, graphs, said):
    (tmp_path / ".ville.0123abcd").mkdir()
    (tmp_path / ".ville-neuve.0123abcd").mkdir()
    (tmp_path / ".ville.4567cdef").symlink_to("nowhere")
    with draft_network(tmp_path, "ville") as slow:
        assert [path.name for path in tmp_path.glob(".ville.*")] == [slow.version.name]
        write_network(tmp_path, said, graphs)
        for mode, graph in graphs.items():
            slow.add(mode, graph)
        slow.publish(replace(said, code_version="slow"))
    assert read_manifest(tmp_path / "ville").code_version == "slow"
    assert hidden(tmp_path) == sorted([slow.version.name, ".ville-neuve.0123abcd"])


@pytest.mark.parametrize(
    "name", ["", "Ville", "à-pied", "-a", "a-", "a--b", "a b", "../a", "a" * 61]
)
def test_a_name_that_cannot_be_a_folder_everywhere_is_refused(name):
    with pytest.raises(SourceError, match="ne peut pas nommer un réseau"):
        check_name(name)


def spoil(folder, change):
    path = folder / "manifest.json"
    text = json.loads(path.read_text(encoding="utf-8"))
    change(text)
    path.write_text(json.dumps(text), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said_so"),
    [
        (lambda text: text.update(format=1), "format 1 au lieu de 2"),
        (lambda text: text.pop("licence"), "licence"),
        (lambda text: text.update(publiable="peut-être"), "publiable"),
        (lambda text: text["profils"].update(vol=text["profils"]["marche"]), "vol"),
        (lambda text: text["profils"]["marche"].update(noeuds="beaucoup"), "nodes"),
        (lambda text: text.update(profils=[]), "profils"),
        (lambda text: text["profils"].update(velo=3), "il manque approche_kmh|il manque aretes"),
        (lambda text: text.update(emprise=[1, 2, 3]), "bounds"),
    ],
)
def test_a_damaged_manifest_says_what_is_wrong_and_what_to_do(
    tmp_path, graphs, said, change, said_so
):
    folder = write_network(tmp_path, said, graphs)
    spoil(folder, change)
    with pytest.raises(SourceError, match=said_so) as error:
        read_manifest(folder)
    assert "deuxportes network build ville" in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"ville"'])
def test_text_that_is_no_manifest_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        from_json(text)


def test_people_can_read_a_manifest(said):
    text = json.loads(to_json(said))
    assert text["nom"] == "ville"
    assert text["source"] == "ville.osm.pbf"
    assert text["attribution"] == "© les contributeurs d’OpenStreetMap"
    assert text["emprise"] == [1.99, 48.79, 2.02, 48.82]
    assert text["publiable"] is True
    assert text["profils"]["voiture"]["tranches"][0]["facteur"] == 1.5
    assert "©" in to_json(said)


def test_a_damaged_network_is_reported_beside_the_others(tmp_path, graphs, said):
    for name in ("alpha", "beta", "gamma", "delta", "epsilon"):
        write_network(tmp_path, replace(said, name=name), graphs)
    spoil(tmp_path / "beta", lambda text: text.clear())
    (tmp_path / "gamma" / "voiture" / "in_edges.npy").unlink()
    (tmp_path / "epsilon" / "couverture.wkb").write_bytes(b"?")
    (tmp_path / "delta").resolve().rename(tmp_path / "moved")
    (tmp_path / "moved").rename(tmp_path / ".moved")
    (tmp_path / "notes.txt").write_text("mine")

    found = read_library(tmp_path)
    assert list(found.networks) == ["alpha"]
    assert set(found.damaged) == {"beta", "gamma", "delta", "epsilon"}
    assert "in_edges" in found.damaged["gamma"]
    assert [one.name for one in list_networks(tmp_path)] == ["alpha"]


def test_a_copy_under_another_name_is_not_listed_twice(tmp_path, graphs, said):
    folder = write_network(tmp_path, said, graphs)
    shutil.copytree(folder.resolve(), tmp_path / "copie")

    found = read_library(tmp_path)
    assert list(found.networks) == ["ville"]
    assert list(found.damaged) == ["copie"]
    assert "contient le réseau « ville »" in found.damaged["copie"]
    assert [one.name for one in list_networks(tmp_path)] == ["ville"]


def test_a_folder_that_does_not_exist_holds_no_network(tmp_path):
    assert list_networks(tmp_path / "none") == []
    with pytest.raises(SourceError, match="pas de réseau « ville »"):
        read_manifest(tmp_path / "ville")


def test_a_damaged_array_is_said(tmp_path, graphs, said):
    folder = write_network(tmp_path, said, graphs)
    path = folder / "marche" / "out_edges.npy"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(SourceError, match="abîmé"):
        open_graph(folder / "marche")
    path.unlink()
    with pytest.raises(SourceError, match="deuxportes network build"):
        open_graph(folder / "marche")


SLOW_BUILD = """
import sys, time
from pathlib import Path
from threading import Thread
from geo.network import library
from tests.geo.network.test_library import manifest
from tests.geo.network.toy import town_graph

graphs = {"marche": town_graph()}
save, root = library.save_graph, Path(sys.argv[1])

def slow(graph, folder):
    save(graph, folder)
    print("half", flush=True)
    time.sleep(60)

library.save_graph = slow
library.write_network(root, manifest({mode: graph for mode, graph in graphs.items()}), graphs)
"""


def test_a_killed_build_leaves_the_old_network_and_the_next_cleans_up(tmp_path, graphs, said):
    folder = write_network(tmp_path, said, graphs)
    program = SLOW_BUILD.replace('"marche"', "library.Mode.MARCHE")
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as build:
        assert build.stdout.readline() == b"half\n"
        os.kill(build.pid, signal.SIGKILL)
    assert read_manifest(folder) == said
    assert len(hidden(tmp_path)) == 2

    write_network(tmp_path, replace(said, code_version="2"), graphs)
    assert read_manifest(folder).code_version == "2"
    assert len(hidden(tmp_path)) == 1


def rebuild(root, graphs, version, times):
    for _ in range(times):
        write_network(root, manifest(graphs, version=version), graphs)


def test_readers_find_a_whole_network_while_two_builds_replace_it(tmp_path):
    short = town_graph()
    long = town_graph(without=(((0, 0), (1, 0)),))
    sizes = {len(short.out_edges), len(long.out_edges)}
    assert len(sizes) == 2
    folder = write_network(tmp_path, manifest({Mode.MARCHE: short}), {Mode.MARCHE: short})
    builds = [
        Thread(target=rebuild, args=(tmp_path, {Mode.MARCHE: graph}, version, 6))
        for graph, version in ((short, "1"), (long, "2"))
    ]
    for build in builds:
        build.start()
    seen = set()
    while any(build.is_alive() for build in builds):
        graph = open_graph(folder / "marche")
        assert len(graph.out_edges) == len(graph.in_edges) == len(graph.segment_edges)
        assert not read_library(tmp_path).damaged
        seen.add(len(graph.out_edges))
    for build in builds:
        build.join()
    assert seen <= sizes
    assert len(hidden(tmp_path)) == 1


def test_an_array_cut_short_is_damage(tmp_path, graphs, said):
    folder = write_network(tmp_path, said, graphs)
    whole = (folder / "voiture" / "out_edges.npy").read_bytes()
    (folder / "voiture" / "out_edges.npy").write_bytes(whole[:-4])
    assert "mode voiture" in read_library(tmp_path).damaged["ville"]
    with pytest.raises(SourceError, match="deuxportes network build ville"):
        read_manifest(folder, whole=True)
    assert read_manifest(folder) == said
