"""Routes of bassins: parse, find, serialise."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import (
    GEOJSON,
    JSON,
    LASTING_S,
    answer,
    area_element,
    area_feature,
    listing,
    wants_geojson,
)
from api.bassins.models import Bassin, BassinDetaille, Bassins
from api.deps import get_state
from api.documentation import operation, responses, with_geojson
from api.paging import from_cursor, link, next_url
from api.parameters import Forme, Page, Position
from api.reading import read
from geo.errors import NotFoundError
from geo.store.pool import Row, fetch, is_storable
from geo.store.queries.bassins import bassin_query, bassins_query, locate_bassin_query
from geo.store.queries.compiled import CompiledQuery, compiled

CodeBassin = Annotated[str, Path(description="Code du bassin.", examples=["1107"])]

router = APIRouter(prefix="/v1/bassins", tags=["Territoires"])


class Liste(Page, Forme):
    """Parameters of the list."""


class Localiser(Position, Forme):
    """Parameters of the bassin where one stands."""


@router.get(
    "",
    summary="Lister les bassins d’emploi",
    description="Les bassins (France Travail, BMO 2024), par code.",
    responses=with_geojson(responses(Bassins)),
    openapi_extra=operation(Liste, "/v1/bassins", "/v1/bassins?limite=5&format=geojson"),
)
async def list_bassins(request: Request) -> Response:
    """Answer a page of bassins."""
    asked = read(Liste, request)
    after = from_cursor(asked.curseur, str)
    geojson = wants_geojson(request, asked.format)
    query = compiled(bassins_query, after=after is not None, contour=geojson)
    keys = {} if after is None else {"apres": after[0]}
    rows = await fetch(get_state(request).pool, query, limite=asked.limite + 1, **keys)
    elements = [area_element(query.columns, row) for row in rows[: asked.limite]]
    following = None
    if len(rows) > asked.limite:
        following = next_url(request, [elements[-1]["code_bassin"]], geojson=geojson)
    if geojson:
        elements = [area_feature(element, key="code_bassin") for element in elements]
    content = listing(elements, following=following, geojson=geojson)
    media_type = GEOJSON if geojson else JSON
    return link(answer(request, content, media_type=media_type, kept_s=LASTING_S), following)


@router.get(
    "/localiser",
    summary="Trouver le bassin d’une position",
    description="La position n’est ni conservée ni répétée.",
    responses=with_geojson(
        responses(Bassin, not_found="La position n’est dans aucun bassin connu.", never={304})
    ),
    openapi_extra=operation(Localiser, "/v1/bassins/localiser?lon=2.3522&lat=48.8566"),
)
async def locate_bassin(request: Request) -> Response:
    """Answer the bassin where a position falls."""
    asked = read(Localiser, request)
    geojson = wants_geojson(request, asked.format)
    query = compiled(locate_bassin_query, contour=geojson)
    rows = await fetch(get_state(request).pool, query, lon=asked.lon, lat=asked.lat)
    if not rows:
        raise NotFoundError(
            "Cette position n’est dans aucun bassin de l’annuaire : vérifiez-la, ou choisissez"
            " un bassin dans /v1/bassins."
        )
    return _answer_one(request, query, rows[0], geojson=geojson, kept_s=None)


@router.get(
    "/{code}",
    summary="Lire un bassin",
    description="Un bassin et les codes de ses communes.",
    responses=with_geojson(responses(BassinDetaille, not_found="Aucun bassin n’a ce code.")),
    openapi_extra=operation(Forme, "/v1/bassins/1107", "/v1/bassins/1107?format=geojson"),
)
async def read_bassin(request: Request, code: CodeBassin) -> Response:
    """Answer one bassin."""
    asked = read(Forme, request)
    geojson = wants_geojson(request, asked.format)
    query = compiled(bassin_query, contour=geojson)
    rows = await fetch(get_state(request).pool, query, code=code) if is_storable(code) else []
    if not rows:
        raise NotFoundError("Aucun bassin n’a ce code : cherchez-le dans /v1/bassins.")
    return _answer_one(request, query, rows[0], geojson=geojson, kept_s=LASTING_S)


def _answer_one(
    request: Request, query: CompiledQuery, row: Row, *, geojson: bool, kept_s: int | None
) -> Response:
    element = area_element(query.columns, row)
    if geojson:
        feature = area_feature(element, key="code_bassin")
        return answer(request, feature, media_type=GEOJSON, kept_s=kept_s)
    return answer(request, element, kept_s=kept_s)
