"""Networks removed: what goes, what stays, what is said."""

import pytest

from geo.errors import OutputError, SourceError
from geo.network.estimate import Mode
from geo.network.graph import open_graph
from geo.network.library import draft_network, read_library, write_network
from geo.network.removal import remove_network, size_bytes
from tests.geo.network.test_library import manifest
from tests.geo.network.toy import town_graph


@pytest.fixture
def graphs():
    return {Mode.MARCHE: town_graph()}


def written(root, graphs, name="ville"):
    return write_network(root, manifest(graphs, name), graphs)


def test_a_network_is_removed_with_all_its_files_and_others_stay(tmp_path, graphs):
    folder = written(tmp_path, graphs)
    other = written(tmp_path, graphs, "ville-2")
    opened = open_graph(folder / "marche")
    files = [path for path in folder.resolve().rglob("*") if path.is_file()]
    size = sum(len(path.read_bytes()) for path in files)
    assert size_bytes(folder) == size

    assert remove_network(tmp_path, "ville") == size
    assert list(read_library(tmp_path).networks) == ["ville-2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [other.resolve().name, "ville-2"]
    assert opened.out_edges.sum() == graphs[Mode.MARCHE].out_edges.sum()  # whoever reads goes on


def test_a_network_copied_there_by_hand_is_removed_too(tmp_path, graphs):
    (tmp_path / "here").mkdir()
    written(tmp_path, graphs).resolve().rename(tmp_path / "here" / "ville")
    assert remove_network(tmp_path / "here", "ville") > 0
    assert list((tmp_path / "here").iterdir()) == []


def test_what_a_killed_build_left_is_cleared_and_what_a_living_one_writes_is_not(tmp_path):
    orphan = tmp_path / ".ville.0123abcd"
    orphan.mkdir()
    (orphan / "half.npy").write_bytes(b"12345")
    with draft_network(tmp_path, "village") as draft:
        assert remove_network(tmp_path, "ville") == 5
        assert not orphan.exists()
        with pytest.raises(SourceError, match="pas de réseau « ville »"):
            remove_network(tmp_path, "ville")
        (draft.version / "kept").write_bytes(b"1")
        assert remove_network(tmp_path, "village") == 0
        assert (draft.version / "kept").exists()


def test_what_is_no_network_is_left_alone(tmp_path):
    (tmp_path / "ville").mkdir()
    (tmp_path / "ville" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="n’est pas un réseau"):
        remove_network(tmp_path, "ville")
    with pytest.raises(SourceError, match="ne peut pas nommer"):
        remove_network(tmp_path, "../ville")
    assert (tmp_path / "ville" / "mine.txt").read_text() == "mine"


def test_a_damaged_network_can_be_removed(tmp_path, graphs):
    folder = written(tmp_path, graphs)
    (folder / "manifest.json").unlink()
    assert remove_network(tmp_path, "ville") > 0
    assert list(tmp_path.iterdir()) == []
