from dataclasses import replace

import pytest

from geo.access.street_run import StreetMode, StreetsUsed
from geo.diagnostics.sections.method import command, method
from geo.domain.dossier import Tableau, Texte
from tests.geo.diagnostics.cut import on_trial, without_modes


def table(section, code):
    (found,) = [one for one in section.blocs if isinstance(one, Tableau) and one.code == code]
    return found


def words(section):
    return " ".join(one.modele for one in section.blocs if isinstance(one, Texte))


def on_streets(findings, *, main_roads=False):
    used = StreetMode(
        traffic=None, traffic_factor=1.0, along_streets=0, at_one_point=10, off_network=0,
        cut_communes=0, places_off_network=0,
    )  # fmt: skip
    streets = StreetsUsed(
        name="idf", source="idf.osm.pbf", licence="ODbL 1.0", attribution="© OSM",
        publiable=True, main_roads=main_roads, modes={"voiture": used},
    )  # fmt: skip
    return replace(findings, streets=streets)


def test_times_say_how_they_were_found_and_who_sets_the_threshold(findings):
    told = table(method(findings, "1101")[0], "durees_et_seuils")
    assert [row[0] for row in told.lignes] == ["À pied", "À vélo", "En voiture"]
    for mode, row in zip(findings.modes, told.lignes, strict=True):
        assert "à vol d’oiseau × détour ÷ vitesse" in row[1]
        assert row[2] == findings.cutoffs_s[mode]
        assert row[3] == findings.references[mode].source


def test_a_threshold_that_was_chosen_is_said_to_be(findings):
    chosen = replace(findings, references={})
    told = table(method(chosen, "1101")[0], "durees_et_seuils")
    assert {row[3] for row in told.lignes} == {"choisie pour ce calcul"}


def test_times_by_streets_name_their_network(findings):
    told = table(method(on_streets(findings), "1101")[0], "durees_et_seuils")
    assert "réseau «" in told.lignes[2][1]
    assert "vol d’oiseau" in told.lignes[0][1]


def test_main_roads_and_one_speed_are_cautions(findings):
    assert "partout la même vitesse" in words(method(findings, "1101")[0])
    section, _ = method(on_streets(findings, main_roads=True), "1101")
    assert "Routes principales seulement" in words(section)
    assert "partout la même vitesse" not in words(section)


def test_what_is_not_counted_is_said(findings):
    told = words(method(findings, "1101")[0])
    for word in ("l’attente", "conseillers", "horaires", "transports en commun", "jamais zéro"):
        assert word in told


def test_all_indicators_of_the_run_are_defined(findings):
    told = table(method(findings, "1101")[0], "definitions")
    assert {row[2] for row in told.lignes} == set(findings.indicators["indicator"])


def test_inputs_and_sources_are_all_there(findings):
    section, _ = method(findings, "1101")
    told = table(section, "entrees").lignes
    assert {row[1]: row[2] for row in told} == dict(findings.run.empreintes)
    assert next(row[0] for row in told if row[1] == "annuaire") == "L’annuaire ou les territoires"
    assert len(table(section, "sources").lignes) == len(findings.credits)


def test_who_helps_whom_is_told_once_and_whole(findings):
    told = table(method(findings, "1101")[0], "competences")
    written = [
        (row[4], profile, mission, row[3])
        for row in told.lignes
        for profile in row[5].split()
        for mission in row[6].split()
    ]
    declared = {(one.reseau, one.profil, one.mission) for one in findings.competences}
    assert sorted(line[:3] for line in written) == sorted(declared)
    sends_on = {(one.reseau, one.profil) for one in findings.competences if one.renvoie}
    assert {line[:2] for line in written if line[3]} == sends_on
    assert told.montrees is None
    everyone = {line[0] for line in written if line[1:3] == ("tout-public", "information")}
    order = list(dict.fromkeys(row[4] for row in told.lignes))
    assert set(order[: len(everyone)]) == everyone


@pytest.mark.parametrize(
    ("cut", "code", "expected"),
    [
        (lambda told: told, "1101", "--bassin 1101 --modes marche,velo,voiture"),
        (lambda told: told, "11", "--region 11 --modes marche,velo,voiture"),
        (without_modes, "1101", "--bassin 1101"),
        (
            lambda told: replace(told, references={}, cutoffs_s={"marche": 600}),
            "1101",
            "--bassin 1101 --modes marche --au-plus-s 600",
        ),
        (on_streets, "1101", "--bassin 1101 --modes marche,velo,voiture --network idf"),
        (
            lambda told: on_trial(told, "velo"),
            "11",
            "--region 11 --modes marche,velo,voiture --avec-essai",
        ),
    ],
)
def test_the_command_repeats_every_choice(findings, cut, code, expected):
    assert command(cut(findings), code) == f"deuxportes diagnostic {expected} --au 2026-11-24"
