"""Route of scenarios: read, compare, serialise; nothing is stored."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import answer
from api.bodies import read_body
from api.deps import get_state, read_reseaux
from api.documentation import responses, with_body
from api.parameters import Parametres
from api.reading import read
from api.scenarios.body import DemandeScenario
from api.scenarios.find import Question, find_changes, read_scenario
from api.scenarios.models import Comparaison
from api.scenarios.surveyed import read_surveyed
from geo.domain.reseau import Membre

router = APIRouter(prefix="/v1/scenarios", tags=["Scénarios"])

EXAMPLE = {
    "mode": "voiture",
    "profils": ["jeune"],
    "besoins": ["accompagnement"],
    "ouvrir": [{"reseau": "mission-locale", "lon": 2.3989, "lat": 48.548}],
}


@router.post(
    "",
    summary="Comparer un scénario",
    description="Ce que changerait d’ouvrir, fermer ou déplacer des lieux, ou d’en changer les"
    " horaires ou la capacité : qui gagne, qui perd, par bassin, public et besoin. Les habitants"
    " sont comptés depuis un point par commune ou arrondissement. Rien n’est gardé ni journalisé"
    " du scénario. La première demande d’un mode prend plus de temps : les durées de toute la"
    " région se calculent (503 et `Retry-After` si c’est long).",
    responses=responses(Comparaison, never={304}),
    openapi_extra=with_body(DemandeScenario, EXAMPLE),
)
async def compare_scenario(request: Request) -> Response:
    """Answer what a scenario would change."""
    read(Parametres, request)
    asked = read_body(DemandeScenario, await request.body())
    scenario = read_scenario(asked)
    state = get_state(request)
    surveyed, before = await read_surveyed(state, asked.mode)
    reseaux = (await read_reseaux(state)).elements
    reference = surveyed.rules.reference_time(asked.mode)
    question = Question(
        asked=asked,
        scenario=scenario,
        surveyed=surveyed,
        before=before,
        doors={one["code"]: one["membre"] != Membre.NON.value for one in reseaux},
        cutoffs_s=tuple(dict.fromkeys(asked.au_plus_s)) or (reference.au_plus_s,),
    )
    return await state.scenarios.run(partial(_respond, request, question))


def _respond(request: Request, question: Question) -> Response:
    return answer(request, find_changes(question))
