"""Query parameters of coverage."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.parameters import VALUES_MAX, Page, Several, Whole, refuse
from geo.domain.couverture import ALL_RESEAUX, THRESHOLDS_S
from geo.network.estimate import Mode

Code = Annotated[str, Field(min_length=1, max_length=40)]


def _check_threshold(value: int) -> int:
    if value not in THRESHOLDS_S:
        known = ", ".join(map(str, THRESHOLDS_S))
        raise refuse(
            f"Le paramètre « au_plus_s » doit être un des seuils calculés, en secondes : {known}."
        )
    return value


class Liste(Page):
    """Parameters of the list; several values of one parameter widen, several parameters narrow."""

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
        tuple[Code, ...],
        Field(
            max_length=VALUES_MAX,
            description="Codes de bassins (voir /v1/bassins) ou de régions.",
            examples=["1107"],
        ),
        Several,
    ] = ()
    reseau: Annotated[
        tuple[Code, ...],
        Field(
            max_length=VALUES_MAX,
            description=f"Réseaux, ou « {ALL_RESEAUX} » : le plus proche de n’importe quel réseau"
            " qui est une porte.",
            examples=[ALL_RESEAUX],
        ),
        Several,
    ] = ()
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
