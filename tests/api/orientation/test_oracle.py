"""The endpoint says what a slow reading of the rule says, and what `geo.access.doors` counts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.doors import RESULTATS, outcomes
from geo.access.doors import doors as count_doors
from geo.access.eligibility import competent, sends_on, served
from geo.access.survey import Places
from geo.domain.couverture import Resultat
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.streets import open_streets
from geo.store.engine import connect
from geo.store.surveys import read_places
from tests import directory
from tests.api.orientation import oracle
from tests.api.orientation.oracle import AlongStreets, Estimates, Person
from tests.api.streets import IN_CALM, POINTS, WGS84

PATH = "/v1/orientation"
CALM = datetime.fromisoformat(IN_CALM)
TABLES = {"client": directory.rules().competences, "rare": oracle.RARE}
"""Competences by the client that serves them."""

ON_STREETS = {"on_streets": directory.rules().competences, "rare_on_streets": oracle.RARE}
ENOUGH = [(None,), (1, 3, None)]
"""Places that are looked at until the choice is sure: all, or few at first."""

STREET_MODES = (Mode.MARCHE, Mode.VOITURE, Mode.FAUTEUIL)

budgets = st.one_of(st.sampled_from([300, 900, 1200, 1800, 2400]), st.integers(1, 8000))
profils = st.frozensets(st.sampled_from(Profil), max_size=3)
missions = st.sampled_from([*Mission, Mission.ACCOMPAGNEMENT])
"""The last is what fewest help with."""

anywhere = st.builds(
    Person,
    lon=st.one_of(st.just(2.36), st.floats(2.05, 2.6)),
    lat=st.one_of(st.just(48.86), st.floats(48.65, 49.05)),
    profils=profils,
    mission=st.sampled_from(Mission),
    budget_s=budgets,
    pmr=st.sampled_from([False, False, True]),
)
near_streets = st.builds(
    Person,
    lon=st.one_of(st.just(2.36), st.floats(2.359, 2.361), st.floats(2.355, 2.372)),
    lat=st.one_of(st.sampled_from([48.86, 48.865]), st.floats(48.858, 48.892)),
    profils=profils,
    mission=missions,
    budget_s=st.one_of(budgets, st.integers(1800, 2700)),
)
minutes_of_a_week = st.integers(0, 7 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def behind_a_door(draw):
    """Someone on the far side of one place from another: two doors, if these are doors at all."""
    first, second = draw(st.permutations(list(POINTS.values())))[:2]
    mode = draw(st.sampled_from(ESTIMATED_MODES))
    azimuth, _, apart_m = WGS84.inv(second.lon, second.lat, first.lon, first.lat)
    beyond = draw(st.floats(0, 1))
    lon, lat, _ = WGS84.fwd(first.lon, first.lat, azimuth, beyond * apart_m)
    budget_s = travel_time_s(apart_m * (1 + beyond * draw(st.floats(0, 1))), mode)
    asked = draw(st.sampled_from([second.publics, *([one] for one in Profil)])), draw(missions)
    return mode, Person(
        lon=lon,
        lat=lat,
        profils=frozenset(asked[0]),
        mission=asked[1],
        budget_s=min(int(budget_s) + 1, 14_400),
    )


@dataclass(frozen=True)
class Case:
    """A client, the table of competences it serves, and the times it should find by mode."""

    client: httpx.Client
    table: tuple
    places: Places
    times: dict
    along: dict

    def check(self, person, mode, departure):
        """Ask, and compare."""
        known = self.times[mode]
        if mode in self.along:
            times = self.along[mode][0]
            if times.engine.covers(np.array([(person.lon, person.lat)]))[0]:
                known = self.along[mode]

        content = ask(self.client, person, mode.value, departure)

        assert (content["reseau_rues"] is None) is (known is self.times[mode])
        resultat, expected = oracle.doors(person, self.table, known, departure)
        assert content["resultat"] == resultat
        assert tuple(door["id"] for door in content["portes"]) == expected
        assert content["resultat"] == self.counted(person, known)
        return content

    def counted(self, person, known):
        """Give what `geo.access.doors` says of one person, of the places that they can enter."""
        mode = known[0].mode
        enters = np.array([oracle.accessible(person, POINTS[i], mode) for i in self.places.ids])
        found = count_doors(
            oracle.survey(person, self.places, *known),
            competent=enters & competent(self.places, self.table, person.profils, person.mission),
            sends_on=enters & sends_on(self.places, self.table, person.profils),
            served=served(self.places.zones, [oracle.codes_of(person.lon, person.lat)]),
        )
        return RESULTATS[outcomes(found, person.budget_s)[0]]


def ask(client, person, mode, departure):
    asked = {
        "lon": person.lon, "lat": person.lat, "profil": sorted(person.profils),
        "besoin": person.mission, "mode": mode, "au_plus_s": person.budget_s,
        "depart_a": departure.isoformat(), **({"pmr": "oui"} if person.pmr else {}),
    }  # fmt: skip
    answer = client.get(PATH, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def places(shared_directory_url):
    with connect(shared_directory_url) as connection:
        return read_places(connection)


@pytest.fixture(scope="module")
def estimates():
    made = {mode: Estimates(mode) for mode in Mode}
    return {mode: (times, oracle.between_all(times)) for mode, times in made.items()}


@pytest.fixture(scope="module")
def along(streets_dir):
    folder = streets_dir / "processed" / "networks" / "rues"
    made = {mode: AlongStreets(open_streets(folder, mode)) for mode in STREET_MODES}
    return {mode: (times, oracle.between_all(times)) for mode, times in made.items()}


@pytest.fixture(scope="module", params=TABLES)
def case(request, places, estimates):
    name = request.param
    return Case(request.getfixturevalue(name), TABLES[name], places, estimates, {})


@pytest.fixture(scope="module", params=product(ON_STREETS, ENOUGH))
def street_case(request, places, estimates, along):
    name, enough = request.param
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.orientation.find.ENOUGH", enough)
        yield Case(request.getfixturevalue(name), ON_STREETS[name], places, estimates, along)


@settings(max_examples=60, deadline=None)
@given(person=anywhere, mode=st.sampled_from(Mode), after=minutes_of_a_week)
def test_doors_are_those_of_the_oracle(case, person, mode, after):
    case.check(person, mode, CALM + after)


@settings(max_examples=100, deadline=None)
@given(asked=behind_a_door(), after=minutes_of_a_week)
def test_so_they_are_of_who_stands_behind_a_door(case, asked, after):
    mode, person = asked
    case.check(person, mode, CALM + after)


@settings(max_examples=60, deadline=None)
@given(person=near_streets, mode=st.sampled_from(STREET_MODES), minutes=st.integers(0, 600))
def test_doors_on_streets_are_those_of_the_oracle(street_case, person, mode, minutes):
    # no rush until the next morning
    street_case.check(person, mode, CALM + timedelta(minutes=minutes))


@settings(max_examples=30, deadline=None)
@given(person=anywhere, more=st.sampled_from(Profil), after=minutes_of_a_week)
def test_one_more_public_and_more_time_never_take_more_doors(case, person, more, after):
    order = list(Resultat)
    first = ask(case.client, person, "velo", CALM + after)["resultat"]

    for better in (
        replace(person, profils=person.profils | {more}),
        replace(person, budget_s=person.budget_s + 600),
    ):
        resultat = ask(case.client, better, "velo", CALM + after)["resultat"]
        assert order.index(resultat) <= order.index(first)
