"""Route of profils."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import LASTING_S, answer, listing
from api.documentation import operation, responses
from api.paging import link, slice_page
from api.parameters import Page
from api.reading import read
from geo.domain.profil import LABELS, Profil

router = APIRouter(prefix="/v1/profils", tags=["Référentiels"])


class ProfilNomme(BaseModel):
    """Un public ; une personne peut en être plusieurs à la fois."""

    model_config = ConfigDict(extra="forbid")

    code: Profil = Field(description="Ce que le paramètre `profil` attend.")
    nom: str = Field(description="Ce que les gens lisent.")


class Profils(BaseModel):
    """Une page de publics."""

    model_config = ConfigDict(extra="forbid")

    elements: list[ProfilNomme]
    suivant: str | None


@router.get(
    "",
    summary="Lister les publics",
    description="Les mots que `profil` accepte, et ce que les gens en lisent.",
    responses=responses(Profils),
    openapi_extra=operation(Page, "/v1/profils"),
)
async def list_profils(request: Request) -> Response:
    """Answer a page of publics."""
    asked = read(Page, request)
    elements = [{"code": profil.value, "nom": label} for profil, label in LABELS.items()]
    page, following = slice_page(
        request, elements, key="code", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=LASTING_S), following)
