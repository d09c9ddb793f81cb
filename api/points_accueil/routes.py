"""Routes of places: parse, find, serialise."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import (
    BRIEF_S,
    GEOJSON,
    JSON,
    Element,
    answer,
    listing,
    point_feature,
    wants_geojson,
)
from api.deps import get_state
from api.documentation import operation, responses, with_geojson
from api.networks.words import to_origin
from api.paging import from_cursor, link, next_url
from api.parameters import PARIS, Forme
from api.points_accueil.by_streets import find_by_streets
from api.points_accueil.elements import to_element, to_near_element
from api.points_accueil.models import PointAccueil, Points, PointsProches
from api.points_accueil.nearest import Place, Search, prepare
from api.points_accueil.parameters import Liste, Proches
from api.points_accueil.search import find_page
from api.points_accueil.straight import find_straight
from api.reading import read
from geo.errors import NotFoundError
from geo.store.pool import fetch, is_storable
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import point_query

IdPoint = Annotated[
    str,
    Path(
        description="Identifiant : `source--identifiant dans la source`.",
        examples=["dila--mission_locale-94028-01"],
    ),
]

router = APIRouter(prefix="/v1/points-accueil", tags=["Points d’accueil"])


@router.get(
    "",
    summary="Chercher dans l’annuaire",
    description="Les lieux qui conviennent, commune par commune. À l’intérieur d’une commune,"
    " l’ordre est celui d’une empreinte de l’identifiant : il ne favorise aucun réseau.",
    responses=with_geojson(responses(Points)),
    openapi_extra=operation(
        Liste,
        "/v1/points-accueil?code_commune=75056",
        "/v1/points-accueil?profil=jeune&mission=conseil&pmr=oui",
        "/v1/points-accueil?code_bassin=1107&ouvert_a=2026-11-24T10:30:00%2B01:00",
        "/v1/points-accueil?bbox=2.2,48.8,2.5,48.95&format=geojson",
    ),
)
async def list_points(request: Request) -> Response:
    """Answer a page of the directory."""
    asked = read(Liste, request)
    now = datetime.now(PARIS)
    instant = (asked.ouvert_a or now).astimezone(UTC)
    after = from_cursor(asked.curseur, str, str)
    geojson = wants_geojson(request, asked.format)
    found = await find_page(get_state(request), asked, after=after, instant=instant)
    page = found.rows[: asked.limite]
    elements = [to_element(found.columns, row, instant=instant, now=now) for row in page]
    orders = [element.pop("ordre") for element in elements]
    following = None
    if len(found.rows) > asked.limite:
        keys = [elements[-1]["code_commune"], orders[-1]]
        following = next_url(request, keys, geojson=geojson, instant=asked.ouvert_a)
    content = listing(
        [point_feature(element) for element in elements] if geojson else elements,
        following=following,
        geojson=geojson,
        inconnus_ecartes=found.left_out,
    )
    # an area may be drawn around a person: it is not kept, nor told to whoever logs headers
    located = asked.bbox is not None
    response = answer(
        request,
        content,
        media_type=GEOJSON if geojson else JSON,
        kept_s=None if located else BRIEF_S,
    )
    return response if located else link(response, following)


@router.get(
    "/proches",
    summary="Trouver les lieux les plus proches",
    description="Par durée de trajet là où un réseau de rues couvre la position, sinon à vol"
    " d’oiseau (`classement` le dit) ; à égalité, l’ordre est celui d’une empreinte de"
    " l’identifiant. Sans `reseau`, seuls les réseaux du service public de l’orientation et leurs"
    " associés sont cherchés ; un lieu qui dessert d’autres communes que celle de la position"
    " n’est pas une porte : il est écarté, sauf `hors_zone=inclus`. La position n’est ni conservée"
    " ni répétée.",
    responses=with_geojson(responses(PointsProches, never={304})),
    openapi_extra=operation(
        Proches,
        "/v1/points-accueil/proches?lon=2.3522&lat=48.8566",
        "/v1/points-accueil/proches?lon=2.3522&lat=48.8566&profil=jeune&mode=velo&au_plus_s=1800",
        "/v1/points-accueil/proches?lon=2.3522&lat=48.8566"
        "&ouvert=a_l_arrivee&depart_a=2026-11-24T10:00:00%2B01:00&mode=voiture",
        "/v1/points-accueil/proches?lon=2.3522&lat=48.8566"
        "&ouvert_a=2026-11-24T10:30:00%2B01:00&inconnus=inclus",
    ),
)
async def list_nearest_points(request: Request) -> Response:
    """Answer the places nearest to a position."""
    asked = read(Proches, request)
    now = datetime.now(PARIS)
    state = get_state(request)
    search, service = await prepare(state, asked, now=now)
    if service is None:
        nearby = await find_straight(state, search)
    else:
        nearby = await find_by_streets(state, search, service)
    elements = [_near_element(nearby.columns, place, search) for place in nearby.places]
    geojson = wants_geojson(request, asked.format)
    content = listing(
        [point_feature(element) for element in elements] if geojson else elements,
        following=None,
        geojson=geojson,
        inconnus_ecartes=nearby.left_out,
        hors_zone_ecartes=nearby.outside,
        sans_duree_ecartes=nearby.untimed,
        inatteignables_ecartes=sum(nearby.unreachable.values()),
        inatteignables_motifs=nearby.unreachable,
        ouvert_evalue=search.rule,
        classement="distance" if service is None else "duree",
        **to_origin(service, search.departure),
    )
    return answer(request, content, media_type=GEOJSON if geojson else JSON)


def _near_element(columns: Sequence[str], place: Place, search: Search) -> Element:
    instant = search.instant(place.way.travel_time_s)
    element = to_element(columns, place.row, instant=instant, now=search.now)
    return to_near_element(element, place.way, search.asked.mode, codes_here=place.codes_here)


@router.get(
    "/{id}",
    summary="Lire une fiche",
    description="Tout ce que l’annuaire sait d’un lieu, et s’il est ouvert maintenant.",
    responses=with_geojson(responses(PointAccueil, not_found="Aucun lieu n’a cet identifiant.")),
    openapi_extra=operation(Forme, "/v1/points-accueil/dila--mission_locale-94028-01"),
)
async def read_point(request: Request, id: IdPoint) -> Response:  # noqa: A002 - the word outside
    """Answer one place."""
    asked = read(Forme, request)
    query = compiled(point_query)
    rows = await fetch(get_state(request).pool, query, id=id) if is_storable(id) else []
    if not rows:
        raise NotFoundError(
            "Aucun lieu n’a cet identifiant : cherchez-le dans /v1/points-accueil?q=nom."
        )
    now = datetime.now(PARIS)
    element = to_element(query.columns, rows[0], instant=now, now=now)
    if wants_geojson(request, asked.format):
        return answer(request, point_feature(element), media_type=GEOJSON, kept_s=BRIEF_S)
    return answer(request, element, kept_s=BRIEF_S)
