"""Networks on the disk: listed, preferred, read again when they change."""

from functools import partial

import pytest

from api.networks.listing import MANIFEST, Listing, list_folder
from geo.network.estimate import Mode
from tests.api import streets
from tests.api.streets import BOUNDS

NOTHING = Listing()
LARGE, SMALL = (2.0, 48.5, 2.7, 49.0), BOUNDS
HERE = {"lon": 2.36, "lat": 48.86}
write_streets = partial(streets.write_streets, modes=(Mode.VOITURE,))


def names(listing):
    return [network.manifest.name for network in listing.networks]


def test_no_folder_and_an_empty_one_hold_no_network(tmp_path):
    (tmp_path / "empty").mkdir()

    assert list_folder(tmp_path / "none", NOTHING) == NOTHING
    assert list_folder(tmp_path / "empty", NOTHING) == NOTHING


def test_what_may_be_published_comes_first_then_the_smallest(tmp_path):
    write_streets(tmp_path, name="a-trial", bounds=SMALL, publiable=False)
    write_streets(tmp_path, name="b-large", bounds=LARGE)
    write_streets(tmp_path, name="c-small", bounds=SMALL)
    write_streets(tmp_path, name="d-trial-large", bounds=LARGE, publiable=False)

    listing = list_folder(tmp_path, NOTHING)

    assert names(listing) == ["c-small", "b-large", "a-trial", "d-trial-large"]


@pytest.mark.parametrize(
    ("lon", "lat", "held"),
    [
        (2.36, 48.86, True),
        (SMALL[0], SMALL[1], True),
        (SMALL[2], SMALL[3], True),
        (SMALL[0] - 1e-6, 48.86, False),
        (2.36, SMALL[3] + 1e-6, False),
    ],
)
def test_bounds_are_inclusive(tmp_path, lon, lat, held):
    write_streets(tmp_path)

    found = list(list_folder(tmp_path, NOTHING).covering(Mode.VOITURE, lon=lon, lat=lat))

    assert bool(found) is held


def test_a_mode_that_a_network_lacks_is_not_covered(tmp_path):
    write_streets(tmp_path)
    listing = list_folder(tmp_path, NOTHING)

    assert list(listing.covering(Mode.VOITURE, **HERE))
    assert not list(listing.covering(Mode.VELO, **HERE))


def test_what_did_not_change_is_the_same_object(tmp_path):
    write_streets(tmp_path, name="kept")
    write_streets(tmp_path, name="rebuilt")
    before = list_folder(tmp_path, NOTHING)

    write_streets(tmp_path, name="rebuilt")
    write_streets(tmp_path, name="new")
    after = list_folder(tmp_path, before)

    same = {network.manifest.name for network in set(before.networks) & set(after.networks)}
    assert same == {"kept"}
    assert sorted(names(after)) == ["kept", "new", "rebuilt"]


def test_a_network_that_goes_is_forgotten(tmp_path):
    folder = write_streets(tmp_path)
    before = list_folder(tmp_path, NOTHING)
    folder.rename(tmp_path / ".gone")

    assert names(before) == ["rues"]
    assert list_folder(tmp_path, before) == NOTHING


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 999}', '{"nom": 1}'])
def test_an_unreadable_manifest_is_named_and_the_others_are_listed(tmp_path, content):
    write_streets(tmp_path, name="good")
    bad = write_streets(tmp_path, name="bad")
    (bad / MANIFEST).write_text(content)

    listing = list_folder(tmp_path, NOTHING)

    assert names(listing) == ["good"]
    assert list(listing.unreadable) == ["bad"]


def test_what_is_no_network_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("rien")
    (tmp_path / ".part").mkdir()
    (tmp_path / ".part" / MANIFEST).write_text("{")

    assert list_folder(tmp_path, NOTHING) == NOTHING


@pytest.mark.parametrize("missing", ["manifest.json", "voiture/in_edges.npy"])
def test_files_that_are_missing_are_noticed_when_listed(tmp_path, missing):
    (write_streets(tmp_path) / missing).unlink()

    listing = list_folder(tmp_path, NOTHING)

    assert (listing.networks, list(listing.unreadable)) == ((), ["rues"])
    assert list_folder(tmp_path, listing) is listing
