"""Classes of times, and the ground of maps."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.diagnostics.drawing import with_people
from geo.diagnostics.sections import maps
from geo.diagnostics.sections.maps import BOUNDS_S, UNKNOWN_CLASS
from geo.diagnostics.sections.residents import residents


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, 0), (600, 0), (600.5, 1), (1200, 1), (3600, 4), (3601, 5), (np.inf, 5), (np.nan, -1)],
)
def test_bounds_are_in_the_class_they_end(seconds, expected):
    assert maps.time_classes(np.array([seconds], dtype=np.float64)).tolist() == [expected]


@given(st.lists(st.floats(min_value=0, max_value=1e5), max_size=20))
def test_a_longer_time_is_never_in_a_nearer_class(times_s):
    classes = maps.time_classes(np.array(sorted(times_s), dtype=np.float64))
    assert (np.diff(classes) >= 0).all()
    assert all(0 <= one <= len(BOUNDS_S) for one in classes)


def test_labels_say_bounds_and_people():
    labels = with_people(maps.time_labels(), [1, 2000, 0, 0, 0, 5, 9])
    assert labels[0] == "10\N{NO-BREAK SPACE}min ou moins : 1 habitant"
    assert labels[1] == (
        "plus de 10 à 20\N{NO-BREAK SPACE}min : 2\N{NARROW NO-BREAK SPACE}000 habitants"
    )
    assert len(labels) == len(BOUNDS_S) + 1


def test_everyone_is_in_one_class(findings):
    for code in ("1102", "11"):
        for mode in findings.modes:
            people = maps.people_by_class(findings, code, mode)
            assert sum(people) == residents(findings, code)["population"].sum()


def test_the_ground_of_a_bassin_has_its_communes_only(findings):
    on = maps.ground(findings, "1102")
    assert list(on.ids) == ["78646", "91534"]
    assert len(on.areas) == 2
    assert len(on.outlines) == 1
    assert len(on.points) == 1
    # a square of 0.1° there is about 11.1 km by 7.3 km
    assert shapely.area(on.areas) == pytest.approx([81.6e6] * 2, rel=0.02)
    left, bottom, right, top = shapely.total_bounds(on.areas)
    assert all(left < x < right and bottom < y < top for _, x, y in on.names)


def test_the_ground_of_the_region_names_bassins(findings):
    on = maps.ground(findings, "11")
    assert {name for name, _, _ in on.names} <= {"Nord", "Ouest", "Sud", "T1 Paris"}
    assert len(on.outlines) == 4
    assert on.names[0][0] == "T1 Paris"


def test_small_maps_have_neither_names_nor_points(findings):
    on = maps.ground(findings, "1107")
    panels = [maps.time_panel(findings, "1107", mode, on, title=mode) for mode in findings.modes]
    several = maps.choropleth("x", on, panels, maps.time_labels(), ramp="time")
    alone = maps.choropleth("x", on, panels[:1], maps.time_labels(), ramp="time")
    assert (several.names, len(several.points)) == ((), 0)
    assert len(alone.points) == 6
    assert len(alone.names) > 0
    assert UNKNOWN_CLASS not in panels[0].classes
