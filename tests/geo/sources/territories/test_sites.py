import pandas as pd
import pytest
import shapely

from geo.domain.rejet import Motif
from geo.sources.territories.sites import (
    MISPLACED_FROM_M,
    containing,
    place_stations,
    place_town_halls,
    to_sites,
)
from geo.tables import SITE_COLUMNS
from tests.geo.sources.territories import toy


def halls(**distances):
    rows = [
        (f"mairie-{name[1:].replace('_', '-')}", "Mairie", "77001", 2.0, 48.0, distance)
        for name, distance in distances.items()
    ]
    columns = ["id", "nom", "code_commune", "lon", "lat", "distance_m"]
    return pd.DataFrame(rows, columns=columns).set_index("id")


def test_the_main_town_hall_has_the_short_id():
    placed, rejects = place_town_halls(halls(_77001_01=0.0, _77109_02=0.0))
    assert placed.index.tolist() == ["mairie--77001", "mairie--77109-02"]
    assert rejects == []


@pytest.mark.parametrize(("distance_m", "kept"), [(MISPLACED_FROM_M, 1), (MISPLACED_FROM_M + 1, 0)])
def test_a_town_hall_far_from_its_commune_is_rejected_with_the_distance(distance_m, kept):
    placed, rejects = place_town_halls(halls(_77001_01=distance_m))
    assert len(placed) == kept
    assert len(rejects) == 1 - kept
    for reject in rejects:
        assert reject.motif is Motif.POSITION_FAUSSE
        assert "0.5 km" in reject.detail


@pytest.fixture
def cells():
    return pd.Series(toy.on_grid() | {"75056": toy.square(0, 0, width=5, height=4)}, dtype=object)


def test_a_point_is_in_its_arrondissement_not_in_the_city(cells):
    middle = toy.square(4, 3).centroid
    border = shapely.Point(toy.WEST + toy.SIDE, toy.SOUTH)
    outside = shapely.Point(9, 9)
    assert containing([middle, border, outside], cells) == ["75120", "75101", None]


def test_stations_of_elsewhere_are_rejected(cells):
    lon, lat = toy.square(7, 3).centroid.coords[0]
    stations = pd.DataFrame(
        {"nom": ["Ici", "Creil"], "modes": "train", "lon": [lon, 9.0], "lat": [lat, 9.0]},
        index=["gare--1", "gare--2"],
    )
    placed, rejects = place_stations(stations, cells)
    assert placed["code_commune"].to_dict() == {"gare--1": "77012"}
    assert [(r.id_source, r.motif) for r in rejects] == [("gare--2", Motif.HORS_TERRITOIRE)]


def test_the_table_of_sites():
    town_halls, _ = place_town_halls(halls(_77001_01=0.0))
    stations = pd.DataFrame(
        {"nom": ["A"], "modes": ["metro"], "code_commune": ["75101"], "lon": [2.0], "lat": [48.0]},
        index=["gare--1"],
    )
    sites = to_sites(town_halls, stations)
    assert sites.index.tolist() == ["gare--1", "mairie--77001"]
    assert tuple(sites.columns) == (*SITE_COLUMNS, "modes")
    assert sites["type"].tolist() == ["gare", "mairie"]
    assert sites.crs.to_epsg() == 4326
