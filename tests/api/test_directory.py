"""Places in the memory of a worker."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.directory import MASKS_MAX, OPEN_MASKS_MAX, possibly_open, to_directory
from geo.domain.horaires import Ouvert, opening_at
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from tests import directory

PARIS = ZoneInfo("Europe/Paris")
MIDNIGHT = datetime(2026, 11, 23, tzinfo=PARIS)
HOURS = [
    ("Mo-Fr 09:00-12:00,13:30-17:00", []),
    ("Mo-Sa 10:00-18:00", []),
    ('Mo-Fr 09:00-17:00 "sur rendez-vous"', []),
    ('Tu 08:00-09:00 "sur rendez-vous", Tu 09:00-10:00', []),
    ("Sa 12:00-18:00", []),
    ("24/7", []),
    ("Mo-Fr 09:00-17:00", ["vacances_scolaires"]),
    (None, []),
    (None, ["sur_rendez_vous"]),
]


RULE = {"publics": ["salarie"], "missions": ["accueil"]}
"""What the réseau of every place says."""


def row(point_id, horaires, reserves, **told):
    """Give a place as the store does."""
    one = {"lon": 2.0, "lat": 48.0, "zone": None, "pmr": "inconnue", "door": True, **RULE, **told}
    own = (one["publics"], one["missions"], one["zone"], horaires, reserves)
    place = (point_id, one["lon"], one["lat"], "cio", one["door"])
    return (*place, *own, *RULE.values(), one["pmr"])


PLACES = to_directory([row(str(n), *hours) for n, hours in enumerate(HOURS)])
"""Nine places, as the store gives them."""


def rows():
    return [
        row(
            p.id, p.horaires, list(p.horaires_reserves), lon=p.lon, lat=p.lat,
            zone=p.zone_competence, door=p.reseau != "crous", publics=list(p.publics),
            missions=list(p.missions), pmr=p.accessibilite_pmr.value,
        )
        for p in directory.points()
    ]  # fmt: skip


def test_places_are_laid_out_in_the_order_of_the_store():
    laid = to_directory(rows())

    assert laid.ids == tuple(point.id for point in directory.points())
    assert laid.lon_lat.tolist() == [[p.lon, p.lat] for p in directory.points()]
    assert all(laid.ids[number] == one for one, number in laid.number.items())
    for number, point in enumerate(directory.points()):
        assert laid.horaires[number] == point.horaires
        assert laid.zones[number] == point.zone_competence
        assert laid.places.publics[number] == set(point.publics)
        assert laid.places.is_door[number] == (point.reseau != "crous")
        assert laid.accessible[number] == (point.accessibilite_pmr == "oui")


def test_a_place_that_says_no_other_than_its_reseau_leaves_the_rules_to_decide():
    assert PLACES.places.publics[0] == set(Profil)
    assert PLACES.places.missions[0] == set(Mission)


def test_no_place_at_all_is_a_directory_too():
    none = to_directory([])

    assert none.lon_lat.shape == (0, 2)
    assert possibly_open(none, MIDNIGHT, within_s=60).shape == (0,)


@settings(max_examples=60, deadline=None)
@given(
    start_s=st.integers(0, 7 * 86_400),
    within_s=st.sampled_from([0, 60, 600, 3600, 14_400]),
    share=st.floats(0, 1),
)
def test_nothing_that_might_be_open_on_the_way_is_left_out(start_s, within_s, share):
    start = MIDNIGHT + timedelta(seconds=start_s)
    there = start + timedelta(seconds=within_s * share)

    possible = possibly_open(PLACES, start, within_s=within_s)

    for (horaires, reserves), kept in zip(HOURS, possible, strict=True):
        matters = opening_at(horaires, reserves, there).ouvert in {Ouvert.OUI, Ouvert.INCONNU}
        assert kept or not matters


@pytest.mark.parametrize(
    ("hour", "within_s", "expected"),
    [
        # Tuesday: the places of HOURS, in order
        (3, 0, [0, 0, 0, 0, 0, 1, 1, 1, 0]),
        (3, 14_400, [0, 0, 0, 0, 0, 1, 1, 1, 0]),
        (7, 3600, [0, 0, 0, 1, 0, 1, 1, 1, 0]),
        (8, 3600, [1, 0, 1, 1, 0, 1, 1, 1, 0]),
        (11, 0, [1, 1, 0, 0, 0, 1, 1, 1, 0]),
    ],
)
def test_what_is_closed_all_along_is_left_out(hour, within_s, expected):
    tuesday = MIDNIGHT + timedelta(days=1, hours=hour)

    assert possibly_open(PLACES, tuesday, within_s=within_s).astype(int).tolist() == expected


def test_the_same_minute_shares_one_answer_and_few_are_kept():
    start = MIDNIGHT + timedelta(days=1, hours=9)
    first = possibly_open(PLACES, start, within_s=60)

    assert possibly_open(PLACES, start + timedelta(seconds=59), within_s=60) is first
    for minute in range(3 * OPEN_MASKS_MAX):
        possibly_open(PLACES, start + timedelta(minutes=minute), within_s=60)
        assert len(PLACES.open_masks) <= OPEN_MASKS_MAX
    assert len(PLACES.masks) <= MASKS_MAX
    assert np.array_equal(possibly_open(PLACES, start, within_s=60), first)
