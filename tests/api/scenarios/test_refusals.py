"""What is refused, and how it is said: where it is, in French, no value repeated."""

import pytest

from api.documentation import Probleme
from api.scenarios.body import POSITIONS_MAX
from geo.domain.scenario import CHANGES_MAX
from tests.api.streets import NO_DOOR

SCENARIOS = "/v1/scenarios"
HERE = {"lon": 2.36, "lat": 48.86}
CIO = "dila--cio-75102-01"


def refusal(client, **sent):
    response = client.post(SCENARIOS, **sent)
    problem = response.json()
    Probleme.model_validate(problem)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    return response.status_code, problem


@pytest.mark.parametrize(
    ("body", "where", "said"),
    [
        ({"mode": "avion"}, "mode", "une de ces valeurs : marche, velo, voiture"),
        ({"profils": ["jeunes"]}, "profils[0]", "« profils » n° 1 doit être une de ces valeurs"),
        ({"besoins": "conseil"}, "besoins", "doit être une liste"),
        ({"au_plus_s": 0}, "au_plus_s[0]", "doit être au moins 1"),
        ({"au_plus_s": 7201}, "au_plus_s[0]", "doit être au plus 7200"),
        ({"au_plus_s": "1200"}, "au_plus_s[0]", "doit être un nombre entier"),
        ({"au_plus_s": [1, 2, 3, 4]}, "au_plus_s", "compte plus de 3 valeurs"),
        ({"au_plus_s": [600, 900, 1200]}, None, "font plus de 112 lignes"),
        ({"instant": "demain"}, "instant", "doit être un instant de"),
        ({"instant": "1999-01-01T10:00"}, "instant", "doit être un instant de"),
        ({"ouvrir": [{"reseau": "cio", "lon": 2.36}]}, "ouvrir[0].lat", "« lat » manque"),
        (
            {"ouvrir": [{"reseau": "cio", "lon": "2.36", "lat": 48.86}]},
            "ouvrir[0].lon",
            "« ouvrir » n° 1 : « lon » doit être un nombre.",
        ),
        (
            {"ouvrir": [{"reseau": "cio", "lon": 2.36, "lat": 91}]},
            "ouvrir[0].lat",
            "doit être au plus 90",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE}, {"reseau": "cio", "lon": 48.86, "lat": 2.36}]},
            "ouvrir[1]",
            "« ouvrir » n° 2 : longitude et latitude semblent inversées",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE, "publics": ["tous"]}]},
            "ouvrir[0].publics[0]",
            "« ouvrir » n° 1 : « publics » doit être une de ces valeurs",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE, "missions": []}]},
            "ouvrir[0].missions",
            "« missions » est vide",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE, "horaires": "le matin"}]},
            "ouvrir[0].horaires",
            "opening_hours",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE, "capacité": 2}]},
            "ouvrir[0]",
            "« ouvrir » n° 1 : le paramètre n’existe pas ici",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE, "longitude": 2.36}]},
            "ouvrir[0]",
            "Vouliez-vous dire « lon » ?",
        ),
        ({"fermer": [CIO]}, "fermer[0]", "« fermer » n° 1 doit être un objet"),
        ({"capacite": [{"point_id": CIO, "capacite": -1}]}, "capacite[0].capacite", "au moins 0"),
        ({"ouvir": []}, None, "« ouvir » n’existe pas ici. Vouliez-vous dire « ouvrir » ?"),
        # what the store must be asked, or changes together
        (
            {"ouvrir": [{"reseau": "cio", "lon": 5.4, "lat": 43.3}]},
            "ouvrir[0]",
            "hors de la région chargée : lon et lat sont-ils inversés ?",
        ),
        ({"ouvrir": [{"reseau": "cio", **HERE}] * 2}, "ouvrir[1]", "ouvre deux fois"),
        ({"ouvrir": [{"reseau": "zzz", **HERE}]}, "ouvrir[0]", "a un « reseau » inconnu"),
        ({"ouvrir": [{"reseau": "crous", **HERE}]}, "ouvrir[0]", "n’est pas une porte"),
        (
            {"fermer": [{"point_id": CIO}, {"point_id": NO_DOOR}]},
            "fermer[1]",
            "« fermer » n° 2 parle d’un lieu qui n’est pas une porte du service",
        ),
        ({"deplacer": [{"point_id": NO_DOOR, **HERE}]}, "deplacer[0]", "n’est pas une porte"),
        (
            {"ouvrir": [{"reseau": "cio", **HERE, "zone_competence": ["75", "2B"]}]},
            "ouvrir[0]",
            "aucun territoire chargé",
        ),
        (
            {"fermer": [{"point_id": CIO}, {"point_id": "cio-75102-01"}]},
            "fermer[1]",
            "« fermer » n° 2 a un « point_id » que l’annuaire ne connaît pas",
        ),
        ({"fermer": [{"point_id": CIO}] * 2}, "fermer[1]", "parle deux fois du même lieu"),
        (
            {"fermer": [{"point_id": CIO}], "deplacer": [{"point_id": CIO, **HERE}]},
            "fermer[0]",
            "ferme un lieu qu’un autre changement",
        ),
        (
            {"horaires": [{"point_id": CIO, "horaires": "24/7"}]},
            "horaires[0]",
            "donnez « instant »",
        ),
        (
            {"ouvrir": [{"reseau": "cio", **HERE}] * (POSITIONS_MAX + 1)},
            "ouvrir",
            f"compte plus de {POSITIONS_MAX} valeurs",
        ),
        (
            {
                "ouvrir": [{"reseau": "cio", **HERE}] * (POSITIONS_MAX - 1),
                "deplacer": [{"point_id": name, **HERE} for name in "ab"],
            },
            None,
            f"font plus de {POSITIONS_MAX} positions nouvelles",
        ),
        (
            {"fermer": [{"point_id": str(n)} for n in range(CHANGES_MAX + 1)]},
            "fermer",
            f"compte plus de {CHANGES_MAX} valeurs",
        ),
        (
            {
                "ouvrir": [{"reseau": "cio", **HERE}],
                "fermer": [{"point_id": str(n)} for n in range(CHANGES_MAX)],
            },
            None,
            f"compte plus de {CHANGES_MAX} changements",
        ),
        ({"mode": "fauteuil"}, "mode", "une durée ne s’y estime pas"),
    ],
)
def test_a_scenario_that_cannot_be(client, body, where, said):
    status, problem = refusal(client, json=body)

    assert status == 422
    assert [one["parametre"] for one in problem["erreurs"]] == [where]
    assert said in problem["detail"]
    for value in ("avion", "jeunes", "demain", "zzz", "crous", "2B", CIO, "cio-75102", "48.86"):
        assert value not in problem["detail"]


def test_all_that_is_wrong_is_said_at_once(client):
    wrong = {"mode": "avion", "fermer": [{}], "ouvrir": [{"reseau": 1, "lon": 200, "lat": None}]}

    status, problem = refusal(client, json=wrong)

    assert status == 422
    told = {one["parametre"] for one in problem["erreurs"]}
    assert told == {"mode", "fermer[0].point_id", *(f"ouvrir[0].{name}" for name in
                                                    ("reseau", "lon", "lat"))}  # fmt: skip


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"lon=2", b"{} {}", b'{"mode": NaN}']
)
def test_what_is_no_scenario(client, body):
    status, problem = refusal(client, content=body)

    assert status == 422
    assert "paramètre" in problem["detail"] or "JSON lisible" in problem["detail"]


def test_a_query_is_refused(client):
    status, problem = refusal(client, params={"mode": "voiture"}, json={})

    assert status == 400
    assert "n’existe pas ici" in problem["detail"]


def test_a_body_too_large_or_of_unknown_length(client):
    large, _ = refusal(client, content=b" " * 40_000 + b"{}")
    unknown, problem = refusal(client, content=iter([b"{}"]))

    assert (large, unknown) == (413, 413)
    assert "Content-Length" in problem["detail"]
    assert client.post(SCENARIOS, content=b" " * 30_000 + b"{}").status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_other_methods_are_told_which_to_use(client, method):
    response = client.request(method, SCENARIOS)

    assert (response.status_code, response.headers["allow"]) == (405, "POST, OPTIONS")


def test_pages_of_other_sites_may_ask(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = client.options(SCENARIOS, headers=asked)

    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-methods"] == "POST, OPTIONS"
    assert preflight.headers["access-control-allow-headers"] == "*"
    assert client.post("/v1/reseaux").headers["allow"] == "GET, HEAD, OPTIONS"
