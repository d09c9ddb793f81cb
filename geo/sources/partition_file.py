"""A way to cut the territory that someone brings: a table of communes and codes."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo.domain.commune import check_code_commune
from geo.errors import InputError, SourceError

COLUMNS = ("code_commune", "code")
"""Columns that the table must have; others are left alone."""


def read_partition_file(path: Path) -> Mapping[str, str]:
    """
    Read which part each commune is in.

    Parameters
    ----------
    path
        CSV with `COLUMNS`, commas or semicolons between them. A city with arrondissements may be
        there as itself or by arrondissement.

    Returns
    -------
    parts
        Code of the part by ``code_commune``.

    Raises
    ------
    SourceError
        If it cannot be read, lacks a column, has a code that is none, or puts a commune in two
        parts.
    """
    table = _read(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise SourceError(
            f"{path} : il manque les colonnes {missing} ; il faut une ligne par commune, avec son "
            f"code INSEE (code_commune) et celui de sa part (code). Reçu : {list(table.columns)}."
        )
    rows = table[list(COLUMNS)].map(str.strip).drop_duplicates()
    for code in rows["code_commune"]:
        _check_commune(code, path)
    unnamed = rows["code"] == ""
    if unnamed.any():
        first = rows.loc[unnamed, "code_commune"].iloc[0]
        raise SourceError(
            f"{path} : la commune {first} n’a pas de code de part ; complétez sa ligne, ou "
            "retirez-la si elle n’est dans aucune part."
        )
    twice = rows["code_commune"].duplicated()
    if twice.any():
        first = rows.loc[twice, "code_commune"].iloc[0]
        raise SourceError(f"{path} : la commune {first} est dans deux parts ; n’en gardez qu’une.")
    return dict(rows.itertuples(index=False, name=None))


def _read(path: Path) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            separator = ";" if ";" in stream.readline() else ","
        return pd.read_csv(
            path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except (OSError, ValueError) as error:
        raise SourceError(
            f"il fallait une table CSV des communes et de leur part ; {path} ne se lit pas "
            f"({error})."
        ) from error


def _check_commune(code: str, path: Path) -> None:
    try:
        check_code_commune(code)
    except InputError as error:
        raise SourceError(
            f"{path} : {code!r} n’est pas un code INSEE de commune ; il en faut un de cinq "
            "caractères, comme 77288 ou 2A004 (un tableur en ôte parfois le premier zéro)."
        ) from error
