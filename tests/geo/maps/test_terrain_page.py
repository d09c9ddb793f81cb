import json
import re

import numpy as np
import pytest
import shapely
from lxml import html

from geo.errors import OutputError
from geo.maps.terrain_page import draw_terrain, outline, render_terrain, to_terrain_payload
from tests.geo.maps.toy_terrain import of_one_commune, sheet, terrain, view


@pytest.fixture(scope="module")
def page():
    return render_terrain(terrain({"1101": "bassins/1101/diagnostic.html"}))


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


def test_the_same_values_give_the_same_bytes(page):
    assert render_terrain(terrain({"1101": "bassins/1101/diagnostic.html"})) == page


def test_the_page_asks_for_no_other_file(tree):
    assert tree.xpath("//*[@src]") == []
    assert tree.xpath("//link | //img | //iframe | //object") == []
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_hostile_names_stay_text(page, tree):
    data = page.split('id="donnees">')[1].split("</script>")[0]
    assert not set("<>&") & set(data)
    assert tree.xpath("//footer//i") == []
    assert "Une note <i>hostile</i>." in tree.xpath("//footer/p/text()")


def test_the_page_can_be_read_by_anyone(tree):
    assert tree.get("lang") == "fr"
    assert tree.findtext(".//title") == "Qui est loin\xa0? – Île-de-Test"
    for field in tree.xpath("//main//input | //main//select"):
        name = field.get("id")
        assert field.xpath("ancestor::label") or tree.xpath(f"//label[@for='{name}']"), name
    for link in tree.xpath("//nav[@class='evitement']/a/@href"):
        assert len(tree.xpath(f"//*[@id='{link[1:]}' and @tabindex='-1']")) == 1
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_where_when_estimates_and_sources_are_said(tree):
    said = " ".join(
        f"{tree.find('.//header').text_content()} {tree.find('.//footer').text_content()}".split()
    )

    assert "Île-de-Test · au 22 novembre 2026 · temps estimés à vol d’oiseau" in said
    assert "Points : DILA, 2022, LO 2.0." in said.replace("\xa0", " ")
    assert "Calcul diagnostic-0123456789abcdef." in said


@pytest.mark.parametrize("trial", [True, False])
def test_a_trial_network_is_said_at_the_top(trial):
    views = (view(("a", "b"), trial=trial), view(("a", "c")))
    page = html.document_fromstring(render_terrain(terrain(views=views, zones=())))

    said = page.xpath("//header/p[@class='essai']")
    assert bool(said) == trial
    assert all(one.text_content().strip().startswith("Réseau d’essai") for one in said)


def test_residents_of_each_legend_are_all_residents():
    for one in to_terrain_payload(terrain())["vues"]:
        assert sum(row["habitants"] for row in one["legende"]) + one["inconnus"] == 15_000


def test_the_payload_is_what_json_can_hold_and_pure():
    made = terrain()
    told = to_terrain_payload(made)

    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert to_terrain_payload(made) == told


def test_times_are_rounded_up_and_none_where_nothing_is_reached():
    told = to_terrain_payload(terrain())["vues"][0]

    assert told["minutes"] == [10, 11, 21, None]
    assert told["classes"] == "0123"


def test_estimates_are_said_once_where_they_are_everywhere():
    on_foot, by_bicycle, *_ = to_terrain_payload(terrain())["vues"]

    assert (on_foot["estime"], by_bicycle["estime"]) == (True, "0011")


def test_answers_are_told_by_their_rank():
    told = to_terrain_payload(terrain())

    assert [one["options"] for one in told["demandes"]] == [
        ["Durée", "Portes", "Lacunes"],
        ["À pied", "À vélo"],
    ]
    assert [one["reponses"] for one in told["vues"]] == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0]]


def _unfolded(ring):
    return np.cumsum(np.array(ring).reshape(-1, 2), axis=0) / 10_000


def test_outlines_come_back_to_a_step():
    hole = shapely.Polygon(
        [(2.0, 48.0), (2.3, 48.0), (2.3, 48.3), (2.00004, 48.3)],
        [[(2.1, 48.1), (2.2, 48.1), (2.2, 48.2)]],
    )
    told = outline(shapely.MultiPolygon([hole, shapely.box(-3.0, 47.0, -2.5, 47.5)]))

    assert [len(polygon) for polygon in told] == [2, 1]
    back = shapely.Polygon(_unfolded(told[0][0]), [_unfolded(told[0][1])])
    assert back.hausdorff_distance(hole) <= 1e-4
    assert shapely.Polygon(_unfolded(told[1][0])).equals(shapely.box(-3.0, 47.0, -2.5, 47.5))


@pytest.mark.parametrize("nothing", [None, shapely.MultiPolygon(), shapely.Point(2, 48)])
def test_nothing_to_draw_is_no_outline(nothing):
    assert outline(nothing) is None


def test_the_least_there_can_be_is_a_page():
    tree = html.document_fromstring(render_terrain(of_one_commune()))

    assert tree.xpath("//*[@id='liste-bassins' or @id='liste-points']") == []
    assert "Calcul" not in tree.find(".//footer").text_content()


def test_documents_are_linked_where_there_are_some():
    alone = {"1102": "diagnostic.html"}
    parts = sheet(alone).land.parts

    assert [part.document for part in parts] == ["", "diagnostic.html"]


def test_a_page_is_replaced_whole_or_says_why_not_in_french(tmp_path, page):
    path = tmp_path / "cartes" / "lacunes.html"
    draw_terrain(of_one_commune(), path)
    draw_terrain(terrain({"1101": "bassins/1101/diagnostic.html"}), path)

    assert path.read_text(encoding="utf-8") == page
    assert list(path.parent.iterdir()) == [path]
    with pytest.raises(OutputError, match="dossier"):
        draw_terrain(of_one_commune(), path / "below.html")


def test_no_text_names_a_clock(page):
    assert not re.search(r"\b\d{1,2}:\d{2}\b", page.split('id="donnees">')[1].split("</script>")[0])
