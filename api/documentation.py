"""What OpenAPI says beside the routes: the service, its errors, GeoJSON, examples to paste."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field

from api.answers import GEOJSON, JSON
from api.errors import MEDIA_TYPE
from api.reading import describe
from geo.network.protocol import Motif

TITLE = "Deux Portes"
SUMMARY = "L’annuaire des points d’accueil du service public régional de l’orientation."
DESCRIPTION = """\
Trouver le bon interlocuteur près de chez soi, sans franchir plus de deux portes.

* **Coordonnées** : toujours `lon` puis `lat`, en degrés WGS84. Une position n’est ni conservée, \
ni journalisée, ni répétée ; la réponse est `Cache-Control: no-store`.
* **Listes** : `{"elements": […], "suivant": url ou null}`, `limite` de 50 au départ et de 500 au \
plus ; suivez `suivant` (ou l’en-tête `Link`).
* **GeoJSON** (RFC 7946) : en-tête `Accept: application/geo+json` ou `format=geojson`.
* **Durées** : `duree_s` en secondes, par les rues là où un réseau les connaît (voir /v1/etat) ; \
`estime` est vrai quand aucun ne l’a donnée. Citez `reseau_rues` avec ce qui en vient.
* **Ouverture** : `oui`, `non`, `sur_rendez_vous` ou `inconnu`. Un rendez-vous n’est jamais une \
porte ouverte. `a_confirmer` : la fiche a plus de 24 mois ou pas de date, téléphonez avant.
* **Neutralité** : l’ordre ne dépend que de la durée du trajet, de la distance ou de la commune, \
jamais de qui tient le lieu.
* **Erreurs** : `application/problem+json` (RFC 9457), `detail` dit quoi faire.

"""
CREDITS = (
    "Annuaire : DILA, « Annuaire – base de données locales », Licence Ouverte 2.0 ; communes et"
    " contours : INSEE et IGN, Licence Ouverte 2.0 ; bassins d’emploi : France Travail, BMO 2024."
)
"""Whoever shows the data must name these sources."""

LICENCE = {"name": "Licence Ouverte 2.0, pour les données", "identifier": "etalab-2.0"}
TAGS = [
    {"name": "Orientation", "description": "Quelle porte pousser, deux au plus."},
    {"name": "Points d’accueil", "description": "Où aller, et quand c’est ouvert."},
    {"name": "Trajets", "description": "Ce qui est à portée, et le chemin vers un lieu."},
    {"name": "Territoires", "description": "Bassins d’emploi et communes."},
    {"name": "Référentiels", "description": "Réseaux, publics, besoins, et qui aide qui."},
    {"name": "Couverture", "description": "Qui peut atteindre un point d’accueil à temps."},
    {"name": "Scénarios", "description": "Ce que changerait d’ouvrir, fermer ou déplacer."},
    {"name": "Diagnostics", "description": "Où en est chaque territoire, et ce qui change."},
    {"name": "État", "description": "Le service fonctionne-t-il ?"},
]

NOT_MODIFIED = 304
COMMON = {
    NOT_MODIFIED: "Rien n’a changé depuis la réponse dont `If-None-Match` donne l’`ETag`.",
    400: "Nom de paramètre inconnu ; le plus proche est proposé.",
    405: "Méthode refusée : `Allow` dit lesquelles le sont.",
    413: "Le corps de la requête est trop grand, ou de taille inconnue.",
    422: "Valeur mal formée ou inconnue ; les valeurs connues sont citées.",
    500: "Erreur inattendue ; `instance` permet de la signaler.",
    503: "Annuaire indisponible ou service occupé ; `Retry-After` dit quand réessayer.",
}
"""Statuses that mean the same on every resource, described once."""

HEADERS = {
    "ETag": "Empreinte de la réponse, à renvoyer dans `If-None-Match`.",
    "Link": 'Adresse de la page suivante (`rel="next"`), la même que `suivant`.',
    "Retry-After": "Secondes à attendre avant de réessayer.",
}


class Erreur(BaseModel):
    """Un paramètre à corriger."""

    parametre: str | None = Field(
        description="Son nom ou, dans un corps, où il est (`ouvrir[0].lon`) ; null quand plusieurs"
        " sont en cause, ou que le nom est inconnu."
    )
    raison: str = Field(description="Quoi corriger, en une phrase.")


class Probleme(BaseModel):
    """Une erreur, selon la RFC 9457."""

    type: str = Field(description="Toujours « about:blank » : le statut dit la sorte d’erreur.")
    title: str = Field(description="La sorte d’erreur, la même chaque fois.")
    status: int = Field(description="Statut HTTP.")
    detail: str = Field(description="Quoi faire, en français.")
    instance: str = Field(
        description="Référence de cette erreur, au hasard ; elle ne répète rien de la demande."
    )
    motif: Motif | None = Field(None, description="Quand aucun trajet n’est connu : pourquoi.")
    erreurs: list[Erreur] = Field([], description="Les paramètres refusés, un par un.")


ENUMERATIONS = {
    "AccessibilitePmr": "Accès des personnes handicapées ; seul « oui » est certain.",
    "Canal": "Façon de joindre un service à distance.",
    "Ecart": "Pourquoi un lieu plus proche n’est pas une porte ; si plusieurs motifs valent, le"
    " premier dans cet ordre.",
    "Forme": "Façon d’être aidé : dans un lieu, à distance, ou l’une au moins.",
    "Membre": "Place du réseau dans le service public régional de l’orientation : membre, associé,"
    " ou ni l’un ni l’autre (jamais une porte).",
    "Mission": "Ce qu’un lieu fait pour les gens, et ce dont une personne peut avoir besoin.",
    "Mode": "Façon de se déplacer.",
    "ModeAccueil": "Façon de recevoir le public (mots de data·inclusion).",
    "Motif": "Pourquoi aucun trajet n’est connu : hors de ce que les réseaux de rues couvrent, loin"
    " de toute rue praticable, ou au-delà de la plus longue durée (ou sans chemin).",
    "Ouvert": "Le lieu est-il ouvert ? Un rendez-vous n’est jamais une porte ouverte.",
    "PrecisionPosition": "À quoi la position est connue, du plus fin au moins fin.",
    "Profil": "Un public, comme les réseaux nomment ceux qu’ils reçoivent (voir /v1/profils).",
    "Raison": "Pourquoi une porte est donnée, ou ce qu’il faut savoir avant d’y aller.",
    "Rattachement": "Le lieu dessert-il la commune de la personne ? « a_verifier » : on l’ignore.",
    "Reserve": "Pourquoi ne pas se fier aux horaires relevés. « sur_rendez_vous » seul : une fiche"
    " sans horaires, où il faut un rendez-vous.",
    "Resultat": "Combien de portes il faut pousser ; du meilleur au pire.",
    "Sens": "Quand est-ce un progrès : quand la valeur monte, baisse, ou ni l’un ni l’autre.",
    "Signalement": "Ce que quelqu’un devrait vérifier d’une fiche.",
    "TypeTerritoire": "De quoi parle un diagnostic : un bassin d’emploi, ou une région.",
    "Unite": "Ce dans quoi un chiffre est compté : `nombre` d’habitants ou de lieux, `part` de 0 à"
    " 1, `s` pour des secondes, `mois`, `indice` sans unité…",
}
"""Enumerations of the domain, in the words of OpenAPI: their docstrings are for programmers."""

Responses = dict[int | str, dict[str, Any]]


def responses(
    model: type[BaseModel], *, not_found: str | None = None, never: Collection[int] = ()
) -> Responses:
    """
    Describe what a resource answers.

    Parameters
    ----------
    model
        Shape of the answer; it documents, and validates nothing.
    not_found
        When the answer is 404.
    never
        Those of `COMMON` that the resource does not answer; 304 for an answer to a
        person's position, which nothing keeps.

    Returns
    -------
    responses
        For FastAPI's decorators.
    """
    statuses = COMMON if not_found is None else {**COMMON, 404: not_found}
    others: Responses = {
        status: _refusal(text) for status, text in sorted(statuses.items()) if status not in never
    }
    headers = [] if NOT_MODIFIED in never else ["ETag"]
    if headers and "suivant" in model.model_fields:
        headers.append("Link")
    success = {"model": model, "description": "Réponse.", "headers": _headers(headers)}
    return {200: success, **others}


def _refusal(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Probleme"}
    return {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}}


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def with_geojson(described: Responses) -> Responses:
    """
    Add GeoJSON to what a resource answers.

    Parameters
    ----------
    described
        From `responses`.

    Returns
    -------
    responses
        For FastAPI's decorators.
    """
    schema = {"type": "object", "description": "Feature ou FeatureCollection (RFC 7946)."}
    success = {**described[200], "content": {GEOJSON: {"schema": schema}}}
    return {**described, 200: success}


def operation(parameters: type[BaseModel], *paths: str) -> dict[str, Any]:
    """
    Describe what a resource accepts, with addresses that work when pasted.

    Parameters
    ----------
    parameters
        Set that the route reads.
    *paths
        Examples, from the root; the home page links to them too.

    Returns
    -------
    extra
        For ``openapi_extra``.
    """
    return {"parameters": describe(parameters), "x-exemples": list(paths)}


def with_body(model: type[BaseModel], example: Mapping[str, object]) -> dict[str, Any]:
    """
    Describe what a resource accepts in the body of a POST.

    Parameters
    ----------
    model
        Shape of the body; `install` is given it too.
    example
        One that works.

    Returns
    -------
    extra
        For ``openapi_extra``.
    """
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    content = {JSON: {"schema": schema, "example": dict(example)}}
    return {"parameters": [], "requestBody": {"required": True, "content": content}}


def install(app: FastAPI, bodies: Collection[type[BaseModel]] = ()) -> None:
    """
    Make an application describe itself.

    Parameters
    ----------
    app
        With all its routes.
    bodies
        Shapes of the bodies that they accept.
    """

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app, [Probleme, *bodies])
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's documented way


def _describe(app: FastAPI, beside: Iterable[type[BaseModel]]) -> dict[str, Any]:
    schema = get_openapi(
        title=TITLE,
        version=app.version,
        summary=SUMMARY,
        description=f"{DESCRIPTION}\nSources. {CREDITS}\n",
        license_info=LICENCE,
        routes=app.routes,
        tags=TAGS,
    )
    schemas = schema["components"]["schemas"]
    for model in beside:
        described = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= described.pop("$defs", {})
        schemas[model.__name__] = described
    for name, words in ENUMERATIONS.items():
        schemas[name]["description"] = words
    schema["components"] |= {"responses": _shared(), "headers": _described_headers()}
    for operations in schema["paths"].values():
        (operation,) = operations.values()  # each resource has one method
        described = operation["responses"]
        described |= {
            status: {"$ref": f"#/components/responses/{status}"}
            for status in map(str, COMMON)
            if status in described
        }
    return schema


def _shared() -> dict[str, Any]:
    shared = {str(status): _refusal(text) for status, text in COMMON.items()}
    del shared[str(NOT_MODIFIED)]["content"]
    shared[str(NOT_MODIFIED)]["headers"] = _headers(["ETag"])
    shared["503"]["headers"] = _headers(["Retry-After"])
    return shared


def _described_headers() -> dict[str, Any]:
    kinds = {name: "integer" if name == "Retry-After" else "string" for name in HEADERS}
    return {
        name: {"description": text, "schema": {"type": kinds[name]}}
        for name, text in HEADERS.items()
    }
