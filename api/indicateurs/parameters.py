"""Query parameters of indicators."""

from datetime import date
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from api.parameters import VALUES_MAX, Codes, Several, Whole, check_word, refuse
from api.runs import Besoins, ParTerritoire, Publics
from geo.domain.couverture import ALL_RESEAUX, LONGEST_S
from geo.domain.indicateur import BY_CODE
from geo.network.estimate import Mode

CODES = tuple(BY_CODE)
MODES = (ALL_RESEAUX, *Mode)
FORM = "2026-01-01"

CodeIndicateur = Annotated[
    str,
    AfterValidator(partial(check_word, "indicateur", CODES)),
    WithJsonSchema({"type": "string", "enum": list(CODES)}),
]
ModeOuTous = Annotated[
    str,
    AfterValidator(partial(check_word, "mode", MODES)),
    WithJsonSchema({"type": "string", "enum": list(MODES)}),
]


def _read_day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:  # weeks and dates without hyphens are read too
        raise refuse(f"Le paramètre « depuis » doit être un jour, comme {FORM}.")
    return day


Jour = Annotated[
    date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})
]


class Liste(ParTerritoire):
    """Parameters of the list; several values of one parameter widen, several parameters narrow."""

    code_bassin: Annotated[
        Codes,
        Field(
            description="Codes de bassins (voir /v1/bassins) : ces bassins seulement.",
            examples=["1107"],
        ),
    ] = ()
    indicateur: Annotated[
        tuple[CodeIndicateur, ...],
        Field(
            max_length=VALUES_MAX,
            description="Indicateurs (voir /v1/indicateurs/catalogue).",
            examples=["points_accueil"],
        ),
        Several,
    ] = ()
    reseau: Annotated[
        Codes,
        Field(
            description="Réseaux (voir /v1/reseaux), ou « tous » : tous ensemble, ou un indicateur"
            " qui n’est pas dit par réseau.",
            examples=["tous"],
        ),
    ] = ()
    profil: Annotated[
        Publics,
        Field(
            description="Publics (voir /v1/profils), ou « tous » : un indicateur qui n’est pas dit"
            " par public.",
        ),
    ] = ()
    besoin: Annotated[
        Besoins,
        Field(
            description="Besoins (voir /v1/besoins), ou « tous » : un indicateur qui n’est pas dit"
            " par besoin.",
        ),
    ] = ()
    mode: Annotated[
        tuple[ModeOuTous, ...],
        Field(
            max_length=VALUES_MAX,
            description="Façons de se déplacer, ou « tous » : un indicateur qui n’est pas dit par"
            " mode.",
            examples=["tous"],
        ),
        Several,
    ] = ()
    au_plus_s: Annotated[
        tuple[Annotated[int, Field(ge=0, le=LONGEST_S), Whole], ...],
        Field(
            max_length=VALUES_MAX,
            description="Seuils de durée, en secondes, compris ; 0 : un indicateur sans seuil.",
            examples=[0],
        ),
        Several,
    ] = ()
    depuis: Annotated[
        Jour | None,
        Field(
            description="Jour (AAAA-MM-JJ) : tous les diagnostics de ce jour et d’après, du plus"
            " ancien au plus récent pour chaque chiffre. Sans lui, le dernier demandé seulement.",
            examples=["2026-01-01"],
        ),
    ] = None

    @model_validator(mode="after")
    def _one_way_to_say_when(self) -> "Liste":
        if self.run_id is not None and self.depuis is not None:
            raise refuse("Donnez « run_id » ou « depuis », pas les deux.")
        return self
