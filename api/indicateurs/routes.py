"""Routes of indicators: parse, find, serialise."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import LASTING_S, Element, answer, listing
from api.deps import State, check_reseaux, get_state
from api.documentation import operation, responses
from api.indicateurs.models import CatalogueIndicateurs, IndicateursSuivis
from api.indicateurs.parameters import Liste
from api.paging import from_cursor, link, next_url, slice_page
from api.parameters import Page
from api.reading import read
from api.runs import check_territories, narrowing
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.indicateur import BY_CODE, INDICATEURS, Indicateur
from geo.errors import NotFoundError
from geo.store.pool import fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.diagnostics import kept_run_query
from geo.store.queries.indicateurs import BASSIN, DIMENSIONS, KEYS, indicators_query

router = APIRouter(prefix="/v1/indicateurs", tags=["Diagnostics"])

KINDS = tuple(int if key == "au_plus_s" else str for key in KEYS)
"""Types of the keys in a cursor."""


@router.get(
    "",
    summary="Suivre les indicateurs des territoires",
    description="Ce que disent les diagnostics : un chiffre par indicateur, territoire et dimension"
    " (`reseau`, `profil`, `besoin`, `mode`, `au_plus_s`). Sans `depuis` ni `run_id`, ceux du"
    " dernier diagnostic demandé ; avec `depuis`, ceux de tous les diagnostics depuis ce jour, pour"
    " le suivi. Une personne est de plusieurs publics : les lignes ne s’ajoutent pas.",
    responses=responses(IndicateursSuivis, not_found="Aucun diagnostic n’a cet identifiant."),
    openapi_extra=operation(
        Liste,
        "/v1/indicateurs?code_bassin=1107",
        "/v1/indicateurs?code_bassin=1107&indicateur=points_accueil&reseau=tous&depuis=2026-01-01",
    ),
)
async def list_indicators(request: Request) -> Response:
    """Answer a page of indicators."""
    asked = read(Liste, request)
    state = get_state(request)
    await _check(state, asked)
    after = from_cursor(asked.curseur, *KINDS)
    elements = await _read_page(state, asked, after)
    page, following = elements[: asked.limite], None
    if len(elements) > asked.limite:
        following = next_url(request, [page[-1][key] for key in KEYS])
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=LASTING_S), following)


@router.get(
    "/catalogue",
    summary="Lire le catalogue des indicateurs",
    description="Chaque indicateur : sa formule, son unité, sa source, et le sens qui est un"
    " progrès.",
    responses=responses(CatalogueIndicateurs),
    openapi_extra=operation(Page, "/v1/indicateurs/catalogue"),
)
async def list_catalogue(request: Request) -> Response:
    """Answer a page of the catalogue."""
    asked = read(Page, request)
    elements = [_to_entry(one) for one in INDICATEURS]
    page, following = slice_page(
        request, elements, key="code", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=LASTING_S), following)


async def _check(state: State, asked: Liste) -> None:
    if asked.reseau:
        await check_reseaux(state, asked.reseau, ALL_RESEAUX)
    await check_territories(state, "code_territoire", asked.code_territoire)
    await check_territories(state, BASSIN, asked.code_bassin)
    if asked.run_id is not None and not await fetch(
        state.pool, compiled(kept_run_query), run_id=asked.run_id
    ):
        raise NotFoundError(
            "Aucun diagnostic n’a cet identifiant : /v1/diagnostics cite ceux qui existent ; ôtez"
            " « run_id » pour le dernier."
        )


async def _read_page(state: State, asked: Liste, after: Sequence[Any] | None) -> list[Element]:
    values = narrowing(asked, (*DIMENSIONS, BASSIN))
    query = compiled(
        indicators_query,
        filters=frozenset(values),
        after=after is not None,
        one_run=asked.run_id is not None,
        since=asked.depuis is not None,
    )
    values["limite"] = asked.limite + 1
    values |= {"run_id": asked.run_id} if asked.run_id is not None else {}
    values |= {"depuis": asked.depuis} if asked.depuis is not None else {}
    if after is not None:
        values |= dict(zip((f"apres_{key}" for key in KEYS), after, strict=True))
    rows = await fetch(state.pool, query, **values)
    return [_to_element(dict(zip(query.columns, row, strict=True))) for row in rows]


def _to_element(row: Element) -> Element:
    known = BY_CODE.get(row["indicateur"])
    names = {"nom": known.nom, "unite": known.unite} if known else {"nom": None, "unite": None}
    return {"indicateur": row.pop("indicateur"), **names, **row}


def _to_entry(one: Indicateur) -> Element:
    return {
        "code": one.code,
        "nom": one.nom,
        "formule": one.formule,
        "unite": one.unite,
        "source": one.source,
        "sens": one.sens,
        "dimensions": one.dimensions,
    }
