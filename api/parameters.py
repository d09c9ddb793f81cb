"""Query parameters that several resources share: names, limits, French words of OpenAPI."""

import re
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.validation import EXPLAINED
from geo.crs import EARTH
from geo.domain.commune import searchable
from geo.domain.horaires import HOLIDAY_YEARS
from geo.network.estimate import Mode

PARIS = ZoneInfo("Europe/Paris")
NOW = "maintenant"
LIMIT_DEFAULT, LIMIT_MAX = 50, 500
VALUES_MAX = 50
TEXT_MAX = 100
YEARS = range(HOLIDAY_YEARS[0] + 1, HOLIDAY_YEARS[1])
"""Years of which opening hours can be evaluated, whatever the time zone."""

FRANCE_BOXES = (
    (-5.5, 41.2, 9.8, 51.3),  # mainland and Corsica
    (-61.9, 15.7, -60.9, 16.6),  # Guadeloupe
    (-61.3, 14.3, -60.7, 15.0),  # Martinique
    (-54.7, 2.0, -51.5, 6.0),  # Guyane
    (55.1, -21.5, 56.0, -20.8),  # La Réunion
    (44.9, -13.1, 45.4, -12.5),  # Mayotte
)
"""Boxes ``(left, bottom, right, top)`` in degrees; no point of one, swapped, falls in another."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_LOST_PLUS = re.compile(r" (?=\d\d:?\d\d$)")


def refuse(reason: str) -> PydanticCustomError:
    """
    Make the error of a validator.

    Parameters
    ----------
    reason
        French sentence for whoever asked, without the value received.

    Returns
    -------
    error
        To be raised.
    """
    return PydanticCustomError(EXPLAINED, "{raison}", {"raison": reason})


class Parametres(BaseModel):
    """Base of all sets of parameters: frozen, and strict about names; none of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def check_word(name: str, known: Collection[str], value: str) -> str:
    """
    Refuse what is none of some words.

    Parameters
    ----------
    name
        Of the parameter.
    known
        Words it takes.
    value
        As asked for.

    Returns
    -------
    value
        The same.

    Raises
    ------
    pydantic_core.PydanticCustomError
        If it is another; the message lists them.
    """
    if value not in known:
        listed = ", ".join(known)
        raise refuse(f"Le paramètre « {name} » doit être une de ces valeurs : {listed}.")
    return value


def _check_written(kind: str, value: object) -> object:
    """Refuse what Python would read as a number and nobody writes: ``2_3``, ``٢``, spaces."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise PydanticCustomError(kind, "")
    return value


def _split(values: object) -> object:
    """Accept ``a,b`` beside ``a`` given twice."""
    if not isinstance(values, list):
        return values
    parts = [part.strip() for value in values for part in str(value).split(",")]
    if not all(parts):
        raise refuse("Une des valeurs est vide : donnez-la, ou ôtez le paramètre.")
    return parts


def _read_instant(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str):
        return value
    if value == NOW:
        return datetime.now(PARIS)
    text = _LOST_PLUS.sub("+", value) if value.count(":") > 1 else value
    try:
        instant = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        instant = None
    if instant is None or instant.year not in YEARS:
        raise refuse(
            f"Le paramètre « {info.field_name} » doit être un instant de {YEARS[0]} à {YEARS[-1]},"
            f" comme 2026-05-06T10:00+02:00 (sans décalage : heure de Paris), ou « {NOW} »."
        )
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)


def _check_search(text: str) -> str:
    if not searchable(text):
        raise refuse("Le paramètre « q » doit contenir une lettre ou un chiffre.")
    return text


def read_bbox(text: str) -> tuple[float, float, float, float]:
    """
    Read an area.

    Parameters
    ----------
    text
        ``ouest,sud,est,nord``, degrees WGS84.

    Returns
    -------
    bounds
        ``(left, bottom, right, top)``.

    Raises
    ------
    pydantic_core.PydanticCustomError
        If it is none, in the words of whoever asked.
    """
    wanted = (
        "Le paramètre « bbox » doit être ouest,sud,est,nord en degrés : bbox=2.2,48.8,2.5,48.9."
    )
    try:
        left, bottom, right, top = (_read_number(part.strip(" ")) for part in text.split(","))
    except ValueError:
        raise refuse(wanted) from None
    check_not_swapped(lon=left, lat=bottom)
    # written so that NaN fails too
    ordered = EARTH[0] <= left <= right <= EARTH[2] and EARTH[1] <= bottom <= top <= EARTH[3]
    if not ordered:
        raise refuse(f"{wanted} Ouest ne dépasse pas est, ni sud nord.")
    return left, bottom, right, top


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _check_bbox(text: str) -> str:
    read_bbox(text)
    return text


def check_not_swapped(*, lon: float, lat: float) -> None:
    """
    Refuse a position that falls in France only once its coordinates are swapped.

    Parameters
    ----------
    lon, lat
        Degrees.

    Raises
    ------
    pydantic_core.PydanticCustomError
        If they are swapped.
    """
    if not _in_france(lon, lat) and _in_france(lat, lon):
        raise refuse(
            "Longitude et latitude semblent inversées : « lon » est la longitude (environ 2 à"
            " Paris), « lat » la latitude (environ 49) ; échangez-les."
        )


def _in_france(lon: float, lat: float) -> bool:
    return any(
        left <= lon <= right and bottom <= lat <= top for left, bottom, right, top in FRANCE_BOXES
    )


def fold(text: str) -> str:
    """
    Prepare the pattern of one word; folding leaves no sign that LIKE would read.

    Parameters
    ----------
    text
        Folded word.

    Returns
    -------
    pattern
        For SQL LIKE: the word anywhere.
    """
    return f"%{text}%"


Decimal = BeforeValidator(partial(_check_written, "float_parsing"))
Whole = BeforeValidator(partial(_check_written, "int_parsing"))
Limite = Annotated[
    int,
    Field(ge=1, le=LIMIT_MAX, description="Nombre d’éléments par page."),
    Whole,
]
Curseur = Annotated[
    str | None,
    Field(
        max_length=1000,
        description="Repère opaque de la page, donné par « suivant » ; ne le composez pas.",
    ),
]
Format = Annotated[
    Literal["json", "geojson"] | None,
    Field(
        description="« geojson » pour du GeoJSON (RFC 7946), comme l’en-tête"
        " `Accept: application/geo+json`.",
    ),
]
Recherche = Annotated[
    str | None, Field(min_length=1, max_length=TEXT_MAX), AfterValidator(_check_search)
]
Instant = Annotated[
    datetime,
    BeforeValidator(_read_instant),
    WithJsonSchema({"type": "string"}),  # an ISO instant, or a word
]
Bbox = Annotated[str, AfterValidator(_check_bbox)]
Several = BeforeValidator(_split)
Code = Annotated[str, Field(min_length=1, max_length=40)]
Codes = Annotated[tuple[Code, ...], Field(max_length=VALUES_MAX), Several]
"""Codes of réseaux or territories; each set of parameters says of which in a description."""


class Page(Parametres):
    """What every list accepts."""

    limite: Limite = LIMIT_DEFAULT
    curseur: Curseur = None


class Forme(Parametres):
    """What every resource with a geometry accepts."""

    format: Format = None


class Position(Parametres):
    """Where a person stands; never kept, logged nor repeated."""

    lon: Annotated[
        float,
        Field(
            ge=EARTH[0],
            le=EARTH[2],
            allow_inf_nan=False,
            description="Longitude en degrés (WGS84) ; 2.3522 à Paris.",
            examples=[2.3522],
        ),
        Decimal,
    ]
    lat: Annotated[
        float,
        Field(
            ge=EARTH[1],
            le=EARTH[3],
            allow_inf_nan=False,
            description="Latitude en degrés (WGS84) ; 48.8566 à Paris.",
            examples=[48.8566],
        ),
        Decimal,
    ]

    @model_validator(mode="after")
    def _in_order(self) -> "Position":
        check_not_swapped(lon=self.lon, lat=self.lat)
        return self


class Trajet(Parametres):
    """How a person travels, and when they leave."""

    mode: Annotated[
        Mode,
        Field(
            description="Façon de se déplacer. « fauteuil » n’est jamais estimé : sans réseau de"
            " rues, sa durée est inconnue.",
            examples=["velo"],
        ),
    ] = Mode.MARCHE
    depart_a: Annotated[
        Instant | None,
        Field(
            description="Instant du départ (ISO 8601 ; sans décalage : heure de Paris) ou"
            " « maintenant », comme sans ce paramètre ; il décide de la circulation (voir"
            " `trafic`) et, pour les lieux les plus proches, `ouvert` parle alors de l’arrivée.",
            examples=["2026-11-24T17:30:00+01:00"],
        ),
    ] = None
