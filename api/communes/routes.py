"""Routes of communes: parse, find, serialise."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import Field
from starlette.responses import Response

from api.answers import (
    GEOJSON,
    JSON,
    LASTING_S,
    Element,
    answer,
    area_element,
    area_feature,
    listing,
    wants_geojson,
)
from api.communes.models import Commune, Communes
from api.deps import get_state
from api.documentation import operation, responses, with_geojson
from api.paging import from_cursor, link, next_url
from api.parameters import Forme, Page, Recherche, fold
from api.reading import read
from geo.domain.commune import searchable
from geo.errors import NotFoundError
from geo.store.pool import fetch, is_storable
from geo.store.queries.communes import commune_query, communes_query
from geo.store.queries.compiled import compiled

CodeCommune = Annotated[str, Path(description="Code INSEE.", examples=["75056"])]

router = APIRouter(prefix="/v1/communes", tags=["Territoires"])

KEYS = ("rang", "moins_peuplee", "code_commune")


class Liste(Page, Forme):
    """Parameters of the list."""

    q: Annotated[
        Recherche,
        Field(
            description="Mots du nom, avec ou sans accents, ou début du code INSEE.",
            examples=["paris"],
        ),
    ] = None


@router.get(
    "",
    summary="Chercher une commune",
    description="Le nom exact d’abord, puis les noms qui commencent ainsi, puis les autres ; à"
    " égalité, la plus peuplée.",
    responses=with_geojson(responses(Communes)),
    openapi_extra=operation(
        Liste, "/v1/communes?q=paris", "/v1/communes?q=saint-denis&format=geojson"
    ),
)
async def list_communes(request: Request) -> Response:
    """Answer a page of communes."""
    asked = read(Liste, request)
    after = from_cursor(asked.curseur, int, int, str)
    geojson = wants_geojson(request, asked.format)
    query = compiled(
        communes_query, search=asked.q is not None, after=after is not None, contour=geojson
    )
    values = {**_search(asked.q), **_after(after), "limite": asked.limite + 1}
    rows = await fetch(get_state(request).pool, query, **values)
    elements = [area_element(query.columns, row) for row in rows[: asked.limite]]
    last = elements[-1] if len(rows) > asked.limite else None
    following = None
    if last:
        following = next_url(request, [last[key] for key in KEYS], geojson=geojson)
    shown = [_show(element, geojson=geojson) for element in elements]
    content = listing(shown, following=following, geojson=geojson)
    media_type = GEOJSON if geojson else JSON
    return link(answer(request, content, media_type=media_type, kept_s=LASTING_S), following)


@router.get(
    "/{code}",
    summary="Lire une commune",
    description="Une commune ou un arrondissement, et les territoires dont elle fait partie.",
    responses=with_geojson(responses(Commune, not_found="Aucune commune n’a ce code.")),
    openapi_extra=operation(Forme, "/v1/communes/75056", "/v1/communes/93066?format=geojson"),
)
async def read_commune(request: Request, code: CodeCommune) -> Response:
    """Answer one commune."""
    asked = read(Forme, request)
    geojson = wants_geojson(request, asked.format)
    query = compiled(commune_query, contour=geojson)
    rows = await fetch(get_state(request).pool, query, code=code) if is_storable(code) else []
    if not rows:
        raise NotFoundError(
            "Aucune commune n’a ce code INSEE : cherchez-la dans /v1/communes?q=nom."
        )
    element = _show(area_element(query.columns, rows[0]), geojson=geojson)
    media_type = GEOJSON if geojson else JSON
    return answer(request, element, media_type=media_type, kept_s=LASTING_S)


def _search(q: str | None) -> dict[str, Any]:
    if q is None:
        return {}
    words = searchable(q)
    return {"mots": words, "q": [fold(word) for word in words.split()]}


def _after(keys: Sequence[Any] | None) -> dict[str, Any]:
    names = ("apres_rang", "apres_moins_peuplee", "apres_commune")
    return {} if keys is None else dict(zip(names, keys, strict=True))


def _show(element: Element, *, geojson: bool) -> Element:
    shown = {name: value for name, value in element.items() if name not in KEYS[:2]}
    return area_feature(shown, key="code_commune") if geojson else shown
