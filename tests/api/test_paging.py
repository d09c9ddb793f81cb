import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.paging import INTEGER_MAX, from_cursor, to_cursor
from geo.errors import InputError

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXTS, st.integers(-INTEGER_MAX, INTEGER_MAX))
def test_cursor_gives_back_its_keys(text, number):
    assert from_cursor(to_cursor([text, number]), str, int) == (text, number)


@given(TEXTS)
def test_cursor_holds_in_an_address(text):
    assert to_cursor([text]).isascii()
    assert not set(to_cursor([text])) & set("=+/&?# ")


@pytest.mark.parametrize("keys", [[1], ["a", "b"], [None], ["a\0"], [True], [2**40], []])
def test_keys_of_another_list_are_refused(keys):
    kinds = (int,) if keys == [2**40] else (str,)
    with pytest.raises(InputError, match="curseur"):
        from_cursor(to_cursor(keys), *kinds)


@given(st.text())
def test_any_text_is_a_cursor_or_refused(text):
    try:
        (key,) = from_cursor(text, str)
    except InputError:
        return
    assert isinstance(key, str)


def test_no_cursor_is_the_first_page():
    assert from_cursor(None, str) is None
