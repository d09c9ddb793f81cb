"""The page of a dossier, as HTML that is read back."""

import dataclasses
import itertools
import json
import re
from urllib.parse import unquote

import lxml.html
import pytest

from geo.diagnostics.page import data_uri, raw, render_page, shown_columns, unbroken
from geo.domain.dossier import Chiffre, Section, Texte
from geo.domain.unite import Unite, in_french
from geo.errors import InputError
from tests.geo.diagnostics import toy

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>'
LINKS = {"Classeur (XLSX)": "diagnostic.xlsx", "Tous les diagnostics": "../../index.html"}
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}<img src=x onerror=alert(2)>&amp; </title>'


def page(dossier=None, links=LINKS):
    dossier = toy.dossier() if dossier is None else dossier
    pictures = dict.fromkeys((figure.code for figure in dossier.illustrations()), SVG)
    return lxml.html.fromstring(render_page(dossier, pictures, links=links))


def text(element):
    return " ".join(element.text_content().split())


def with_table(**changes):
    table = dataclasses.replace(toy.RESEAUX, **changes)
    return toy.dossier(sections=(Section(code="s", titre="S", blocs=(table,)),))


def test_every_figure_stands_in_the_page_raw_and_in_french():
    told = page().xpath("//data[@data-chiffre]")
    known = [chiffre for chiffre in toy.dossier().chiffres() if chiffre.valeur is not None]

    assert [one.get("data-chiffre") for one in told] == [chiffre.code for chiffre in known]
    assert [json.loads(one.get("value")) for one in told] == [chiffre.valeur for chiffre in known]
    assert [one.text for one in told] == [in_french(c.valeur, c.unite) for c in known]


def test_what_nobody_knows_is_said_and_is_no_figure():
    unknown = page().xpath("//*[@data-chiffre='points_labellises']")

    assert [(one.tag, one.get("class"), one.text) for one in unknown] == [
        ("span", "inconnu", "non renseigné")
    ]
    assert not page().xpath("//data[not(@value) or @value='' or @value='null']")


def test_an_estimate_says_so_in_words_each_time():
    for figure in page().xpath(f"//data[@data-chiffre='{toy.PART.code}']"):
        assert figure.getnext().text == "(estimé)"
    assert "estimé" not in text(page().xpath("//data[@data-chiffre='habitants']/..")[0])


def test_the_mark_of_an_estimate_does_not_part_a_figure_from_its_letters():
    rank = Chiffre(code="rang", libelle="rang", valeur=5, unite=Unite.NOMBRE, estime=True)
    sentence = Texte(modele="Rang : {rang}e sur 25, {rang}.", chiffres=(rank,))
    alone = toy.dossier(sections=(Section(code="s", titre="S", blocs=(sentence,)),))

    told = text(page(alone).xpath("//section/p")[0])

    assert told == "Rang : 5e sur 25, 5 (chiffres estimés)."


def test_an_estimate_is_said_once_a_sentence_and_at_its_end_where_there_are_several():
    one = Chiffre(code="a", libelle="", valeur=5, unite=Unite.NOMBRE, estime=True)
    other = dataclasses.replace(one, code="b", valeur=6)
    place = Chiffre(code="p", libelle="", valeur="3e sur 4", unite=Unite.TEXTE, estime=True)
    for model, figures, said in (
        (
            "Un {a}e. Puis {b} ou {a}. Fin.",
            (one, other),
            "Un 5e (estimé). Puis 6 ou 5 (chiffres estimés). Fin.",
        ),
        ("Au rang {p}, au moins.", (place,), "Au rang 3e sur 4, au moins (chiffres estimés)."),
        ("Soit {a} et {b}", (one, other), "Soit 5 et 6 (chiffres estimés)"),
        ("Soit {a}", (one,), "Soit 5 (estimé)"),
    ):
        sentence = Texte(modele=model, chiffres=figures)
        alone = toy.dossier(sections=(Section(code="s", titre="S", blocs=(sentence,)),))
        assert text(page(alone).xpath("//section/p")[0]) == said


def test_a_table_has_caption_scopes_and_every_value_shown():
    table = page().xpath("//table")[0]

    assert text(table.find("caption")) == toy.RESEAUX.titre
    assert [text(th) for th in table.xpath("thead//th[@scope='col']")] == [
        colonne.titre for colonne in toy.RESEAUX.colonnes
    ]
    assert [text(th) for th in table.xpath("tbody//th[@scope='row']")] == [
        ligne[0] for ligne in toy.RESEAUX.lignes[:2]
    ]
    assert table.xpath("tbody/tr[1]//data/@value") == ["12", "0.75", "1201", "2021-03-01", "true"]
    assert [text(td) for td in table.xpath("tbody/tr[2]/td")][-2:] == ["non renseigné"] * 2


def test_a_table_cut_short_says_so_and_where_the_rest_is():
    note = page().xpath("//div[@id='tableau-inventaire_reseaux']/p[@class='note']")[0]

    assert "2 lignes sur 3" in text(note)
    assert "inventaire_reseaux.csv" in text(note)
    whole = page(with_table(montrees=None)).xpath("//p[@class='note']")[0]
    assert text(whole) == "Réseaux inventés."


def test_a_table_kept_for_the_files_is_a_line_that_says_where():
    told = page(with_table(montrees=0)).xpath("//div[@id='tableau-inventaire_reseaux']")[0]

    assert not told.xpath(".//table")
    assert text(told) == (
        "Points d’accueil par réseau. Réseaux inventés. 3 lignes dans le fichier "
        "inventaire_reseaux.csv."
    )


def test_columns_kept_for_the_files_are_not_shown_but_told():
    told = page(with_table(colonnes_montrees=("nom", "part"), montrees=None))

    assert [text(th) for th in told.xpath("//thead//th")] == ["Réseau", "Part"]
    assert "D’autres colonnes" in text(told.xpath("//p[@class='note']")[0])
    assert [rank for rank, _ in shown_columns(toy.RESEAUX)] == list(range(6))


def test_a_table_without_a_row_says_what_that_means():
    empty = page().xpath("//div[@id='tableau-lacunes']")[0]

    assert not empty.xpath(".//table")
    assert text(empty) == "Zones hors de portée. Aucune zone n’est hors de portée."


def test_a_picture_has_words_for_who_cannot_see_it_and_its_table():
    figure = page().xpath("//figure")[0]
    image = figure.xpath(".//img")[0]

    assert image.get("alt").replace("\N{NO-BREAK SPACE}", " ").startswith("Barres : 12 points")
    assert unquote(image.get("src")) == f"data:image/svg+xml,{SVG}"
    target = figure.xpath(".//figcaption/a/@href")[0]
    assert page().xpath(f"//*[@id='{target[1:]}']//table")


def test_a_picture_that_nobody_drew_is_refused():
    with pytest.raises(InputError, match="bassins_compares"):
        render_page(toy.dossier(), {}, links={})


def test_headings_descend_one_by_one_and_every_anchor_is_there():
    read = page()
    levels = [int(heading.tag[1]) for heading in read.xpath("//h1|//h2|//h3|//h4")]
    names = read.xpath("//@id")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert len(set(names)) == len(names)
    anchors = {link[1:] for link in read.xpath("//a/@href") if link.startswith("#")}
    labels = set(" ".join(read.xpath("//@aria-labelledby")).split())
    assert anchors | labels <= set(names)


def test_the_page_asks_for_nothing():
    html = render_page(toy.dossier(), {"bassins_compares": SVG}, links=LINKS)
    read = lxml.html.fromstring(html)

    assert read.get("lang") == "fr"
    assert "default-src 'none'" in read.xpath("//meta[@http-equiv]/@content")[0]
    assert not read.xpath("//script | //link | //iframe | //object | //form | //base")
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"(src|href)=\"(https?:)?//", html)


def test_links_are_those_given_in_their_order():
    shown = page().xpath("//nav[@class='fichiers']//a")

    assert {text(link): link.get("href") for link in shown} == LINKS
    assert not page(links={}).xpath("//nav[@class='fichiers']")


def test_a_trial_is_told_in_the_page_and_kept_for_each_sheet():
    trial = page(toy.dossier(essai="réseau d’essai"))

    assert text(trial.xpath("//aside[@class='essai']")[0]) == "réseau d’essai"
    assert trial.xpath("//body/@class") == ["d-essai"]
    assert not page().xpath("//aside | //body/@class")


def test_hostile_text_stays_text_wherever_it_stands():
    table = dataclasses.replace(
        toy.RESEAUX,
        titre=HOSTILE,
        note=HOSTILE,
        colonnes=tuple(dataclasses.replace(c, titre=HOSTILE) for c in toy.RESEAUX.colonnes),
        lignes=((HOSTILE, 1, 0.1, 1, "2026-01-01", True),),
    )
    figure = dataclasses.replace(toy.HABITANTS, unite=Unite.TEXTE, valeur=HOSTILE, libelle=HOSTILE)
    sentence = Texte(
        modele=f"{HOSTILE.replace('{{ 7 * 7 }}', '')} {{habitants}}", chiffres=(figure,)
    )
    dossier = toy.dossier(
        titre=HOSTILE,
        region=HOSTILE,
        essai=HOSTILE,
        run_id=HOSTILE,
        licences=(HOSTILE,),
        sections=(Section(code="s", titre=HOSTILE, blocs=(table, sentence)),),
    )

    read = page(dossier, links={HOSTILE: "a.html"})

    assert not read.xpath("//script | //img | //@onerror")
    assert "49" not in read.text_content()
    assert read.xpath("//h1")[0].text == HOSTILE
    assert read.xpath("//data[@data-chiffre='habitants']")[0].get("value") == HOSTILE


def test_the_run_and_the_licences_are_told():
    foot = text(page(toy.dossier(precedent="diagnostic-avant")).xpath("//footer")[0])

    assert "diagnostic-0123456789abcdef" in foot
    assert "comparé au calcul diagnostic-avant" in foot
    assert toy.dossier().licences[0] in foot.replace("\N{NO-BREAK SPACE}", " ")


def test_a_dossier_of_one_sentence_is_a_page():
    alone = toy.dossier(
        sections=(Section(code="s", titre="S", blocs=(Texte(modele="Rien."),)),),
        licences=(),
        empreintes={},
    )

    assert text(page(alone).xpath("//section/p")[0]) == "Rien."
    assert page(toy.dossier(sections=())).xpath("//main")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a b", "a b"),
        (True, "true"),
        (0, "0"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (12345678, "12345678"),
    ],
)
def test_raw_values_are_those_of_json(value, written):
    assert raw(value) == written


def test_french_signs_stay_with_their_word_and_nothing_else_changes():
    told = unbroken("Un « mot » : deux ; trois ? Quatre ! cinq : six 12:30 a:b 01 23 45 2 100 8")

    assert (
        told
        == "Un «_mot_»_: deux_; trois_? Quatre_! cinq_: six 12:30 a:b 01_23_45 2 100 8".replace(
            "_", "\N{NO-BREAK SPACE}"
        )
    )
    assert unbroken(told) == told


def test_a_picture_s_address_gives_the_picture_back():
    svg = '<svg title="é \'#%&"> \n</svg>'

    assert unquote(data_uri(svg).partition(",")[2]) == svg
    assert not set(data_uri(svg)) & set('"<>#\n')


def test_the_same_dossier_gives_the_same_bytes():
    assert lxml.html.tostring(page()) == lxml.html.tostring(page())


def test_figures_of_text_are_told_as_they_are():
    said = Chiffre(code="x", libelle="x", valeur="deux-portes 0.1", unite=Unite.CODE)
    alone = Section(code="s", titre="S", blocs=(Texte(modele="{x}", chiffres=(said,)),))

    assert page(toy.dossier(sections=(alone,))).xpath("//data")[0].text == "deux-portes 0.1"
