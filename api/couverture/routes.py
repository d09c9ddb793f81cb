"""Route of coverage: parse, find, serialise."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import Element
from api.couverture.models import Couvertures
from api.couverture.parameters import Liste
from api.deps import check_reseaux, get_state
from api.documentation import operation, responses
from api.reading import read
from api.runs import Results, answer_results, narrowing, share
from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.store.queries.couverture import KEYS, coverage_query

router = APIRouter(prefix="/v1/couverture", tags=["Couverture"])

BY_NEED = ("profil", "besoin", "forme")
BY_RESEAU = {"profil": [ALL_RESEAUX], "besoin": [ALL_RESEAUX], "forme": [Forme.PHYSIQUE.value]}
"""The rows that were there before those by public and need: who names neither goes on with them."""


@router.get(
    "",
    summary="Lire la couverture des territoires",
    description="Habitants qui atteignent en `au_plus_s` secondes ou moins le lieu le plus proche,"
    " par territoire et mode : par réseau, ou par public et besoin (`profil`, `besoin`), dans un"
    " lieu, à distance, ou l’un au moins (`forme`). Un réseau et un public ne se"
    " croisent pas : 422. Une personne compte dans chaque réseau et dans chaque public : les lignes"
    " ne s’ajoutent pas. Un mode que le calcul n’a pas fait n’a pas de ligne : le"
    " fauteuil, qui ne s’estime pas, n’en a que d’un calcul sur un réseau de rues qui le connaît.",
    responses=responses(Couvertures, not_found="Aucun calcul n’a cet identifiant."),
    openapi_extra=operation(
        Liste,
        "/v1/couverture?type_territoire=bassin&reseau=tous&mode=voiture&au_plus_s=1200",
        "/v1/couverture?type_territoire=region&profil=jeune&besoin=conseil&mode=marche",
    ),
)
async def list_coverage(request: Request) -> Response:
    """Answer a page of what a run found."""
    asked = read(Liste, request)
    if asked.reseau:
        await check_reseaux(get_state(request), asked.reseau, ALL_RESEAUX)
    narrowed = narrowing(asked, KEYS)
    if not narrowed.keys() & set(BY_NEED):
        narrowed |= BY_RESEAU
    return await answer_results(request, COVERAGE, asked, narrowed)


def _complete(element: Element) -> None:
    element["part"] = share(element["population_couverte"], element["population"])


COVERAGE = Results(query=coverage_query, keys=KEYS, complete=_complete)
