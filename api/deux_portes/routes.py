"""Route of the two doors: parse, find, serialise."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import Element
from api.deux_portes.models import ListeDeuxPortes
from api.deux_portes.parameters import Liste
from api.documentation import operation, responses
from api.reading import read
from api.runs import Results, answer_results, narrowing, share
from geo.domain.couverture import Resultat
from geo.store.queries.deux_portes import KEYS, doors_query

router = APIRouter(prefix="/v1/deux-portes", tags=["Couverture"])


@router.get(
    "",
    summary="Lire combien de portes les habitants poussent",
    description="Habitants qui trouvent qui les aide en une porte, en deux, plus loin, ou nulle"
    " part, par territoire, public, besoin, mode et durée la plus longue de chaque trajet. Chaque"
    " ligne compte tous les habitants comme s’ils étaient de ce public : les lignes ne s’ajoutent"
    " pas. /v1/orientation applique la même règle à une personne.",
    responses=responses(ListeDeuxPortes, not_found="Aucun calcul n’a cet identifiant."),
    openapi_extra=operation(
        Liste,
        "/v1/deux-portes?type_territoire=bassin&profil=jeune&besoin=conseil&mode=voiture"
        "&au_plus_s=1200",
    ),
)
async def list_two_doors(request: Request) -> Response:
    """Answer a page of what a run found."""
    asked = read(Liste, request)
    return await answer_results(request, DOORS, asked, narrowing(asked, KEYS))


def _complete(element: Element) -> None:
    counts = {one.value: element[f"population_{one.value}"] for one in Resultat}
    people = element["population"] = sum(counts.values())
    for name, count in counts.items():
        element[f"part_{name}"] = share(count, people)
    served = counts[Resultat.UNE.value] + counts[Resultat.DEUX.value]
    element["part_deux_portes"] = share(served, people)


DOORS = Results(query=doors_query, keys=KEYS, complete=_complete)
