"""From the tables of a TOML file to frozen dataclasses, with errors that say where and what."""

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from geo.errors import SourceError

T = TypeVar("T")


def declare(kind: type[T], table: object, where: str) -> T:
    """
    Check a table against a dataclass and make one of it.

    Parameters
    ----------
    kind
        Dataclass whose fields are numbers, texts, booleans, tuples and mappings of them, or
        dataclasses of the same sort.
    table
        As read from TOML.
    where
        File and section, for messages.

    Returns
    -------
    declared
        Frozen all the way down.

    Raises
    ------
    SourceError
        If a constant is missing, unknown, of the wrong type, negative or not finite.
    """
    if not isinstance(table, Mapping):
        raise SourceError(f"{where} : une table était attendue, pas {table!r}.")
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]  # every caller gives a dataclass
    for key in table:
        if key not in fields:
            raise SourceError(f"{where} : « {key} » est inconnu ({', '.join(sorted(fields))}).")
    hints = get_type_hints(kind)
    values = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _convert(hints[name], table[name], f"{where}.{name}")
        elif not _has_default(field):
            raise SourceError(f"{where} : il manque « {name} ».")
    return kind(**values)


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is not missing or field.default_factory is not missing


def _convert(hint: Any, value: object, where: str) -> Any:  # noqa: ANN401 - the types are data here
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):  # X | None: a section that may be absent
        return _convert(parts[0], value, where)
    if origin is tuple:
        return _tuple(parts[0], value, where)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(parts[1], value, where)
    if dataclasses.is_dataclass(hint):
        return declare(hint, value, where)  # type: ignore[arg-type]  # a class, says the hint
    return _SCALARS[hint](value, where)


def _tuple(item: object, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise SourceError(f"{where} : une liste était attendue, pas {value!r}.")
    return tuple(_convert(item, one, f"{where}[{i}]") for i, one in enumerate(value))


def _mapping(item: object, value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SourceError(f"{where} : une table était attendue, pas {value!r}.")
    return types.MappingProxyType(
        {key: _convert(item, one, f"{where}.{key}") for key, one in value.items()}
    )


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SourceError(f"{where} : un nombre était attendu, pas {value!r}.")
    if not 0 <= value < math.inf:
        raise SourceError(f"{where} : un nombre positif ou nul était attendu, pas {value!r}.")
    return float(value)


def _whole(value: object, where: str) -> int:
    number = _number(value, where)
    if not number.is_integer():
        raise SourceError(f"{where} : un nombre entier était attendu, pas {value!r}.")
    return int(number)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{where} : un texte était attendu, pas {value!r}.")
    return value


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise SourceError(f"{where} : true ou false était attendu, pas {value!r}.")
    return value


_SCALARS: Mapping[object, Callable[[object, str], Any]] = types.MappingProxyType(
    {float: _number, int: _whole, str: _text, bool: _truth}
)
