from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.domain.point_accueil import AccessibilitePmr
from geo.errors import InputError, StoreError
from geo.store import load_swap
from geo.store.engine import connect
from geo.store.load import replace_points
from tests import directory

DILA = tuple(point for point in directory.points() if point.source == "dila")
STORED = "SELECT id, xmin::text, ctid::text FROM points_accueil WHERE source = 'dila' ORDER BY id"


@pytest.fixture(scope="module")
def _loaded(databases, directory_template):
    _, url = databases.create(directory_template)
    with connect(url) as connection:
        connection.execute("DELETE FROM points_accueil")
        connection.execute("DELETE FROM imports")
        yield connection


@pytest.fixture
def territories(_loaded):
    """Réseaux and territories, and no place yet."""
    with _loaded.transaction(force_rollback=True):
        yield _loaded


def load(connection, points=DILA, rejects=(), **changes):
    told = {
        "source": "dila", "file": "f", "digest": "d", "read": len(points) + len(rejects),
        "code_version": "v", "whole": True, **changes,
    }  # fmt: skip
    return replace_points(connection, points, rejects, **told)


def counts(summary):
    return summary.added, summary.updated, summary.removed, summary.unchanged


def ids(connection):
    return {id_ for (id_,) in connection.execute("SELECT id FROM points_accueil")}


def test_every_field_is_stored_as_it_was(territories):
    load(territories)
    fields = [name for name in DILA[0].__dataclass_fields__ if name not in {"lon", "lat"}]

    for point in DILA:
        stored = territories.execute(
            f"SELECT {', '.join(fields)} FROM points_accueil WHERE id = %s",  # noqa: S608 - our fields
            [point.id],
        ).fetchone()
        told = [getattr(point, name) for name in fields]
        assert list(stored) == [
            list(value) if isinstance(value, tuple) else value for value in told
        ]


def test_positions_are_stored_to_the_last_digit(territories):
    point = replace(DILA[0], lon=2.3600000000000003, lat=48.85999999999999)
    load(territories, [point])

    stored = territories.execute("SELECT ST_X(geom), ST_Y(geom), ST_SRID(geom) FROM points_accueil")

    assert stored.fetchone() == (point.lon, point.lat, 4326)


def test_names_are_folded_for_search(territories):
    load(territories, [replace(DILA[0], nom="L’Œuvre de St-Éloi")])

    stored = territories.execute("SELECT nom_recherche FROM points_accueil").fetchone()

    assert stored == ("l oeuvre de saint eloi",)


def test_a_summary_adds_up(territories):
    summary = load(territories, rejects=directory.rejects())

    assert (summary.read, summary.accepted, summary.rejected) == (16, 13, 3)
    assert dict(summary.motifs) == {"reseau_non_repris": 2, "position_fausse": 1}
    assert counts(summary) == (13, 0, 0, 0)


def test_rejects_are_kept_with_the_import_they_come_from(territories):
    load(territories, rejects=directory.rejects(), file="annuaire.tar", digest="abc")

    rows = territories.execute(
        "SELECT fichier, empreinte, lus, acceptes, rejetes, entier, id_source, motif, detail"
        " FROM rejets JOIN imports USING (import_id) ORDER BY id_source"
    ).fetchall()

    assert rows[0] == (
        "annuaire.tar", "abc", 16, 13, 3, True, "cij-92050-01", "position_fausse", "lon = lat",
    )  # fmt: skip
    assert len(rows) == 3


def test_the_same_import_twice_touches_no_row(territories):
    load(territories, rejects=directory.rejects())
    stored = territories.execute(STORED).fetchall()

    with territories.transaction():
        summary = load(territories, rejects=directory.rejects())

    assert counts(summary) == (0, 0, 0, 13)
    assert territories.execute(STORED).fetchall() == stored
    assert territories.execute("SELECT count(*) FROM imports").fetchone() == (1,)
    assert territories.execute("SELECT count(*) FROM rejets").fetchone() == (3,)


def test_another_file_with_the_same_places_is_logged_and_touches_no_place(territories):
    load(territories)
    stored = territories.execute(STORED).fetchall()

    load(territories, digest="another")

    assert territories.execute(STORED).fetchall() == stored
    assert territories.execute("SELECT count(*) FROM imports").fetchone() == (2,)


def test_a_whole_import_adds_updates_removes_and_leaves_the_rest(territories):
    load(territories, DILA[:10])
    changed = replace(DILA[0], accessibilite_pmr=AccessibilitePmr.NON)
    before = dict(row[::2] for row in territories.execute(STORED))

    summary = load(territories, [changed, *DILA[2:12]])

    after = dict(row[::2] for row in territories.execute(STORED))
    assert counts(summary) == (2, 1, 1, 8)
    assert {id_ for id_ in before if before[id_] == after.get(id_)} == {p.id for p in DILA[2:10]}


def test_a_field_that_becomes_unknown_is_an_update(territories):
    load(territories)

    assert counts(load(territories, [replace(DILA[0], horaires=None), *DILA[1:]])) == (0, 1, 0, 12)
    assert counts(load(territories)) == (0, 1, 0, 12)


def test_a_single_file_removes_nothing(territories):
    load(territories)

    summary = load(territories, [replace(DILA[0], nom="Autre")], whole=False)

    assert counts(summary) == (0, 1, 0, 0)
    assert ids(territories) == {point.id for point in DILA}


def test_a_whole_import_leaves_other_sources_alone(territories):
    other = next(point for point in directory.points() if point.source == "manuel")
    load(territories, [other], source="manuel")

    load(territories)

    assert other.id in ids(territories)


@pytest.mark.parametrize(("kept", "refused"), [(7, False), (6, True), (0, True)])
def test_losing_more_than_half_of_a_source_is_refused(territories, kept, refused):
    # of 13, half is 6.5: losing 6 passes, losing 7 does not
    load(territories)

    if refused:
        with pytest.raises(StoreError, match="--allow-shrink"):
            load(territories, DILA[:kept])
        assert len(ids(territories)) == 13
        load(territories, DILA[:kept], allow_shrink=True)
    else:
        load(territories, DILA[:kept])
    assert len(ids(territories)) == kept


@pytest.mark.parametrize(
    ("points", "changes", "message"),
    [
        (DILA, {"read": 99}, "99 records were read, but 13 were accepted"),
        (DILA, {"source": "manuel"}, "needed places of 'manuel' only"),
        ((*DILA, DILA[3]), {}, "1 points_accueil repeat id: dila--cij-75102-02"),
        ((replace(DILA[0], reseau="inconnu"),), {}, "reseau that reseaux lack.*→ inconnu"),
        ((replace(DILA[0], code_commune="01001"),), {}, "code_commune that communes lack.*→ 01001"),
        ((replace(DILA[0], zone_competence=()),), {}, "zone_competence.*mission_locale-75102-01"),
        ((replace(DILA[0], nom="a\x00b"),), {}, "needed rows of points_accueil"),
    ],
)
def test_wrong_rows_are_named_and_nothing_changes(territories, points, changes, message):
    load(territories, DILA[4:6])

    with pytest.raises(InputError, match=message):
        load(territories, points, **changes)

    assert ids(territories) == {point.id for point in DILA[4:6]}


def test_a_message_names_five_rows_and_counts_the_others(territories):
    lost = [replace(point, code_commune="01001") for point in DILA]

    with pytest.raises(InputError, match=r"^13 points_accueil refer .* and 8 more\. Nothing"):
        load(territories, lost)


def test_an_import_waits_for_another_then_says_so(directory_url, monkeypatch):
    monkeypatch.setattr(load_swap, "LOCK_WAIT_S", 0.1)
    with connect(directory_url) as first, connect(directory_url) as second:
        with first.transaction():
            first.execute("SELECT pg_advisory_xact_lock(%s)", [load_swap.LOCK])
            with pytest.raises(StoreError, match="un autre import"):
                load(second)

        assert counts(load(second)) == (0, 0, 0, 13)


def test_figures_of_the_planner_follow_a_load(territories):
    load(territories)

    rows = "SELECT reltuples FROM pg_class WHERE oid = 'points_accueil'::regclass"
    assert territories.execute(rows).fetchone() == (13,)


subsets = st.lists(st.sampled_from(DILA), unique=True)


@given(steps=st.lists(st.tuples(subsets, st.booleans()), min_size=1, max_size=4))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_store_holds_what_a_set_would(territories, steps):
    """Oracle: a Python set, replaced by whole imports and joined by single files."""
    with territories.transaction(force_rollback=True):
        expected = set()
        for points, whole in steps:
            expected = set(points) if whole else expected | set(points)
            summary = load(territories, points, whole=whole, allow_shrink=True)
            assert summary.added + summary.updated + summary.unchanged == len(points)

        assert ids(territories) == {point.id for point in expected}
