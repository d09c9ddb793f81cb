"""The choices, the legend and the table, as a planner meets them."""

import dataclasses

import pandas as pd

from geo.maps.couverture import draw_coverage
from tests.geo.maps.reading import DESKTOP, PHONE, cells, legend, popup, search, shadow
from tests.geo.toy_report import RESEAUX, build_report, street_report


def test_legend_and_table_follow_the_mode_and_the_reseau(opened):
    page = opened()
    # on foot: 10, 25 and 60 minutes, thresholds included; nothing reaches Désert
    assert legend(page) == {
        "10 min ou moins": 1000,
        "plus de 20 à 30 min": 2000,
        "plus de 45 à 60 min": 4000,
        "aucun point atteint": 8000,
    }
    assert cells(page, "1101") == ["33 %", "33 %", "33 %", "100 %", "100 %", "100 %", "100 %"]
    assert "20 %" in page.inner_text("#bilan")
    assert "en 30 min ou moins" in page.inner_text("#bilan")
    assert "12 000 n’en atteignent pas dans ce temps" in page.inner_text("#bilan").replace(
        "\u202f", " "
    )

    page.check("input[value=voiture]", force=True)
    # driving: 2, 5 and 12 minutes
    assert legend(page) == {
        "10 min ou moins": 3000,
        "plus de 10 à 15 min": 4000,
        "aucun point atteint": 8000,
    }
    assert cells(page, "1102") == ["0 %", "33 %", "33 %", "33 %", "33 %", "33 %", "33 %"]
    assert page.inner_text("#tableau-titre") == (
        "Part des habitants qui atteignent un point d’accueil en 10, 15, 20, 30, 40, 45, 60 min "
        "ou moins, en voiture, temps estimés."
    )

    page.select_option("#reseau", "mission-locale")
    # 90 ÷ 5 = 18 minutes for Brie, 12 for Saint-Cyr
    assert legend(page) == {
        "plus de 10 à 15 min": 4000,
        "plus de 15 à 20 min": 2000,
        "aucun point atteint": 9000,
    }
    assert "Mission locale" in page.inner_text("#bilan")


def test_the_picture_itself_says_its_sources_and_that_times_are_estimates(opened):
    assert opened().inner_text(".mention") == (
        "Sources : DILA. Temps estimés à vol d’oiseau × détour."
    )


def test_times_by_the_streets_and_estimates_are_told_apart(browser, tmp_path):
    path = draw_coverage(street_report(publiable=False), tmp_path / "c.html")
    page = browser.new_page(viewport=DESKTOP, offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    page.check("input[value=voiture]", force=True)
    method, picture = page.inner_text("#legende-methode"), page.inner_text(".mention")
    title, total = page.inner_text("#tableau-titre"), page.inner_text("#bilan")
    hatched = page.inner_text("#legende-estime")
    rows = {
        row.get_attribute("data-code"): row.inner_text() for row in page.locator("tbody tr").all()
    }
    bubbles = {}
    for name in ("Alizé", "Saint-Cyr"):
        search(page, name, "ArrowDown", "Enter")
        bubbles[name] = popup(page, name)
    page.close()

    assert method == (
        "Temps par les rues, réseau «\xa0essai\xa0», trafic compté : × 1,5 (pointe) ; "
        "hors du réseau, temps estimés à vol d’oiseau × détour."
    )
    assert "hors du réseau (4 000 habitants)" in " ".join(hatched.split())
    assert {code for code, row in rows.items() if "avec des temps estimés" in row} == {"11", "1102"}
    assert picture.startswith("réseau d’essai — ne pas publier")
    assert "Sources : DILA, OSM. Temps par les rues" in picture
    assert "en voiture (estimé en partie) ;" in total
    assert title.endswith("temps en partie estimés (réseau d’essai — ne pas publier).")
    assert "4 min (estimation : 3 min)" in bubbles["Alizé"]
    assert "12 min (estimé)" in bubbles["Saint-Cyr"]
    assert "estimation" not in bubbles["Saint-Cyr"]


def test_a_wheelchair_off_the_network_is_no_share_at_all(browser, tmp_path):
    report = street_report()
    modes = report.streets.modes
    kept = report.coverage[report.coverage["territory_code"] == "1101"].query("mode == 'marche'")
    path = draw_coverage(
        build_report(
            nearest=pd.concat(
                [report.nearest, _rolled(report.nearest.query("~is_estimate"))], ignore_index=True
            ),
            coverage=pd.concat([report.coverage, _rolled(kept)], ignore_index=True),
            streets=dataclasses.replace(
                report.streets, modes={**modes, "fauteuil": modes["marche"]}
            ),
        ),
        tmp_path / "c.html",
    )
    page = browser.new_page(viewport=DESKTOP, offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    page.check("input[value=fauteuil]", force=True)
    total, method = page.inner_text("#bilan"), page.inner_text("#legende-methode")
    shares = {code: cells(page, code) for code in ("11", "1101", "1102")}
    page.close()

    assert total.startswith("Trop peu d’habitants sont sur le réseau de rues")
    assert method.endswith("qui y habite est compté comme n’atteignant rien.")
    assert shares == {"11": [], "1101": ["33 %"] * 3 + ["100 %"] * 4, "1102": []}


def _rolled(table):
    return table[table["mode"] == "marche"].assign(mode="fauteuil", is_estimate=False)


def test_a_run_that_can_tell_nothing_of_a_wheelchair_is_drawn_all_the_same(browser, tmp_path):
    report = street_report()
    only = {"fauteuil": report.streets.modes["marche"]}
    path = draw_coverage(
        build_report(
            nearest=report.nearest.iloc[:0],
            coverage=report.coverage.iloc[:0],
            streets=dataclasses.replace(report.streets, modes=only),
        ),
        tmp_path / "c.html",
    )
    page = browser.new_page(viewport=DESKTOP, offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    total, people = page.inner_text("#bilan"), legend(page)
    page.close()

    assert total.startswith("Trop peu d’habitants")
    assert people == {"hors du réseau, ou aucun point atteint": 15000}


def test_places_are_toggled_by_reseau_and_clustered(opened):
    page = opened()
    assert page.inner_text("#points-compte") == "(3 sur 3)"
    page.click("summary")
    page.uncheck("input[name=affiche][value=cio]")
    assert page.inner_text("#points-compte") == "(2 sur 3)"
    page.evaluate("map_carte.setZoom(7, { animate: false })")
    page.wait_for_selector(".grappe")
    assert page.locator(".grappe").inner_text() == "2"


def test_a_chosen_reseau_says_whether_the_others_stay_on_the_map(opened):
    page = opened()
    note = page.locator("#reseau-points")
    assert note.is_hidden()
    page.select_option("#reseau", "cio")
    assert note.inner_text() == (
        "Calcul vers 1 point de ce réseau. La carte garde aussi 2 points d’autres réseaux."
    )
    page.click("#lui-seul")
    assert page.inner_text("#points-compte") == "(1 sur 3)"
    assert note.inner_text().endswith("La carte ne montre que ce réseau.")
    assert page.locator("#lui-seul").is_hidden()
    page.select_option("#reseau", "mission-locale")
    assert "La carte ne montre pas ce réseau, mais 1 point d’autres." in note.inner_text()
    page.select_option("#reseau", "tous")
    assert note.is_hidden()


def test_a_run_of_one_mode_says_it_and_offers_no_choice(browser, tmp_path):
    report = build_report()
    one = {
        name: table[table["mode"] == "velo"]
        for name, table in (("nearest", report.nearest), ("coverage", report.coverage))
    }
    path = draw_coverage(build_report(**one), tmp_path / "c.html")
    page = browser.new_page(offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    said = page.inner_text(".mode-seul").replace("\xa0", " ")
    buttons, title = page.locator("input[name=mode]").count(), page.inner_text("#tableau-titre")
    page.close()

    assert said == "Se déplacer : à vélo"
    assert buttons == 0
    assert "à vélo" in title


def test_the_sigles_of_the_list_are_written_whole(browser, tmp_path):
    reseaux = tuple(
        dataclasses.replace(reseau, code=code, nom=code)
        for reseau, code in zip(RESEAUX, ("agefiph", "apecita", "mmwwmmw", "crous"), strict=True)
    )
    names = {"mission-locale": "agefiph", "cio": "apecita"}
    report = build_report()
    places = report.places.assign(reseau=report.places["reseau"].replace(names))
    changed = {
        name: getattr(report, name).replace({"reseau": names | {"cite-des-metiers": "mmwwmmw"}})
        for name in ("nearest", "coverage")
    }
    path = draw_coverage(
        build_report(reseaux=reseaux, places=places, **changed), tmp_path / "c.html"
    )
    page = browser.new_page(viewport=PHONE, offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    page.click("summary")
    badges = page.locator("#cases .sigle")
    cut = badges.evaluate_all("all => all.filter(b => b.scrollWidth > b.clientWidth).length")
    written = badges.all_inner_texts()
    discs = page.locator(".point:not(.grappe) span").evaluate_all(
        "all => all.map(s => s.offsetWidth <= s.parentNode.clientWidth)"
    )
    page.close()

    assert sorted(written) == ["AGEFIPH", "APECITA", "CROUS"]
    assert cut == 0
    assert discs
    assert all(discs)


def test_circles_take_the_place_of_communes(opened):
    page = opened()
    page.check("#ronds")
    assert page.evaluate(
        "map_carte.hasLayer(Object.values(map_carte._layers).find(l => l.rang === 0))"
    )
    page.uncheck("#ronds")
    assert not page.evaluate("Object.values(map_carte._layers).some(l => l.rang === 0)")


def test_table_sorts_by_share_under_the_region(opened):
    page = opened()
    names = "#tableau tbody th"
    assert page.locator(names).all_inner_texts() == ["Île-de-Test", "Nord", "Sud <b>"]
    page.click("#tableau [data-tri='0']")
    assert page.locator(names).all_inner_texts() == ["Île-de-Test", "Sud <b>", "Nord"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_the_keyboard_goes_everywhere(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller aux réglages"
    assert page.locator(".evitement a").first.bounding_box()["x"] >= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "tableau"
    page.focus("input[value=marche]")
    page.keyboard.press("ArrowRight")
    assert "à vélo" in page.inner_text("#tableau-titre")


def test_a_table_wider_than_the_screen_says_so_until_its_end_is_seen(opened):
    wide, narrow = opened(), opened(PHONE)
    assert wide.locator("#tableau-glisser").is_hidden()
    assert shadow(wide) == "0"
    assert "à droite" in narrow.inner_text("#tableau-glisser")
    assert shadow(narrow) == "1"
    narrow.evaluate("document.querySelector('.defile').scrollLeft = 9999")
    narrow.wait_for_selector(".defile-cadre:not(.suite)", timeout=2_000)
    assert shadow(narrow) == "0"


def test_the_phone_shows_the_map_first_and_nothing_sticks_out(opened):
    page = opened(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    chart, settings = page.locator(".carte").bounding_box(), page.locator(".panneau").bounding_box()
    assert chart["y"] < settings["y"] < PHONE["height"]
    assert page.locator(".bassin:visible").count() >= 1
