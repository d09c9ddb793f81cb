import dataclasses
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.access.street_run import MAIN_ROADS
from geo.maps.payload import CLASSES_S, sigle, to_payload
from geo.tables import THRESHOLDS_S
from tests.geo.toy_report import HOSTILE, PEOPLE, build_report, street_report


@pytest.fixture(scope="module")
def payload():
    return to_payload(build_report())


def test_payload_is_plain_json_and_the_same_twice(payload):
    text = json.dumps(payload, allow_nan=False)

    assert json.dumps(to_payload(build_report()), allow_nan=False) == text
    assert json.loads(text).keys() == payload.keys()


def test_access_follows_the_origins_and_names_the_place_reached(payload):
    on_foot = payload["acces"]["tous"]["marche"]
    places = [point["id"] for point in payload["points"]]

    assert payload["origines"]["code"] == list(PEOPLE)
    assert on_foot["s"] == [600, 1500, 3600, None]
    assert [p if p is None else places[p] for p in on_foot["p"]] == [
        "toy--cio-1",
        "toy--cio-1",
        "toy--ml-1",
        None,
    ]
    assert payload["acces"]["tous"]["voiture"]["s"] == [120, 300, 720, None]


def test_a_reseau_without_place_reaches_nobody_and_one_that_is_no_door_is_no_choice(payload):
    assert payload["acces"]["cite-des-metiers"]["marche"]["s"] == [None] * 4
    assert "crous" not in payload["acces"]
    assert {r["code"]: (r["points"], r["porte"]) for r in payload["reseaux"]}["crous"] == (1, False)


def test_a_time_is_never_rounded_into_a_nearer_class():
    report = build_report()
    late = report.nearest.assign(travel_time_s=600.2)

    seconds = to_payload(build_report(nearest=late))["acces"]["tous"]["marche"]["s"]

    assert seconds[0] == 601


def test_a_run_on_a_network_tells_estimates_apart_and_gives_them_beside():
    payload = to_payload(street_report())
    by_car = payload["acces"]["tous"]["voiture"]

    assert by_car["s"] == [240, 600, 720, None]
    assert by_car["e"] == [0, 0, 1, 0]
    assert by_car["a"] == [121, 301, None, None]
    assert (payload["rues"], payload["essai"]) == (True, None)
    assert [mode["temps"] for mode in payload["modes"]] == ["mixte", "mixte"]
    assert json.dumps(payload, allow_nan=False)


def test_territories_with_an_estimate_are_named():
    payload = to_payload(street_report())

    assert payload["couverture_estimee"]["tous"]["voiture"] == ["bassin-1102", "region-11"]
    assert payload["routes"] is None
    assert to_payload(street_report(kind="edges"))["routes"] == MAIN_ROADS


def test_a_mode_that_few_are_on_the_network_of_is_called_estimated():
    modes = to_payload(street_report(off_network=14940))["modes"]

    assert [mode["methode"].split(",")[0] for mode in modes] == ["temps estimés"] * 2
    assert not any("hors du réseau" in mode["methode"] for mode in modes)


def test_a_wheelchair_says_who_has_no_time():
    report = street_report()
    fauteuil = {
        name: table[table["mode"] == "marche"].assign(mode="fauteuil", is_estimate=False)
        for name, table in (("nearest", report.nearest), ("coverage", report.coverage))
    }
    streets = dataclasses.replace(
        report.streets, modes={"fauteuil": report.streets.modes["marche"]}
    )

    (mode,) = to_payload(build_report(**fauteuil, streets=streets))["modes"]

    assert mode["temps"] == "reseau"
    assert mode["methode"].endswith("compté comme n’atteignant rien")


def test_coverage_of_each_territory_follows_the_thresholds(payload):
    on_foot = payload["couverture"]["tous"]["marche"]

    assert payload["seuils_s"] == list(THRESHOLDS_S)
    assert set(CLASSES_S) <= set(THRESHOLDS_S)
    assert on_foot["bassin-1101"] == [1000, 1000, 1000, 3000, 3000, 3000, 3000]
    assert on_foot["bassin-1102"] == [0, 0, 0, 0, 0, 0, 4000]
    assert on_foot["region-11"] == [1000, 1000, 1000, 3000, 3000, 3000, 7000]


def test_region_comes_first_among_territories(payload):
    got = [(row["nom"], row["population"]) for row in payload["territoires"]]

    assert got == [("Île-de-Test", 15000), ("Nord", 3000), ("Sud <b>", 12000)]


def test_names_of_bassins_may_only_be_written_inside_them(payload):
    bassins = build_report().bassins.geometry
    for row in payload["bassins"]:
        lat, lon = np.array(row["reperes"]).T
        inside = shapely.contains_xy(bassins[row["code"]].buffer(1e-3), lon, lat)
        assert inside.all()
        assert len(row["reperes"]) > 4


def test_places_say_what_is_unknown_old_or_approximate(payload):
    cio, crous, ml = sorted(payload["points"], key=lambda point: point["reseau"])

    assert cio["nom"] == HOSTILE
    assert cio["pmr"] == "inconnu"
    assert (cio["fiche"], cio["a_confirmer"]) == ("17/06/2019", True)
    assert cio["horaires"].replace("\xa0", " ") == "lundi à jeudi 9 h – 12 h et 14 h – 18 h"
    assert cio["adresse"] == "1 rue <i>Haute</i>, 77100 Alizé"
    assert cio["site"] is None, "only the web is linked to"
    assert (ml["pmr"], ml["a_confirmer"]) == ("oui", False)
    assert (ml["horaires"], ml["note"]) == (None, "Sur rendez-vous")
    assert (crous["pmr"], crous["fiche"], crous["a_confirmer"]) == ("non", None, True)


def test_hours_go_with_what_puts_them_in_doubt_and_places_with_what_to_check(payload):
    cio, crous, ml = sorted(payload["points"], key=lambda point: point["reseau"])

    assert cio["reserve"].startswith("horaires à vérifier : voir la note du téléphone ; fiche")
    assert cio["telephone_note"] == "( Pas encore <b>opérationnel</b>)"
    assert cio["a_verifier"] == [
        "position hors de la commune déclarée",
        "doublon probable : même réseau à 30 m ou moins",
    ]
    assert ml["a_verifier"] == ["position approchée"]
    assert (crous["reserve"], crous["telephone_note"], crous["a_verifier"]) == (None, None, [])


def test_an_origin_without_outline_keeps_its_place():
    report = build_report(communes=build_report().communes.iloc[:3])

    outlines = to_payload(report)["origines"]["contour"]

    assert [outline is None for outline in outlines] == [False, False, False, True]


@pytest.mark.parametrize(
    ("code", "nom", "expected"),
    [
        ("mission-locale", "Mission locale", "ML"),
        ("cite-des-metiers", "Cité des métiers", "CDM"),
        ("cap-emploi", "Cap emploi", "CE"),
        ("information-jeunesse", "Info Jeunes", "IJ"),
        ("maison-emploi", "Maison de l’emploi, PLIE, MIFE", "ME"),
        ("scuio-ip", "Orientation et insertion à l’université", "SCUIO"),
        ("cidff", "Centre d’information sur les droits des femmes et des familles", "CIDFF"),
        ("cep-actifs", "Conseil en évolution professionnelle des actifs", "CEP"),
        ("afpa", "AFPA", "AFPA"),
        ("agefiph", "Agefiph", "AGEFIPH"),
        ("apecita", "APECITA", "APECITA"),
        ("ambassadeurs", "Les ambassadeurs", "AMBASSA"),
    ],
)
def test_a_sigle_is_the_one_of_the_code_or_the_initials_of_its_words(code, nom, expected):
    assert sigle(code, nom) == expected


def test_no_two_reseaux_of_the_project_share_their_sigle():
    path = Path(__file__).parents[3] / "data" / "raw" / "reseaux.toml"
    reseaux = tomllib.loads(path.read_text("utf-8"))["reseaux"]
    sigles = {sigle(reseau["code"], reseau["nom"]) for reseau in reseaux}

    assert len(sigles) == len(reseaux) > 15
