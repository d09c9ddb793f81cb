"""Which import says what a source is."""

import pytest

from geo.store.engine import connect
from geo.store.imports import TERRITORIES, Provenance, last_import
from geo.store.load import replace_points
from tests import directory

DILA = [point for point in directory.points() if point.source == "dila"]


@pytest.fixture
def loaded(directory_url):
    with connect(directory_url) as connection:
        yield connection


def load(connection, points, file, *, whole=True):
    replace_points(
        connection, points, (), source="dila", file=file, digest="d", read=len(points),
        code_version="v", whole=whole, allow_shrink=True,
    )  # fmt: skip


def of(file):
    return Provenance(file=file, digest="d", code_version="v")


def test_the_last_whole_import_is_told(loaded):
    load(loaded, DILA, "archive-1")
    load(loaded, DILA, "archive-2")

    assert last_import(loaded, "dila") == of("archive-2")


def test_a_single_file_does_not_say_what_the_source_is(loaded):
    load(loaded, DILA, "archive")
    load(loaded, DILA[:1], "seul.xml", whole=False)

    assert last_import(loaded, "dila") == of("archive")


def test_a_whole_import_of_nothing_does_not_either(loaded):
    load(loaded, DILA, "archive")
    load(loaded, [], "vide")
    assert last_import(loaded, "dila") is None  # nothing is left of the archive

    load(loaded, DILA[:1], "seul.xml", whole=False)
    assert last_import(loaded, "dila") == of("archive")


def test_nothing_loaded_is_told(connection):
    assert last_import(connection, "dila") is None
    assert last_import(connection, TERRITORIES) is None


def test_territories_are_told_as_long_as_communes_are_there(loaded):
    assert last_import(loaded, TERRITORIES) == directory.territories_import().provenance

    with loaded.transaction(force_rollback=True):
        loaded.execute("DELETE FROM points_accueil")
        assert last_import(loaded, TERRITORIES) is not None
