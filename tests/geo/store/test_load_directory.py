"""Réseaux, territories and places replaced together: all of it or nothing."""

from dataclasses import replace

import pytest

from geo.errors import InputError, StoreError
from geo.store.engine import connect
from geo.store.imports import Provenance
from geo.store.load import PointsImport, replace_directory
from geo.store.runs import directory_digest
from tests import directory

DILA = [point for point in directory.points() if point.source == "dila"]
RESEAUX = directory.reseaux()
WITHOUT_APEC = {
    "reseaux": [one for one in RESEAUX if one.code != "apec"],
    "rules": replace(
        directory.rules(),
        competences=tuple(one for one in directory.rules().competences if one.reseau != "apec"),
    ),
}
MERGED = directory.territories_import(directory.without_commune("93066"))
MOVED = [
    replace(point, code_commune="93048") if point.code_commune == "93066" else point
    for point in DILA
]


@pytest.fixture(scope="module")
def _loaded(shared_directory_url):
    with connect(shared_directory_url) as connection:
        yield connection


@pytest.fixture
def loaded(_loaded):
    """The whole directory; what is done with it is rolled back."""
    with _loaded.transaction(force_rollback=True):
        yield _loaded


def places(rows, *, whole=True, source="dila"):
    provenance = Provenance(file="f", digest="d", code_version="v")
    return PointsImport(
        points=rows, rejects=(), source=source, read=len(rows), provenance=provenance, whole=whole
    )


def told(connection):
    """Give all that an import may change, the log included."""
    log = connection.execute("SELECT max(import_id), count(*) FROM imports").fetchone()
    return directory_digest(connection), log


def column(connection, query):
    return [value for (value,) in connection.execute(query)]


def test_a_reseau_goes_with_its_places(loaded):
    rows = [point for point in DILA if point.reseau != "apec"]

    summary = replace_directory(loaded, places(rows), **WITHOUT_APEC)

    assert (summary.removed, summary.unchanged) == (1, len(rows))
    assert "apec" not in column(loaded, "SELECT code FROM reseaux")
    assert "apec" not in column(loaded, "SELECT reseau FROM points_accueil")


def test_a_reseau_comes_with_its_places(loaded):
    new = replace(RESEAUX[0], code="nouveau")
    row = replace(DILA[0], id="dila--nouveau-75101-01", reseau="nouveau", doublons=())

    summary = replace_directory(loaded, places([*DILA, row]), reseaux=[*RESEAUX, new])

    assert summary.added == 1
    assert "nouveau" in column(loaded, "SELECT reseau FROM points_accueil")


def test_a_commune_goes_and_its_places_move(loaded):
    summary = replace_directory(loaded, places(MOVED), reseaux=RESEAUX, territories=MERGED)

    assert (summary.added, summary.updated, summary.removed) == (0, 2, 0)
    assert "93066" not in column(loaded, "SELECT code_commune FROM communes")
    assert column(loaded, "SELECT count(*) FROM points_accueil WHERE code_commune = '93048'") == [2]
    assert column(loaded, "SELECT source FROM imports ORDER BY import_id DESC LIMIT 2") == [
        "dila",
        "territoires",
    ]


def test_another_region_takes_the_place_of_one(loaded):
    rows = [point for point in DILA if point.code_commune != "93066"]
    few = replace(places(rows[:1]), allow_shrink=True)

    summary = replace_directory(loaded, few, reseaux=RESEAUX, territories=MERGED)

    assert summary.removed == len(DILA) - 1


@pytest.mark.parametrize(
    ("given", "changes", "error", "message"),
    [
        # places refused after réseaux were staged
        (places([*DILA, DILA[3]]), WITHOUT_APEC, InputError, "repeat id"),
        (places(DILA), WITHOUT_APEC, InputError, "→ apec"),
        (places(DILA[:2]), WITHOUT_APEC, StoreError, "--allow-shrink"),
        # a single file leaves the other places, which need the réseau
        (places(DILA[:1], whole=False), WITHOUT_APEC, StoreError, "dossier ou archive"),
        # rules of it stay while it goes, or come without it
        (
            places([one for one in DILA if one.reseau != "apec"]),
            {"reseaux": WITHOUT_APEC["reseaux"]},
            StoreError,
            r"competences dépendent de reseaux .*apec",
        ),
        (
            places([one for one in DILA if one.reseau != "apec"]),
            {**WITHOUT_APEC, "rules": directory.rules()},
            InputError,
            r"competences refer to a reseau .*→ apec",
        ),
        # places still in the commune that goes, of this source or of another
        (places(DILA), {"territories": MERGED}, InputError, "→ 93066"),
        (places([], source="autre"), {"territories": MERGED}, StoreError, "DATABASE_URL"),
        (places(MOVED), {"reseaux": [], "territories": MERGED}, InputError, "got none"),
    ],
)
def test_what_is_refused_changes_nothing(loaded, given, changes, error, message):
    before = told(loaded)

    with pytest.raises(error, match=message):
        replace_directory(loaded, given, **changes)

    assert told(loaded) == before


def test_the_same_reference_twice_touches_no_row(loaded):
    def load():
        return replace_directory(loaded, places(MOVED), reseaux=RESEAUX, territories=MERGED)

    load()
    before = told(loaded)

    assert load().unchanged == len(MOVED)
    assert told(loaded) == before
