"""Routes of diagnostics: parse, find, serialise."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import LASTING_S, Element, answer, listing
from api.deps import State, get_state
from api.diagnostics.models import DiagnosticsConnus, DossierTerritoire
from api.documentation import operation, responses
from api.paging import link, slice_page
from api.parameters import Page, Parametres
from api.reading import read
from geo.domain.dossier import TypeTerritoire
from geo.errors import NotFoundError
from geo.store.pool import fetch, is_storable
from geo.store.queries.bassins import known_bassins_query
from geo.store.queries.compiled import compiled
from geo.store.queries.diagnostics import diagnostics_query, dossier_query, known_regions_query

ROOT = "/v1/diagnostics"

router = APIRouter(prefix=ROOT, tags=["Diagnostics"])

CodeBassin = Annotated[str, Path(description="Code du bassin.", examples=["1107"])]
CodeRegion = Annotated[str, Path(description="Code INSEE de la région.", examples=["11"])]

NONE_YET = (
    "Aucun diagnostic de ce territoire n’a encore été calculé : {root} cite ceux qui existent. Si"
    " vous tenez ce service, tapez : {command}"
)
UNKNOWN = {
    TypeTerritoire.BASSIN: "Aucun bassin n’a ce code : cherchez-le dans /v1/bassins.",
    TypeTerritoire.REGION: "Aucune région de l’annuaire n’a ce code : /v1/bassins donne celui de"
    " chaque bassin (« code_region »).",
}
KNOWN = {
    TypeTerritoire.BASSIN: known_bassins_query,
    TypeTerritoire.REGION: known_regions_query,
}
SAME = "Le contenu du document, du PDF et du classeur : mêmes chiffres, mêmes tableaux."


@router.get(
    "",
    summary="Lister les diagnostics",
    description="Le dernier diagnostic de chaque territoire qui en a un : bassins, puis régions.",
    responses=responses(DiagnosticsConnus),
    openapi_extra=operation(Page, "/v1/diagnostics"),
)
async def list_diagnostics(request: Request) -> Response:
    """Answer a page of diagnostics."""
    asked = read(Page, request)
    query = compiled(diagnostics_query)
    rows = await fetch(get_state(request).pool, query)
    elements = [_to_element(dict(zip(query.columns, row, strict=True))) for row in rows]
    page, following = slice_page(
        request, elements, key="chemin", limit=asked.limite, after=asked.curseur
    )
    content = listing(page, following=following, geojson=False)
    return link(answer(request, content, kept_s=LASTING_S), following)


@router.get(
    "/region/{code_region}",
    summary="Lire le diagnostic d’une région",
    description=f"La synthèse, qui compare les bassins. {SAME}",
    responses=responses(
        DossierTerritoire, not_found="La région est inconnue, ou n’a pas encore de diagnostic."
    ),
    openapi_extra=operation(Parametres, "/v1/diagnostics/region/11"),
)
async def read_region_diagnostic(request: Request, code_region: CodeRegion) -> Response:
    """Answer what the latest diagnostic of a region says."""
    read(Parametres, request)
    return await _answer_dossier(request, TypeTerritoire.REGION, code_region)


@router.get(
    "/{code_bassin}",
    summary="Lire le diagnostic d’un bassin",
    description=SAME,
    responses=responses(
        DossierTerritoire, not_found="Le bassin est inconnu, ou n’a pas encore de diagnostic."
    ),
    openapi_extra=operation(Parametres, "/v1/diagnostics/1107"),
)
async def read_bassin_diagnostic(request: Request, code_bassin: CodeBassin) -> Response:
    """Answer what the latest diagnostic of a bassin says."""
    read(Parametres, request)
    return await _answer_dossier(request, TypeTerritoire.BASSIN, code_bassin)


def _to_element(row: Element) -> Element:
    between = "/region" if row["type_territoire"] == TypeTerritoire.REGION else ""
    return {**row, "chemin": f"{ROOT}{between}/{row['code_territoire']}"}


async def _answer_dossier(request: Request, kind: TypeTerritoire, code: str) -> Response:
    state = get_state(request)
    rows = []
    if is_storable(code):
        query, values = compiled(dossier_query), {"type_territoire": kind.value}
        rows = await fetch(state.pool, query, code_territoire=code, **values)
    if not rows:
        raise NotFoundError(await _why_not(state, kind, code))
    # as it was written: its hash, which names the answer, changes with the run that it says
    return answer(request, orjson.Fragment(rows[0][0]), kept_s=LASTING_S)


async def _why_not(state: State, kind: TypeTerritoire, code: str) -> str:
    """Tell a territory that nobody diagnosed yet from one that does not exist."""
    codes = [code] if is_storable(code) else []
    if not await fetch(state.pool, compiled(KNOWN[kind]), codes=codes):
        return UNKNOWN[kind]
    option = "--region" if kind is TypeTerritoire.REGION else "--bassin"
    # a code that the directory knows: repeating it tells nothing of who asks
    return NONE_YET.format(root=ROOT, command=f"deuxportes diagnostic {option} {code}")
