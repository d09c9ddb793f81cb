"""Route of coverage: parse, find, serialise."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import LASTING_S, Element, answer, listing
from api.couverture.models import Couvertures
from api.couverture.parameters import Liste
from api.deps import State, check_known, check_reseaux, get_state
from api.documentation import operation, responses
from api.paging import from_cursor, link, next_url
from api.reading import read
from geo.domain.couverture import ALL_RESEAUX
from geo.errors import NotFoundError
from geo.store.pool import fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.couverture import (
    FILTERS,
    KEYS,
    coverage_query,
    known_territories_query,
    run_query,
)

router = APIRouter(prefix="/v1/couverture", tags=["Couverture"])

SHARE_DECIMALS = 6


@router.get(
    "",
    summary="Lire la couverture des territoires",
    description="Habitants qui atteignent en `au_plus_s` secondes ou moins le lieu le plus proche,"
    " par territoire, réseau et mode. Une personne compte dans chaque réseau : les lignes ne"
    " s’ajoutent pas. Un mode que le calcul n’a pas fait n’a pas de ligne : le fauteuil, qui ne"
    " s’estime pas, n’en a que d’un calcul sur un réseau de rues qui le connaît.",
    responses=responses(Couvertures, not_found="Aucun calcul n’a cet identifiant."),
    openapi_extra=operation(
        Liste, "/v1/couverture?type_territoire=bassin&reseau=tous&mode=voiture&au_plus_s=1200"
    ),
)
async def list_coverage(request: Request) -> Response:
    """Answer a page of what a run found."""
    asked = read(Liste, request)
    state = get_state(request)
    if asked.reseau:
        await check_reseaux(state, asked.reseau, ALL_RESEAUX)
    if asked.code_territoire:
        known = compiled(known_territories_query)
        where = "/v1/bassins (« code_bassin » ou « code_region »)"
        await check_known(state, known, "code_territoire", asked.code_territoire, where)
    after = from_cursor(asked.curseur, *(int if key == "au_plus_s" else str for key in KEYS))
    run = await _read_run(state, asked.run_id)
    elements = await _read_page(state, asked, run, after) if run else []
    page, following = elements[: asked.limite], None
    if len(elements) > asked.limite:
        following = next_url(request, [page[-1][key] for key in KEYS])
    content = listing(page, following=following, geojson=False, run=run)
    return link(answer(request, content, kept_s=LASTING_S), following)


async def _read_run(state: State, run_id: str | None) -> Element | None:
    query = compiled(run_query, latest=run_id is None)
    values = {} if run_id is None else {"run_id": run_id}
    rows = await fetch(state.pool, query, **values)
    if rows:
        return dict(zip(query.columns, rows[0], strict=True))
    if run_id is not None:
        raise NotFoundError("Aucun calcul n’a cet identifiant : ôtez « run_id » pour le dernier.")
    return None


async def _read_page(
    state: State, asked: Liste, run: Element, after: Sequence[Any] | None
) -> list[Element]:
    # as plain values: the driver does not know our enumerations
    wanted = asked.model_dump(mode="json", include=set(FILTERS))
    values: dict[str, Any] = {name: wanted[name] for name in FILTERS if wanted[name]}
    query = compiled(coverage_query, filters=frozenset(values), after=after is not None)
    if after is not None:
        values |= dict(zip((f"apres_{key}" for key in KEYS), after, strict=True))
    rows = await fetch(state.pool, query, **values, run_id=run["run_id"], limite=asked.limite + 1)
    publiable = run["parametres"].get("reseau_rues", {}).get("publiable", True)
    return [_to_element(query.columns, row, publiable=publiable) for row in rows]


def _to_element(columns: Sequence[str], row: Sequence[Any], *, publiable: bool) -> Element:
    element = dict(zip(columns, row, strict=True))
    del element["run_id"]  # said once, of the whole list
    people, covered = element["population"], element["population_couverte"]
    element["part"] = round(covered / people, SHARE_DECIMALS) if people else None
    element["publiable"] = publiable
    return element
