"""Route of isochrones: parse, compute, serialise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
import orjson
import shapely
from fastapi import APIRouter, Request
from numpy.typing import NDArray
from starlette.responses import Response

from api.answers import GEOJSON, Element, GeoJsonResponse, answer
from api.deps import get_state
from api.documentation import operation, responses
from api.errors import NoWayError
from api.isochrones.models import CollectionIsochrones
from api.isochrones.parameters import Isochrones
from api.networks.service import choose, why_none
from api.networks.words import to_origin
from api.parameters import PARIS
from api.reading import read
from api.ways import DISTANCE_DECIMALS, SHARE_DECIMALS, round_up
from geo.crs import COORDINATE_DECIMALS
from geo.network.estimate import ESTIMATED_MODES, Mode
from geo.network.estimates import EstimatedTravelTimes
from geo.network.protocol import ReachableArea, TravelTimes

router = APIRouter(prefix="/v1/isochrones", tags=["Trajets"])


@router.get(
    "",
    summary="Dessiner ce qui est à portée",
    description="Les zones atteintes en `au_plus_s` secondes ou moins depuis une position, par les"
    " rues ; sans réseau de rues, des disques, et `estime` le dit. La plus longue durée vient"
    " d’abord, pour que les plus courtes se posent dessus. La position n’est ni conservée ni"
    " répétée.",
    response_class=GeoJsonResponse,
    responses=responses(
        CollectionIsochrones,
        not_found="Aucun réseau de rues ne couvre la position, et le mode ne s’estime pas"
        " (fauteuil) ; `motif` dit pourquoi.",
        never={304},
    ),
    openapi_extra=operation(
        Isochrones,
        "/v1/isochrones?lon=2.3522&lat=48.8566&mode=velo&au_plus_s=600,1200,1800",
        "/v1/isochrones?lon=2.3522&lat=48.8566&mode=voiture&au_plus_s=900"
        "&depart_a=2026-11-24T17:30:00%2B01:00",
    ),
)
async def draw_isochrones(request: Request) -> Response:
    """Answer the areas reached from a position."""
    asked = read(Isochrones, request)
    state = get_state(request)
    departure = asked.depart_a or datetime.now(PARIS)
    service = await choose(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode)
    if service is None and asked.mode not in ESTIMATED_MODES:
        raise NoWayError(
            "Aucune rue praticable en fauteuil n’est connue assez près de cette position, et en"
            " fauteuil une durée ne s’estime pas : /v1/etat dit où des rues sont connues.",
            await why_none(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode),
        )
    question = Question(
        engine=service.engine if service else EstimatedTravelTimes(asked.mode),
        origin=np.array([asked.lon, asked.lat]),
        cutoffs_s=sorted(set(asked.au_plus_s), reverse=True),
        departure=departure,
        told=to_origin(service, departure),
    )
    # written and compressed there too: some hundred kilobytes would keep the others waiting
    return await state.areas.run(partial(_respond, request, question))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What is to be drawn.

    Attributes
    ----------
    engine
        That knows the times.
    origin
        Shape ``(2,)``, degrees WGS84.
    cutoffs_s
        Longest first.
    departure
        When one leaves.
    told
        Members of the answer: where times come from.
    """

    engine: TravelTimes
    origin: NDArray[np.float64]
    cutoffs_s: Sequence[float]
    departure: datetime
    told: Element


def _respond(request: Request, question: Question) -> Response:
    engine = question.engine
    areas = engine.reachable_areas(
        question.origin, cutoffs_s=question.cutoffs_s, departure=question.departure
    )
    features = [_feature(area, engine, question.told["trafic"]) for area in areas]
    collection = {"type": "FeatureCollection", "features": features, **question.told}
    return answer(request, collection, media_type=GEOJSON)


def _feature(area: ReachableArea, engine: TravelTimes, traffic: Element | None) -> Element:
    share = area.unknown_surface
    known = engine.mode is Mode.FAUTEUIL and np.isfinite(share)
    properties = {
        "au_plus_s": area.cutoff_s,
        "mode": engine.mode,
        "estime": engine.is_estimate,
        "publiable": engine.publiable,
        "tolerance_m": round_up(area.tolerance_m, DISTANCE_DECIMALS),
        "surface_inconnue": round(share, SHARE_DECIMALS) if known else None,
        "au_bord_du_reseau": area.reaches_edge,
        "trafic": traffic,
    }
    geometry = orjson.Fragment(_written(area.geometry))
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _written(geometry: shapely.MultiPolygon) -> bytes:
    rounded = shapely.transform(geometry, lambda corners: corners.round(COORDINATE_DECIMALS))
    if not rounded.is_valid:  # a disc around a pole, or across the 180th meridian
        snapped = shapely.set_precision(geometry, 10.0**-COORDINATE_DECIMALS)
        rounded = shapely.orient_polygons(shapely.MultiPolygon(_polygons(snapped)))
    return str(shapely.to_geojson(rounded)).encode()


def _polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, shapely.Polygon)]
