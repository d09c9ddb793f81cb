import pytest

from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.errors import SourceError
from geo.sources.rules.publics import read_publics

REGION = """
[[publics]]
type_territoire = "region"
code_territoire = "11"
profil = "etudiant"
nombre = 707000
source = "Stratégie"
"""
COMMUNE = REGION.replace('"region"', '"commune"').replace('"11"', '"2A004"')


def test_counts_are_read_as_they_are_written(toml):
    region, commune = read_publics(toml(REGION + COMMUNE))

    assert region == PublicCompte(
        type_territoire=TerritoireCompte.REGION,
        code_territoire="11",
        profil=Profil.ETUDIANT,
        nombre=707000,
        source="Stratégie",
    )
    assert (commune.type_territoire, commune.code_territoire) == ("commune", "2A004")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"\[\[publics\]\]"),
        (REGION + REGION, "region 11 etudiant.*deux fois"),
        (REGION.replace('"region"', '"pays"'), "pays"),
        (REGION.replace("etudiant", "martien"), "martien"),
        (REGION.replace("707000", "-1"), "'etudiant' de '11' : à corriger"),
        (REGION.replace("707000", "7.5"), "nombre doit être un nombre entier"),
        (REGION.replace('"11"', '"75056"'), "code INSEE d’une region"),
        (COMMUNE.replace('"2A004"', '"75"'), "code INSEE d’une commune"),
        (REGION.replace('source = "Stratégie"', ""), r"il manque \['source'\]"),
        (REGION + "couleur = 1", "couleur"),
        ("couleur = 1" + REGION, "couleur"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(toml, text, words):
    with pytest.raises(SourceError, match=words):
        read_publics(toml(text))
