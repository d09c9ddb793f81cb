"""The synthetic directory is what its documentation says, so that other tests may trust it."""

import pytest
import shapely
from pyproj import Geod

from geo.domain.horaires import Ouvert, opening_at
from tests import directory


def test_populations_add_up_to_the_region():
    territories = directory.territories()

    assert sum(directory.POPULATION[code] for code in directory.POPULATED) == directory.TOTAL
    assert territories.bassins["population"].sum() == directory.TOTAL
    assert territories.origins["population"].sum() == directory.TOTAL


def test_places_due_north_are_at_the_distances_told():
    geod = Geod(ellps="WGS84")
    by_id = {point.id: point for point in directory.points()}

    for id_, expected in directory.DISTANCE_M.items():
        metres = geod.inv(*directory.HERE, by_id[id_].lon, by_id[id_].lat)[2]
        assert metres == pytest.approx(expected, abs=1)


def test_every_place_stands_in_its_commune_but_the_one_that_says_otherwise():
    squares = directory.squares()

    strays = [
        point.id
        for point in directory.points()
        if not squares[point.code_commune].contains(shapely.Point(point.lon, point.lat))
    ]

    assert strays == ["dila--cio-91228-01"]
    assert not any(square.covers(shapely.Point(directory.OUTSIDE)) for square in squares.values())


def test_twins_are_within_thirty_metres():
    geod = Geod(ellps="WGS84")
    first, second = (p for p in directory.points() if p.reseau == "information-jeunesse")

    assert geod.inv(first.lon, first.lat, second.lon, second.lat)[2] < 30


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("dila--mission_locale-75102-01", Ouvert.OUI),
        ("dila--cio-75102-01", Ouvert.INCONNU),
        ("dila--cij-75102-02", Ouvert.INCONNU),
        ("dila--pole_emploi-93066-01", Ouvert.OUI),
        ("dila--cap_emploi-93066-01", Ouvert.SUR_RENDEZ_VOUS),
        ("dila--msap-78646-01", Ouvert.INCONNU),
        ("dila--cidf-94028-01", Ouvert.NON),
    ],
)
def test_what_is_open_on_a_tuesday_morning(id_, expected):
    point = next(point for point in directory.points() if point.id == id_)

    got = opening_at(point.horaires, point.horaires_reserves, directory.TUESDAY_MORNING)

    assert got.ouvert is expected
