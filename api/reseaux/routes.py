"""Route of réseaux."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import BRIEF_S, answer, listing
from api.deps import get_state, read_reseaux
from api.documentation import operation, responses
from api.paging import link, slice_page
from api.parameters import Page
from api.reading import read
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre

router = APIRouter(prefix="/v1/reseaux", tags=["Référentiels"])


class Reseau(BaseModel):
    """Un réseau et ses règles, que la fiche d’un lieu peut préciser."""

    model_config = ConfigDict(extra="forbid")

    code: str
    nom: str
    membre: Membre = Field(description="« non » : dans l’annuaire, mais jamais une porte.")
    annonce: int | None = Field(description="Lieux annoncés par la stratégie régionale.")
    publics: list[Profil]
    missions: list[Mission]
    points_accueil: int = Field(description="Lieux trouvés.")


class Reseaux(BaseModel):
    """Une page de réseaux."""

    model_config = ConfigDict(extra="forbid")

    elements: list[Reseau]
    suivant: str | None


@router.get(
    "",
    summary="Lister les réseaux",
    description="Les réseaux, leurs publics et leurs missions, et combien de leurs lieux l’annuaire"
    " contient.",
    responses=responses(Reseaux),
    openapi_extra=operation(Page, "/v1/reseaux"),
)
async def list_reseaux(request: Request) -> Response:
    """Answer a page of réseaux."""
    asked = read(Page, request)
    known = await read_reseaux(get_state(request))
    page, following = slice_page(
        request, known.elements, key="code", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=BRIEF_S), following)
