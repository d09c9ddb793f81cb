import errno
import os

import pytest

from geo.errors import GeoError, OutputError
from geo.files import folder_replaced_whole, replaced_whole


def test_readers_see_the_old_file_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "deep" / "page.html"
    with replaced_whole(path) as draft:
        draft.write_text("old")
        assert not path.exists()
    with replaced_whole(path) as draft:
        draft.write_text("new")
        assert path.read_text() == "old"

    assert path.read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_interruption_leaves_the_old_file_and_no_draft(tmp_path, error):
    path = tmp_path / "page.html"
    path.write_text("old")

    def interrupted():
        with replaced_whole(path) as draft:
            draft.write_text("ne")
            raise error

    with pytest.raises(error):
        interrupted()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_draft_keeps_the_suffix_that_writers_look_at(tmp_path):
    with replaced_whole(tmp_path / "couverture.gpkg") as draft:
        draft.touch()
        assert draft.suffix == ".gpkg"


def attempt(path, error=None):
    with replaced_whole(path) as draft:
        draft.write_text("new")
        if error:
            raise error


def test_a_folder_of_that_name_is_kept_and_said(tmp_path):
    with pytest.raises(OutputError, match="est un dossier : donnez le nom d’un fichier"):
        attempt(tmp_path)


def test_what_is_not_a_file_is_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(OutputError, match="autre chose qu’un fichier"):
        attempt(pipe)

    assert pipe.is_fifo()


@pytest.mark.parametrize("under", ["taken/page.html", "taken/deeper/page.html"])
def test_a_file_in_the_place_of_a_folder_is_kept_and_said(tmp_path, under):
    (tmp_path / "taken").write_text("mine")

    with pytest.raises(OutputError, match="choisissez un autre dossier"):
        attempt(tmp_path / under)

    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "libérez de la place"),
        (errno.EACCES, "choisissez un autre endroit"),
        (errno.EROFS, "lecture seule"),
        (errno.EIO, "le système répond « Input/output error »"),
    ],
)
def test_a_refusal_of_the_system_is_said_in_french_and_leaves_the_old_file(
    tmp_path, number, advice
):
    path = tmp_path / "page.html"
    path.write_text("old")

    with pytest.raises(OutputError, match=advice) as raised:
        attempt(path, OSError(number, os.strerror(number)))

    assert str(path) in str(raised.value)
    assert isinstance(raised.value, GeoError)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_too_long_is_said(tmp_path):
    with pytest.raises(OutputError, match="plus court"):
        attempt(tmp_path / ("a" * 300 + ".html"))


def filled(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_replaced_by_what_was_written(tmp_path):
    target = tmp_path / "below" / "it"
    for name in ("first", "second"):
        with folder_replaced_whole(target) as draft:
            (draft / name).write_text(name)

    assert filled(target) == ["second"]
    assert filled(target.parent) == ["it"]


def test_a_folder_stays_when_writing_fails(tmp_path):
    target = tmp_path / "it"
    with folder_replaced_whole(target) as draft:
        (draft / "old").write_text("old")

    def interrupted():
        with folder_replaced_whole(target) as draft:
            (draft / "new").write_text("new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()

    assert filled(target) == ["old"]
    assert filled(tmp_path) == ["it"]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_no_folder_takes_the_place_of_something_else(tmp_path, kind):
    target = tmp_path / "it"
    if kind == "file":
        target.write_text("kept")
    else:
        (tmp_path / "elsewhere").mkdir()
        target.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError, match="dossier"), folder_replaced_whole(target):
        pass
    assert target.exists()


def test_a_folder_that_may_not_be_written_says_why(tmp_path):
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(OutputError, match="dossier"),
        folder_replaced_whole(tmp_path / "file" / "x"),
    ):
        pass
