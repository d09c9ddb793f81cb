"""Routes for whoever runs the service."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import answer
from api.deps import get_state
from api.documentation import operation, responses
from api.parameters import Parametres
from api.reading import read
from geo.errors import StoreEmptyError
from geo.store.pool import fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.etat import counts_query

router = APIRouter(tags=["État"])

NEEDED = ("points_accueil", "reseaux", "communes", "bassins")


class Vivant(BaseModel):
    """Le service répond."""

    model_config = ConfigDict(extra="forbid")

    statut: Literal["vivant"]


class Pret(BaseModel):
    """L’annuaire répond et il est chargé."""

    model_config = ConfigDict(extra="forbid")

    statut: Literal["pret"]
    points_accueil: int
    reseaux: int
    communes: int
    bassins: int
    runs: int = Field(description="Calculs de couverture conservés.")


@router.get(
    "/healthz",
    summary="Le service vit-il ?",
    description="Répond tant que le programme tourne, même quand l’annuaire est absent.",
    responses=responses(Vivant, never={304, 422, 503}),
    openapi_extra=operation(Parametres, "/healthz"),
)
async def check_health(request: Request) -> Response:
    """Answer as long as the process does, whatever the store."""
    read(Parametres, request)
    return answer(request, {"statut": "vivant"})


@router.get(
    "/readyz",
    summary="L’annuaire est-il prêt ?",
    description="Répond 200 quand l’annuaire répond et qu’il est chargé ; 503 sinon.",
    responses=responses(Pret, never={304, 422}),
    openapi_extra=operation(Parametres, "/readyz"),
)
async def check_readiness(request: Request) -> Response:
    """Answer once the store answers and holds a directory."""
    read(Parametres, request)
    query = compiled(counts_query)
    counts = dict(zip(query.columns, (await fetch(get_state(request).pool, query))[0], strict=True))
    missing = [name for name in NEEDED if not counts[name]]
    if missing:
        raise StoreEmptyError(
            f"rien n’est chargé dans {', '.join(missing)}. Tapez : deuxportes ingest reference"
        )
    return answer(request, {"statut": "pret", **counts})
