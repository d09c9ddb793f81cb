"""Route of itineraries: parse, compute, serialise."""

from dataclasses import dataclass, replace
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
from api.networks.listing import Network
from api.networks.service import Service, choose, why_none
from api.networks.traffic import slowing
from api.networks.words import to_network, to_traffic
from api.parameters import PARIS
from api.points_accueil.parameters import RADIUS_MAX_M
from api.reading import read
from api.ways import UNLIMITED_S, Way, to_members
from geo.crs import COORDINATE_DECIMALS
from geo.errors import NotFoundError
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.estimates import EstimatedTravelTimes
from geo.network.protocol import Motif, Route
from geo.store.pool import fetch, is_storable
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import point_query

HERE, THERE = "de la position", "du lieu"
REASONS = {
    Motif.HORS_RESEAU: "Aucun réseau de rues ne couvre les environs {end}, et en fauteuil une durée"
    " ne s’estime pas : /v1/etat dit où des rues sont connues.",
    Motif.LOIN_D_UNE_RUE: "Aucune rue praticable dans ce mode n’est connue assez près {end}.",
    Motif.AU_DELA: "Les rues connues ne mènent pas jusqu’au lieu dans ce mode.",
}
TOO_FAR = (
    f"Le lieu est à plus de {RADIUS_MAX_M // 1000} km à vol d’oiseau, et aucun réseau de rues ne"
    " couvre la position et le lieu : à cette distance, rien n’est estimé."
)

Position = NDArray[np.float64]

router = APIRouter(prefix="/v1/itineraires", tags=["Trajets"])


@router.get(
    "",
    summary="Montrer le chemin vers un lieu",
    description="Le chemin le plus court en temps, par les rues, de la position au lieu. Sans"
    " réseau de rues, ou pour un lieu qu’il ne couvre pas : une ligne droite, de"
    f" {RADIUS_MAX_M // 1000} km au plus, et `estime` le dit. La position n’est ni conservée ni"
    " répétée.",
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
    if service is not None:
        found = await state.searches.run(partial(_find, service, origin, end, departure))
    elif asked.mode in ESTIMATED_MODES:
        found = Found(_estimate(asked.mode, origin, end))
    else:
        motif = await why_none(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode)
        raise NoWayError(REASONS[motif].format(end=HERE), motif)
    return answer(request, _feature(asked, found), media_type=GEOJSON)


@dataclass(frozen=True, slots=True)
class Found:
    """
    A way.

    Attributes
    ----------
    route
        From the position to the place.
    network
        That gave it; None for an estimate.
    traffic
        What the answer says of it.
    """

    route: Route
    network: Network | None = None
    traffic: Element | None = None


async def _find_place(state: State, identifier: str) -> Position:
    query = compiled(point_query)
    rows = await fetch(state.pool, query, id=identifier) if is_storable(identifier) else []
    if not rows:
        raise NotFoundError(
            "Aucun lieu n’a cet identifiant : cherchez-le dans /v1/points-accueil?q=nom."
        )
    element = dict(zip(query.columns, rows[0], strict=True))
    return np.array([element["lon"], element["lat"]])


def _find(service: Service, origin: Position, end: Position, departure: datetime) -> Found:
    engine, traffic = service.engine, to_traffic(service, departure)
    if not engine.holds(end[None])[0]:
        if engine.mode not in ESTIMATED_MODES:
            raise NoWayError(REASONS[Motif.HORS_RESEAU].format(end=THERE), Motif.HORS_RESEAU)
        ratio = slowing(engine.constants, departure)
        return Found(_estimate(engine.mode, origin, end, ratio), traffic=traffic)
    route = engine.route(origin, end, cutoff_s=UNLIMITED_S, departure=departure)
    if route is None:
        motif = Motif.AU_DELA if engine.covers(end[None])[0] else Motif.LOIN_D_UNE_RUE
        raise NoWayError(REASONS[motif].format(end=THERE), motif)
    return Found(route, service.network, traffic)


def _estimate(mode: Mode, origin: Position, end: Position, ratio: float = 1.0) -> Route:
    route = EstimatedTravelTimes(mode).route(origin, end, cutoff_s=np.inf)
    if route is None or route.distance_m > RADIUS_MAX_M:
        raise NoWayError(TOO_FAR, Motif.AU_DELA)
    # in the same order as for the nearest places: to the same figure
    return replace(route, travel_time_s=route.distance_m * (travel_time_s(1.0, mode) * ratio))


def _feature(asked: Itineraire, found: Found) -> Element:
    route, network = found.route, found.network
    share = route.unknown_surface if asked.mode is Mode.FAUTEUIL else None
    way = Way(
        route.distance_m,
        route.travel_time_s,
        is_estimate=network is None,
        publiable=network is None or network.manifest.source.publiable,
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
            "trafic": found.traffic,
            "reseau_rues": None if network is None else to_network(network),
        },
    }
