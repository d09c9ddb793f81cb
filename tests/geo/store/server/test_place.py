import os
from pathlib import Path

import pytest

from geo.errors import ServerError
from geo.store.server import place
from geo.store.server.account import Account

HOME = Path("/srv/projet/data/processed")
ME = Account(os.geteuid(), os.getegid())
NOBODY = Account(65534, 65534)
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes account")


def of_length(length):
    """A folder whose socket has a path of exactly this many bytes."""
    return Path("/" + "a" * (length - 2 - len(place.SOCKET)))


def test_the_checkout_comes_first_then_the_account_s_own_folder():
    name = place.checkout_hash(HOME)

    user = [p.folder for p in place.candidate_places(HOME, 1000, Path("/home/amie"))]
    root = [p.folder for p in place.candidate_places(HOME, 0, Path("/root"))]

    assert user == [HOME / "postgres", Path(f"/home/amie/.local/share/deuxportes/{name}")]
    assert root == [HOME / "postgres", Path(f"/var/lib/deuxportes/{name}")]


def test_two_checkouts_have_two_names():
    assert place.checkout_hash(HOME) != place.checkout_hash(Path("/srv/autre/data/processed"))
    assert place.checkout_hash(HOME) == place.checkout_hash(Path("/srv/x/../projet/data/processed"))


@pytest.mark.parametrize(
    ("folder", "taken"),
    [
        (of_length(95), True),
        (of_length(96), False),
        (Path("/" + "é" * 40), True),  # 81 + 14 bytes
        (Path("/" + "é" * 41), False),  # 83 + 14 bytes, though 55 characters
        (Path("/a,b"), False),
        (Path("/l'été ici"), True),
    ],
)
def test_a_socket_has_a_path_that_every_program_can_reach(folder, taken):
    short = Path("/court")

    assert place.socket_folder(folder, [short]) == (folder if taken else short)


def test_the_last_short_folder_is_always_short_enough():
    longest = place.short_folders(HOME, 2**32 - 2, Path("/" + "h" * 200))

    assert place.socket_folder(of_length(300), longest) == longest[-1]


def test_a_path_that_is_too_long_everywhere_is_an_error():
    with pytest.raises(ServerError, match="trop long"):
        place.socket_folder(of_length(96), [of_length(200)])


def test_the_address_is_complete_and_escaped():
    url = place.Place(Path("/p"), Path("/s o/é&?")).url("autre")

    assert url == "postgresql://deuxportes@/autre?host=%2Fs%20o%2F%C3%A9%26%3F&port=5432"


def test_a_private_folder_is_made_with_its_parents(tmp_path):
    folder = tmp_path / "a" / "b"

    assert place.make_private(folder, ME)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == []


def test_what_is_no_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)

    assert not place.make_private(tmp_path / "file", ME)
    assert not place.make_private(tmp_path / "file" / "below", ME)
    assert not place.make_private(tmp_path / "link", ME)  # somebody may have laid it for us


@root_only
def test_a_folder_the_account_cannot_reach_is_refused_and_removed(open_folder):
    closed = open_folder / "0700"
    closed.mkdir(mode=0o700)

    assert not place.make_private(closed / "postgres", NOBODY)

    assert list(closed.iterdir()) == []
    closed.chmod(0o755)
    assert place.make_private(closed / "postgres", NOBODY)
    assert (closed / "postgres").stat().st_uid == NOBODY.uid


@root_only
def test_a_folder_of_somebody_else_is_left_alone(open_folder):
    theirs = open_folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)

    assert not place.make_private(theirs, NOBODY)

    assert theirs.stat().st_uid == 12345


@root_only
def test_the_first_place_that_works_is_chosen(open_folder):
    closed = open_folder / "clos"
    closed.mkdir(mode=0o700)
    one, two = (place.Place(f / "postgres", f) for f in (closed, open_folder / "ouvert"))

    assert place.usable_place([one, two], NOBODY) == two
    with pytest.raises(ServerError, match=f"chown -R 65534:65534 {closed}"):
        place.usable_place([one], NOBODY)


def test_a_cluster_of_somebody_else_is_passed_over(tmp_path):
    found = place.Place(tmp_path, tmp_path)
    found.data.mkdir()
    (found.data / "PG_VERSION").write_text("15\n")

    assert place.existing_place([found], ME) == found
    assert place.existing_place([found], Account(12345, 12345)) is None
    (found.data / "PG_VERSION").unlink()
    assert place.existing_place([found], ME) is None
