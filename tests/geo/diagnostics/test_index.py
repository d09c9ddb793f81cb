"""The index of a folder of diagnostics, and the accessibility statement."""

import lxml.html
import pytest

from geo.diagnostics.index import FORMATS, read_maps, write_accessibility, write_index
from geo.domain.dossier import TypeTerritoire
from geo.domain.dossier_json import to_json
from geo.domain.unite import in_french
from geo.errors import OutputError
from tests.geo.diagnostics import toy


def put(folder, code, nom, *files, kind=TypeTerritoire.BASSIN, **changes):
    """Write a diagnostic as the project does: its page, its JSON, and other files."""
    home = folder / ("region" if kind is TypeTerritoire.REGION else "bassins") / code
    home.mkdir(parents=True)
    dossier = toy.dossier(
        type_territoire=kind, code_territoire=code, nom=nom, titre=f"Diagnostic : {nom}", **changes
    )
    (home / "diagnostic.html").write_text("page")
    (home / "diagnostic.json").write_text(to_json(dossier), encoding="utf-8")
    for name in files:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text("x")
    return home


def index(folder):
    return lxml.html.parse(write_index(folder)).getroot()


def text(element):
    return " ".join(element.text_content().split())


def names(read):
    return [text(th) for th in read.xpath("//tbody//th")]


def test_bassins_are_in_alphabetical_order_accents_apart(tmp_path):
    for code, nom in enumerate(["Évry", "Zone", "étampes", "Fontainebleau", "Eaubonne"]):
        put(tmp_path, f"110{code}", nom)

    assert names(index(tmp_path)) == ["Eaubonne", "étampes", "Évry", "Fontainebleau", "Zone"]


def test_each_bassin_tells_its_first_figures_and_what_nobody_knows(tmp_path):
    put(tmp_path, "1101", "Un")

    cells = [text(td) for td in index(tmp_path).xpath("//tbody/tr/td")]

    part = in_french(toy.PART.valeur, toy.PART.unite)
    assert cells[:3] == [
        text(lxml.html.fromstring(f"<p>{told}</p>"))
        for told in ("12\N{NARROW NO-BREAK SPACE}345", f"{part} (estimé)", "non renseigné")
    ]


def test_only_files_that_are_there_are_told_with_their_size(tmp_path):
    home = put(tmp_path, "1101", "Un", "diagnostic.pdf", "donnees/chiffres.csv")
    (home / "diagnostic.pdf").write_bytes(b"x" * 1_234_567)
    read = index(tmp_path)

    links = {link.get("href"): text(link.getparent()) for link in read.xpath("//tbody//a")}
    assert links["bassins/1101/diagnostic.pdf"] == "PDF – Un (1,2 Mo)"
    assert links["bassins/1101/donnees/chiffres.csv"] == "Chiffres CSV – Un (1 ko)"
    assert set(links) == {
        f"bassins/1101/{name}"
        for name in ("diagnostic.html", "diagnostic.pdf", "donnees/chiffres.csv", "diagnostic.json")
    }


def test_every_link_leads_to_a_file(tmp_path):
    put(tmp_path, "1101", "Un", *FORMATS.keys() - {"diagnostic.json"})
    put(tmp_path, "11", "Île-d’Essai", "diagnostic.xlsx", kind=TypeTerritoire.REGION)
    (tmp_path / "couverture.html").write_text("<title>x</title>")
    write_accessibility(tmp_path)

    links = [link for link in index(tmp_path).xpath("//a/@href") if not link.startswith("#")]

    assert len(links) == len(set(links)) == 1 + len(FORMATS) + 3 + 1 + 1
    assert all((tmp_path / link).is_file() for link in links)


def test_the_region_comes_before_its_bassins(tmp_path):
    put(tmp_path, "1101", "Aa")
    put(tmp_path, "11", "Zz", kind=TypeTerritoire.REGION)

    headings = [text(heading) for heading in index(tmp_path).xpath("//h2")]

    assert headings == ["La région", "Les bassins"]


def test_maps_are_told_by_what_they_show_and_other_pages_by_their_title(tmp_path):
    for name in ("deux-portes.html", "couverture.html", "index.html", "accessibilite.html"):
        (tmp_path / name).write_text("<title>ignoré</title>")
    (tmp_path / "a-changements.html").write_text("<TITLE>\n Ce qui change &amp; <b>reste </TITLE>")
    (tmp_path / "sans-titre.html").write_text("")
    (tmp_path / ".brouillon.html").write_text("")
    (tmp_path / "dossier.html").mkdir()

    told = [(link.words, link.address) for link in read_maps(tmp_path)]

    assert told == [
        ("Carte de la couverture, réseau par réseau", "couverture.html"),
        ("Carte des deux portes", "deux-portes.html"),
        ("Ce qui change & <b>reste", "a-changements.html"),
        ("sans-titre.html", "sans-titre.html"),
    ]
    assert not index(tmp_path).xpath("//main//b")


def test_a_broken_or_half_written_diagnostic_is_said_to_be_illegible(tmp_path):
    put(tmp_path, "1101", "Entier")
    (put(tmp_path, "1102", "Cassé") / "diagnostic.json").write_text('{"titre": 1}')
    (put(tmp_path, "1103", "Coupé") / "diagnostic.json").write_text("{")
    (put(tmp_path, "1104", "Perdu") / "diagnostic.json").unlink()
    (put(tmp_path, "1105", "Sans page") / "diagnostic.html").unlink()
    put(tmp_path, ".1106-brouillon", "Brouillon")

    read = index(tmp_path)

    assert names(read) == ["Entier"]
    told = text(read.xpath("//p[@class='avertissement']")[0])
    assert "illisibles" in told
    assert [text(one) for one in read.xpath("//p[@class='avertissement']/code")] == [
        f"bassins/110{number}" for number in (2, 3, 4, 5)
    ]


def test_a_folder_of_sound_diagnostics_has_nothing_illegible(tmp_path):
    put(tmp_path, "1101", "Entier")
    put(tmp_path, "11", "Île-d’Essai", kind=TypeTerritoire.REGION)

    assert "illisible" not in text(index(tmp_path))


def test_isochrones_of_each_place_go_by_their_title_and_say_what_they_show(tmp_path):
    for place in ("b", "a"):
        (tmp_path / f"isochrones-{place}.html").write_text(f"<title>Autour de {place}</title>")

    told = read_maps(tmp_path)

    assert [(one.words, one.address) for one in told] == [
        ("Autour de a", "isochrones-a.html"),
        ("Autour de b", "isochrones-b.html"),
    ]
    assert all(one.about for one in told)


def test_diagnostics_of_several_runs_say_so_and_when(tmp_path):
    put(tmp_path, "1101", "Un")
    assert "même calcul" not in text(index(tmp_path))
    put(tmp_path, "1102", "Deux", au="2026-08-01", run_id="diagnostic-fedcba9876543210")

    read = index(tmp_path)

    assert "ne viennent pas tous du même calcul" in text(read)
    assert [text(th) for th in read.xpath("//thead//th")][1] == "Situation au"
    assert "1er août 2026" in text(read.xpath("//tbody/tr[1]")[0])
    assert "diagnostic-fedcba9876543210" in text(read.xpath("//footer")[0])


def test_a_trial_is_told_first(tmp_path):
    put(tmp_path, "1101", "Un", essai="réseau d’essai")

    assert text(index(tmp_path).xpath("//aside")[0]) == "réseau d’essai"


def test_an_empty_folder_is_an_honest_page(tmp_path):
    assert "ni diagnostic ni carte" in text(index(tmp_path / "new"))


def test_hostile_names_stay_text(tmp_path):
    put(tmp_path, "1101", "<script>alert(1)</script>", region="</title><script>")

    read = index(tmp_path)

    assert not read.xpath("//script")
    assert names(read) == ["<script>alert(1)</script>"]


def test_the_same_files_give_the_same_page(tmp_path):
    put(tmp_path, "1101", "Un", *FORMATS.keys() - {"diagnostic.json"})

    first = write_index(tmp_path).read_bytes()

    assert write_index(tmp_path).read_bytes() == first
    assert str(tmp_path).encode() not in first


def test_a_folder_that_cannot_be_written_is_said_in_french(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="n’a pas pu être écrit"):
        write_index(tmp_path / "file")


def test_the_statement_claims_no_conformity_and_says_what_is_not_filled(tmp_path):
    page = text(lxml.html.parse(write_accessibility(tmp_path)).getroot())

    assert "non conforme" in page
    assert "aucun audit n’en a été fait" in page
    assert "l’adresse à laquelle écrire n’a pas été renseignée" in page
    assert "le nom de l’organisme qui publie ces pages n’a pas été renseigné" in page
    assert "Défenseur des droits" in page


def test_the_statement_tells_who_publishes_and_whom_to_write_to(tmp_path):
    path = write_accessibility(
        tmp_path, organisation="Région <Essai>", contact="acces@essai.example"
    )
    page = text(lxml.html.parse(path).getroot())

    assert "Région <Essai> publie ces pages et s’engage" in page
    assert "écrivez à acces@essai.example" in page
    assert "renseign" not in page


def test_the_index_leads_to_the_statement_where_there_is_one(tmp_path):
    assert not index(tmp_path).xpath("//footer//a")
    write_accessibility(tmp_path)

    assert text(index(tmp_path).xpath("//footer//a")[0]) == "Accessibilité : non conforme"
