from datetime import date

import pytest

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import Canal, ServiceDistance
from geo.errors import SourceError
from geo.sources.rules.services import read_services

LINE = """
[[services]]
id = "ligne-1"
nom = "Ligne"
reseau = "cio"
canaux = ["telephone", "chat"]
telephone = "39 39"
site_web = "https://example.org/chat"
publics = ["lyceen"]
missions = ["information"]
zone_competence = ["region-11", "2A", "974", "60057"]
horaires = "Mo-Fr 09:00-17:00"
horaires_note = "Hors jours fériés."
source = "Fiche"
consulte_le = 2026-11-20
"""
CODES = ["cio", "apec"]


def without(*keys):
    return "\n".join(line for line in LINE.splitlines() if line.partition(" =")[0] not in keys)


def test_a_service_is_read_as_it_is_written(toml):
    assert read_services(toml(LINE), reseaux=CODES) == (
        ServiceDistance(
            id="ligne-1",
            nom="Ligne",
            reseau="cio",
            canaux=(Canal.TELEPHONE, Canal.CHAT),
            telephone="39 39",
            site_web="https://example.org/chat",
            publics=(Profil.LYCEEN,),
            missions=(Mission.INFORMATION,),
            zone_competence=("region-11", "2A", "974", "60057"),
            horaires="Mo-Fr 09:00-17:00",
            horaires_note="Hors jours fériés.",
            source="Fiche",
            consulte_le=date(2026, 11, 20),
        ),
    )


def test_what_is_not_known_is_left_out(toml):
    text = without("reseau", "site_web", "horaires", "horaires_note")

    (service,) = read_services(toml(text), reseaux=CODES)

    assert (service.reseau, service.site_web, service.horaires, service.horaires_note) == (
        None,
    ) * 4


def test_there_may_be_none(toml):
    assert read_services(toml("services = []"), reseaux=CODES) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"\[\[services\]\]"),
        (LINE + "couleur = 1", "'ligne-1' : clés inconnues"),
        ("couleur = 1" + LINE, "clés inconnues"),
        (without("source"), r"il manque \['source'\]"),
        (without("consulte_le"), r"il manque \['consulte_le'\]"),
        (without("telephone"), "il manque le numéro"),
        (without("telephone", "site_web").replace('"telephone", ', ""), "telephone or a site"),
        (LINE.replace("2026-11-20", '"2026-11-20"'), "consulte_le doit être une date"),
        (LINE.replace("2026-11-20", "2026-11-20T10:00:00"), "consulte_le doit être une date"),
        (LINE.replace('"ligne-1"', '"Ligne 1"'), "id s’écrit en minuscules"),
        (LINE.replace('"cio"', '"inconnu"'), "réseau 'inconnu' inconnu"),
        (LINE.replace('"chat"', '"pigeon"'), "pigeon"),
        (LINE.replace('"lyceen"', '"martien"'), "martien"),
        (LINE.replace('"information"', '"vente"'), "vente"),
        (LINE.replace('["lyceen"]', "[]"), "needs a channel, publics"),
        (LINE.replace('"region-11"', '"Île-de-France"'), r"zone_competence \['Île-de-France'\]"),
        (LINE.replace('"60057"', '"6057"'), r"zone_competence \['6057'\]"),
        (LINE.replace("https://example.org/chat", "example.org"), "site_web"),
        (LINE.replace("Mo-Fr 09:00-17:00", "de 9h à 17h"), "'ligne-1' : à corriger"),
        (LINE + LINE, r"\['ligne-1'\] donné deux fois"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(toml, text, words):
    with pytest.raises(SourceError, match=words):
        read_services(toml(text), reseaux=CODES)
