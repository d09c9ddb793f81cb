"""Route of remote services: parse, find, serialise."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import BRIEF_S, answer, listing
from api.deps import State, get_state, known_rules
from api.documentation import operation, responses
from api.paging import link, slice_page
from api.points_accueil.opening import opening
from api.reading import read
from api.services_a_distance.elements import service_element
from api.services_a_distance.models import ServicesADistance
from api.services_a_distance.parameters import Liste
from api.validation import refuse_parameter
from geo.access.neutral import neutral_rank
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement, rattachement
from geo.domain.service_distance import ServiceDistance
from geo.store.pool import fetch
from geo.store.queries.communes import codes_query
from geo.store.queries.compiled import compiled

router = APIRouter(prefix="/v1/services-a-distance", tags=["Orientation"])


@router.get(
    "",
    summary="Lister les services à distance",
    description="Les aides par téléphone, chat, visio ou site, comptées à côté des lieux, jamais"
    " parmi eux. L’ordre est celui d’une empreinte de l’identifiant : il ne favorise personne.",
    responses=responses(ServicesADistance),
    openapi_extra=operation(
        Liste,
        "/v1/services-a-distance",
        "/v1/services-a-distance?profil=jeune&besoin=information",
    ),
)
async def list_remote_services(request: Request) -> Response:
    """Answer a page of remote services."""
    asked = read(Liste, request)
    state = get_state(request)
    codes = None if asked.code_commune is None else await _codes(state, asked.code_commune)
    services = (await known_rules(state)).services
    rank = neutral_rank([service.id for service in services]).tolist()
    ordered = [service for _, service in sorted(zip(rank, services, strict=True), key=_by_rank)]
    now = datetime.now(UTC)
    elements = [
        service_element(service, opening(service.horaires, (), now))
        for service in ordered
        if _passes(service, asked, codes)
    ]
    page, following = slice_page(
        request, elements, key="id", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=BRIEF_S), following)


def _by_rank(row: tuple[int, ServiceDistance]) -> int:
    return row[0]


def _passes(service: ServiceDistance, asked: Liste, codes: list[str] | None) -> bool:
    publics = {*asked.profil, Profil.TOUT_PUBLIC}
    helps = not asked.profil or not publics.isdisjoint(service.publics)
    answers = not asked.besoin or not set(asked.besoin).isdisjoint(service.missions)
    serves = codes is None or rattachement(service.zone_competence, codes) is Rattachement.OUI
    return helps and answers and serves


async def _codes(state: State, code_commune: str) -> list[str]:
    """Give the codes that hold a commune."""
    rows = await fetch(state.pool, compiled(codes_query), code=code_commune)
    if not rows:
        raise refuse_parameter(
            "code_commune",
            "Le paramètre « code_commune » a un code que l’annuaire ne connaît pas : cherchez-le"
            " dans /v1/communes?q=nom.",
        )
    return [code for code in rows[0] if code is not None]
