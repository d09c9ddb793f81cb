"""The compact table of the directory's facts that is kept with the project (CSV, own form)."""

import csv
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from geo.domain.commune import CODE_COMMUNE
from geo.domain.horaires import Reserve
from geo.errors import SourceError
from geo.sources.dila.organisme import Illisible, Organisme

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


def read_organismes_table(path: Path) -> list[Organisme | Illisible]:
    """
    Read the table of facts.

    Parameters
    ----------
    path
        As `write_organismes` wrote it.

    Returns
    -------
    organismes
        One entry a record, in the order of the file: the facts, or why there are none.

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
        raise SourceError(
            f"il fallait la table des faits {path} ; elle ne se lit pas ({error}) : reprenez-la "
            "du dépôt ou relancez « deuxportes sources build-reference »."
        ) from error
    if header != COLUMNS:
        raise SourceError(
            f"{path} : il fallait les colonnes {', '.join(COLUMNS)} ; reçu {', '.join(header)} : "
            "relancez « deuxportes sources build-reference »."
        )
    return [_read_row(cells, f"{path.name}, enregistrement {number}") for number, cells in rows]


def _cells(organisme: Organisme) -> list[str]:
    values = {name: getattr(organisme, name) for name in COLUMNS}
    values["horaires_reserves"] = ";".join(organisme.horaires_reserves)
    return ["" if value is None else str(value) for value in values.values()]


def _read_row(cells: Sequence[str], where: str) -> Organisme | Illisible:
    problem = _problem(cells)
    return Illisible(nom_fichier=where, detail=problem) if problem else _organisme(cells)


def _problem(cells: Sequence[str]) -> str | None:
    """Say what keeps a row from being a record."""
    if len(cells) != len(COLUMNS):
        return f"{len(COLUMNS)} cellules attendues, {len(cells)} reçues"
    texts = dict(zip(COLUMNS, cells, strict=True))
    missing = [name for name in REQUIRED if not texts[name].strip()]
    if missing:
        return f"sans {' ni '.join(missing)}"
    forbidden = [name for name in COLUMNS if "\0" in texts[name]]
    if forbidden:
        return f"caractère nul dans {', '.join(forbidden)}"
    if not CODE_COMMUNE.fullmatch(texts["code_commune"]):
        return f"code INSEE attendu, reçu code_commune={texts['code_commune']!r}"
    try:
        _date(texts["date_maj"])
        _reserves(texts["horaires_reserves"])
    except ValueError as error:
        return f"date_maj ou horaires_reserves : {error}"
    return None


def _organisme(cells: Sequence[str]) -> Organisme:
    facts: dict[str, Any] = {name: text or None for name, text in zip(COLUMNS, cells, strict=True)}
    facts["date_maj"] = _date(facts["date_maj"])
    facts["horaires_reserves"] = _reserves(facts["horaires_reserves"])
    return Organisme(**facts)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reserves(text: str | None) -> tuple[Reserve, ...]:
    return tuple(Reserve(code) for code in (text or "").split(";") if code)
