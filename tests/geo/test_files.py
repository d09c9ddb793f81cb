import pytest

from geo.files import replaced_whole


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
