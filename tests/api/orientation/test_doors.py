"""Doors of `tests.directory`, on paper: walking, a metre in a straight line takes a second."""

import pytest

from api.orientation.models import OrientationTrouvee
from tests import directory
from tests.api.serving import HERE, serving
from tests.api.streets import (
    BY_CAR,
    CIO,
    MISSION,
    NO_DOOR,
    OTHER_YOUTH,
    UNREACHED,
    WORK,
    YOUTH,
    write_streets,
)

PATH = "/v1/orientation"
CAP = "dila--cap_emploi-93066-01"
CRETEIL = "dila--mission_locale-94028-01"
TUESDAY = "2026-11-24T{}:00+01:00"
SUNDAY_10 = "2026-11-29T10:00:00+01:00"
MELUN = {"lon": 2.45, "lat": 48.79}


def at(clock):
    return TUESDAY.format(clock)


def ask(client, besoin, clock="10:00", **parameters):
    asked = {**HERE, "besoin": besoin, "depart_a": at(clock), **parameters}
    answer = client.get(PATH, params=asked)
    assert answer.status_code == 200, answer.text
    OrientationTrouvee.model_validate_json(answer.content)
    return answer.json()


def doors(content):
    return content["resultat"], [(door["id"], door["duree_s"]) for door in content["portes"]]


def left_out(content):
    return [(place["id"], place["motif"]) for place in content["ecartes"]]


def said(element):
    return {raison["code"]: raison["texte"] for raison in element["raisons"]}


def test_one_door_that_is_open(client):
    content = ask(client, "accompagnement", profil="jeune")
    (door,) = content["portes"]

    assert doors(content) == ("1", [(MISSION, 0)])
    assert door["arrivee"] == at("10:00")
    assert (door["ouvert"], door["prochain_changement"]) == ("oui", at("12:00"))
    assert (door["porte"], door["role"]) == (1, "repond_au_besoin")
    assert door["telephone"] == "+33140000001"
    assert door["accessibilite_pmr"] == "oui"
    assert list(said(door).items()) == [
        ("repond_au_besoin", "Répond à votre besoin : accompagnement"),
        ("accueille_votre_public", "Reçoit votre public : jeune de 16 à 25 ans"),
        ("dans_le_temps", "À moins d’une minute, à pied (durée estimée)"),
        ("ouvert_a_l_arrivee", "Ouvert à votre arrivée (10 h), jusqu’à 12 h"),
        ("dessert_votre_commune", "Reçoit les habitants de votre commune"),
        ("a_confirmer", "Fiche de plus de 24 mois, ou sans date : appelez avant"),
    ]
    assert (content["ecartes"], content["duree_totale_s"]) == ([], 0)


def test_what_the_answer_says_of_itself(client):
    content = ask(client, "accompagnement", profil=["jeune", "femme"])

    assert (content["besoin"], content["profil"]) == ("accompagnement", ["jeune", "femme"])
    assert (content["mode"], content["depart_a"], content["pmr"]) == ("marche", at("10:00"), None)
    assert (content["estime"], content["publiable"]) == (True, True)
    assert (content["trafic"], content["reseau_rues"]) == (None, None)
    assert "DILA" in content["sources"][0]
    assert str(HERE["lon"]) not in str({**content, "portes": [], "ecartes": []})


@pytest.mark.parametrize(
    ("mode", "au_plus_s", "source"),
    [("marche", 900, "Essai"), ("voiture", 1800, "Essai"), ("fauteuil", 1200, "20 minutes")],
)
def test_without_a_longest_time_it_is_that_of_reference(client, mode, au_plus_s, source):
    content = ask(client, "conseil", mode=mode)
    given = ask(client, "conseil", mode=mode, au_plus_s=au_plus_s)

    assert content["au_plus_s"] == au_plus_s
    assert source in content["au_plus_source"]
    assert given["au_plus_source"] is None
    assert given["portes"] == content["portes"]


def test_open_comes_before_nearer_but_unknown(client):
    """By bicycle, 0.346 s a metre: the CIO, whose hours stop at holidays, is nearer."""
    weekday = ask(client, "information", profil="lyceen", mode="velo", au_plus_s=1200)
    sunday = ask(
        client, "information", profil="lyceen", mode="velo", au_plus_s=1200, depart_a=SUNDAY_10
    )

    assert doors(weekday) == ("1", [(YOUTH, 770)])
    assert left_out(weekday) == [
        (MISSION, "public_non_concerne"), (CIO, "horaires_inconnus")
    ]  # fmt: skip
    # the CIO is closed on Sundays in any case; nothing is known of the other information-jeunesse
    assert doors(sunday) == ("1", [(OTHER_YOUTH, 770)])
    unknown = "Horaires incertains à votre arrivée (10 h 12) : renseignez-vous avant"
    assert said(sunday["portes"][0])["horaires_inconnus"] == unknown
    assert (CIO, "horaires_inconnus") in left_out(sunday)


def test_hours_in_doubt_that_say_closed_do_not_win_over_a_nearer_closed_place(client):
    """At the door of France Travail, which opens at 9: the CIO, farther, is not open either."""
    here = {"profil": "demandeur-emploi", "mode": "velo", "au_plus_s": 900, "lat": 48.89}
    night = ask(client, "conseil", "05:00", **here)

    assert doors(night) == ("1", [(WORK, 0)])
    assert said(night["portes"][0])["ferme_a_l_arrivee"].endswith("ouvre à 9 h")


def test_hours_in_doubt_are_worth_a_call_when_they_say_open(client):
    """France Travail closes at noon on Fridays: the CIO, farther, may be open."""
    here = {"profil": "demandeur-emploi", "mode": "velo", "au_plus_s": 900, "lat": 48.89}
    friday = ask(client, "conseil", depart_a="2026-11-27T14:00+01:00", **here)

    assert doors(friday) == ("1", [(CIO, 770)])
    assert friday["portes"][0]["ouvert"] == "inconnu"


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        ("12:05", "Fermé à votre arrivée (12 h 05) ; ouvre à 13 h 30"),
        ("20:00", "Fermé à votre arrivée (20 h) ; ouvre mercredi 25 novembre à 9 h"),
    ],
)
def test_what_is_closed_is_given_when_nothing_else_is_there_with_when_it_opens(client, clock, text):
    content = ask(client, "accompagnement", clock, profil="jeune")

    assert doors(content) == ("1", [(MISSION, 0)])
    assert said(content["portes"][0])["ferme_a_l_arrivee"] == text


def test_a_place_by_appointment_is_worth_a_call(client):
    here = {"lon": 2.36, "lat": 48.92}
    content = ask(client, "accompagnement", profil="personne-handicapee", **here)

    assert doors(content) == ("1", [(CAP, 0)])
    raisons = said(content["portes"][0])
    assert raisons["sur_rendez_vous"] == "Sur rendez-vous : renseignez-vous avant"
    assert raisons["rattachement_a_verifier"].startswith("Rattachement à vérifier")


def test_opening_is_that_of_the_arrival(client):
    """Five minutes before the lunch break, and 6.5 minutes away."""
    content = ask(client, "accompagnement", "11:55", profil="jeune", lat=48.8565)

    assert doors(content) == ("1", [(MISSION, 390)])
    assert content["portes"][0]["arrivee"] == "2026-11-24T12:01:30+01:00"
    assert content["portes"][0]["ouvert"] == "non"


def test_a_zone_that_excludes_the_commune_is_no_door(client):
    content = ask(client, "accompagnement", profil="jeune", mode="velo", au_plus_s=2000, **MELUN)

    assert doors(content) == ("aucune", [])
    assert content["duree_totale_s"] is None
    assert (CRETEIL, "autre_zone") in left_out(content)
    (place,) = (one for one in content["ecartes"] if one["id"] == CRETEIL)
    assert place["texte"] == "Reçoit les habitants d’autres communes que la vôtre"
    assert place["rattachement"] == "non"


def test_a_zone_that_holds_the_commune_and_one_that_is_unknown_rank_alike(client):
    """France Travail is nearer than the mission locale of Paris: it is marked, not set back."""
    near_work = ask(
        client, "accompagnement", profil=["jeune", "demandeur-emploi"], lat=48.876, au_plus_s=1800
    )
    assert doors(near_work) == ("1", [(WORK, 1557)])
    assert near_work["portes"][0]["rattachement"] == "a_verifier"


def test_only_a_sure_access_will_do_for_who_asks(client):
    content = ask(client, "information", mode="velo", au_plus_s=1300, pmr="oui")
    without = ask(client, "information", mode="velo", au_plus_s=1300)

    assert doors(content) == ("1", [(UNREACHED, 1275)])
    assert said(content["portes"][0])["accessible"] == "Accessible aux personnes handicapées"
    (cio,) = (one for one in content["ecartes"] if one["id"] == CIO)
    assert cio["motif"] == "acces_pmr_non_certain"
    assert cio["texte"] == "Accès des personnes handicapées : sur demande seulement"
    # open at 10 a.m., while nothing is sure of the CIO
    assert doors(without) == ("1", [(UNREACHED, 1275)])
    assert "accessible" not in said(without["portes"][0])


def test_who_does_not_say_who_they_are_is_told_to(client):
    (place,) = ask(client, "conseil", au_plus_s=1200)["ecartes"]
    (other,) = ask(client, "conseil", au_plus_s=1200, profil="cadre")["ecartes"]

    assert (place["id"], place["motif"]) == (MISSION, "public_non_concerne")
    assert "dites qui vous êtes" in place["texte"]
    assert other["texte"] == "S’adresse à d’autres publics que le vôtre pour ce besoin"


def test_who_says_to_be_of_everyone_is_told_the_same_as_who_says_nothing(client):
    nothing = ask(client, "conseil", au_plus_s=1200)
    everyone = ask(client, "conseil", au_plus_s=1200, profil="tout-public")

    assert everyone == {**nothing, "profil": ["tout-public"]}


def test_beyond_the_time_the_nearest_that_helps_is_given_and_said_to_be_beyond(client):
    content = ask(client, "accompagnement", profil="demandeur-emploi", au_plus_s=600)

    assert doors(content) == ("plus", [(WORK, 3337)])
    beyond = "À 56 minutes, à pied (durée estimée) : c’est plus que 10 minutes"
    assert said(content["portes"][0])["au_dela_du_temps"] == beyond
    assert content["ecartes_motifs"] == {"public_non_concerne": 1}


def test_in_a_wheelchair_without_a_network_nothing_is_timed(client):
    content = ask(client, "conseil", mode="fauteuil")
    (door,) = content["portes"]

    assert doors(content) == ("plus", [(CIO, None)])
    assert (door["arrivee"], door["ouvert"], content["duree_totale_s"]) == (None, "inconnu", None)
    assert {"duree_inconnue", "horaires_inconnus"} <= set(said(door))
    assert said(door)["duree_inconnue"].endswith(
        "les rues autour de vous ne sont pas connues pour ce mode"
    )
    assert said(door)["acces_a_verifier"] == (
        "Accès en fauteuil : sur demande seulement, renseignez-vous avant"
    )
    assert content["ecartes"] == []


def test_in_a_wheelchair_what_surely_has_no_access_is_no_door(client):
    """France Travail of Saint-Denis is nearer, and has none: the other has."""
    here = {"profil": "demandeur-emploi", "lat": 48.9133, "lon": 2.36, "au_plus_s": 900}
    on_foot = ask(client, "accompagnement", **here)
    on_wheels = ask(client, "accompagnement", mode="fauteuil", **here)

    assert on_foot["portes"][0]["accessibilite_pmr"] == "non"
    assert "acces_a_verifier" not in said(on_foot["portes"][0])
    assert [door["id"] for door in on_wheels["portes"]] == [WORK]
    assert said(on_wheels["portes"][0])["accessible"] == "Accessible aux personnes handicapées"


@pytest.mark.parametrize("mode", ["marche", "fauteuil"])
def test_out_of_the_territory_nobody_is_sent_on_a_journey(client, mode):
    far = ask(client, "conseil", mode=mode, lon=5.37, lat=43.3)
    near = ask(client, "conseil", mode=mode, lon=2.36, lat=48.2)

    assert (doors(far), far["ecartes"], far["duree_totale_s"]) == (("aucune", []), [], None)
    assert far["remarque"]["code"] == "hors_territoire"
    assert "hors du territoire couvert" in far["remarque"]["texte"]
    # no commune is known there either, but places are within 100 km
    assert (near["resultat"], near["remarque"], len(near["portes"])) == ("plus", None, 1)


def test_a_reseau_that_is_no_member_is_never_spoken_of(client):
    content = ask(client, "accueil", mode="velo", au_plus_s=3000, profil="etudiant")

    assert NO_DOOR not in {place["id"] for place in content["portes"] + content["ecartes"]}


# --- two doors --------------------------------------------------------------------------------


def test_two_doors_each_leg_within_the_time(rare):
    """1,112 m to the CIO, 2,224 from there to France Travail, 3,336 straight away."""
    content = ask(rare, "accompagnement", au_plus_s=2225)
    first, second = content["portes"]

    assert doors(content) == ("2", [(CIO, 1113), (WORK, 2225)])
    assert (first["arrivee"], second["arrivee"]) == (
        "2026-11-24T10:18:33+01:00", "2026-11-24T10:55:38+01:00"
    )  # fmt: skip
    assert (first["role"], second["role"]) == ("premier_accueil", "repond_au_besoin")
    assert (first["porte"], second["porte"]) == (1, 2)
    assert content["duree_totale_s"] == 1113 + 2225
    assert "premier_accueil" in said(first)
    assert "repond_au_besoin" not in said(first)
    legs = [said(door)["dans_le_temps"] for door in (first, second)]
    assert legs == [
        "À 19 minutes, à pied (durée estimée)",
        "À 38 minutes de la première porte, à pied (durée estimée)",
    ]
    assert second["ouvert"] == "oui"
    assert second["distance_m"] == pytest.approx(2224.1, abs=1)


@pytest.mark.parametrize(("au_plus_s", "resultat"), [(2224, "plus"), (3336, "2"), (3337, "1")])
def test_the_longest_time_is_of_each_leg_and_inclusive(rare, au_plus_s, resultat):
    assert ask(rare, "accompagnement", au_plus_s=au_plus_s)["resultat"] == resultat


def test_opening_of_the_second_door_is_at_the_end_of_both_legs(rare):
    """France Travail closes at 16:30: 16:29 or 16:30, to the minute."""
    early = ask(rare, "accompagnement", "15:34", au_plus_s=2225)["portes"][1]
    late = ask(rare, "accompagnement", "15:35", au_plus_s=2225)["portes"][1]

    assert (early["arrivee"], early["ouvert"]) == ("2026-11-24T16:29:38+01:00", "oui")
    assert (late["arrivee"], late["ouvert"]) == ("2026-11-24T16:30:38+01:00", "non")


ASIDE = {"lon": 2.37, "lat": 48.855, "profil": "jeune", "au_plus_s": 3500}
"""920 m from the mission locale and 3,336 more to France Travail; 1,822 and 2,224 by the CIO."""


def test_the_sum_of_both_legs_decides_between_as_sure(rare):
    night = ask(rare, "accompagnement", "20:00", **ASIDE)

    assert [door["id"] for door in night["portes"]] == [CIO, WORK]
    assert left_out(night) == [(MISSION, "trajet_moins_bon")]
    assert night["duree_totale_s"] == pytest.approx(1822 + 2224, abs=3)


def test_it_is_the_sum_not_either_leg(rare):
    """1,484 m and 3,336 by the mission locale; 2,482 and 3,137 by the Cité des métiers."""
    west = {"lon": 2.34, "lat": 48.862, "profil": "jeune", "au_plus_s": 3400, "pmr": "oui"}
    night = ask(rare, "accompagnement", "20:00", **west)

    assert doors(night)[0] == "2"
    assert [door["id"] for door in night["portes"]] == [MISSION, WORK]
    assert night["duree_totale_s"] == pytest.approx(1484 + 3336, abs=5)


def test_a_way_is_as_sure_as_the_less_sure_of_its_doors(rare):
    morning = ask(rare, "accompagnement", "10:00", **ASIDE)
    noon = ask(rare, "accompagnement", "12:05", **ASIDE)

    # open and open, though longer by 210 m
    assert [door["id"] for door in morning["portes"]] == [MISSION, WORK]
    assert left_out(morning) == []
    # closed for lunch when one comes: the CIO, of which nothing is known, before it
    assert [door["id"] for door in noon["portes"]] == [CIO, WORK]
    assert left_out(noon) == [(MISSION, "ferme_a_l_arrivee")]
    assert noon["ecartes"][0]["texte"] == "Fermé à votre arrivée (12 h 20) ; ouvre à 13 h 30"


def test_a_first_door_that_does_not_welcome_the_person_is_said_so(rare):
    content = ask(rare, "accompagnement", au_plus_s=2225)

    assert left_out(content) == [(MISSION, "public_non_concerne")]


def test_both_doors_must_be_accessible(rare):
    content = ask(rare, "accompagnement", au_plus_s=2225, pmr="oui")

    assert content["resultat"] == "plus"
    assert dict(left_out(content))[CIO] == "acces_pmr_non_certain"


# --- along streets ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both_ways(rare_url, tmp_path_factory):
    """A client where one may drive from A to B and C, which is no quicker than by E and F."""
    folder = tmp_path_factory.mktemp("data")
    by_car = {**BY_CAR, "CB": (90, 90, 1100), "BA": (330, 330, 1100)}
    write_streets(folder / "processed" / "networks", by_car=by_car)
    with serving(rare_url, data_dir=folder) as client:
        yield client


def test_two_doors_along_the_streets(rare_on_streets):
    content = ask(rare_on_streets, "accompagnement", au_plus_s=1800)
    second = content["portes"][1]

    assert doors(content) == ("2", [(CIO, 900), (WORK, 1800)])
    assert (content["estime"], content["publiable"]) == (False, True)
    assert content["reseau_rues"]["nom"] == "rues"
    assert second["distance_m"] == pytest.approx(2200, abs=1)
    assert said(second)["dans_le_temps"] == "À 30 minutes de la première porte, à pied"


def test_who_cannot_go_on_from_a_first_door_in_time_is_told(on_streets):
    content = ask(
        on_streets, "accompagnement", profil="personne-handicapee", mode="fauteuil", au_plus_s=1200
    )

    assert content["resultat"] == "plus"
    assert dict(left_out(content)) == {MISSION: "public_non_concerne", CIO: "sans_suite"}
    assert content["ecartes"][1]["surface_inconnue"] == 0


def test_in_a_wheelchair_the_second_leg_says_what_nobody_mapped(rare_on_streets):
    content = ask(rare_on_streets, "information", profil="lyceen", mode="fauteuil", au_plus_s=1200)

    assert doors(content) == ("2", [(CIO, 1200), (YOUTH, 1200)])
    assert [door["surface_inconnue"] for door in content["portes"]] == [0, 1]


@pytest.mark.parametrize(
    ("clock", "found"),
    [
        # free-flow 330 s, then 1,590; half as long again until 10:00
        ("09:50", ("plus", [(WORK, 2610)])),
        ("09:53", ("2", [(CIO, 495), (WORK, 1590)])),
        ("10:00", ("2", [(CIO, 330), (WORK, 1590)])),
    ],
)
def test_traffic_of_the_second_leg_is_that_of_when_one_leaves_the_first_door(
    both_ways, clock, found
):
    content = ask(both_ways, "accompagnement", clock, mode="voiture", au_plus_s=1600)

    assert doors(content) == found


def test_so_it_is_of_estimates_beyond_the_network(both_ways):
    """Cap emploi, 5,560 m in a straight line from the CIO: 1,182.9 s by car."""
    asked = {"mode": "voiture", "au_plus_s": 1250, "profil": "personne-handicapee"}
    rush = ask(both_ways, "conseil", "09:00", **asked)
    after = ask(both_ways, "conseil", "09:53", **asked)

    assert rush["resultat"] == "plus"
    assert doors(after) == ("2", [(CIO, 495), (CAP, 1183)])
    assert [door["estime"] for door in after["portes"]] == [False, True]
    assert after["estime"] is True


def test_a_trial_network_is_said_to_be_one(rare_url, tmp_path):
    write_streets(tmp_path / "processed" / "networks", publiable=False)
    with serving(rare_url, data_dir=tmp_path) as client:
        content = ask(client, "accompagnement", au_plus_s=1800)
        none = ask(client, "conseil", profil="cadre", au_plus_s=60)

    assert content["publiable"] is False
    assert [door["publiable"] for door in content["portes"]] == [False, False]
    assert none["publiable"] is False


# --- remotely ---------------------------------------------------------------------------------


def test_remote_services_that_fit_those_that_answer_first(client):
    content = ask(client, "information", profil="jeune")
    outside = dict(zip(("lon", "lat"), directory.OUTSIDE, strict=True))

    assert [one["id"] for one in content["a_distance"]] == ["ligne-nationale", "chat-jeunes"]
    line, chat = content["a_distance"]
    assert (line["ouvert"], line["telephone"], line["canaux"]) == ("oui", "39 39", ["telephone"])
    assert list(said(line).items()) == [
        ("repond_au_besoin", "Répond à votre besoin : information"),
        ("accueille_tout_le_monde", "Accueille tout le monde"),
        ("ouvert_a_l_arrivee", "Ouvert à votre départ (10 h), jusqu’à 18 h"),
    ]
    assert said(chat)["accueille_votre_public"] == "Reçoit votre public : jeune de 16 à 25 ans"
    assert chat["ouvert"] == "inconnu"
    # the second is of the region, and nobody knows what region that is
    far = ask(client, "information", profil="jeune", **outside)
    assert [one["id"] for one in far["a_distance"]] == ["ligne-nationale"]
    assert ask(client, "conseil")["a_distance"] == []


def test_a_line_that_is_closed_says_when_it_opens(client):
    line = ask(client, "information", "19:00")["a_distance"][0]

    closed = "Fermé à votre départ (19 h) ; ouvre mercredi 25 novembre à 8 h"
    assert said(line)["ferme_a_l_arrivee"] == closed


def test_a_position_is_never_kept(client):
    answer = client.get(PATH, params={**HERE, "besoin": "conseil"})

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
