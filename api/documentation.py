"""What OpenAPI says beside the routes: the service, its errors, GeoJSON, examples to paste."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.answers import GEOJSON
from api.errors import MEDIA_TYPE
from api.reading import describe

TITLE = "Deux Portes"
SUMMARY = "L’annuaire des points d’accueil du service public régional de l’orientation."
DESCRIPTION = """\
Trouver le bon interlocuteur près de chez soi, sans franchir plus de deux portes.

* **Coordonnées** : toujours `lon` puis `lat`, en degrés WGS84. Une position n’est ni conservée, \
ni journalisée, ni répétée ; la réponse est `Cache-Control: no-store`.
* **Listes** : `{"elements": […], "suivant": url ou null}`, `limite` de 50 au départ et de 500 au \
plus ; suivez `suivant` (ou l’en-tête `Link`).
* **GeoJSON** (RFC 7946) : en-tête `Accept: application/geo+json` ou `format=geojson`.
* **Durées** : `duree_s` en secondes ; `estime` est vrai quand aucun réseau de transport ne l’a \
donnée.
* **Ouverture** : `oui`, `non`, `sur_rendez_vous` ou `inconnu`. Un rendez-vous n’est jamais une \
porte ouverte. `a_confirmer` : la fiche a plus de 24 mois ou pas de date, téléphonez avant.
* **Neutralité** : l’ordre ne dépend que de la distance, ou de la commune, jamais de qui tient le \
lieu.
* **Erreurs** : `application/problem+json` (RFC 9457), `detail` dit quoi faire.

Sources : DILA, « Annuaire – base de données locales » (Licence Ouverte 2.0) ; INSEE et IGN \
(Licence Ouverte 2.0) ; France Travail, bassins d’emploi BMO 2024.
"""
TAGS = [
    {"name": "Points d’accueil", "description": "Où aller, et quand c’est ouvert."},
    {"name": "Territoires", "description": "Bassins d’emploi et communes."},
    {"name": "Référentiels", "description": "Réseaux et publics."},
    {"name": "Couverture", "description": "Qui peut atteindre un point d’accueil à temps."},
    {"name": "État", "description": "Le service fonctionne-t-il ?"},
]

_COMMON = {
    400: "Nom de paramètre inconnu ; le plus proche est proposé.",
    422: "Valeur mal formée ou inconnue ; les valeurs connues sont citées.",
    503: "Annuaire indisponible ou service occupé ; `Retry-After` dit quand réessayer.",
}


class Erreur(BaseModel):
    """Un paramètre à corriger."""

    parametre: str | None
    raison: str


class Probleme(BaseModel):
    """Une erreur, selon la RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    erreurs: list[Erreur] = []


ENUMERATIONS = {
    "AccessibilitePmr": "Accès des personnes handicapées ; seul « oui » est certain.",
    "Membre": "Place du réseau dans le service public régional de l’orientation : membre, associé,"
    " ou ni l’un ni l’autre (jamais une porte).",
    "Mission": "Ce qu’un lieu fait pour les gens, et ce dont une personne peut avoir besoin.",
    "Mode": "Façon de se déplacer.",
    "ModeAccueil": "Façon de recevoir le public (mots de data·inclusion).",
    "Ouvert": "Le lieu est-il ouvert ? Un rendez-vous n’est jamais une porte ouverte.",
    "PrecisionPosition": "À quoi la position est connue, du plus fin au moins fin.",
    "Profil": "Un public, comme les réseaux nomment ceux qu’ils reçoivent (voir /v1/profils).",
    "Rattachement": "Le lieu dessert-il la commune de la personne ? « a_verifier » : on l’ignore.",
    "Reserve": "Pourquoi ne pas se fier aux horaires relevés. « sur_rendez_vous » seul : une fiche"
    " sans horaires, où il faut un rendez-vous.",
    "Signalement": "Ce que quelqu’un devrait vérifier d’une fiche.",
}
"""Enumerations of the domain, in the words of OpenAPI: their docstrings are for programmers."""

Responses = dict[int | str, dict[str, Any]]


def responses(model: type[BaseModel], *, not_found: str | None = None) -> Responses:
    """
    Describe what a resource answers.

    Parameters
    ----------
    model
        Shape of the answer; it documents, and validates nothing.
    not_found
        When the answer is 404.

    Returns
    -------
    responses
        For FastAPI's decorators.
    """
    statuses = dict(_COMMON) if not_found is None else {**_COMMON, 404: not_found}
    problems: Responses = {
        status: {
            "description": text,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleme"}}},
        }
        for status, text in sorted(statuses.items())
    }
    return {200: {"model": model, "description": "Réponse."}, **problems}


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


def install(app: FastAPI) -> None:
    """
    Make an application describe itself.

    Parameters
    ----------
    app
        With all its routes.
    """

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's documented way


def _describe(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=TITLE,
        version=app.version,
        summary=SUMMARY,
        description=DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
    )
    described = Probleme.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = schema["components"]["schemas"]
    schemas |= described.pop("$defs")
    schemas["Probleme"] = described
    for name, words in ENUMERATIONS.items():
        schemas[name]["description"] = words
    return schema
