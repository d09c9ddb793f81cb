"""The search of the page: communes, bassins and places."""

import pytest

from tests.geo.maps.reading import popup, search


def test_search_finds_communes_without_accents_and_places_of_hidden_reseaux(opened):
    page = opened()
    search(page, "brie l oeuvre", "ArrowDown", "Enter")
    assert "25 min (estimé)" in popup(page, "Brie-l’Œuvre")
    assert "À pied, 25 min (estimé)" in page.inner_text("#recherche-etat")

    page.click("summary")
    page.click("#rien")
    assert page.locator(".point:visible").count() == 0
    search(page, "mission", "Enter")
    assert "position approchée" in popup(page, "Mission locale de Saint-Cyr")
    assert page.is_checked("input[name=affiche][value=mission-locale]")


def test_finding_nothing_is_seen_and_what_a_bubble_says_is_only_heard(opened):
    page = opened()
    said = page.locator("#recherche-etat")
    search(page, "rien de tel")
    assert said.inner_text() == "aucun résultat"
    assert said.bounding_box()["height"] > 10
    assert page.locator("#resultats").is_hidden()

    for text, keys in (("alize", ["Enter"]), ("rien", []), ("", []), ("rien", []), ("a", [])):
        search(page, text, *keys)
        assert (said.bounding_box()["height"] > 10) == (text == "rien")


def test_search_finds_a_commune_by_its_code_and_a_place_by_its_words_in_any_order(opened):
    page = opened()
    search(page, "77003", "Enter")
    assert "4 000 habitants" in popup(page, "Saint-Cyr").replace("\u202f", " ")
    search(page, "cyr locale saint miss", "Enter")
    assert "Mission locale" in popup(page, "Mission locale de Saint-Cyr")
    search(page, "cyr ocale")
    assert page.inner_text("#recherche-etat") == "aucun résultat", "words, not pieces of words"


def test_search_of_a_bassin_shows_it_whole_and_closes_the_bubble(opened):
    page = opened()
    search(page, "désert", "Enter")
    popup(page, "Désert")
    page.evaluate("map_carte.setZoom(8, { animate: false })")
    search(page, "nord", "Enter")
    west, south, east, north = map(
        float, page.evaluate("map_carte.getBounds().toBBoxString()").split(",")
    )

    page.locator(".bulle").wait_for(state="detached")
    # the bassin is 2.0–2.2 × 48.1–48.2: whole, in the middle, and not lost in the land
    assert west < 2.0
    assert 2.2 < east < 2.6
    assert 47.9 < south < 48.1
    assert north > 48.2
    assert (south + north) / 2 == pytest.approx(48.15, abs=0.005)
    assert page.inner_text("#recherche-etat") == "Nord, bassin d’emploi, 100 %"
