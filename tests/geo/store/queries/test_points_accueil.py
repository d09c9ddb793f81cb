"""What the planner makes of the hot query, and what each filter means in SQL."""

import json

import psycopg
import pytest

from geo.domain.commune import searchable
from geo.domain.rattachement import Rattachement, rattachement
from geo.store.engine import connect
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import (
    ACCENTS,
    FILTERS,
    hours_query,
    near_hours_query,
    nearest_query,
    point_query,
    points_query,
)
from tests import directory

HERE = dict(zip(("lon", "lat"), directory.HERE, strict=True))
VALUES = {
    "reseau": ["cio"], "profil": ["jeune"], "mission": ["conseil"], "pmr": "oui",
    "code_commune": ["75102"], "code_bassin": ["1107"], "q": ["%cio%"],
    "ids": ["dila--cio-75102-01"], "left": 2.0, "bottom": 48.0, "right": 3.0, "top": 49.0,
}  # fmt: skip
CROWD = 20_000


@pytest.fixture(scope="module")
def opened(shared_directory_url):
    with connect(shared_directory_url) as connection:
        yield connection


def run(connection, query, **values):
    sent = {**query.constants, **VALUES, **values}
    return connection.execute(query.sql, sent).fetchall()


@pytest.mark.parametrize("name", list(FILTERS))
@pytest.mark.parametrize("build", [points_query, hours_query, near_hours_query, nearest_query])
def test_every_filter_keeps_the_same_places_in_every_query(opened, build, name):
    choices = {"filters": frozenset({name})}
    if build is points_query:
        choices["after"] = False
    query = compiled(build, **choices)
    everything = {"limite": 500, "k": 50, "rayon_m": 100_000.0, **HERE}

    kept = {row[0] for row in run(opened, query, **everything)}

    expected = compiled(points_query, filters=frozenset({name}), after=False)
    assert kept == {row[0] for row in run(opened, expected, limite=500)}
    assert 0 < len(kept) < len(directory.points()) or name == "bbox"


def test_accents_are_folded_as_in_the_names_of_places():
    accented, plain = ACCENTS

    assert [searchable(letter) for letter in accented] == [letter.lower() for letter in plain]


def test_filters_narrow_together(opened):
    each = [compiled(hours_query, filters=frozenset({name})) for name in ("reseau", "mission")]
    both = compiled(hours_query, filters=frozenset({"reseau", "mission"}))

    kept = [{row[0] for row in run(opened, query)} for query in each]
    assert {row[0] for row in run(opened, both)} == kept[0] & kept[1]


def test_compiled_once_for_each_set_of_choices():
    first = compiled(nearest_query, filters=frozenset({"pmr", "q"}))

    assert compiled(nearest_query, filters=frozenset({"q", "pmr"})) is first
    assert compiled(nearest_query, filters=frozenset({"q"})) is not first


def test_columns_are_plain_names_in_the_order_of_a_row(opened):
    query = compiled(point_query)
    row = dict(zip(query.columns, run(opened, query, id="dila--apec-92050-01")[0], strict=True))

    assert {type(name) for name in query.columns} == {str}
    assert (row["nom"], row["lon"], row["lat"]) == ("APEC Nanterre", 2.25, 48.95)
    assert "nom_recherche" not in row


def test_codes_of_where_one_stands_are_asked_only_for_a_zone_that_is_known(opened):
    query = compiled(nearest_query, filters=frozenset())
    rows = run(opened, query, **HERE, k=50, rayon_m=100_000.0)

    for row in rows:
        place = dict(zip(query.columns, row, strict=True))
        if place["zone_competence"] is None:
            assert place["codes_ici"] is None
        else:
            assert set(place["codes_ici"]) == {"75056", "75102", "75", "region-11"}


@pytest.mark.parametrize("here", [directory.HERE, (2.35, 48.95), directory.OUTSIDE])
@pytest.mark.parametrize("build", [nearest_query, near_hours_query])
def test_out_of_zone_in_sql_is_what_the_domain_says(opened, build, here):
    asked = {"lon": here[0], "lat": here[1], "k": 50, "rayon_m": 100_000.0}
    codes = {
        row["id"]: (row["zone_competence"], row["codes_ici"] or ())
        for row in as_dicts(opened, compiled(nearest_query, filters=frozenset()), **asked)
    }

    rows = as_dicts(opened, compiled(build, filters=frozenset(), in_zone=True), **asked)

    assert {row["id"] for row in rows if row["hors_zone"]} == {
        id_ for id_, said in codes.items() if rattachement(*said) is Rattachement.NON
    }
    assert len(rows) == len(directory.points())


def as_dicts(connection, query, **values):
    rows = run(connection, query, **values)
    return [dict(zip(query.columns, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def crowd(shared_directory_url):
    """Many places around Paris, enough for the planner to care; never committed."""
    with (
        connect(shared_directory_url) as connection,
        connection.transaction(force_rollback=True),
    ):
        connection.execute(
            "INSERT INTO points_accueil (id, source, reseau, nom, nom_recherche, code_commune,"
            " accessibilite_pmr, precision_position, publics, geom)"
            " SELECT 'foule--' || n, 'foule', 'cio', 'CIO', 'cio', '75102', 'oui', 'adresse',"
            " '{jeune}', ST_SetSRID(ST_MakePoint(1.5 + 2 * random(), 48 + 1.5 * random()), 4326)"
            " FROM generate_series(1, %s) AS n",
            (CROWD,),
        )
        connection.execute("ANALYZE points_accueil")
        yield connection


def scans(plan):
    """Give every scan of the places in a plan, with its index."""
    found = []
    if plan.get("Relation Name") == "points_accueil":
        found.append((plan["Node Type"], plan.get("Index Name")))
    for part in plan.get("Plans", []):
        found += scans(part)
    return found


# a filter that keeps next to nothing may well be answered without the index: none is here
@pytest.mark.parametrize("names", [(), ("reseau",), ("pmr",), ("reseau", "profil")])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("in_zone", [True, False])
def test_nearest_scans_the_index_of_positions(crowd, names, mode, in_zone):
    query = compiled(nearest_query, filters=frozenset(names), in_zone=in_zone)
    values = {**query.constants, **VALUES, **HERE, "k": 10, "rayon_m": 100_000.0}
    crowd.execute(f"SET plan_cache_mode = {mode}")
    # prepared, as the pool does
    with psycopg.Connection.cursor(crowd) as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query.sql}", values, prepare=True)
        (plan,) = cursor.fetchone()
    plan = plan if isinstance(plan, list) else json.loads(plan)

    found = scans(plan[0]["Plan"])
    assert found
    assert {index for _, index in found} == {"ix_points_accueil_geog"}


def test_nearest_are_the_same_without_the_index(crowd):
    query = compiled(nearest_query, filters=frozenset())
    with_index = run(crowd, query, **HERE, k=50, rayon_m=100_000.0)
    exact = crowd.execute(
        "SELECT id FROM points_accueil ORDER BY ST_Distance(geom::geography,"
        " ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography), md5(id) LIMIT 50",
        HERE,
    ).fetchall()

    assert [row[0] for row in with_index] == [row[0] for row in exact]
