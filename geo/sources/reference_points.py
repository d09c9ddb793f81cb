"""The compact table of the directory's facts that is kept with the project (CSV, own form)."""

import csv
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from geo.domain.horaires import Reserve
from geo.errors import SourceError
from geo.sources.dila.organisme import Organisme

COLUMNS = tuple(field.name for field in fields(Organisme))
"""One column a fact, named as in `Organisme`."""

REQUIRED = ("id", "pivot", "code_commune", "nom")


def write_organismes(path: Path, organismes: Sequence[Organisme]) -> None:
    """
    Write facts as a table.

    Parameters
    ----------
    path
        A ``.csv`` file, replaced if it is there.
    organismes
        In any order; written in the order of their ids, so that two versions compare.

    Notes
    -----
    Contract: `read_organismes_table` gives back the same records, sorted by id. UTF-8,
    comma-separated, one record a line; an empty cell is an unknown fact.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        for organisme in sorted(organismes, key=lambda record: (record.id, repr(record))):
            table.writerow(_cells(organisme))


def read_organismes_table(path: Path) -> list[Organisme]:
    """
    Read the table of facts.

    Parameters
    ----------
    path
        As `write_organismes` wrote it.

    Returns
    -------
    organismes
        Records, in the order of the file.

    Raises
    ------
    SourceError
        If the file is absent or is not such a table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.reader(stream, strict=True)
            header = tuple(next(table, ()))
            rows = list(enumerate(table, start=2))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"needed the table of facts {path}: {error}.") from error
    if header != COLUMNS:
        raise SourceError(f"{path}: needed columns {COLUMNS}, got {header}; build it again.")
    return [_organisme(cells, f"{path}, record {number}") for number, cells in rows]


def _cells(organisme: Organisme) -> list[str]:
    values = {name: getattr(organisme, name) for name in COLUMNS}
    values["horaires_reserves"] = ";".join(organisme.horaires_reserves)
    return ["" if value is None else str(value) for value in values.values()]


def _organisme(cells: Sequence[str], where: str) -> Organisme:
    if len(cells) != len(COLUMNS):
        raise SourceError(f"{where}: needed {len(COLUMNS)} cells, got {len(cells)}.")
    texts = dict(zip(COLUMNS, cells, strict=True))
    missing = [name for name in REQUIRED if not texts[name]]
    if missing:
        raise SourceError(f"{where}: {missing} must not be empty.")
    facts: dict[str, Any] = {name: text or None for name, text in texts.items()}
    day, reserves = texts["date_maj"], texts["horaires_reserves"]
    try:
        facts["date_maj"] = date.fromisoformat(day) if day else None
        facts["horaires_reserves"] = tuple(Reserve(code) for code in reserves.split(";") if code)
    except ValueError as error:
        raise SourceError(f"{where}: {error}.") from error
    return Organisme(**facts)
