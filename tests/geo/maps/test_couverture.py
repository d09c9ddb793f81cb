import re

import pytest
from lxml import html

from geo.errors import OutputError
from geo.maps.couverture import draw_coverage, render_coverage
from tests.geo.toy_report import build_report, street_report


@pytest.fixture(scope="module")
def page():
    return render_coverage(build_report())


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


def test_the_same_report_gives_the_same_bytes(page):
    assert render_coverage(build_report()) == page


def test_the_page_asks_for_no_other_file(tree):
    assert tree.xpath("//*[@src]") == []
    assert tree.xpath("//link | //img | //iframe | //object") == []
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_hostile_names_stay_text(page, tree):
    data = page.split('id="donnees">')[1].split("</script>")[0]
    assert not set("<>&") & set(data)
    assert tree.xpath("//table//b") == []
    assert "Sud <b>" in tree.xpath("//tbody/tr/th/text()")


def test_the_page_can_be_read_by_anyone(tree):
    assert tree.get("lang") == "fr"
    assert "Île-de-Test" in tree.findtext(".//title")
    viewport = tree.xpath("//meta[@name='viewport']/@content")
    assert viewport == ["width=device-width, initial-scale=1"], "nobody is kept from zooming"
    for field in tree.xpath("//main//input | //main//select"):
        name = field.get("id")
        assert field.xpath("ancestor::label") or tree.xpath(f"//label[@for='{name}']"), name
    for link in tree.xpath("//nav[@class='evitement']/a/@href"):
        assert len(tree.xpath(f"//*[@id='{link[1:]}' and @tabindex='-1']")) == 1
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_table_has_headers_and_a_row_a_territory(tree):
    assert tree.xpath("//tbody/tr/th[@scope='row']/text()") == ["Île-de-Test", "Nord", "Sud <b>"]
    assert len(tree.xpath("//thead//th[@scope='col']")) == 2 + 7
    assert tree.xpath("//tbody/tr[1]/td[1]/text()") == ["15\N{NARROW NO-BREAK SPACE}000"]


def test_sources_date_and_estimate_are_said(tree):
    said = re.sub(
        r"\s+",
        " ",
        tree.xpath("//header")[0].text_content() + tree.xpath("//footer")[0].text_content(),
    )

    assert "21 novembre 2026" in said
    assert "DILA, janvier 2022, Licence Ouverte 2.0" in said
    assert "acces-0123456789abcdef" in said
    assert "à vol d’oiseau × détour" in said
    assert "à pied × 1,25 ÷ 4,5 km/h" in said
    assert "en voiture × 1,3 ÷ 22 km/h" in said


def test_times_of_a_network_are_not_called_estimates():
    report = build_report()
    page = render_coverage(build_report(nearest=report.nearest.assign(is_estimate=False)))

    assert "vol d’oiseau" not in html.document_fromstring(page).body.text_content().split("{")[0]


def test_a_run_on_a_network_says_its_name_its_traffic_and_where_it_does_not_go():
    said = " ".join(
        html.document_fromstring(render_coverage(street_report())).text_content().split()
    )

    assert "60,0 % des habitants sont sur le réseau : temps par les rues, réseau" in said
    assert "réseau « essai », estimés là où il ne va pas" in said
    assert "en voiture, temps par les rues, réseau « essai », trafic compté : × 1,5" in said
    assert "répartis le long des rues habitées de leur commune" in said
    assert "comptés à un seul point. Qui" not in said
    assert "Rues : OSM, essai.osm.pbf, ODbL 1.0." in said
    assert "ne pas publier" not in said


def test_few_residents_or_roads_alone_are_said_at_the_top():
    few, roads = (
        " ".join(
            html.document_fromstring(render_coverage(one)).find(".//header").text_content().split()
        )
        for one in (street_report(off_network=14940), street_report(kind="edges"))
    )

    assert "0,4 % des habitants sont sur le réseau : temps estimés, sauf sur le réseau" in few
    assert "Routes principales seulement, ni feux ni rues de quartier : temps trop courts." in roads
    assert "licence" not in roads


def test_a_trial_network_is_said_at_the_top():
    page = html.document_fromstring(render_coverage(street_report(publiable=False)))

    (header,) = page.xpath("//header/p[@class='essai']")
    assert header.text_content().strip().startswith("Réseau d’essai — ne pas publier")


def test_a_reseau_without_any_place_cannot_be_chosen(tree):
    choices = {
        option.get("value"): option for option in tree.xpath("//select[@id='reseau']/option")
    }

    assert set(choices) == {"tous", "mission-locale", "cio", "cite-des-metiers"}
    assert choices["cite-des-metiers"].get("disabled") is not None
    assert choices["cio"].get("disabled") is None


def test_a_page_is_drawn_where_asked_and_replaced_whole(tmp_path, page):
    path = tmp_path / "cartes" / "couverture.html"
    draw_coverage(build_report(run_id="acces-old"), path)

    assert draw_coverage(build_report(), path) == path
    assert path.read_text(encoding="utf-8") == page
    assert list(path.parent.iterdir()) == [path]


def test_thresholds_are_said_to_be_inclusive(page):
    assert "à moins de" not in page
    assert "30 min ou moins</option>" in page


@pytest.mark.parametrize("name", ["", "page.html/under/it.html"])
def test_a_page_that_cannot_be_written_says_why_in_french(tmp_path, name):
    (tmp_path / "page.html").write_text("mine")

    with pytest.raises(OutputError, match="dossier"):
        draw_coverage(build_report(), tmp_path / name)

    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_documents_of_bassins_are_linked_where_they_are_given(page):
    given = render_coverage(build_report(), {"1102": "bassins/1102/diagnostic.html"})
    links = html.document_fromstring(given).xpath("//tbody//a")

    assert [link.get("href") for link in links] == ["bassins/1102/diagnostic.html"]
    assert links[0].text_content() == "diagnostic de Sud <b>"
    assert render_coverage(build_report(), {}) == page
