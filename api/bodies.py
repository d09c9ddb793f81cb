"""Read the JSON body of a request into its model, and refuse it in French; no value is repeated."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from api.validation import (
    EXPLAINED,
    REASONS,
    Refusal,
    RefusedParametersError,
    unknown_name,
)

Asked = TypeVar("Asked", bound=BaseModel)

UNREADABLE = "Le corps de la requête n’est pas du JSON lisible : envoyez un objet, en UTF-8."
KINDS: Mapping[str, str] = {
    "float_type": "doit être un nombre",
    "int_type": "doit être un nombre entier",
    "string_type": "doit être un texte",
    "tuple_type": "doit être une liste",
    "model_type": "doit être un objet, entre accolades",
    "model_attributes_type": "doit être un objet, entre accolades",
}
"""Ends of sentences for what only JSON can get wrong, by type of error."""

_WORD = re.compile(r"[a-z_]{1,30}")

Where = Sequence[str | int]


def read_body(model: type[Asked], body: bytes) -> Asked:
    """
    Read what was asked.

    Parameters
    ----------
    model
        That the resource accepts; strict.
    body
        JSON, in UTF-8.

    Returns
    -------
    asked
        Validated.

    Raises
    ------
    RefusedParametersError
        If it is no JSON, a name is unknown, or a value is malformed or missing; each reason says
        where, and no value is repeated.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    places = [one["loc"] for one in errors]
    # a list whose every value was refused is not empty for whoever wrote them
    true = [one for one in errors if one["type"] != "too_short" or not _within(one["loc"], places)]
    refusals = {refusal.raison: refusal for refusal in (_refusal(model, one) for one in true)}
    raise RefusedParametersError(list(refusals.values()))


def _within(where: Where, places: Sequence[Where]) -> bool:
    return any(len(one) > len(where) and one[: len(where)] == where for one in places)


def _refusal(model: type[BaseModel], error: Mapping[str, Any]) -> Refusal:
    kind, where = error["type"], error["loc"]
    if kind == "json_invalid" or not where:
        return Refusal(None, error["msg"] if kind == EXPLAINED else UNREADABLE)
    if kind == "extra_forbidden":
        known = list(_holding(model, where).model_fields)
        return Refusal(
            _path(where[:-1]), _after(_which(where), unknown_name(str(where[-1]), known))
        )
    if kind == EXPLAINED:
        return Refusal(_path(where), _after(_which(where), error["msg"]))
    said = REASONS.get(kind, REASONS["string_pattern_mismatch"])
    reason = KINDS[kind] if kind in KINDS else said(error.get("ctx", {}))
    return Refusal(_path(where), f"{_subject(where)} {reason}.")


def _subject(where: Where) -> str:
    """Begin the sentence of what is wrong: a parameter, one of its values, a key of an object."""
    first, *inside = where
    if not inside:
        return f"Le paramètre « {first} »"
    keys = [part for part in inside if isinstance(part, str)]
    which = _which(where).removesuffix(" : ")
    return f"{which} : « {keys[0]} »" if keys else which


def _which(where: Where) -> str:
    """Say which object of which list holds the error."""
    if len(where) > 1 and isinstance(where[1], int):
        return f"« {where[0]} » n° {where[1] + 1} : "
    return ""


def _after(which: str, sentence: str) -> str:
    """Go on after what holds the error, if it is said."""
    return f"{which}{sentence[0].lower()}{sentence[1:]}" if which else sentence


def _path(where: Where) -> str | None:
    """Write where the error is; names that are not ours may hold anything."""
    if any(isinstance(part, str) and not _WORD.fullmatch(part) for part in where):
        return None
    told = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return told.removeprefix(".") or None


def _holding(model: type[BaseModel], where: Where) -> type[BaseModel]:
    """Give the model of the object that has an unknown name."""
    if len(where) == 1:
        return model
    item: type[BaseModel] = get_args(model.model_fields[str(where[0])].annotation)[0]
    return item
