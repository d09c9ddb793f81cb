"""The pool of a service that only reads; its recovery is tested through the API."""

import asyncio

import pytest
from sqlalchemy import Integer, bindparam, func, select, text

from geo.errors import StoreError, StoreUnavailableError
from geo.store.pool import fetch, is_storable, open_pool
from geo.store.queries.compiled import CompiledQuery, compiled


def ask(url, query, **values):
    async def run():
        async with open_pool(url, size=1) as pool:
            return await fetch(pool, query, **values)

    return asyncio.run(run())


def plus_query():
    return select((bindparam("n", type_=Integer) + 1).label("m"), func.length("abc").label("l"))


def test_rows_come_in_the_order_of_the_columns(shared_directory_url):
    query = compiled(plus_query)

    assert query.columns == ("m", "l")
    assert ask(shared_directory_url, query, n=41) == [(42, 3)]


def test_nothing_can_be_written(shared_directory_url):
    query = CompiledQuery("DELETE FROM points_accueil", {}, ())

    with pytest.raises(StoreError, match="ReadOnlySqlTransaction"):
        ask(shared_directory_url, query)


def test_refusals_quote_nothing(shared_directory_url):
    query = CompiledQuery("SELECT %(x)s::integer", {}, ("x",))

    with pytest.raises(StoreError) as caught:
        ask(shared_directory_url, query, x="48.856192837")
    assert "856192837" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_slow_query_is_given_up_and_not_asked_again(shared_directory_url, monkeypatch):
    monkeypatch.setattr("geo.store.pool.SESSION", "SET statement_timeout = 50")

    with pytest.raises(StoreUnavailableError, match="timeout"):
        ask(shared_directory_url, compiled(lambda: select(func.pg_sleep(5))))


def test_a_server_that_is_nowhere_is_unavailable(monkeypatch, tmp_path):
    monkeypatch.setattr("geo.store.pool.WAIT_S", 0.2)
    query = compiled(lambda: select(text("1")))

    with pytest.raises(StoreUnavailableError):
        ask(f"postgresql:///rien?host={tmp_path}", query)


@pytest.mark.parametrize("word", ["\0", "a\0b", "\ud800", "a\udfff"], ids=ascii)
def test_what_the_server_cannot_hold_is_known_beforehand(shared_directory_url, word):
    query = CompiledQuery("SELECT %(x)s::text", {}, ("x",))

    assert not is_storable(word)
    with pytest.raises((StoreError, UnicodeEncodeError)):
        ask(shared_directory_url, query, x=word)


def test_whatever_else_there_is_can_be_held(shared_directory_url):
    query = CompiledQuery("SELECT %(x)s::text", {}, ("x",))
    word = "é\ud7ff\ue000\x01\U0001f600"

    assert is_storable(word)
    assert ask(shared_directory_url, query, x=word) == [(word,)]
