from pathlib import Path

import pytest

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.errors import SourceError
from geo.sources.reseaux import read_reseaux

PUBLISHED = Path(__file__).parents[3] / "data" / "raw" / "reseaux.toml"

APEC = """
[[reseaux]]
code = "apec"
nom = "APEC"
membre = "oui"
annonce = 10
publics = ["cadre"]
missions = ["conseil"]
codes_dila = ["apec"]
"""


@pytest.fixture
def toml(tmp_path):
    def write(text):
        path = tmp_path / "reseaux.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_reseau_is_read_as_it_is_written(toml):
    assert read_reseaux(toml(APEC)) == (
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
        (APEC.replace('"cadre"', '"martien"'), "martien"),
        (APEC.replace('"conseil"', '"transport"'), "transport"),
        (APEC.replace('publics = ["cadre"]', ""), "publics and missions"),
        (APEC + "couleur = 1", "couleur"),
        (APEC + APEC, "deux fois"),
        (APEC + APEC.replace('code = "apec"', 'code = "autre"'), "deux fois"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(toml, text, words):
    with pytest.raises(SourceError, match=words):
        read_reseaux(toml(text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"reseaux\.toml"):
        read_reseaux(tmp_path / "reseaux.toml")


def test_the_published_reseaux_map_the_codes_of_dila_as_the_domain_says():
    by_dila = {code: r.code for r in read_reseaux(PUBLISHED) for code in r.codes_dila}

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


def test_only_crous_and_cirfa_are_no_doors():
    closed = {reseau.code for reseau in read_reseaux(PUBLISHED) if not reseau.is_door}

    assert closed == {"crous", "cirfa"}
