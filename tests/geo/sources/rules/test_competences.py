import pytest

from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import SourceError
from geo.sources.rules import read_competences

RENVOI = """
[renvoi]
missions = ["accueil"]
sauf = []
"""
CIO = """
[[competences]]
reseau = "cio"
publics = ["lyceen", "tout-public"]
missions = ["conseil", "accueil"]
"""
APEC = CIO.replace("cio", "apec")


def test_a_table_is_a_line_for_each_public_and_mission_in_their_order(toml):
    lines = read_competences(toml(RENVOI + CIO))

    pairs = [(line.profil.value, line.mission.value) for line in lines]
    assert pairs == [
        ("lyceen", "conseil"), ("lyceen", "accueil"), ("tout-public", "conseil"),
        ("tout-public", "accueil"),
    ]  # fmt: skip
    assert {line.reseau for line in lines} == {"cio"}


def test_who_welcomes_a_public_may_send_it_on(toml):
    lines = read_competences(toml(RENVOI + CIO))

    assert {line.profil for line in lines if line.renvoie} == {Profil.LYCEEN, Profil.TOUT_PUBLIC}
    assert {line.mission for line in lines if line.renvoie} == {Mission.ACCUEIL}


@pytest.mark.parametrize(
    ("renvoi", "sending"),
    [
        (RENVOI, {("cio", "accueil"), ("apec", "accueil")}),
        (RENVOI.replace("sauf = []", 'sauf = ["cio"]'), {("apec", "accueil")}),
        (RENVOI.replace('"accueil"', '"accueil", "conseil"').replace("[]", '["cio"]'),
         {("apec", "accueil"), ("apec", "conseil")}),
        (RENVOI.replace('"accueil"', '"information"'), set()),
        (RENVOI.replace('"accueil"', ""), set()),
    ],
)  # fmt: skip
def test_the_referral_rule_says_what_welcomes_and_who_never_sends_on(toml, renvoi, sending):
    lines = read_competences(toml(renvoi + CIO + APEC))

    assert {(line.reseau, line.mission.value) for line in lines if line.renvoie} == sending
    assert len(lines) == 8


def test_a_reseau_may_have_several_tables(toml):
    more = CIO.replace('"lyceen", "tout-public"', '"femme"').replace('"conseil", ', "")

    lines = read_competences(toml(RENVOI + CIO + more))

    told = Competence(reseau="cio", profil=Profil.FEMME, mission=Mission.ACCUEIL, renvoie=True)
    assert lines[4:] == (told,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"\[renvoi\].*None"),
        (CIO, r"\[renvoi\]"),
        (RENVOI, r"\[\[competences\]\]"),
        ("[renvoi", "ne se lit pas"),
        ("renvoi = 5" + CIO, r"\[renvoi\].*5"),
        (RENVOI.replace("sauf = []", "") + CIO, r"renvoi.*il manque \['sauf'\]"),
        (RENVOI.replace("[]", '["inconnu"]') + CIO, r"renvoi\.sauf nomme \['inconnu'\]"),
        (RENVOI.replace("[]", "5") + CIO, "sauf doit être une liste"),
        (RENVOI.replace('"accueil"', '"vente"') + CIO, r"renvoi.*vente"),
        (RENVOI + CIO + "couleur = 1", r"'cio' : clés inconnues \['couleur'\]"),
        ("couleur = 1" + RENVOI + CIO, r"clés inconnues \['couleur'\]"),
        (RENVOI + CIO.replace("lyceen", "martien"), "'cio'.*martien"),
        (RENVOI + CIO.replace("conseil", "vente"), "'cio'.*vente"),
        (RENVOI + CIO.replace('["lyceen", "tout-public"]', '"lyceen"'), "publics doit être une"),
        (RENVOI + CIO.replace('"lyceen", "tout-public"', ""), "au moins un public"),
        (RENVOI + CIO.replace('reseau = "cio"', ""), "il manque"),
        (RENVOI + CIO + CIO, r"cio lyceen accueil.*deux fois"),
        (RENVOI + CIO.replace('"conseil"', '"accueil"'), "deux fois"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(toml, text, words):
    with pytest.raises(SourceError, match=words):
        read_competences(toml(text))


def test_of_the_published_table_who_welcomes_sends_on_and_nobody_else(data):
    lines = read_competences(data / "reference" / "competences.toml")

    assert {line.mission for line in lines if line.renvoie} == {Mission.ACCUEIL}
    assert {line.reseau for line in lines if line.renvoie} == {
        "information-jeunesse", "mission-locale", "france-travail", "cap-emploi", "cio",
        "scuio-ip", "cite-des-metiers", "maison-emploi", "france-services",
    }  # fmt: skip


def test_everyone_is_welcomed_somewhere_and_every_need_of_theirs_has_someone(data):
    lines = read_competences(data / "reference" / "competences.toml")

    for mission in (Mission.ACCUEIL, Mission.INFORMATION, Mission.CONSEIL):
        assert Profil.TOUT_PUBLIC in {line.profil for line in lines if line.mission is mission}
    assert {line.profil for line in lines} == set(Profil)
