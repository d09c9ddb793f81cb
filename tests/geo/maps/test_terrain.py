import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.maps.terrain import NOT_KNOWN, classed, people_by_class
from tests.geo.maps.toy_terrain import sheet, terrain, view


@given(st.lists(st.integers(NOT_KNOWN, 3), min_size=4, max_size=4))
def test_residents_by_class_are_all_residents(classes):
    land = LAND
    people, not_known = people_by_class(view((), classes=np.array(classes)), land)

    assert sum(people) + not_known == 15_000
    for number, count in enumerate(people):
        assert count == sum(
            one
            for one, mine in zip((1000, 2000, 4000, 8000), classes, strict=True)
            if mine == number
        )


LAND = sheet().land


@given(st.lists(st.floats(0, 4000), max_size=20))
def test_bounds_are_inclusive_and_no_time_is_the_last_class(times):
    found = classed(np.array([*times, np.inf]), (600, 1200)).tolist()

    assert found == [0 if one <= 600 else 1 if one <= 1200 else 2 for one in times] + [3]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"views": ()}, "one view"),
        ({"asked": ("Montrer",)}, "answers"),
        ({"zones": ()}, "zones"),
        ({"views": (view(("a", "b")), view(("a", "b")))}, "same answers"),
        ({"views": (view(("a", "b"), classes=np.array([0, 1, 2, 4])),)}, "legend of 4"),
        ({"views": (view(("a", "b"), classes=np.arange(3)),)}, "4 values"),
    ],
)
def test_a_page_that_does_not_fit_together_is_refused(changes, wanted):
    with pytest.raises(InputError, match=wanted):
        terrain(**changes)


def test_territories_are_those_of_the_origins_by_name():
    assert [part.name for part in LAND.parts] == ["Nord", "Sud <b>"]
    assert LAND.part.tolist() == [0, 0, 1, 1]
