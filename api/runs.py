"""What resources that answer the results of a run share: the run, its parameters, its pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from starlette.responses import Response

from api.answers import LASTING_S, Element, answer, listing
from api.deps import State, check_known, get_state
from api.paging import from_cursor, link, next_url
from api.parameters import VALUES_MAX, Codes, Page, Several, Whole, check_word, refuse
from geo.domain.couverture import ALL_RESEAUX, THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import NotFoundError
from geo.network.estimate import Mode
from geo.store.pool import fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.runs import known_territories_query, run_query

SHARE_DECIMALS = 6

PROFILS, BESOINS = (ALL_RESEAUX, *Profil), (ALL_RESEAUX, *Mission)


def _check_threshold(value: int) -> int:
    if value not in THRESHOLDS_S:
        known = ", ".join(map(str, THRESHOLDS_S))
        raise refuse(
            f"Le paramètre « au_plus_s » doit être un des seuils calculés, en secondes : {known}."
        )
    return value


PublicOuTous = Annotated[
    str,
    AfterValidator(partial(check_word, "profil", PROFILS)),
    WithJsonSchema({"type": "string", "enum": list(PROFILS)}),
]
BesoinOuTous = Annotated[
    str,
    AfterValidator(partial(check_word, "besoin", BESOINS)),
    WithJsonSchema({"type": "string", "enum": list(BESOINS)}),
]
Publics = Annotated[
    tuple[PublicOuTous, ...], Field(max_length=VALUES_MAX, examples=[ALL_RESEAUX]), Several
]
Besoins = Annotated[
    tuple[BesoinOuTous, ...], Field(max_length=VALUES_MAX, examples=[ALL_RESEAUX]), Several
]
"""Several values of a parameter; each list says what its own are, in a description."""


class ParTerritoire(Page):
    """
    Parameters of all lists of figures of territories.

    Several values of one parameter widen, several parameters narrow.
    """

    run_id: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9._:-]{1,80}$",
            description="Calcul voulu ; sans lui, le dernier demandé.",
        ),
    ] = None
    type_territoire: Annotated[
        tuple[Literal["bassin", "region"], ...],
        Field(max_length=VALUES_MAX, description="Sorte de territoire.", examples=["bassin"]),
        Several,
    ] = ()
    code_territoire: Annotated[
        Codes,
        Field(
            description="Codes de bassins (voir /v1/bassins) ou de régions.",
            examples=["1107"],
        ),
    ] = ()


class Resultats(ParTerritoire):
    """Parameters of all lists of results of a run of access."""

    mode: Annotated[
        tuple[Mode, ...],
        Field(max_length=VALUES_MAX, description="Façons de se déplacer.", examples=["voiture"]),
        Several,
    ] = ()
    au_plus_s: Annotated[
        tuple[Annotated[int, Whole, AfterValidator(_check_threshold)], ...],
        Field(
            max_length=VALUES_MAX,
            description="Seuils de durée, en secondes, compris.",
            examples=[1200],
        ),
        Several,
    ] = ()


class Calcul(BaseModel):
    """Ce qui a produit les résultats, pour qu’ils puissent être refaits."""

    model_config = ConfigDict(extra="forbid")

    run_id: str
    parametres: dict[str, Any]
    empreintes: dict[str, Any]
    version_code: str
    cree_le: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """
    A kind of results.

    Attributes
    ----------
    query
        Gives a page of them.
    keys
        Order of the list.
    complete
        Adds to an element what is worked out of its columns.
    """

    query: Callable[..., Any]  # a Select, for `compiled`
    keys: Sequence[str]
    complete: Callable[[Element], None]


async def answer_results(
    request: Request, results: Results, asked: Resultats, narrowed: dict[str, Any]
) -> Response:
    """
    Answer a page of what a run found.

    Parameters
    ----------
    request
        What is answered.
    results
        Of what kind.
    asked
        Parameters.
    narrowed
        Values that columns may have, by name, as the driver knows them.

    Returns
    -------
    response
        An empty list where nothing was ever computed.

    Raises
    ------
    RefusedParametersError
        If a territory is unknown, or the cursor is of another list.
    NotFoundError
        If no run has that identifier.
    """
    state = get_state(request)
    await check_territories(state, "code_territoire", asked.code_territoire)
    kinds = (int if key == "au_plus_s" else str for key in results.keys)
    after = from_cursor(asked.curseur, *kinds)
    run = await _read_run(state, asked.run_id)
    elements = []
    if run is not None:
        values = {**narrowed, "run_id": run["run_id"], "limite": asked.limite + 1}
        elements = await _read_page(state, results, run, values, after)
    page, following = elements[: asked.limite], None
    if len(elements) > asked.limite:
        following = next_url(request, [page[-1][key] for key in results.keys])
    content = listing(page, following=following, geojson=False, run=run)
    return link(answer(request, content, kept_s=LASTING_S), following)


async def check_territories(state: State, name: str, codes: Sequence[str]) -> None:
    """
    Refuse territories of which there cannot be any figure.

    Parameters
    ----------
    state
        Of the service.
    name
        Parameter that holds them.
    codes
        As asked for; none is no mistake.

    Raises
    ------
    RefusedParametersError
        If one is unknown.
    """
    if codes:
        where = "/v1/bassins (« code_bassin » ou « code_region »)"
        await check_known(state, compiled(known_territories_query), name, codes, where)


def narrowing(asked: ParTerritoire, keys: Sequence[str]) -> dict[str, Any]:
    """
    Say which values columns may have.

    Parameters
    ----------
    asked
        Parameters.
    keys
        Columns that a parameter of the same name narrows.

    Returns
    -------
    narrowed
        For `answer_results`; without the columns that nothing narrows.
    """
    # as plain values: the driver does not know our enumerations
    wanted = asked.model_dump(mode="json", include=set(keys))
    return {name: wanted[name] for name in keys if wanted.get(name)}


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
    state: State,
    results: Results,
    run: Element,
    values: dict[str, Any],
    after: Sequence[Any] | None,
) -> list[Element]:
    filters = frozenset(values) & frozenset(results.keys)
    query = compiled(results.query, filters=filters, after=after is not None)
    if after is not None:
        values = values | dict(zip((f"apres_{key}" for key in results.keys), after, strict=True))
    rows = await fetch(state.pool, query, **values)
    publiable = run["parametres"].get("reseau_rues", {}).get("publiable", True)
    elements = [dict(zip(query.columns, row, strict=True)) for row in rows]
    for element in elements:
        del element["run_id"]  # said once, of the whole list
        results.complete(element)
        element["publiable"] = publiable
    return elements


def share(people: int, of: int) -> float | None:
    """
    Give a share of residents.

    Parameters
    ----------
    people, of
        Some of them, and all.

    Returns
    -------
    share
        From 0 to 1; None without any resident.
    """
    return round(people / of, SHARE_DECIMALS) if of else None
