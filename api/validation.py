"""What pydantic refuses, said in French to whoever asked; values received are never repeated."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from geo.errors import InputError

EXPLAINED = "explique"
"""Type of the errors raised by our own validators, whose message is already the right one."""

MISNAMED = MappingProxyType(
    {"latitude": "lat", "longitude": "lon", "long": "lon", "lng": "lon", "radius": "rayon_m"}
)
"""Words that other services use for ours, too far from them to be guessed."""

_WORD = re.compile(r"[a-z_]{1,30}")
_SENSIBLE_NAME = re.compile(r"[A-Za-z_-]{1,30}")

Context = Mapping[str, Any]


class RefusedRequestError(InputError):
    """
    A request cannot be answered as it is; its message tells whoever asked what to do.

    Other `InputError` come from our own data or code: nobody who asks can mend them.
    """


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    One thing wrong with a request.

    Attributes
    ----------
    parametre
        Its name, or None where several are involved or where the name itself might
        hold what should not be repeated.
    raison
        What to do, in French.
    """

    parametre: str | None
    raison: str


class RefusedParametersError(RefusedRequestError):
    """Some parameters are wrong; it carries each reason, in French."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(" ".join(refusal.raison for refusal in refusals))
        self.refusals = refusals


def refuse_parameter(name: str, reason: str) -> RefusedParametersError:
    """
    Make the refusal of one parameter, found out after it was read.

    Parameters
    ----------
    name
        Of the parameter.
    reason
        French sentence that says what to do, without the value received.

    Returns
    -------
    error
        To be raised.
    """
    return RefusedParametersError([Refusal(name, reason)])


def _choices(context: Context) -> str:
    return str(context["expected"]).replace("'", "").replace(" or ", " ou ")


REASONS: Mapping[str, Callable[[Context], str]] = MappingProxyType(
    {
        "missing": lambda _: "manque et il est nécessaire",
        "float_parsing": lambda _: "doit être un nombre fini, en chiffres, avec un point décimal",
        "finite_number": lambda _: "doit être un nombre fini",
        "int_parsing": lambda _: "doit être un nombre entier",
        "int_from_float": lambda _: "doit être un nombre entier",
        "int_parsing_size": lambda _: "est un nombre trop grand",
        "greater_than": lambda context: f"doit être supérieur à {context['gt']:g}",
        "greater_than_equal": lambda context: f"doit être au moins {context['ge']:g}",
        "less_than": lambda context: f"doit être inférieur à {context['lt']:g}",
        "less_than_equal": lambda context: f"doit être au plus {context['le']:g}",
        "enum": lambda context: f"doit être une de ces valeurs : {_choices(context)}",
        "literal_error": lambda context: f"doit être une de ces valeurs : {_choices(context)}",
        "string_too_short": lambda _: "est vide : donnez une valeur, ou ôtez le paramètre",
        "string_too_long": lambda context: f"dépasse {context['max_length']} caractères",
        "too_long": lambda context: f"compte plus de {context['max_length']} valeurs",
        "too_short": lambda _: "est vide : donnez une valeur, ou ôtez le paramètre",
        "string_pattern_mismatch": lambda _: "n’a pas la forme attendue (voir /openapi.json)",
    }
)
"""Ends of sentences that begin with the parameter, by type of error."""


def to_refusals(errors: Sequence[Mapping[str, Any]]) -> list[Refusal]:
    """
    Say what is wrong with a request.

    Parameters
    ----------
    errors
        As pydantic lists them.

    Returns
    -------
    refusals
        In the same order, each reason once.
    """
    refused = {error["loc"][0] for error in errors if len(error["loc"]) > 1}
    # a list whose every value was refused is not empty for whoever wrote them
    true = [one for one in errors if one["type"] != "too_short" or one["loc"][0] not in refused]
    refusals = {refusal.raison: refusal for refusal in map(_to_refusal, true)}
    return list(refusals.values())


def unknown_name(name: str, known: Sequence[str]) -> str:
    """
    Refuse the name of a parameter, and suggest the nearest.

    Parameters
    ----------
    name
        As received; repeated only if it looks like a name.
    known
        Names that the resource accepts.

    Returns
    -------
    reason
        A French sentence.
    """
    shown = f" « {name} »" if _SENSIBLE_NAME.fullmatch(name) else ""
    other = MISNAMED.get(name.lower())
    close = [other] if other in known else get_close_matches(name.lower(), known, n=1)
    hint = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
    listed = ", ".join(known) or "aucun"
    return f"Le paramètre{shown} n’existe pas ici.{hint} Paramètres acceptés : {listed}."


def _to_refusal(error: Mapping[str, Any]) -> Refusal:
    kind, context = error["type"], error.get("ctx", {})
    names = [part for part in error["loc"] if isinstance(part, str)]
    name = names[0] if names and _WORD.fullmatch(names[0]) else None
    if kind == EXPLAINED:
        return Refusal(name, error["msg"])
    reason = REASONS.get(kind, REASONS["string_pattern_mismatch"])
    return Refusal(name, f"Le paramètre « {name} » {reason(context)}.")
