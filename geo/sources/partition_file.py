"""A way to cut the territory that someone brings: a table of communes and codes."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from geo.domain.commune import check_code_commune
from geo.errors import InputError, SourceError

COLUMNS = ("code_commune", "code")
"""Columns that the table must have; others are left alone."""

LARGEST_BYTES = 10_000_000
"""The communes of France take under one megabyte."""

SEPARATORS = ";,\t"
ENCODINGS = ("utf-8-sig", "cp1252")
"""What spreadsheets write; few texts of the second are also of the first."""

UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of Unicode that would do something to a terminal, or that nobody sees."""

LONGEST_VALUE = 131_072
"""Characters of a value; said here, as any library may change what the reader itself allows."""

SHOWN = 200
"""Characters of a file that a message quotes at most."""

Row = tuple[int, Sequence[str]]
"""Number of the line, and its cells."""


def read_partition_file(path: Path) -> Mapping[str, str]:
    """
    Read which part each commune is in.

    Parameters
    ----------
    path
        CSV with `COLUMNS`, commas, semicolons or tabs between them, in UTF-8 or Windows-1252. A
        city with arrondissements may be there as itself or by arrondissement.

    Returns
    -------
    parts
        Code of the part by ``code_commune``.

    Raises
    ------
    SourceError
        If it cannot be read, is over `LARGEST_BYTES`, lacks a column, has a line of too many cells
        or a code that is none or cannot be printed, or puts a commune in two parts.
    """
    if not _is_printable(path.name):
        raise SourceError("le nom d’un fichier a un caractère invisible ; renommez ce fichier.")
    rows = _rows(_text(path), path)
    _, header = next(rows, (0, ()))
    names = [name.strip() for name in header]
    commune_at, part_at = (_position(column, names, path) for column in COLUMNS)
    parts: dict[str, str] = {}
    for line, cells in rows:
        where = f"{path}, ligne {line}"
        if any(cell.strip() for cell in cells[len(names) :]):
            raise SourceError(
                f"{where} : {len(cells)} valeurs pour {len(names)} colonnes ; mettez entre "
                "guillemets une valeur qui contient le séparateur."
            )
        padded = [*(cell.strip() for cell in cells), *[""] * len(names)]
        commune, part = padded[commune_at], padded[part_at]
        _check(commune, part, where)
        if parts.setdefault(commune, part) != part:
            raise SourceError(
                f"{where} : la commune {commune} est dans deux parts ; n’en gardez qu’une."
            )
    return parts


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{path} {_trouble(error)}.") from error
    if len(content) > LARGEST_BYTES:
        raise SourceError(
            f"{path} dépasse {LARGEST_BYTES // 1_000_000} Mo : ce ne peut être une table des "
            "communes et de leur part."
        )
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SourceError(f"{path} n’est pas du texte lisible : enregistrez-le en CSV UTF-8.")


def _trouble(error: OSError) -> str:
    told = {
        FileNotFoundError: "n’existe pas",
        IsADirectoryError: "est un dossier ; il faut une table CSV",
        PermissionError: "n’est pas lisible : vous n’en avez pas le droit",
    }
    return told.get(type(error), "ne se lit pas")


def _rows(text: str, path: Path) -> Iterator[Row]:
    """Give lines that say something: spreadsheets leave some that are only separators."""
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LONGEST_VALUE:
                raise csv.Error("a value is too long")  # noqa: TRY301 - said as the reader's own
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise SourceError(
            f"{path}, ligne {reader.line_num} : des guillemets y sont mal placés ou mal refermés, "
            "ou une valeur y est trop longue."
        ) from error


def _position(column: str, names: Sequence[str], path: Path) -> int:
    count = names.count(column)
    if count == 1:
        return names.index(column)
    trouble = f"il manque la colonne {column}" if not count else f"deux colonnes {column}"
    received = shorten(", ".join(filter(_is_printable, names)) or "rien", SHOWN)
    raise SourceError(
        f"{path} : {trouble} ; il faut une ligne par commune, avec son code INSEE (code_commune) "
        f"et celui de sa part (code). Reçu : {received}."
    )


def _check(commune: str, part: str, where: str) -> None:
    try:
        check_code_commune(commune)
    except InputError as error:
        raise SourceError(
            f"{where} : {commune[:SHOWN]!r} n’est pas un code INSEE de commune ; il en faut un de "
            "cinq caractères, comme 77288 ou 2A004 (un tableur en ôte parfois le premier zéro)."
        ) from error
    if not part:
        raise SourceError(
            f"{where} : la commune {commune} n’a pas de code de part ; complétez sa ligne, ou "
            "retirez-la si elle n’est dans aucune part."
        )
    if not _is_printable(part):
        raise SourceError(
            f"{where} : le code de part de {commune} a un caractère invisible ; retapez-le."
        )


def _is_printable(text: str) -> bool:
    return all(unicodedata.category(one) not in UNPRINTABLE for one in text)
