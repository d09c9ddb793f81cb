"""Tables of an editable TOML file: read, or refused with what is wrong and where."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import InputError, SourceError

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be: how a message says it, and whether one is."""

    words: str
    accepts: Callable[[Any], bool]


TEXT = Kind("un texte", lambda value: isinstance(value, str) and bool(value.strip()))
# a text is also a list of letters
TEXTS = Kind(
    "une liste de textes",
    lambda value: isinstance(value, list) and all(TEXT.accepts(one) for one in value),
)
WHOLE = Kind("un nombre entier", lambda value: type(value) is int)
NUMBER = Kind("un nombre", lambda value: type(value) in {int, float})
YES_NO = Kind("true ou false", lambda value: isinstance(value, bool))
DAY = Kind("une date sans guillemets, comme 2026-11-20", lambda value: type(value) is date)


def read_document(path: Path) -> Table:
    """
    Read a TOML file.

    Parameters
    ----------
    path
        Where it is.

    Returns
    -------
    document
        Its keys and values.

    Raises
    ------
    SourceError
        If the file is absent or no such TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(
            f"il fallait le fichier {path}, qui ne se lit pas ({error}) : reprenez-le du dépôt."
        ) from error


def tables_of(document: Table, name: str, path: Path) -> list[Table]:
    """
    Give the tables of a document that bear a name.

    Parameters
    ----------
    document
        From `read_document`.
    name
        That of the tables: ``[[name]]``.
    path
        Where the document was read.

    Returns
    -------
    tables
        In the order of the file; none where the file says ``name = []``.

    Raises
    ------
    SourceError
        If there is nothing of that name, or no such tables.
    """
    tables = document.get(name)
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SourceError(
            f"il fallait des tables [[{name}]] dans {path}, reçu {name} = {tables!r} : écrivez une "
            "table par ligne, ou reprenez ce fichier du dépôt."
        )
    return tables


def check_names(document: Table, names: Iterable[str], path: Path) -> None:
    """
    See that a document holds nothing but what is read of it: a misspelt name is no silence.

    Parameters
    ----------
    document
        From `read_document`.
    names
        Its keys.
    path
        Where it was read.

    Raises
    ------
    SourceError
        If it has another.
    """
    unknown = sorted(set(document) - set(names))
    if unknown:
        raise SourceError(f"{path} : clés inconnues {unknown} ; il y a {sorted(names)}.")


def check_table(
    table: Table, kinds: Mapping[str, Kind], where: str, *, optional: Iterable[str] = ()
) -> None:
    """
    See that a table has its keys, each with its kind of value.

    Parameters
    ----------
    table
        Any.
    kinds
        What each key holds.
    where
        Names the table in messages.
    optional
        Keys that may be left out.

    Raises
    ------
    SourceError
        If a key is unknown, missing, or holds something else.
    """
    unknown = sorted(set(table) - set(kinds))
    if unknown:
        raise SourceError(f"{where} : clés inconnues {unknown} ; il y a {sorted(kinds)}.")
    missing = sorted(set(kinds) - set(table) - set(optional))
    if missing:
        raise SourceError(f"{where} : il manque {missing}.")
    for key, value in table.items():
        if not kinds[key].accepts(value):
            raise SourceError(f"{where} : {key} doit être {kinds[key].words}, reçu {value!r}.")


@contextmanager
def built(where: str) -> Iterator[None]:
    """
    Say of what is built from a table where it is, if it breaks its contract.

    Parameters
    ----------
    where
        Names the table in messages.

    Raises
    ------
    SourceError
        If a value is no word of its vocabulary, or the domain refuses it.
    """
    try:
        yield
    except (InputError, ValueError) as error:
        raise SourceError(f"{where} : à corriger ({error}).") from error


def check_once(keys: Iterable[Any], path: Path, rule: str) -> None:
    """
    See that nothing is declared twice.

    Parameters
    ----------
    keys
        What must differ from line to line.
    path
        Where they were read.
    rule
        What a key designates, for the message.

    Raises
    ------
    SourceError
        If a key is repeated; names them.
    """
    listed = list(keys)
    repeated = sorted({str(key) for key in listed if listed.count(key) > 1})
    if repeated:
        raise SourceError(f"{path} : {repeated} donné deux fois ; {rule}.")
