"""Route of besoins."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import LASTING_S, answer, listing
from api.documentation import operation, responses
from api.paging import link, slice_page
from api.parameters import Page
from api.reading import read
from geo.domain.mission import LABELS, MEANINGS, Mission

router = APIRouter(prefix="/v1/besoins", tags=["Référentiels"])


class Besoin(BaseModel):
    """Une mission du service public de l’orientation, vue par qui en a besoin."""

    model_config = ConfigDict(extra="forbid")

    code: Mission = Field(description="Ce que le paramètre `besoin` attend.")
    nom: str = Field(description="Ce que les gens lisent.")
    description: str = Field(description="Ce qu’on y trouve.")


class Besoins(BaseModel):
    """Une page de besoins."""

    model_config = ConfigDict(extra="forbid")

    elements: list[Besoin]
    suivant: str | None


@router.get(
    "",
    summary="Lister les besoins",
    description="Les quatre missions du service public régional de l’orientation, et ce qu’on y"
    " trouve.",
    responses=responses(Besoins),
    openapi_extra=operation(Page, "/v1/besoins"),
)
async def list_needs(request: Request) -> Response:
    """Answer a page of needs."""
    asked = read(Page, request)
    elements = [
        {"code": mission.value, "nom": label, "description": MEANINGS[mission]}
        for mission, label in LABELS.items()
    ]
    page, following = slice_page(
        request, elements, key="code", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=LASTING_S), following)
