"""Route of itineraries: parse, compute, serialise."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
from fastapi import APIRouter, Request
from numpy.typing import NDArray
from starlette.responses import Response

from api.answers import GEOJSON, Element, GeoJsonResponse, answer
from api.deps import State, get_state
from api.documentation import operation, responses
from api.errors import NoWayError
from api.itineraires.models import TrajetTrouve
from api.itineraires.parameters import Itineraire
from api.networks.service import Service, choose, why_none
from api.networks.words import to_origin
from api.parameters import PARIS
from api.reading import read
from api.ways import UNLIMITED_S, Way, to_members
from geo.crs import COORDINATE_DECIMALS
from geo.errors import NotFoundError
from geo.network.estimate import ESTIMATED_MODES, Mode
from geo.network.estimates import EstimatedTravelTimes
from geo.network.protocol import Motif, Route
from geo.store.pool import fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import point_query

REASONS = {
    Motif.HORS_RESEAU: "Aucun réseau de rues ne couvre ce trajet, et en fauteuil une durée ne"
    " s’estime pas : voyez /v1/etat pour ce qui est couvert.",
    Motif.LOIN_D_UNE_RUE: "Aucune rue praticable dans ce mode n’est assez près du départ ou du"
    " lieu : essayez un autre mode, ou téléphonez.",
    Motif.AU_DELA: "Aucun chemin n’y mène dans ce mode : essayez-en un autre, ou téléphonez.",
}

Position = NDArray[np.float64]

router = APIRouter(prefix="/v1/itineraires", tags=["Trajets"])


@router.get(
    "",
    summary="Montrer le chemin vers un lieu",
    description="Le chemin le plus court en temps, par les rues, de la position au lieu. Sans"
    " réseau de rues, ou pour un lieu qu’il ne couvre pas : une ligne droite, et `estime` le dit."
    " La position n’est ni conservée ni répétée.",
    response_class=GeoJsonResponse,
    responses=responses(
        TrajetTrouve,
        not_found="Aucun lieu n’a cet identifiant ; ou aucun trajet n’est connu, et `motif` dit"
        " pourquoi.",
        never={304},
    ),
    openapi_extra=operation(
        Itineraire,
        "/v1/itineraires?lon=2.3522&lat=48.8566&point_id=dila--mission_locale-94028-01&mode=velo",
    ),
)
async def read_itinerary(request: Request) -> Response:
    """Answer the way from a position to a place."""
    asked = read(Itineraire, request)
    state = get_state(request)
    departure = asked.depart_a or datetime.now(PARIS)
    end = await _find_place(state, asked.point_id)
    service = await choose(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode)
    origin = np.array([asked.lon, asked.lat])
    if service is None:
        motif = why_none(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode)
        found = Found(_estimate(asked.mode, origin, end, motif), None)
    else:
        found = await state.searches.run(partial(_find, service, origin, end, departure))
    told = to_origin(found.service, departure)
    return answer(request, _feature(asked, found, told), media_type=GEOJSON)


@dataclass(frozen=True, slots=True)
class Found:
    """A way, and the network that gave it; None for an estimate."""

    route: Route
    service: Service | None


async def _find_place(state: State, identifier: str) -> Position:
    query = compiled(point_query)
    rows = [] if "\0" in identifier else await fetch(state.pool, query, id=identifier)
    if not rows:
        raise NotFoundError(
            "Aucun lieu n’a cet identifiant : cherchez-le dans /v1/points-accueil?q=nom."
        )
    element = dict(zip(query.columns, rows[0], strict=True))
    return np.array([element["lon"], element["lat"]])


def _find(service: Service, origin: Position, end: Position, departure: datetime) -> Found:
    engine = service.engine
    if not service.network.holds(lon=end[0], lat=end[1]):
        return Found(_estimate(engine.mode, origin, end, Motif.HORS_RESEAU), None)
    route = engine.route(origin, end, cutoff_s=UNLIMITED_S, departure=departure)
    if route is None:
        motif = Motif.AU_DELA if engine.covers(end[None])[0] else Motif.LOIN_D_UNE_RUE
        raise NoWayError(REASONS[motif], motif)
    return Found(route, service)


def _estimate(mode: Mode, origin: Position, end: Position, motif: Motif) -> Route:
    route = None
    if mode in ESTIMATED_MODES:
        route = EstimatedTravelTimes(mode).route(origin, end, cutoff_s=np.inf)
    if route is None:
        raise NoWayError(REASONS[motif], motif)
    return route


def _feature(asked: Itineraire, found: Found, told: Element) -> Element:
    route, service = found.route, found.service
    share = route.unknown_surface if asked.mode is Mode.FAUTEUIL else None
    way = Way(
        route.distance_m,
        route.travel_time_s,
        is_estimate=service is None,
        publiable=service is None or service.engine.publiable,
        unknown_surface=share,
    )
    corners = route.lon_lat.round(COORDINATE_DECIMALS).tolist()
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": corners},
        "properties": {
            "point_id": asked.point_id,
            "mode": asked.mode,
            **to_members(way),
            **told,
        },
    }
