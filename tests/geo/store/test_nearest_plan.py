"""The nearest query walks the spatial index, however many places there are."""

import pytest

from geo.store.engine import connect
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import nearest_query
from tests.directory import HERE

PLACES = 10_000
MANY = """
    INSERT INTO points_accueil (id, source, reseau, nom, nom_recherche, code_commune,
        accessibilite_pmr, precision_position, geom)
    SELECT 'essai--' || n, 'essai', (ARRAY['cio', 'mission-locale', 'cidff'])[1 + mod(n, 3)],
        'x', 'x', '75101', (ARRAY['oui', 'inconnue'])[1 + mod(n, 2)], 'adresse',
        ST_SetSRID(ST_MakePoint(2.1 + 0.4 * mod(n * 7919, 20011) / 20011,
                                48.7 + 0.3 * mod(n * 104729, 20021) / 20021), 4326)
    FROM generate_series(1, %s) AS n
"""
VALUES = {"lon": HERE[0], "lat": HERE[1], "k": 10, "rayon_m": 100_000.0}
FILTERS = {"reseau": ["cio"], "pmr": "oui"}


@pytest.fixture(scope="module")
def crowded(databases, directory_template):
    _, url = databases.create(directory_template)
    with connect(url) as connection:
        connection.execute(MANY, [PLACES])
        connection.execute("ANALYZE points_accueil")
        yield connection


def nodes(plan):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def explained(connection, filters, **options):
    query = compiled(nearest_query, filters=frozenset(filters))
    values = {**VALUES, **query.constants, **{name: FILTERS[name] for name in filters}, **options}
    found = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query.sql}", values).fetchone()
    return list(nodes(found[0][0]["Plan"]))


@pytest.mark.parametrize("filters", [(), ("reseau",), ("pmr",), ("pmr", "reseau")])
@pytest.mark.parametrize("rayon_m", [500.0, 100_000.0])
def test_the_nearest_query_walks_the_index_and_reads_few_rows(crowded, filters, rayon_m):
    plan = explained(crowded, filters, rayon_m=rayon_m)
    on_places = [node for node in plan if node.get("Relation Name") == "points_accueil"]
    walks = [node for node in on_places if "Order By" in node]

    assert [node["Index Name"] for node in walks] == ["ix_points_accueil_geog"]
    assert not [node for node in on_places if node["Node Type"] == "Seq Scan"]
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in on_places) < PLACES / 50


def test_without_the_index_the_same_check_fails(crowded):
    with crowded.transaction(force_rollback=True):
        crowded.execute("DROP INDEX ix_points_accueil_geog")
        plan = explained(crowded, ())

    on_places = [node for node in plan if node.get("Relation Name") == "points_accueil"]
    assert not any("Order By" in node for node in on_places)
