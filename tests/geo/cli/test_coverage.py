"""What people read of coverage by need and by réseau."""

import pytest
from typer.testing import CliRunner

from geo.access.need_coverage import NEEDS
from geo.cli.app import app
from geo.cli.show_coverage import show_coverage
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.temps_reference import TempsReference
from geo.pipeline.coverage import CoverageAsked, CoverageFound
from geo.pipeline.need_coverage import need_coverage, reseau_coverage
from tests.geo.access import toy_city
from tests.geo.access.test_remote import service

NAMES = {"bassin": {"N": "Nord", "S": "Sud"}, "region": {"11": "Île-de-France"}}
RESEAUX = {ALL_RESEAUX: "Tous les réseaux", "mission-locale": "Mission locale"} | {
    "cite-des-metiers": "Cité des métiers"
}
ADVICE = {"profiles": (Profil.JEUNE,), "missions": (Mission.CONSEIL,)}
LINE = service(publics=(Profil.JEUNE,), missions=(Mission.CONSEIL,), zone=("77001", "91004"))


def found(asked, cutoffs_s, *, services=(LINE,), city=None):
    surveys = [toy_city.city(estimated=True) if city is None else city]
    if asked.reseaux:
        table = reseau_coverage(surveys, asked.reseaux, cutoffs_s=cutoffs_s)
    else:
        needs = [need for need in NEEDS if need[0] in asked.profiles and need[1] in asked.missions]
        table = need_coverage(
            surveys, toy_city.COMPETENCES, services, needs=needs, cutoffs_s=cutoffs_s
        )
    declared = TempsReference(mode="voiture", au_plus_s=600, source="Cerema")
    return CoverageFound(
        table=table, surveys=surveys, manifest=None, names=NAMES, reseau_names=RESEAUX,
        without_place=tuple(code for code in asked.reseaux if code == "cite-des-metiers"),
        references={} if asked.cutoffs_s else {"voiture": declared},
    )  # fmt: skip


@pytest.fixture
def said(capsys):
    def read(*, city=None, services=(LINE,), **fields):
        asked = CoverageAsked(**fields)
        cutoffs_s = asked.cutoffs_s or (600, 3960)
        show_coverage(found(asked, cutoffs_s, services=services, city=city), asked)
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        return [" ".join(line.replace("│", "|").split()) for line in words.splitlines()]

    return read


def rows(lines):
    return [line for line in lines if line.startswith("|")]


def test_a_line_a_territory_the_worst_covered_first_and_the_region_last(said):
    lines = said(**ADVICE)

    # on the spot within ten minutes B and C, from afar A and D
    assert rows(lines) == [
        "| Sud | 12 | 33,3 % | 66,7 % | 100,0 % | 0 |",
        "| Nord | 3 | 66,7 % | 33,3 % | 100,0 % | 0 |",
        "| Île-de-France | 31 | 19,4 % | 29,0 % | 48,4 % | 16 |",
    ]
    assert "Jeune de 16 à 25 ans, conseil : en voiture, 10 min au plus" in lines


def test_several_thresholds_stand_side_by_side(said):
    lines = said(**ADVICE, cutoffs_s=(120, 600))

    assert "| Île-de-France | 31 | 12,9 % | 19,4 % | 29,0 % | 48,4 % | 16 |" in lines
    assert not any("référence" in line for line in lines)


def test_what_varies_has_the_lines(said):
    needs = said(profiles=(Profil.JEUNE,))
    assert " ".join(needs).startswith(
        "Île-de-France, 31 habitants, jeune de 16 à 25 ans : en voiture, 10 min au plus"
    )
    assert "| Conseil | 19,4 % | 29,0 % | 48,4 % | 16 |" in needs

    publics = said(missions=(Mission.CONSEIL,))
    assert "| Femme | 0,0 % | 0,0 % | 0,0 % | 31 |" in publics


def test_publics_and_needs_are_crossed_and_help_from_afar_is_beside(said):
    lines = said()
    young = next(number for number, line in enumerate(lines) if line.startswith("| Jeune de"))

    assert lines[young].endswith("| 22,6 % | 19,4 % | 19,4 % | 19,4 % |")
    assert lines[young + 1].endswith("| | | (48,4 %) | |")
    assert any("--profil et un --besoin" in line for line in lines)


def test_by_reseau(said):
    one, several = said(reseaux=("mission-locale",)), said(reseaux=tuple(RESEAUX))

    assert "Mission locale : en voiture, 10 min au plus" in one
    assert "| Sud | 12 | 33,3 % | 8 |" in one
    assert "| Tous les réseaux | 22,6 % | 24 |" in several
    assert any("un seul --reseau" in line for line in several)


def test_by_reseau_what_else_helps_and_whose_zones_count(said):
    one, any_door = (" ".join(said(reseaux=(code,))) for code in ("mission-locale", ALL_RESEAUX))

    assert "demandez avec --profil et --besoin" in one
    assert "demandez avec" not in any_door
    for words in (one, any_door):
        assert "/v1/couverture par réseau ne regardent pas les zones" in words
        assert "aucun lieu" not in words
    assert "ne regardent pas les zones" not in " ".join(said(**ADVICE))


def test_a_reseau_without_a_place_says_so_beside_its_nothing(said):
    words = " ".join(said(reseaux=("cite-des-metiers",)))

    assert "Cité des métiers : l’annuaire chargé n’a aucun lieu de ce réseau ; 0 % ne dit" in words


def test_what_the_figures_rest_on_and_leave_out_is_said(said):
    words = " ".join(said(**ADVICE))

    for expected in (
        "Durée de référence en voiture, 10 min : Cerema.",
        "comme si chacun était de ce public",
        "chacun compté une fois",
        "rattachement est à vérifier",
        "Durées estimées",
    ):
        assert expected in words


def test_a_territory_where_nobody_lives_has_no_share(said):
    empty = toy_city.survey([], toy_city.PLACES)

    assert any("trop peu" in line for line in said(city=empty, **ADVICE))


def test_a_reseau_and_a_need_at_once_are_refused():
    done = CliRunner().invoke(app, ["coverage", "--reseau", "cio", "--profil", "jeune"])

    assert done.exit_code == 2
    assert "pas les deux" in " ".join(done.output.replace("│", "").split())


def test_a_wheelchair_without_a_network_is_refused():
    done = CliRunner().invoke(app, ["coverage", "--mode", "fauteuil"])

    assert done.exit_code == 2
    assert "--network" in done.output
