"""Names of parts, and the commune where each place stands."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.domain.point_accueil import PointAccueil
from geo.store.engine import connect
from geo.store.load import replace_points, replace_territories
from geo.store.parts import read_part_names, read_place_communes
from tests import directory

ZONES = pd.DataFrame(
    {
        "partition": "zone_emploi",
        "code_commune": directory.territories().communes.index,
        "code": "1101",
        "nom": "Paris",
    }
)


@pytest.fixture
def conn(shared_directory_url):
    with connect(shared_directory_url) as opened:
        yield opened


def test_parts_have_the_names_that_people_read(conn):
    names = read_part_names(conn)
    assert names["bassin"] == directory.BASSINS
    assert names["departement"] == directory.DEPARTEMENTS
    assert names["region"] == {"11": "Île-de-France"}
    assert names["ept"] == {directory.PLAINE_COMMUNE: "Plaine Commune"}
    assert "zone_emploi" not in names


def test_zones_emploi_have_names_once_they_are_loaded(connection):
    told = replace(directory.territories(), partitions_communes=ZONES)
    replace_territories(connection, directory.territories_import(told))
    assert read_part_names(connection)["zone_emploi"] == {"1101": "Paris"}


def test_a_place_is_where_it_stands_and_not_where_it_says(conn):
    communes = read_place_communes(conn)["code_commune"]
    assert len(communes) == len(directory.points())
    assert communes.index.is_monotonic_increasing
    # declared in Évry, found in Melun
    assert communes["dila--cio-91228-01"] == "77288"
    assert communes["dila--pole_emploi-93066-01"] == "93066"
    # an arrondissement, never the city
    assert communes["dila--pole_emploi-75102-01"] == "75102"
    assert communes["manuel--cite_des_metiers-75101-01"] == "75101"


def place(number, code, lon, lat):
    some = directory.points()[0]
    return PointAccueil(
        id=f"essai--{number}", source="essai", reseau="cio", nom="CIO", code_commune=code,
        lon=lon, lat=lat, precision_position=some.precision_position, date_maj=None,
        publics=some.publics, missions=some.missions,
    )  # fmt: skip


def test_on_an_edge_the_declared_commune_and_outside_the_nearest(directory_url):
    # the edge of Cergy and Nanterre, then of Paris 1er and 4e; east and far west of all communes
    places = [
        place(1, "92050", 2.2, 48.95),
        place(2, "95127", 2.2, 48.95),
        place(3, "77288", 2.2, 48.95),
        place(4, "75056", 2.31, 48.85),
        place(5, "77288", *directory.OUTSIDE),
        place(6, "77288", 2.0, 48.75),
    ]
    with connect(directory_url) as conn:
        replace_points(
            conn, places, (), source="essai", file="essai.csv", digest="0" * 64,
            read=len(places), code_version="essai", whole=True,
        )  # fmt: skip
        communes = read_place_communes(conn)["code_commune"]
    found = [communes[f"essai--{number}"] for number in range(1, 7)]
    assert found == ["92050", "95127", "92050", "75101", "94028", "91228"]
