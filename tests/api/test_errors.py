"""Every refusal: its status, and words that say what to do."""

import pytest

from tests.api.serving import HERE

POINTS = "/v1/points-accueil"
NEAREST = f"{POINTS}/proches"
LOCATE = "/v1/bassins/localiser"
ISOCHRONES = "/v1/isochrones"
ITINERARY = "/v1/itineraires"
ORIENTATION = "/v1/orientation"
NEED = {**HERE, "besoin": "conseil"}

MALFORMED = [
    (NEAREST, {"lon": 2.36}, "« lat » manque"),
    (NEAREST, {"lat": 48.86}, "« lon » manque"),
    (NEAREST, {}, "« lon » manque"),
    (NEAREST, {"lon": 48.86, "lat": 2.36}, "inversées"),
    (LOCATE, {"lon": 48.86, "lat": 2.36}, "inversées"),
    (NEAREST, {"lon": -20.9, "lat": 55.5}, "inversées"),  # La Réunion
    (NEAREST, {"lon": "NaN", "lat": 48.86}, "fini"),
    (NEAREST, {"lon": "inf", "lat": 48.86}, "fini"),
    (NEAREST, {"lon": "2,36", "lat": 48.86}, "point décimal"),
    (NEAREST, {"lon": "", "lat": 48.86}, "point décimal"),
    (NEAREST, {"lon": 2.36, "lat": 91}, "au plus 90"),
    (NEAREST, {"lon": -181, "lat": 48}, "au moins -180"),
    (NEAREST, {**HERE, "k": 0}, "au moins 1"),
    (NEAREST, {**HERE, "k": 51}, "au plus 50"),
    (NEAREST, {**HERE, "k": "dix"}, "entier"),
    (NEAREST, {**HERE, "k": "9" * 30}, "au plus 50"),
    (NEAREST, {**HERE, "k": "1_0"}, "entier"),
    (NEAREST, {**HERE, "k": " 2"}, "entier"),
    (NEAREST, {**HERE, "k": "٢"}, "entier"),
    (NEAREST, {"lon": "2_3", "lat": 48.86}, "chiffres"),
    (NEAREST, {"lon": 2.36, "lat": "٤٨"}, "chiffres"),
    (NEAREST, {**HERE, "rayon_m": " 500"}, "chiffres"),
    (POINTS, {"limite": "1_0"}, "entier"),
    (POINTS, {"bbox": "2_2,48.8,25,48.9"}, "ouest,sud,est,nord"),
    (POINTS, {"bbox": "٢,48.8,2.5,48.9"}, "ouest,sud,est,nord"),
    ("/v1/couverture", {"au_plus_s": "1_200"}, "entier"),
    (NEAREST, {**HERE, "rayon_m": 0}, "supérieur à 0"),
    (NEAREST, {**HERE, "rayon_m": 100_001}, "au plus 100000"),
    (NEAREST, {**HERE, "rayon_m": "nan"}, "fini"),
    (NEAREST, {**HERE, "mode": "avion"}, "marche, velo, voiture ou fauteuil"),
    (NEAREST, {**HERE, "k": [1, 2]}, "deux fois"),
    (NEAREST, {**HERE, "au_plus_s": 0}, "au moins 1"),
    (NEAREST, {**HERE, "au_plus_s": 14_401}, "au plus 14400"),
    (NEAREST, {**HERE, "au_plus_s": "20min"}, "entier"),
    (NEAREST, {**HERE, "depart_a": "demain"}, "« depart_a » doit être un instant"),
    (NEAREST, {**HERE, "depart_a": "demain"}, "« maintenant »"),
    (NEAREST, {**HERE, "ouvert": "oui"}, "a_l_arrivee"),
    (ISOCHRONES, {"lon": 2.36}, "« lat » manque"),
    (ISOCHRONES, {"lon": 48.86, "lat": 2.36}, "inversées"),
    (ISOCHRONES, {**HERE, "au_plus_s": ""}, "vide"),
    (ISOCHRONES, {**HERE, "au_plus_s": "600,0"}, "au moins 1"),
    (ISOCHRONES, {**HERE, "au_plus_s": "1,2,3,4,5,6,7"}, "plus de 6 valeurs"),
    (ISOCHRONES, {**HERE, "au_plus_s": 7201}, "au plus 7200"),
    (ITINERARY, {**HERE}, "« point_id » manque"),
    (ITINERARY, {**HERE, "point_id": ""}, "vide"),
    (ITINERARY, {**HERE, "point_id": "x" * 101}, "100 caractères"),
    (ORIENTATION, {**HERE}, "« besoin » manque"),
    (ORIENTATION, {"besoin": "conseil", "lon": 2.36}, "« lat » manque"),
    (ORIENTATION, {"besoin": "conseil", "lon": 48.86, "lat": 2.36}, "inversées"),
    (ORIENTATION, {**HERE, "besoin": "argent"}, "accueil, information, conseil ou accompagnement"),
    (ORIENTATION, {**HERE, "besoin": ["conseil", "accueil"]}, "deux fois"),
    (ORIENTATION, {**NEED, "profil": "roi"}, "tout-public"),
    (ORIENTATION, {**NEED, "profil": ""}, "vide"),
    (ORIENTATION, {**NEED, "mode": "avion"}, "marche, velo, voiture ou fauteuil"),
    (ORIENTATION, {**NEED, "au_plus_s": 0}, "au moins 1"),
    (ORIENTATION, {**NEED, "au_plus_s": 14_401}, "au plus 14400"),
    (ORIENTATION, {**NEED, "au_plus_s": "20min"}, "entier"),
    (ORIENTATION, {**NEED, "pmr": "non"}, "oui"),
    (ORIENTATION, {**NEED, "depart_a": "demain"}, "« depart_a » doit être un instant"),
    ("/v1/services-a-distance", {"besoin": "argent"}, "accompagnement"),
    ("/v1/services-a-distance", {"code_commune": "Paris"}, "75056 ou 2A004"),
    ("/v1/services-a-distance", {"code_commune": "99999"}, "/v1/communes"),
    ("/v1/couverture", {"profil": "roi"}, "tous, collegien"),
    ("/v1/couverture", {"besoin": "argent"}, "tous, accueil"),
    ("/v1/couverture", {"forme": "papier"}, "physique, a_distance ou l_un_ou_l_autre"),
    ("/v1/couverture", {"curseur": "WyJiYXNzaW4iXQ"}, "reprenez-la sans lui"),
    ("/v1/deux-portes", {"profil": "tous"}, "tout-public"),
    ("/v1/deux-portes", {"au_plus_s": 601}, "600, 900, 1200"),
    ("/v1/deux-portes", {"code_territoire": "zzz"}, "/v1/bassins"),
    (POINTS, {"reseau": "ecole"}, "Réseaux connus : information-jeunesse, mission-locale"),
    (POINTS, {"reseau": ""}, "vide"),
    (POINTS, {"profil": "roi"}, "tout-public"),
    (POINTS, {"mission": "pub"}, "accueil, information, conseil ou accompagnement"),
    (POINTS, {"pmr": "non"}, "oui"),
    (POINTS, {"inconnus": "exclus"}, "inclus"),
    (POINTS, {"code_commune": "Paris"}, "5 caractères, comme 75056 ou 2A004"),
    (POINTS, {"code_commune": "99999"}, "/v1/communes"),
    (POINTS, {"code_bassin": "0000"}, "/v1/bassins"),
    (POINTS, {"bbox": "2.2,48.8,2.5"}, "ouest,sud,est,nord"),
    (POINTS, {"bbox": "2.5,48.8,2.2,48.9"}, "Ouest ne dépasse pas est"),
    (POINTS, {"bbox": "48.8,2.2,48.9,2.5"}, "inversées"),
    (POINTS, {"bbox": "nan,48.8,2.2,48.9"}, "ouest,sud,est,nord"),
    (POINTS, {"ouvert_a": "demain"}, "2026-05-06T10:00+02:00"),
    (POINTS, {"ouvert_a": "1764000000"}, "2026-05-06T10:00+02:00"),
    (POINTS, {"ouvert_a": "2026-02-30T10:00"}, "2026-05-06T10:00+02:00"),
    (POINTS, {"ouvert_a": "0001-01-01T00:00+01:00"}, "2026-05-06T10:00+02:00"),
    (POINTS, {"ouvert_a": "2075-01-01T00:00+01:00"}, "de 2001 à 2074"),
    (POINTS, {"ouvert_a": "2000-12-31T23:59-12:00"}, "2026-05-06T10:00+02:00"),
    (POINTS, {"q": "???"}, "une lettre ou un chiffre"),
    (POINTS, {"q": "x" * 101}, "100 caractères"),
    (POINTS, {"limite": 0}, "au moins 1"),
    (POINTS, {"limite": 501}, "au plus 500"),
    (POINTS, {"curseur": "abc"}, "reprenez-la sans lui"),
    (POINTS, {"curseur": "é"}, "reprenez-la sans lui"),
    (POINTS, {"curseur": "WzFd"}, "reprenez-la sans lui"),
    ("/v1/communes", {"curseur": "WyJhIl0"}, "reprenez-la sans lui"),
    ("/v1/bassins", {"curseur": "WyJcdTAwMDAiXQ"}, "reprenez-la sans lui"),  # holds NUL
    ("/v1/communes", {"curseur": "WzAsLTk5OTk5OTk5OTk5OSwiYSJd"}, "reprenez-la sans lui"),
    ("/v1/bassins", {"format": "xml"}, "json ou geojson"),
    ("/v1/couverture", {"reseau": "ecole"}, "tous"),
    ("/v1/couverture", {"au_plus_s": 601}, "600, 900, 1200"),
    ("/v1/couverture", {"type_territoire": "planete"}, "bassin ou region"),
    ("/v1/couverture", {"run_id": "a b"}, "« run_id »"),
    ("/v1/couverture", {"code_territoire": "zzz"}, "/v1/bassins"),
    ("/v1/couverture", {"code_territoire": ["1107", "zzz"]}, "« code_territoire »"),
    # what PostgreSQL cannot hold is unknown as anything else is
    ("/v1/indicateurs", {"code_bassin": "1107\0"}, "« code_bassin »"),
    ("/v1/indicateurs", {"code_territoire": "\0"}, "« code_territoire »"),
    ("/v1/couverture", {"code_territoire": ["1107", "a\0"]}, "/v1/bassins"),
    ("/v1/deux-portes", {"code_territoire": "a\0"}, "/v1/bassins"),
    (POINTS, {"code_bassin": "\0"}, "/v1/bassins"),
]


def check_problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    problem = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(problem)
    assert problem["status"] == status
    assert problem["instance"].startswith("urn:uuid:")
    return problem["detail"]


@pytest.mark.parametrize("au_plus_s", ["0", "-1", "99999", "600;900"])
def test_a_list_whose_values_are_refused_is_not_said_to_be_empty(client, au_plus_s):
    problem = client.get(ISOCHRONES, params={**HERE, "au_plus_s": au_plus_s}).json()

    assert len(problem["erreurs"]) == 1
    assert "vide" not in problem["detail"]


@pytest.mark.parametrize(("path", "parameters", "words"), MALFORMED)
def test_malformed_or_unknown_values_are_refused(client, path, parameters, words):
    response = client.get(path, params=parameters)

    assert words in check_problem(response, 422)
    wrong = response.json()["erreurs"][0]
    # swapped coordinates are the fault of neither
    assert (
        wrong["parametre"] in {*parameters, "lon", "lat", "point_id", "besoin"}
        or "inversées" in words
    )


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        (POINTS, "reso", "« reseau »"),
        (NEAREST, "latitude", "Paramètres acceptés : lon, lat"),
        (NEAREST, "latitude", "« lat »"),
        (NEAREST, "Longitude", "« lon »"),
        (NEAREST, "lng", "« lon »"),
        (POINTS, "lon", "bbox"),
        ("/v1/reseaux", "q", "limite"),
        ("/v1/bassins/1107", "q", "format"),
        ("/healthz", "q", "aucun"),
        ("/", "q", "aucun"),
    ],
)
def test_unknown_names_are_refused_and_the_nearest_suggested(client, path, name, words):
    assert words in check_problem(client.get(path, params={name: "1"}), 400)


def test_parameters_that_exclude_each_other_are_refused(client):
    both = {**HERE, "ouvert": "a_l_arrivee", "ouvert_a": "maintenant"}

    detail = check_problem(client.get(NEAREST, params=both), 422)

    assert "s’excluent" in detail
    assert "« depart_a »" in detail


def test_each_mode_has_its_longest_isochrone(client):
    long = {**HERE, "mode": "voiture", "au_plus_s": 3601}

    assert "3600 secondes avec mode=voiture" in check_problem(
        client.get(ISOCHRONES, params=long), 422
    )


def test_a_wrong_name_weighs_more_than_a_wrong_value(client):
    check_problem(client.get(NEAREST, params={"lon": 2.36, "reso": "x"}), 400)


def test_each_wrong_parameter_is_named(client):
    wrong = {"lon": "a", "lat": 48.86, "k": 0, "pmr": "x"}

    problem = client.get(NEAREST, params=wrong).json()

    assert {error["parametre"] for error in problem["erreurs"]} == {"lon", "k", "pmr"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"{POINTS}/dila--cio-00000-99", "/v1/points-accueil?q="),
        (f"{POINTS}/%00", "/v1/points-accueil?q="),
        ("/v1/bassins/0000", "/v1/bassins"),
        ("/v1/communes/99999", "/v1/communes?q="),
        ("/v1/communes/%C3%A9%00", "/v1/communes?q="),
        (f"{LOCATE}?lon=2.55&lat=48.85", "/v1/bassins"),
        (f"{ITINERARY}?lon=2.36&lat=48.86&point_id=dila--cio-00000-99", "/v1/points-accueil?q="),
        (f"{ITINERARY}?lon=2.36&lat=48.86&point_id=%00", "/v1/points-accueil?q="),
        ("/v1/couverture?run_id=inconnu", "run_id"),
        ("/v1/rien", "/openapi.json"),
        ("/v1/points-accueil/", "/openapi.json"),
    ],
)
def test_what_does_not_exist_is_not_found(client, path, words):
    assert words in check_problem(client.get(path), 404)


def test_a_slash_too_many_is_no_redirection_that_would_repeat_the_position(client):
    response = client.get(f"{NEAREST}/", params=HERE)

    check_problem(response, 404)
    assert "location" not in response.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_reading_is_allowed(client, method):
    response = client.request(method, "/v1/reseaux")

    assert "GET" in check_problem(response, 405)
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_nothing_that_fits_is_an_empty_list(client):
    assert client.get(POINTS, params={"reseau": "cio", "pmr": "oui"}).json() == {
        "elements": [], "suivant": None, "inconnus_ecartes": 0
    }  # fmt: skip
