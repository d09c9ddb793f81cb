import pytest

from geo.sources.dila.zones import zone_of

MISSION = "Mission locale pour l'insertion professionnelle et sociale des jeunes (16-25 ans) - "
CIO = "Centre d’information et d’orientation (CIO) - "


@pytest.mark.parametrize(
    ("nom", "reseau", "zone"),
    [
        (MISSION + "Paris - 5e 12e et 13e arrondissements", "mission-locale", "75105 75112 75113"),
        (MISSION + "Paris - 19e arrondissement", "mission-locale", "75119"),
        (
            MISSION + "Marseille, Nord Est (13e, 14e arrondissements)",
            "mission-locale",
            "13213 13214",
        ),
        (MISSION + "Lyon - 1er 2e et 4e arrondissements", "mission-locale", "69381 69382 69384"),
        (
            CIO + "Paris Ouest (7e, 15e, 16e arrondissements et Relais Europe)",
            "cio",
            "75107 75115 75116",
        ),
        (
            "Pôle emploi - Paris - 16e et 17e arrondissements - Cardinet",
            "france-travail",
            "75116 75117",
        ),
        ("Cap emploi - Val-d'Oise", "cap-emploi", "95"),
        ("Cap emploi - Savoie et Haute-Savoie", "cap-emploi", "73 74"),
        ("Cap emploi - Lot-et-Garonne", "cap-emploi", "47"),
    ],
)
def test_names_that_say_the_area_served_are_read(nom, reseau, zone):
    assert zone_of(nom, reseau=reseau) == tuple(zone.split())


@pytest.mark.parametrize(
    ("nom", "reseau"),
    [
        ("Point information jeunesse - Paris - 12e arrondissement", "information-jeunesse"),
        ("Association pour l'emploi des cadres (Apec) de Paris - 14e arrondissement", "apec"),
        ("Pôle emploi - Paris - 18e arrondissement - Ney - Cadres", "france-travail"),
        ("Pôle emploi - Paris - 15e arrondissement - Avs indemnisation", "france-travail"),
        (CIO + "Paris - Enseignements supérieurs", "cio"),
        (CIO + "Paris Est 3", "cio"),
        (MISSION + "Paris - 25e arrondissement", "mission-locale"),
        ("Maison de l’emploi de l’arrondissement - Romorantin-Lanthenay", "mission-locale"),
        (MISSION + "Rouen - 2e arrondissement", "mission-locale"),
        ("Cap emploi - Ariège Comminges", "cap-emploi"),
        ("Cap emploi - Nord - Grand Lille", "cap-emploi"),
        ("Cap emploi - Seine-Maritime et ailleurs", "cap-emploi"),
        ("Centre d'information (CIDFF) - Ain", "cidff"),
        (MISSION + "Meaux", "mission-locale"),
    ],
)
def test_names_that_only_locate_a_place_leave_its_area_unknown(nom, reseau):
    assert zone_of(nom, reseau=reseau) is None
