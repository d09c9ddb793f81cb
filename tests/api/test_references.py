"""Réseaux, profils, state of the service, home page."""

import re

from geo.domain.profil import LABELS
from tests import directory
from tests.api.serving import follow


def test_reseaux_say_how_many_places_were_found_of_those_announced(client):
    elements = follow(client, "/v1/reseaux", limite=3)

    assert [element["code"] for element in elements] == [one.code for one in directory.reseaux()]
    found = {element["code"]: element["points_accueil"] for element in elements}
    for code, count in found.items():
        assert count == sum(point.reseau == code for point in directory.points())
    assert elements[0]["annonce"] == 230


def test_profils_have_the_names_people_read(client):
    elements = follow(client, "/v1/profils", limite=4)

    assert {element["code"]: element["nom"] for element in elements} == LABELS


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"statut": "vivant"}
    ready = client.get("/readyz").json()
    assert ready["statut"] == "pret"
    assert ready["points_accueil"] == len(directory.points())


def test_home_page_links_to_answers_and_loads_nothing(client):
    for path in ("/", "/docs"):
        page = client.get(path)
        assert 'lang="fr"' in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert not re.search(r"<script|<img|<link|\bsrc=|https?://", page.text)
        links = re.findall(r'href="([^"]+)"', page.text)
        assert len(links) > 10
        for link in links:
            answer = client.get(link.replace("&amp;", "&"))
            none_yet = (
                link.startswith("/v1/diagnostics/") and "deuxportes diagnostic" in answer.text
            )
            assert answer.status_code == 200 or none_yet, link


def test_browsers_are_told_once_that_there_is_no_icon(client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response.content) == (204, b"")
    assert "max-age" in response.headers["cache-control"]
    assert "/favicon.ico" not in client.get("/openapi.json").json()["paths"]
