"""Scenarios of the toy city, and the city as it would be, laid out afresh."""

import numpy as np
from hypothesis import strategies as st

from geo.access.scenario import NEW, NewTimes, apply, new_positions
from geo.access.survey import ModeTimes, Survey
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from tests.geo.access import toy_city
from tests.geo.access.toy_city import BOTTOM, DEGREES_A_BLOCK, LEFT

DOORS = {code: code != toy_city.NO_DOOR for code in toy_city.RESEAUX}
IN_HOURS = "Mo-Fr 09:00-17:00"
BY_APPOINTMENT = 'Mo-Fr 09:00-17:00 "sur rendez-vous"'
HOURS = (None, IN_HOURS, "Sa 10:00-12:00", BY_APPOINTMENT)


def degrees(crossing):
    lon, lat = toy_city.at([crossing])[0]
    return {"lon": float(lon), "lat": float(lat)}


def crossings(lon_lat):
    """Give the crossings of positions."""
    return [tuple(one) for one in np.rint((lon_lat - (LEFT, BOTTOM)) / DEGREES_A_BLOCK).tolist()]


def times_of_new(city, scenario):
    people, places, new = (
        crossings(lon_lat)
        for lon_lat in (city.people.lon_lat, city.places.lon_lat, new_positions(scenario))
    )
    return NewTimes(
        from_people_s=toy_city.times_s(people, new),
        is_estimate=no_estimate(people, new),
        from_places_s=toy_city.times_s(places + new, new),
        from_places_is_estimate=no_estimate(places + new, new),
        to_places_s=toy_city.times_s(new, places),
        to_places_is_estimate=no_estimate(new, places),
    )


def no_estimate(starts, ends):
    return np.zeros((len(starts), len(ends)), dtype=np.bool_)


def applied(city, scenario):
    return apply(city, scenario, times_of_new(city, scenario), DOORS)


def afresh(city, scenario):
    """Give the city that the scenario makes, from the list of its places: the slow way."""
    places = city.places
    rows = [
        {
            "ids": places.ids[n],
            "crossing": crossings(places.lon_lat[n : n + 1])[0],
            "reseau": places.reseau[n],
            "publics": places.publics[n],
            "missions": places.missions[n],
            "zone": places.zones[n],
            "horaires": places.horaires[n],
            "reserves": places.reserves[n],
            "capacity": places.capacity[n],
        }
        for n in range(len(places.ids))
    ]
    by_id = {row["ids"]: row for row in rows}
    opened = 0
    for change in scenario.changes:
        match change:
            case Closing():
                rows.remove(by_id[change.point_id])
            case Move():
                position = np.array([[change.lon, change.lat]])
                by_id[change.point_id]["crossing"] = crossings(position)[0]
            case NewHours():
                by_id[change.point_id] |= {"horaires": change.horaires, "reserves": ()}
            case NewCapacity():
                by_id[change.point_id]["capacity"] = change.capacity
            case Opening():
                opened += 1
                rows.append(
                    {
                        "ids": NEW.format(opened),
                        "crossing": crossings(np.array([[change.lon, change.lat]]))[0],
                        "reseau": change.reseau,
                        "publics": frozenset(change.publics or Profil),
                        "missions": frozenset(change.missions or Mission),
                        "zone": change.zone_competence,
                        "horaires": change.horaires,
                        "reserves": (),
                        "capacity": change.capacity,
                    }
                )
    return survey_of(city.people, rows)


def survey_of(people, rows):
    """Lay out places, each with all its columns."""
    described = [
        toy_city.place(
            row["ids"], row["crossing"], row["reseau"], publics=row["publics"],
            zone=row["zone"], missions=row["missions"],
        )
        for row in rows
    ]  # fmt: skip
    laid_out = toy_city.places(*described)
    columns = {
        "horaires": tuple(row["horaires"] for row in rows),
        "reserves": tuple(row["reserves"] for row in rows),
        "capacity": np.array([row["capacity"] for row in rows], dtype=np.float64),
    }
    fields = {name: getattr(laid_out, name) for name in laid_out.__slots__}
    starts, ends = crossings(people.lon_lat), [row["crossing"] for row in rows]
    return Survey(
        people=people,
        places=type(laid_out)(**{**fields, **columns}),
        times=ModeTimes(
            mode="voiture",
            to_place_s=toy_city.times_s(starts, ends),
            onward_s=toy_city.times_s(ends, ends),
            is_estimate=no_estimate(starts, ends),
            onward_is_estimate=no_estimate(ends, ends),
        ),
    )


@st.composite
def cities(draw):
    """Draw a city whose places have hours and capacities."""
    city = toy_city.survey(draw(toy_city.towns()), draw(toy_city.described()))
    hours = st.lists(
        st.sampled_from(HOURS), min_size=len(city.places.ids), max_size=len(city.places.ids)
    )
    changes = [
        NewHours(point_id=place, horaires=text)
        for place, text in zip(city.places.ids, draw(hours), strict=True)
    ]
    return afresh(city, Scenario(changes=tuple(changes)))


def openings():
    """Draw an opening, of a door."""
    some_publics = st.sets(st.sampled_from(toy_city.PROFILS), min_size=1).map(sorted).map(tuple)
    some_missions = st.sets(st.sampled_from(list(Mission)), min_size=1).map(sorted).map(tuple)
    return st.builds(
        lambda crossing, **fields: Opening(**degrees(crossing), **fields),
        toy_city.CROSSINGS,
        reseau=st.sampled_from([code for code, is_door in DOORS.items() if is_door]),
        publics=st.none() | some_publics,
        missions=st.none() | some_missions,
        zone_competence=st.none() | st.sampled_from([("france",)]),
        horaires=st.sampled_from(HOURS),
        capacity=st.sampled_from([0.0, 1.0, 3.0]),
    )


@st.composite
def scenarios(draw, city, *, kinds=(Opening, Closing, Move, NewHours, NewCapacity)):
    """Draw changes of the doors of a city, of some sorts, in any order."""
    changes = draw(st.lists(openings(), max_size=3, unique=True)) if Opening in kinds else []
    for place in np.array(city.places.ids, dtype=object)[city.places.is_door].tolist():
        sort = draw(st.sampled_from(["nothing", "close", "change"]))
        if sort == "close" and Closing in kinds:
            changes.append(Closing(point_id=place))
        elif sort == "change":
            changes += draw(_changes(place, kinds))
    return Scenario(changes=tuple(draw(st.permutations(changes))))


@st.composite
def _changes(draw, place, kinds):
    every = {
        Move: st.builds(
            lambda crossing: Move(point_id=place, **degrees(crossing)), toy_city.CROSSINGS
        ),
        NewHours: st.builds(NewHours, point_id=st.just(place), horaires=st.sampled_from(HOURS)),
        NewCapacity: st.builds(
            NewCapacity, point_id=st.just(place), capacity=st.sampled_from([0.0, 2.0, 5.0])
        ),
    }
    return [draw(made) for kind, made in every.items() if kind in kinds and draw(st.booleans())]
