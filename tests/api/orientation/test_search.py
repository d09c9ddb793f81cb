"""What a worker keeps: places that vanish, rules that change, people that are forgotten."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from api.app import create_app
from api.directory import to_directory
from api.orientation import prepared as module
from api.orientation.elements import to_remote
from api.orientation.find import Question
from api.orientation.prepared import KnownPrepared, prepare
from api.rules import UNDECLARED_S, to_rules
from geo.access.eligibility import competent, sends_on, served
from geo.access.neutral import neutral_rank
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import Canal, ServiceDistance
from geo.settings import Settings
from geo.store.engine import connect
from geo.store.load import replace_reseaux
from tests import directory
from tests.api.serving import HERE, serving
from tests.api.streets import MISSION

PATH = "/v1/orientation"
ASKED = {
    **HERE, "besoin": "accompagnement", "profil": ["jeune", "demandeur-emploi"], "mode": "velo",
    "au_plus_s": 1300, "depart_a": "2026-11-24T10:00:00+01:00",
}  # fmt: skip


def doors(client, **more):
    content = client.get(PATH, params={**ASKED, **more}).json()
    return content["resultat"], [door["id"] for door in content["portes"]]


@pytest.fixture
def own(databases, directory_template):
    """A database of this test's own, and a client of it."""
    url = databases.create(directory_template)[1]
    with serving(url) as client:
        yield url, client


def test_a_door_that_was_removed_by_hand_is_replaced_by_the_next(own):
    url, client = own
    before = doors(client)
    with connect(url) as connection:
        # no import is logged: the worker believes what it holds for half a minute
        connection.execute("DELETE FROM points_accueil WHERE id = %s", (MISSION,))

    assert before == ("1", [MISSION])
    assert doors(client) == ("1", ["dila--pole_emploi-75102-01"])


def test_rules_that_are_loaded_again_hold_at_once(own):
    url, client = own
    before = doors(client)
    rules = directory.rules()
    kept = tuple(line for line in rules.competences if line.reseau != "mission-locale")
    with connect(url) as connection:
        replace_reseaux(connection, directory.reseaux(), replace(rules, competences=kept))
        connection.execute(
            "INSERT INTO imports (source, fichier, empreinte, entier, lus, acceptes, rejetes,"
            " ajoutes, modifies, retires, version_code) VALUES ('reseaux', 'essai', '0', true,"
            " 0, 0, 0, 0, 0, 0, 'essai')"
        )

    assert before == ("1", [MISSION])
    assert doors(client) == ("1", ["dila--pole_emploi-75102-01"])


def test_without_any_rule_nobody_is_sent_anywhere(databases, directory_template):
    url = databases.create(directory_template)[1]
    with connect(url) as connection:
        connection.execute("TRUNCATE competences, services_a_distance, temps_reference")
    with serving(url) as client:
        answer = client.get(PATH, params={**HERE, "besoin": "conseil"}).json()
        empty = [
            client.get(f"/v1/{name}").json() for name in ("competences", "services-a-distance")
        ]

    assert (answer["resultat"], answer["portes"], answer["ecartes"]) == ("aucune", [], [])
    assert answer["au_plus_s"] == UNDECLARED_S
    assert empty == [{"elements": [], "suivant": None}] * 2


def test_without_any_place_either(databases, directory_template):
    url = databases.create(directory_template)[1]
    with connect(url) as connection:
        connection.execute("DELETE FROM points_accueil")
    with serving(url) as client:
        answer = client.get(PATH, params={**HERE, "besoin": "conseil"}).json()

    assert (answer["resultat"], answer["portes"]) == ("aucune", [])


def held(found, seen):
    """Walk through what is kept, and give every number."""
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, np.ndarray):
        yield from found.ravel().tolist() if found.dtype.kind == "f" else []
    elif isinstance(found, float):
        yield found
    elif isinstance(found, dict):
        yield from held([*found, *found.values()], seen)
    elif isinstance(found, list | tuple | set | frozenset):
        for part in found:
            yield from held(part, seen)
    elif is_dataclass(found):
        yield from held([getattr(found, one.name) for one in fields(found)], seen)


def test_no_position_stays_in_the_memory_of_the_worker(rare_url, streets_dir):
    settings = Settings(database_url=rare_url, data_dir=streets_dir)
    app = create_app(settings)
    lon, lat = 2.3601020304, 48.8605060708
    with serving(rare_url, app=app) as client:
        for mode in ("marche", "voiture", "velo"):
            for profil in ("jeune", "demandeur-emploi", "personne-handicapee"):
                asked = {"lon": lon, "lat": lat, "mode": mode, "profil": profil}
                for seconds in (60, 1800, 3600):
                    more = {"besoin": "accompagnement", "au_plus_s": seconds}
                    assert client.get(PATH, params={**asked, **more}).status_code == 200
        state = app.state.deux_portes
        services = [task.result() for task in state.networks.opening.values()]
        kept = [state.prepared, state.directory, state.rules, [one.onward for one in services]]

        numbers = np.array(list(held(kept, set())))

    assert any(one.onward.held for one in services if one.onward is not None)
    assert np.isclose(numbers, 2.36, rtol=0, atol=1e-7).any()  # a place: all is walked through
    assert not np.isclose(numbers, lon, rtol=0, atol=1e-7).any()
    assert not np.isclose(numbers, lat, rtol=0, atol=1e-7).any()


# --- what is worked out once ------------------------------------------------------------------


def laid_out():
    rows = [
        (
            p.id, p.lon, p.lat, p.reseau, p.reseau != "crous", list(p.publics), list(p.missions),
            p.zone_competence, p.horaires, list(p.horaires_reserves), [], [],
            p.accessibilite_pmr.value,
        )
        for p in directory.points()
    ]  # fmt: skip
    lines = [
        (one.reseau, one.profil, one.mission, one.renvoie) for one in directory.rules().competences
    ]
    return to_directory(rows), to_rules(lines, [], [])


def test_it_is_made_again_only_when_places_or_rules_change():
    known, (places, rules) = KnownPrepared(), laid_out()
    other_places, other_rules = laid_out()

    first = prepare(known, places, rules)
    assert prepare(known, places, rules) is first
    second = prepare(known, other_places, rules)
    assert second is not first
    assert prepare(known, other_places, other_rules) is not second


@pytest.mark.parametrize("wheelchair", [False, True])
@pytest.mark.parametrize("pmr", [False, True])
@pytest.mark.parametrize("codes", [(), ("75102", "75056", "75"), ("77288", "77")])
def test_standing_is_what_eligibility_says(wheelchair, pmr, codes):
    places, rules = laid_out()
    prepared = prepare(KnownPrepared(), places, rules)
    access = prepared.access(pmr=pmr, wheelchair=wheelchair)
    standing = prepared.standing([Profil.JEUNE], Mission.CONSEIL, codes, access)
    told = [point.accessibilite_pmr for point in directory.points()]
    enough = {"oui"} if pmr else {"oui", "sur_demande", "inconnue"}
    enough |= set() if pmr or wheelchair else {"non"}
    table = places.places, rules.competences

    assert (standing.helps == competent(*table, [Profil.JEUNE], Mission.CONSEIL)).all()
    assert (standing.sends_on == sends_on(*table, [Profil.JEUNE])).all()
    assert (standing.helps_others == competent(*table, list(Profil), Mission.CONSEIL)).all()
    assert (standing.sends_others == sends_on(*table, list(Profil))).all()
    assert (standing.served == served(places.zones, [codes])[0]).all()
    assert standing.accessible.tolist() == [one in enough for one in told]


@pytest.mark.parametrize(
    ("canaux", "says"), [(["web"], False), (["web", "telephone"], True), (["chat"], True)]
)
def test_a_site_that_one_reads_has_no_opening(canaux, says):
    places, rules = laid_out()
    service = ServiceDistance(
        id="site", nom="Site", canaux=tuple(map(Canal, canaux)), publics=(Profil.TOUT_PUBLIC,),
        missions=(Mission.CONSEIL,), zone_competence=("france",), site_web="https://example.org",
        source="Essai", consulte_le=date(2026, 1, 1),
    )  # fmt: skip
    question = Question(
        lon=2.36, lat=48.86, codes_here=("75102",), profils=frozenset(), mission=Mission.CONSEIL,
        budget_s=900, departure=datetime(2026, 11, 24, 9, tzinfo=UTC), pmr=False, wheelchair=False,
    )  # fmt: skip
    prepared = prepare(KnownPrepared(), places, replace(rules, services=(service,)))
    (element,) = to_remote(prepared, question)

    assert ("horaires_inconnus" in {one["code"] for one in element["raisons"]}) is says


def test_the_rank_of_a_day_is_the_published_one():
    places, rules = laid_out()
    rank = prepare(KnownPrepared(), places, rules).rank(date(2026, 11, 24))

    assert rank.tolist() == neutral_rank(places.ids, draw="2026-11-24").tolist()


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "DAYS_MAX", 3)
    prepared = prepare(KnownPrepared(), *laid_out())

    for day in range(1, 10):
        prepared.rank(date(2026, 11, day))
        prepared.timetable(date(2026, 11, day))
        assert max(len(prepared.ranks), len(prepared.timetables)) <= 3
    assert prepared.rank(date(2026, 11, 9)) is prepared.rank(date(2026, 11, 9))
