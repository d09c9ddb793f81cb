"""Route of competences."""

from itertools import groupby

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import BRIEF_S, Element, answer, listing
from api.deps import get_state, known_rules
from api.documentation import operation, responses
from api.paging import link, slice_page
from api.parameters import Page
from api.reading import read
from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil

router = APIRouter(prefix="/v1/competences", tags=["Référentiels"])


class Regle(BaseModel):
    """Ce que les lieux d’un réseau font pour un public."""

    model_config = ConfigDict(extra="forbid")

    profil: Profil = Field(description="Public aidé ; « tout-public » : chacun.")
    missions: list[Mission] = Field(description="À quoi ces lieux l’aident.")
    renvoie: bool = Field(
        description="Vrai : ces lieux accueillent ce public, et peuvent être sa première porte."
    )


class CompetencesReseau(BaseModel):
    """Les règles d’un réseau, que la fiche d’un lieu peut restreindre."""

    model_config = ConfigDict(extra="forbid")

    reseau: str = Field(description="Code du réseau (voir /v1/reseaux).")
    regles: list[Regle]


class Competences(BaseModel):
    """Une page de réseaux."""

    model_config = ConfigDict(extra="forbid")

    elements: list[CompetencesReseau]
    suivant: str | None


@router.get(
    "",
    summary="Lire la table des compétences",
    description="Quel réseau aide qui, à quoi, et d’où l’on peut être orienté vers une autre"
    " porte : la règle que l’orientation applique, la même pour tous. Un réseau absent n’est jamais"
    " une porte.",
    responses=responses(Competences),
    openapi_extra=operation(Page, "/v1/competences"),
)
async def list_competences(request: Request) -> Response:
    """Answer a page of réseaux and their rules."""
    asked = read(Page, request)
    lines = sorted((await known_rules(get_state(request))).competences)
    elements = [
        {"reseau": reseau, "regles": _to_rules(list(of_reseau))}
        for reseau, of_reseau in groupby(lines, key=lambda line: line.reseau)
    ]
    page, following = slice_page(
        request, elements, key="reseau", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=BRIEF_S), following)


def _to_rules(lines: list[Competence]) -> list[Element]:
    told = {profil: [line for line in lines if line.profil is profil] for profil in Profil}
    return [
        {
            "profil": profil,
            "missions": [mission for mission in Mission if mission in {of.mission for of in some}],
            "renvoie": any(line.renvoie for line in some),
        }
        for profil, some in told.items()
        if some
    ]
