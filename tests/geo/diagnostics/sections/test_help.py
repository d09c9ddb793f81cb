from dataclasses import replace

import pytest

from geo.diagnostics.sections.help import help as help_
from geo.diagnostics.sections.help import lead_mode, services_here
from geo.diagnostics.sections.out_of_reach import all_missed, leading
from geo.diagnostics.sections.words import mode_title
from geo.domain.dossier import Tableau, Texte
from tests.geo.diagnostics.cut import without_modes, without_places


def table(section, code):
    (found,) = [one for one in section.blocs if isinstance(one, Tableau) and one.code == code]
    return found


def words(section):
    return " ".join(one.modele for one in section.blocs if isinstance(one, Texte))


def figures(section):
    texts = [one for one in section.blocs if isinstance(one, Texte)]
    return {figure.code: figure.valeur for text in texts for figure in text.chiffres}


def with_site(findings, **told):
    """Make a town hall of Sud worth an outing by car, the mode that leaves out fewest there."""
    row = {
        **findings.sites[findings.sites["territory_code"] == "1103"].iloc[0].to_dict(),
        "kind": "hors-les-murs", "site_id": "mairie-94043", "name": "Mairie - Le Kremlin-Bicêtre",
        "site_type": "mairie", "commune": "Le Kremlin-Bicêtre", "gained": 51_200,
        "mode": "voiture", **told,
    }  # fmt: skip
    sites = findings.sites.copy()
    sites.loc[len(sites)] = row
    return replace(findings, sites=sites)


def test_sites_are_those_of_the_bassin_the_mode_of_its_gaps_first(findings):
    told = table(help_(findings, "1103")[0], "sites")
    assert told.montrees == 0  # none brings anyone
    assert [row[0] for row in told.lignes] == ["En voiture", "À pied", "À vélo"]
    assert {row[3] for row in told.lignes} == {"CIO d’Évry"}


def test_help_speaks_of_the_mode_that_gaps_speak_of(findings):
    for code in (*findings.bassins.index, findings.region_code):
        lead = leading(findings, all_missed(findings, code))
        assert lead_mode(findings, code) == ("marche" if lead is None else lead.report.mode)
        told = table(help_(findings, code)[0], "sites")
        title = mode_title(findings, lead_mode(findings, code))
        assert told.lignes[0][0] == title
        assert {row[0] for row in told.lignes[: told.montrees]} <= {title}
    assert lead_mode(without_modes(findings), "1103") is None


def test_an_outing_is_told_with_whom_it_brings(findings):
    section, _ = help_(with_site(findings), "1103")
    told = figures(section)
    assert told["habitants_gagnes.hors-les-murs.voiture.1"] == 51_200
    assert told["site_permanence.1"] == "Mairie - Le Kremlin-Bicêtre"
    assert table(section, "sites").montrees == 1


def test_a_site_is_named_with_its_commune_unless_its_name_says_it(findings):
    told = figures(help_(with_site(findings, name="Gare nord", site_type="gare"), "1103")[0])
    assert told["site_permanence.1"] == "Gare nord (Le Kremlin-Bicêtre)"


def test_a_place_that_brings_nobody_says_so(findings):
    assert "ne mettrait personne de plus à portée" in words(help_(findings, "1103")[0])


def test_an_outing_that_brings_nobody_is_not_told(findings):
    section, _ = help_(with_site(findings, gained=0), "1103")
    assert "Aucune permanence" in words(section)


@pytest.mark.parametrize(
    ("zone", "code", "answers"),
    [
        (("france",), "1103", "partout"),
        (("region-11",), "1103", "partout"),
        (("77",), "1103", "en partie"),
        (("77", "91", "94"), "1103", "partout"),
        (("75056",), "1107", "partout"),
        (("75101",), "1107", "en partie"),
        (("77288",), "1101", None),
        (("region-75",), "1101", None),
    ],
)
def test_a_service_answers_where_its_zone_says(findings, zone, code, answers):
    one = replace(findings.services[0], zone_competence=zone)
    told = services_here(replace(findings, services=(one,)), code)
    assert [where for _, where in told] == ([] if answers is None else [answers])


def test_hours_that_no_source_tells_are_unknown(findings):
    quiet = tuple(replace(one, horaires=None, horaires_note=None) for one in findings.services)
    told = table(help_(replace(findings, services=quiet), "1103")[0], "services_a_distance")
    place = [one.code for one in told.colonnes].index("horaires")
    assert {row[place] for row in told.lignes} == {None}
    assert len(told.lignes) == len(findings.services)


def test_nothing_to_propose(findings):
    section, _ = help_(without_places(findings), "1103")
    assert "aucun site n’est proposé" in words(section)
    assert "Aucun service à distance" in words(section)
    section, _ = help_(without_modes(findings), "1103")
    assert table(section, "sites").lignes == ()


def test_the_region_has_a_place_a_bassin(findings):
    told = table(help_(findings, findings.region_code)[0], "sites")
    assert told.montrees == 0
    assert len(told.lignes) == len(findings.sites)


def test_the_region_shows_where_a_first_outing_brings_someone_most_first(findings):
    more = with_site(with_site(findings, gained=10, territory_code="1101"), gained=70)
    more = with_site(more, gained=40, rank=2)
    more = with_site(more, gained=20, territory_code="1102", kind="tout-public")
    lead = lead_mode(more, more.region_code)
    told = table(
        help_(replace(more, sites=more.sites.assign(mode=lead)), more.region_code)[0], "sites"
    )
    place = [one.code for one in told.colonnes].index("habitants_gagnes")
    assert told.montrees == 3
    assert [row[place] for row in told.lignes[:3]] == [70, 20, 10]


def test_a_station_is_named_as_one(findings):
    named = with_site(findings, name="Melun", site_type="gare")
    told = table(help_(named, "1103")[0], "sites")
    assert told.lignes[0][3] == "gare Melun"
