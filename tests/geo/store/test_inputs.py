from dataclasses import replace

import pytest

from geo.access.coverage import MEMBER_COLUMNS
from geo.errors import StoreEmptyError
from geo.store.engine import connect
from geo.store.load import replace_points, replace_reseaux, replace_territories
from geo.store.runs import (
    directory_digest,
    read_destinations,
    read_members,
    read_origins,
    read_reseaux,
    read_territory_populations,
)
from geo.tables import DESTINATION_COLUMNS, ORIGIN_COLUMNS
from tests import directory


@pytest.fixture(scope="module")
def loaded(shared_directory_url):
    with connect(shared_directory_url) as connection:
        yield connection


def test_origins_are_where_people_are(loaded):
    origins = read_origins(loaded)

    assert tuple(origins.columns) == ORIGIN_COLUMNS
    assert origins.index.name == "origin_id"
    assert origins.index.tolist() == sorted(directory.POPULATED)
    assert origins["population"].sum() == directory.TOTAL
    assert origins.loc["77288", ["lon", "lat"]].tolist() == [2.45, 48.75]


def test_destinations_are_every_place_and_say_which_are_doors(loaded):
    destinations = read_destinations(loaded)

    assert tuple(destinations.columns) == (*DESTINATION_COLUMNS, "nom", "is_door")
    assert destinations.index.name == "destination_id"
    assert set(destinations.index) == {point.id for point in directory.points()}
    assert destinations.index[~destinations["is_door"]].tolist() == ["dila--crous-75103-01"]
    here = destinations.loc["dila--mission_locale-75102-01"]
    assert (here["reseau"], here["lon"], here["lat"]) == ("mission-locale", *directory.HERE)


def test_reseaux_keep_their_order(loaded):
    reseaux = read_reseaux(loaded)

    assert reseaux.index.tolist() == [reseau.code for reseau in directory.reseaux()]
    assert reseaux.index[~reseaux["is_door"]].tolist() == ["crous"]


def test_territories_have_their_residents(loaded):
    rows = read_territory_populations(loaded).itertuples(index=False, name=None)

    assert list(rows) == [
        ("bassin", "1101", "Nord", 1_500),
        ("bassin", "1102", "Ouest", 4_800),
        ("bassin", "1103", "Sud", 198_400),
        ("bassin", "1107", "T1 Paris", 3_072_000),
        ("region", "11", "Île-de-France", directory.TOTAL),
    ]


def test_members_cover_each_origin_once_a_type(loaded):
    members = read_members(loaded)
    placed = read_origins(loaded).merge(members, on="code_commune")

    assert tuple(members.columns) == MEMBER_COLUMNS
    assert placed.groupby("territory_type")["population"].sum().to_dict() == {
        "bassin": directory.TOTAL,
        "region": directory.TOTAL,
    }


@pytest.mark.parametrize(
    "read",
    [read_origins, read_destinations, read_reseaux, read_territory_populations, read_members],
)
def test_an_empty_store_says_what_to_load(connection, read):
    with pytest.raises(StoreEmptyError, match="deuxportes ingest reference"):
        read(connection)


def test_the_digest_depends_on_content_only(directory_url, loaded):
    with connect(directory_url) as connection:
        first = directory_digest(connection)
        assert first == directory_digest(loaded)

        connection.execute("SET datestyle = 'SQL, DMY'")
        connection.execute("CREATE TABLE moved AS TABLE points_accueil")
        connection.execute("DELETE FROM points_accueil")
        assert directory_digest(connection) != first
        connection.execute("INSERT INTO points_accueil TABLE moved ORDER BY id DESC")
        assert directory_digest(connection) == first


def test_any_change_of_the_directory_or_the_territories_shows(directory_url):
    seen = set()
    told = directory.territories()
    point = directory.points()[0]
    renamed = told.communes.replace({"nom": {"Melun": "Meleun"}})
    fewer = told.origins.assign(population=told.origins["population"] + 1)
    with connect(directory_url) as connection:
        seen.add(directory_digest(connection))
        replace_territories(
            connection, directory.territories_import(replace(told, communes=renamed))
        )
        seen.add(directory_digest(connection))
        replace_territories(connection, directory.territories_import(replace(told, origins=fewer)))
        seen.add(directory_digest(connection))
        replace_points(
            connection, [replace(point, lon=point.lon + 1e-7)], (), source="dila", file="f",
            digest="d", read=1, code_version="v", whole=False,
        )  # fmt: skip
        seen.add(directory_digest(connection))

    assert len(seen) == 4


def changed_rules():
    """Give the rules with one thing of each kind changed."""
    rules = directory.rules()
    for kind, changes in {
        "competences": {"renvoie": False},
        "services": {"zone_competence": ("75",)},
        "reference_times": {"au_plus_s": 60},
        "uncertainties": {"part": 0.3},
        "publics": {"nombre": 1},
    }.items():
        first, *others = getattr(rules, kind)
        yield replace(rules, **{kind: (replace(first, **changes), *others)})


def test_any_change_of_what_is_declared_shows(directory_url):
    with connect(directory_url) as connection:
        seen = [directory_digest(connection)]
        for rules in changed_rules():
            replace_reseaux(connection, directory.reseaux(), rules)
            seen.append(directory_digest(connection))
        replace_reseaux(connection, directory.reseaux(), directory.rules())
        again = directory_digest(connection)

    assert len(set(seen)) == 6
    assert again == seen[0]


def test_another_way_to_cut_the_territory_shows(directory_url):
    with connect(directory_url) as connection:
        before = directory_digest(connection)
        connection.execute("UPDATE partitions_communes SET nom = nom || ' (nouveau)'")
        connection.execute(
            "INSERT INTO partitions_communes VALUES ('zone_emploi', '75056', '1', 'Paris')"
            " ON CONFLICT DO NOTHING"
        )

        assert directory_digest(connection) != before
