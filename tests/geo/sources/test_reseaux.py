from pathlib import Path

import pytest

from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.errors import SourceError
from geo.sources.reseaux import read_reseaux
from geo.sources.rules import read_rules

DATA = Path(__file__).parents[3] / "data"

APEC = """
[[reseaux]]
code = "apec"
nom = "APEC"
membre = "oui"
annonce = 10
codes_dila = ["apec"]
"""
CROUS = APEC.replace("apec", "crous").replace('"oui"', '"non"')


def competence(reseau="apec", profil=Profil.CADRE, mission=Mission.CONSEIL):
    return Competence(reseau=reseau, profil=profil, mission=mission)


TABLE = [competence()]


@pytest.fixture(scope="module")
def published():
    return read_rules(DATA / "raw", DATA / "reference")[0]


@pytest.fixture
def toml(tmp_path):
    def write(text):
        path = tmp_path / "reseaux.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_reseau_is_read_as_it_is_written(toml):
    assert read_reseaux(toml(APEC), TABLE) == (
        Reseau(
            code="apec",
            nom="APEC",
            membre=Membre.OUI,
            annonce=10,
            publics=(Profil.CADRE,),
            missions=(Mission.CONSEIL,),
            codes_dila=("apec",),
        ),
    )


def test_whom_it_serves_and_how_is_the_union_of_its_competences_in_their_order(toml):
    table = [
        competence(profil=Profil.JEUNE, mission=Mission.CONSEIL),
        competence(profil=Profil.CADRE, mission=Mission.ACCUEIL),
        competence(profil=Profil.JEUNE, mission=Mission.ACCUEIL),
    ]

    (apec,) = read_reseaux(toml(APEC), table)

    assert apec.publics == (Profil.JEUNE, Profil.CADRE)
    assert apec.missions == (Mission.CONSEIL, Mission.ACCUEIL)


def test_what_is_no_door_needs_no_competence(toml):
    (_, crous) = read_reseaux(toml(APEC + CROUS), TABLE)

    assert (crous.publics, crous.missions) == ((), ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "reseaux"),
        ("[[reseaux", "reseaux"),
        ('reseaux = ["a"]', r"tables \[\[reseaux"),
        ("reseaux = 5", r"tables \[\[reseaux"),
        ("[reseaux]", r"tables \[\[reseaux"),
        (APEC.replace('["apec"]', '"apec"'), "codes_dila doit être une liste"),
        (APEC.replace('["apec"]', "[1]"), "codes_dila doit être une liste"),
        (APEC.replace("10", '"dix"'), "annonce doit être un nombre"),
        (APEC.replace("10", "true"), "annonce doit être un nombre"),
        (APEC.replace('code = "apec"', "code = 5"), "code doit être un texte"),
        ("[[reseaux]]\nnom = 'x'\nmembre = 'non'", "code"),
        (APEC.replace('"oui"', '"peut-être"'), "peut-être"),
        (APEC.replace('nom = "APEC"', "nom = ' '"), "nom doit être un texte"),
        (APEC.replace('nom = "APEC"', ""), r"il manque \['nom'\]"),
        (APEC + 'publics = ["cadre"]', r"\['publics'\] se déclare .*competences\.toml"),
        (APEC + CROUS.replace('"non"', '"oui"'), "crous.*n’aide personne.*competences"),
        (APEC.replace('"oui"', '"non"'), r"\['apec'\].*non membre"),
        (CROUS, r"\['apec'\].*n’a pas ce réseau"),
        (APEC + "annonce_antennes = 11", "antennes among"),
        ("couleur = 1" + APEC, "couleur"),
        (APEC + "couleur = 1", "couleur"),
        (APEC + APEC, "deux fois"),
        (APEC + CROUS.replace('["crous"]', '["apec"]'), "deux fois"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(toml, text, words):
    with pytest.raises(SourceError, match=words):
        read_reseaux(toml(text), TABLE)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"reseaux\.toml"):
        read_reseaux(tmp_path / "reseaux.toml", TABLE)


def test_the_published_reseaux_map_the_codes_of_dila_as_the_domain_says(published):
    by_dila = {code: reseau.code for reseau in published for code in reseau.codes_dila}

    assert by_dila == {
        "cij": "information-jeunesse",
        "mission_locale": "mission-locale",
        "pole_emploi": "france-travail",
        "cap_emploi": "cap-emploi",
        "apec": "apec",
        "apecita": "apecita",
        "cio": "cio",
        "suio": "scuio-ip",
        "cci": "chambre-consulaire",
        "chambre_metier": "chambre-consulaire",
        "chambre_agriculture": "chambre-consulaire",
        "cidf": "cidff",
        "maison_emploi": "maison-emploi",
        "afpa": "afpa",
        "greta": "greta",
        "agefiph": "agefiph",
        "epide": "epide",
        "crous": "crous",
        "cirfa": "cirfa",
        "msap": "france-services",
    }


def test_only_crous_and_cirfa_are_no_doors(published):
    closed = {reseau.code for reseau in published if not reseau.is_door}

    assert closed == {"crous", "cirfa"}
