"""Answers about scenarios: on paper, the same as the command's, and true of what they rest on."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from api.scenarios.models import Comparaison
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from geo.export.scenario import matters, territory_element
from geo.network.estimate import Mode
from geo.pipeline.scenario import ScenarioAsked, find_changes
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests.api.serving import serving
from tests.api.streets import MISSION, NO_DOOR
from tests.directory import POPULATION, TOTAL
from tests.geo.pipeline.lattice_network import EDGE_S, build_lattice

SCENARIOS = "/v1/scenarios"
CIO, YOUTH = "dila--cio-75102-01", "dila--cij-75102-02"
SLOW_S = EDGE_S * 1.5
"""An edge in the traffic of an ordinary day."""

MELUN = {"lon": 2.45, "lat": 48.75}
"""Where the origin of Melun stands, and the CIO of Évry."""

CERGY = {"lon": 2.15, "lat": 48.95}
"""Where the origin of Cergy stands; no place is near."""

WOMEN = {"profils": ["femme"], "besoins": ["information"]}
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))


def ask(client, **body):
    response = client.post(SCENARIOS, json=body)
    assert response.status_code == 200, response.text
    Comparaison.model_validate_json(response.content)
    assert response.headers["cache-control"] == "no-store"
    return response.json()


def region(content):
    (one,) = [one for one in content["elements"] if one["type_territoire"] == "region"]
    return one


def test_nothing_changes_and_the_region_is_told(client):
    content = ask(client, mode="marche", **WOMEN)

    assert [one["type_territoire"] for one in content["elements"]] == ["region"]
    assert region(content)["inchanges"] == region(content)["population"] == TOTAL
    assert content["lignes_sans_effet"] == 4  # the bassins
    assert content["communes_gagnantes"] == content["communes_perdantes"] == []
    assert content["au_plus_s"] == [900]  # the reference time on foot
    assert (content["mode"], content["estime"], content["reseau_rues"]) == ("marche", True, None)


def test_a_cidff_in_cergy_on_paper(client):
    opened = [{"reseau": "cidff", **CERGY}]
    content = ask(client, mode="marche", au_plus_s=1200, ouvrir=opened, **WOMEN)

    # nobody else of the northern row is within 20 minutes on foot of it
    cergy, total = POPULATION["95127"], region(content)
    assert total["couverture_gagnee"] == cergy
    assert total["resultat_apres"]["1"] == total["resultat_avant"]["1"] + cergy
    first = content["communes_gagnantes"][0]
    assert (first["origine_id"], first["nom"], first["sens"]) == ("95127", "Cergy", "gagne")
    assert (first["resultat_apres"], first["duree_apres_s"], first["estime"]) == ("1", 0, True)
    assert (content["lieux_avant"], content["lieux_apres"]) == (14, 15)
    named = {one["code_territoire"]: one["nom_territoire"] for one in content["elements"]}
    assert named["1101"] == "Nord"
    assert named["11"] == "Île-de-France"


CHANGES = {
    "ouvrir": [
        {"reseau": "cidff", **CERGY, "capacite": 3, "horaires": "Mo-Fr 09:00-17:00"},
        {
            "reseau": "cio", **MELUN, "publics": ["lyceen"], "missions": ["conseil", "accueil"],
            "zone_competence": ["77"],
        },
    ],
    "fermer": [{"point_id": CIO}],
    "deplacer": [{"point_id": YOUTH, **MELUN}],
    "horaires": [{"point_id": YOUTH, "horaires": "24/7"}],
    "capacite": [{"point_id": "dila--apec-92050-01", "capacite": 4}],
}  # fmt: skip
SAME = (
    Opening(reseau="cidff", **CERGY, capacity=3.0, horaires="Mo-Fr 09:00-17:00"),
    Opening(
        reseau="cio", **MELUN, publics=(Profil.LYCEEN,),
        missions=(Mission.CONSEIL, Mission.ACCUEIL), zone_competence=("77",),
    ),
    Closing(point_id=CIO),
    Move(point_id=YOUTH, **MELUN),
    NewHours(point_id=YOUTH, horaires="24/7"),
    NewCapacity(point_id="dila--apec-92050-01", capacity=4.0),
)  # fmt: skip


@pytest.mark.parametrize("mode", [Mode.MARCHE, Mode.VOITURE])
def test_the_answer_is_what_the_command_finds(client, shared_directory_url, mode):
    instant = TUESDAY.isoformat()
    content = ask(client, mode=mode.value, au_plus_s=[600, 1800], instant=instant, **CHANGES)
    asked = ScenarioAsked(
        scenario=Scenario(changes=SAME, instant=TUESDAY), mode=mode, cutoffs_s=(600, 1800)
    )
    with connect(shared_directory_url) as conn:
        found = find_changes(conn, asked, SilentReporter())
    shown = [one for one in found.changes if one.territory_type == "region" or matters(one)]

    told = [territory_element(one, found.names) for one in shown]
    assert content["elements"] == sorted(told, key=lambda one: one["type_territoire"] != "region")
    assert content["lignes_sans_effet"] == len(found.changes) - len(shown)
    assert content["horaires_inconnus"] == found.unknown_hours > 0
    assert content["instant"] == instant


def test_all_publics_and_needs_by_default(client):
    content = ask(client, ouvrir=[{"reseau": "cidff", **CERGY}])

    regional = [one for one in content["elements"] if one["type_territoire"] == "region"]
    assert len(regional) == len(Profil) * len(Mission)
    assert (content["mode"], content["au_plus_s"]) == ("voiture", [1800])


def test_one_time_or_several_each_once(client):
    content = ask(client, au_plus_s=[900, 600, 900], **WOMEN)

    assert content["au_plus_s"] == [900, 600]
    assert len(content["elements"]) == 2


@pytest.mark.parametrize("body", [{}, {"fermer": []}, {"instant": None, "profils": []}])
def test_a_scenario_may_be_empty(client, body):
    assert ask(client, **body)["communes_gagnantes"] == []


def test_every_door_may_close(client):
    points = client.get("/v1/points-accueil", params={"limite": 500}).json()["elements"]
    closed = [{"point_id": point["id"]} for point in points if point["id"] != NO_DOOR]

    content = ask(client, fermer=closed, **WOMEN)

    assert content["lieux_apres"] == 1
    assert region(content)["resultat_apres"]["aucune"] == TOTAL
    assert region(content)["variation_moyenne_s"] is None
    assert content["communes_perdantes"][0]["duree_apres_s"] is None
    assert content["communes_perdantes"][0]["duree_deux_portes_apres_s"] is None


def test_a_change_of_two_doors_is_explained_by_the_times_through_a_first(client):
    """By bicycle, 346 ms a metre: 2,000 m to the mission locale, 1,233 at most by a first door."""
    asked = {"mode": "velo", "au_plus_s": 600, "profils": ["jeune"], "besoins": ["accompagnement"]}
    content = ask(client, fermer=[{"point_id": MISSION}], **asked)
    (lost,) = [one for one in content["communes_perdantes"] if one["origine_id"] == "75102"]

    assert (lost["resultat_avant"], lost["resultat_apres"]) == ("2", "aucune")
    assert lost["duree_avant_s"] > 600 >= lost["duree_deux_portes_avant_s"] == 427
    assert lost["duree_deux_portes_apres_s"] is None


def test_an_instant_is_of_whole_seconds(client):
    for instant in ("maintenant", "2026-11-24T10:30:00.75+01:00"):
        assert "." not in ask(client, instant=instant, **WOMEN)["instant"]


def test_a_place_may_open_beyond_the_region(client):
    far = ask(client, ouvrir=[{"reseau": "cidff", "lon": 1.15, "lat": 49.02}], **WOMEN)

    assert region(far)["gagnants"] == 0


def test_each_answer_is_of_its_own_scenario(client):
    """What the worker remembers is of the places as they are."""
    body = {"mode": "marche", "au_plus_s": 1200, **WOMEN}
    opened = ask(client, **body, ouvrir=[{"reseau": "cidff", **CERGY}])
    elsewhere = ask(client, **body, ouvrir=[{"reseau": "cidff", **MELUN}])

    assert ask(client, **body)["elements"] == ask(client, **body)["elements"]
    assert region(opened)["couverture_gagnee"] != region(elsewhere)["couverture_gagnee"]
    assert ask(client, **body, ouvrir=[{"reseau": "cidff", **CERGY}]) == opened


@pytest.fixture(scope="module")
def in_paris(shared_directory_url, tmp_path_factory):
    """A client whose network has Paris, 94 % of the residents."""
    folder = tmp_path_factory.mktemp("data")
    modes = (Mode.MARCHE, Mode.VOITURE, Mode.FAUTEUIL)
    build_lattice(folder / "processed" / "networks", modes=modes, publiable=False)
    with serving(shared_directory_url, data_dir=folder) as opened:
        yield opened


def test_times_are_those_of_the_network_that_most_residents_are_on(in_paris):
    # from 14 edges away from the origin of the 4e arrondissement to 4
    moved = [{"point_id": MISSION, "lon": 2.345, "lat": 48.825}]
    young = {"profils": ["jeune"], "besoins": ["accompagnement"]}
    content = ask(in_paris, mode="voiture", au_plus_s=3600, deplacer=moved, **young)

    named = content["communes_gagnantes"] + content["communes_perdantes"]
    (fourth,) = [one for one in named if one["origine_id"] == "75104"]
    assert (fourth["duree_avant_s"], fourth["duree_apres_s"]) == (14 * SLOW_S, 4 * SLOW_S)
    assert fourth["estime"] is False
    assert content["reseau_rues"]["nom"] == "paris"
    assert content["publiable"] is content["reseau_rues"]["publiable"] is False
    assert content["estime"] is True  # beyond Paris


def test_in_a_wheelchair_only_those_on_the_network_count(in_paris):
    opened = [{"reseau": "cidff", "lon": 2.345, "lat": 48.825}]
    content = ask(in_paris, mode="fauteuil", au_plus_s=3600, ouvrir=opened, **WOMEN)

    on_it = sum(POPULATION[code] for code in ("75101", "75102", "75103", "75104"))
    assert region(content)["non_mesures"] == TOTAL - on_it
    assert sum(region(content)["resultat_apres"].values()) == on_it
    assert content["estime"] is False


def test_a_network_of_few_residents_is_left_aside(on_streets):
    content = ask(on_streets, mode="voiture", **WOMEN)

    assert content["reseau_rues"] is None
