"""Compile a Select once, for psycopg's own cursors."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select

from geo.store.engine import compile_query


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """
    A statement ready to run again and again.

    Attributes
    ----------
    sql
        Text with ``%(name)s`` marks.
    constants
        Values that the Select itself brought.
    columns
        Names of the columns, in the order of a row.
    """

    sql: str
    constants: Mapping[str, Any]
    columns: tuple[str, ...]


@cache
def compiled(build: Callable[..., Select[Any]], **choices: Hashable) -> CompiledQuery:
    """
    Compile what a ``*_query`` function builds, once for each set of choices.

    Parameters
    ----------
    build
        Function that returns a Select with named parameters.
    **choices
        Its arguments; the values asked for are no arguments, they are bound later.

    Returns
    -------
    query
        The same object for the same arguments.
    """
    select = build(**choices)
    sql, values = compile_query(select)
    # a parameter that waits for its value has none yet
    constants = {name: value for name, value in values.items() if value is not None}
    # plain texts: SQLAlchemy's own kind of name is refused by orjson
    columns = tuple(str(name) for name in select.selected_columns.keys())  # noqa: SIM118 - no dict
    return CompiledQuery(sql, MappingProxyType(constants), columns)
