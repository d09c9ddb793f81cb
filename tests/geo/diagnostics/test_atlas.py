"""The maps of a diagnosis, from findings found for real; and of territories that have nothing."""

import json
from dataclasses import replace

import pytest
from lxml import html

from geo.diagnostics.atlas import ACCESS, DOORS, GAPS, bassin_map, region_maps
from geo.diagnostics.findings import MAIN_NEED
from geo.domain.mission import LABELS as NEED_LABELS
from geo.domain.mission import Mission
from tests.geo.diagnostics import cut

DOCUMENTS = {"1107": "bassins/1107/diagnostic.html"}


def payload(page):
    return json.loads(page.split('id="donnees">')[1].split("</script>")[0])


@pytest.fixture(scope="module")
def pages(findings):
    return region_maps(findings, documents=DOCUMENTS)


def test_three_maps_the_same_twice(findings, pages):
    assert set(pages) == {ACCESS, GAPS, DOORS}
    assert region_maps(findings, documents=DOCUMENTS) == pages


@pytest.mark.parametrize("name", [ACCESS, GAPS, DOORS])
def test_residents_of_each_legend_are_those_of_the_region(findings, pages, name):
    people = int(findings.origins["population"].sum())

    for view in payload(pages[name])["vues"]:
        assert sum(one["habitants"] for one in view["legende"]) + view["inconnus"] == people


def test_two_doors_are_counted_as_in_the_findings(findings, pages):
    doors = findings.doors[findings.doors["territory_type"] == "region"]
    told = payload(pages[DOORS])
    counted = {
        tuple(view["reponses"]): [one["habitants"] for one in view["legende"]]
        for view in told["vues"]
    }
    assert len(counted) == len(doors)
    everyone = doors.query("profile == 'tout-public' and mission == 'information'")
    rank = told["demandes"][1]["options"].index("Information")
    for row in everyone.itertuples():
        mode = list(findings.modes).index(row.mode)
        assert counted[0, rank, mode] == [row.one_door, row.two_doors, row.beyond, row.nobody]


def test_two_doors_open_on_the_question_of_the_documents(pages):
    told = payload(pages[DOORS])
    first = [one["options"][0] for one in told["demandes"]]

    assert first[:2] == ["Tout public", NEED_LABELS[Mission(MAIN_NEED)]]
    assert told["vues"][0]["reponses"] == [0, 0, 0]


def test_a_bassin_leads_to_its_document_and_to_all(findings):
    page = html.document_fromstring(bassin_map(findings, "1103"))

    assert page.xpath("//header//a/@href") == ["diagnostic.html", "../../index.html"]


def test_gaps_are_called_what_documents_call_them(findings, pages):
    (options,) = (one["options"] for one in payload(bassin_map(findings, "1103"))["demandes"][:1])

    assert any(one.startswith("Les manques – ") for one in options)
    assert "Les manques" in html.document_fromstring(pages[DOORS]).xpath("//header//a/text()")
    assert not any("acunes" in one for one in options)


def test_gaps_are_those_of_the_findings(findings, pages):
    told = payload(pages[GAPS])

    assert len(told["vues"]) == len(findings.gaps)
    for view, report in zip(told["vues"], findings.gaps, strict=True):
        names = [told["zones"][zone]["nom"] for zone in view["zones"]]
        assert names == report.zones["name"].tolist()
        assert sum(one["habitants"] for one in view["legende"][1:]) == report.gaps.left_out


def test_maps_lead_to_documents_and_to_each_other(pages):
    links = html.document_fromstring(pages[GAPS]).xpath("//header//a/@href")

    assert links == ["index.html", ACCESS, DOORS]
    assert DOCUMENTS["1107"] in {one["document"] for one in payload(pages[GAPS])["bassins"]}


def test_a_bassin_has_its_own_communes_zones_and_places(findings):
    told = payload(bassin_map(findings, "1103"))
    mine = findings.origins[findings.origins["code_bassin"] == "1103"]

    assert told["aires"]["code"] == mine["code_commune"].tolist()
    assert {one["code"]: one["document"] for one in told["bassins"]} == {"1103": "diagnostic.html"}
    assert 0 < len(told["points"]) < len(findings.inventory.places)
    here = {
        name for report in findings.gaps
        for name in report.zones[report.zones["territory_code"] == "1103"]["name"]
    }  # fmt: skip
    assert {one["nom"] for one in told["zones"]} == here
    assert told["demandes"][0]["options"][0] == "Durée jusqu’à un point"


def test_a_trial_network_is_said(findings):
    page = region_maps(cut.on_trial(findings, "marche"), documents={})[ACCESS]

    (said,) = html.document_fromstring(page).xpath("//header/p[@class='essai']/strong/text()")
    assert said == "Réseau d’essai — ne pas publier"
    assert [view["essai"] for view in payload(page)["vues"]] == [True, False, False]


def test_nothing_kept_of_doors_leaves_the_main_need(findings):
    told = payload(region_maps(replace(findings, door_outcomes={}), documents={})[DOORS])

    assert [one["options"] for one in told["demandes"][:2]] == [["Tout public"], ["Information"]]


@pytest.mark.parametrize("less", [cut.without_places, cut.without_gaps, cut.without_bassins])
def test_less_to_show_is_still_a_map(findings, less):
    pages = region_maps(less(findings), documents={})

    assert set(pages) == {ACCESS, GAPS, DOORS}


def test_no_mode_is_no_map_and_no_gap_question_no_page_of_gaps(findings):
    assert region_maps(cut.without_modes(findings), documents={}) == {}
    assert bassin_map(cut.without_modes(findings), "1107") == ""
    assert set(region_maps(replace(findings, gaps=()), documents={})) == {ACCESS, DOORS}


def test_a_bassin_of_one_commune_and_one_of_none(findings):
    code = findings.origins.loc[findings.origins["code_bassin"] == "1102", "code_commune"].iloc[0]
    alone = payload(bassin_map(cut.of_one_commune(findings, "1102", code), "1102"))
    none = replace(findings, origins=findings.origins[findings.origins["code_bassin"] != "1102"])

    assert alone["aires"]["code"] == [code]
    assert bassin_map(none, "1102") == ""


def test_sites_that_would_help_are_on_the_map_of_their_bassin(findings):
    code = findings.sites["territory_code"].iloc[0]
    mine = findings.sites[findings.sites["territory_code"] == code]
    shown = [one for one in payload(bassin_map(findings, code))["points"] if one["genre"] == "site"]

    assert {one["nom"] for one in shown} == set(mine["name"])
    assert len(shown) == len(mine.drop_duplicates(["site_id", "kind"]))
