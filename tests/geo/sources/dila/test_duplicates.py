from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.domain.point_accueil import PointAccueil, PrecisionPosition, Signalement
from geo.sources.dila.duplicates import flag_duplicates, neighbours
from tests.geo.sources.dila.synthetic import SOUTH, WEST, to_degrees


def place(name, east_m, *, reseau="cio", code_commune="77001"):
    lon, lat = to_degrees(WEST + east_m, SOUTH)
    return PointAccueil(
        id=f"dila--{name}",
        source="dila",
        reseau=reseau,
        nom=name,
        code_commune=code_commune,
        lon=lon,
        lat=lat,
        precision_position=PrecisionPosition.ADRESSE,
        date_maj=None,
    )


def twins(points):
    return {point.nom: point.doublons for point in flag_duplicates(points)}


@pytest.mark.parametrize(("metres", "found"), [(0.0, True), (29.99, True), (30.01, False)])
def test_places_of_one_reseau_within_thirty_metres_name_each_other(metres, found):
    got = twins([place("a", 0), place("b", metres)])

    assert got == {"a": ("dila--b",) if found else (), "b": ("dila--a",) if found else ()}


def test_the_threshold_is_inclusive():
    assert neighbours(np.array([[0.0, 0.0], [30.0, 0.0], [0.0, 30.5]]), 30.0) == [(0, 1)]


def test_places_of_two_reseaux_under_one_roof_are_no_duplicates():
    assert twins([place("a", 0), place("b", 0, reseau="cap-emploi")]) == {"a": (), "b": ()}


def test_communes_do_not_matter():
    assert twins([place("a", 0), place("b", 5, code_commune="78003")])["a"] == ("dila--b",)


def test_nothing_is_merged_and_the_rest_is_left_alone():
    points = [place("a", 0), place("far", 5_000), place("b", 10), place("c", 20)]

    got = flag_duplicates(points)

    assert [point.nom for point in got] == ["a", "far", "b", "c"]
    assert got[1] == points[1]
    assert got[0].doublons == ("dila--b", "dila--c")
    assert got[0].signalements == (Signalement.DOUBLON_PROBABLE,)
    assert replace(got[0], doublons=(), signalements=()) == points[0]


def test_no_place_no_duplicate():
    assert flag_duplicates([]) == []


@given(arrays(float, st.tuples(st.integers(1, 15), st.just(2)), elements=st.integers(0, 90)))
def test_neighbours_are_those_of_every_pair_compared(xy):
    slow = [
        (i, j)
        for i in range(len(xy))
        for j in range(i + 1, len(xy))
        if ((xy[i] - xy[j]) ** 2).sum() <= 30**2
    ]

    assert neighbours(xy, 30.0) == slow
