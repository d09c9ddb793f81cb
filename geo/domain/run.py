"""A run: one set of parameters, inputs by hash and code version, so that a figure can be remade."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import InputError

DIGITS = 16
"""Hexadecimal digits kept of the hash: 64 bits, ample for the runs of one store."""


class TypeRun(StrEnum):
    """What a run computes."""

    ACCES = "acces"
    DIAGNOSTIC = "diagnostic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    What determines results, and the name that follows from it.

    Attributes
    ----------
    run_id
        From `run_id`; `build_run` fills it in.
    type
        What is computed.
    parametres
        Everything a person may choose; values that JSON can write.
    empreintes
        Hash of each input, by name.
    version_code
        Version of the program.
    """

    run_id: str
    type: TypeRun
    parametres: Mapping[str, object]
    empreintes: Mapping[str, str]
    version_code: str


def build_run(
    type_: TypeRun,
    *,
    parametres: Mapping[str, object],
    empreintes: Mapping[str, str],
    version_code: str,
) -> Run:
    """
    Name a run by what determines its results.

    Parameters
    ----------
    type_, parametres, empreintes, version_code
        Fields of `Run`.

    Returns
    -------
    run
        With its `run_id`.

    Raises
    ------
    InputError
        If a parameter cannot be written in JSON.
    """
    name = run_id(type_, parametres=parametres, empreintes=empreintes, version_code=version_code)
    return Run(
        run_id=name,
        type=type_,
        parametres=parametres,
        empreintes=empreintes,
        version_code=version_code,
    )


def run_id(
    type_: TypeRun,
    *,
    parametres: Mapping[str, object],
    empreintes: Mapping[str, str],
    version_code: str,
) -> str:
    """
    Give the identifier of a run.

    Parameters
    ----------
    type_, parametres, empreintes, version_code
        Fields of `Run`.

    Returns
    -------
    run_id
        The type, a hyphen, and `DIGITS` digits of the SHA-256 of them all.

    Raises
    ------
    InputError
        If a parameter cannot be written in JSON, NaN included.

    Notes
    -----
    Contract: pure; the order of keys is irrelevant; any other difference shows.

    Examples
    --------
    >>> run_id(TypeRun.ACCES, parametres={"k": 1}, empreintes={}, version_code="1")
    'acces-6af19abde82d66bf'
    """
    told = {
        "type": type_.value,
        "parametres": dict(parametres),
        "empreintes": dict(empreintes),
        "version_code": version_code,
    }
    try:
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(f"needed parameters that JSON can write, got {parametres!r}.") from error
    return f"{type_.value}-{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}"
