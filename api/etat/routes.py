"""Routes for whoever runs the service."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import BRIEF_S, Element, answer
from api.deps import get_state
from api.documentation import operation, responses
from api.errors import OpeningError
from api.networks.listing import Network
from api.networks.service import refresh
from api.networks.words import ReseauDeRues, to_network
from api.parameters import Parametres
from api.reading import read
from geo.crs import COORDINATE_DECIMALS
from geo.errors import StoreEmptyError
from geo.network.estimate import Mode
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


class ReseauServi(ReseauDeRues):
    """Un réseau de rues que le service interroge."""

    modes: list[Mode] = Field(description="Façons de s’y déplacer.")
    emprise: tuple[float, float, float, float] = Field(
        description="Cadre ouest, sud, est, nord des rues, en degrés WGS84. Le réseau couvre ce qui"
        " est à quelques centaines de mètres d’elles, ou qu’elles entourent : souvent moins que ce"
        " cadre. Ailleurs, tout est estimé."
    )


class Etat(BaseModel):
    """Ce que le service sait au-delà de l’annuaire."""

    model_config = ConfigDict(extra="forbid")

    reseaux_rues: list[ReseauServi] = Field(
        description="Dans l’ordre de préférence, là où plusieurs couvrent une position ; vide :"
        " toutes les durées sont estimées."
    )
    reseaux_rues_illisibles: list[str] = Field(
        description="Réseaux présents mais inutilisables, car leurs fichiers manquent, sont abîmés"
        " ou d’une autre version : à reconstruire (deuxportes network build NOM)."
    )


@router.get(
    "/v1/etat",
    summary="Sur quels réseaux de rues compter",
    description="Les réseaux de rues servis, leur emprise et leur licence. Loin de leurs rues, même"
    " dans le cadre de leur emprise, les durées sont estimées, et le disent.",
    responses=responses(Etat, never={503}),
    openapi_extra=operation(Parametres, "/v1/etat"),
)
async def read_state(request: Request) -> Response:
    """Answer which networks of streets are served."""
    read(Parametres, request)
    networks = get_state(request).networks
    await refresh(networks)
    served = [one for one in networks.listing.networks if one not in networks.broken]
    content = {
        "reseaux_rues": [_to_served(network) for network in served],
        "reseaux_rues_illisibles": networks.unreadable,
    }
    return answer(request, content, kept_s=BRIEF_S)


def _to_served(network: Network) -> Element:
    bounds = [round(side, COORDINATE_DECIMALS) for side in network.manifest.bounds]
    modes = [mode for mode in Mode if mode in network.manifest.profiles]
    return {**to_network(network), "modes": modes, "emprise": bounds}


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
    description="Répond 200 quand l’annuaire répond, qu’il est chargé et que les réseaux de rues"
    " sont ouverts ; 503 sinon.",
    responses=responses(Pret, never={304, 422}),
    openapi_extra=operation(Parametres, "/readyz"),
)
async def check_readiness(request: Request) -> Response:
    """Answer once the store answers and holds a directory, and networks are open."""
    read(Parametres, request)
    state = get_state(request)
    query = compiled(counts_query)
    counts = dict(zip(query.columns, (await fetch(state.pool, query))[0], strict=True))
    missing = [name for name in NEEDED if not counts[name]]
    if missing:
        raise StoreEmptyError(
            f"rien n’est chargé dans {', '.join(missing)}. Tapez : deuxportes ingest reference"
        )
    if state.networks.is_opening:
        raise OpeningError("networks are being opened")
    return answer(request, {"statut": "pret", **counts})
