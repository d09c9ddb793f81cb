"""Reference times and how sure times are, from ``data/reference/temps.toml``."""

from pathlib import Path

from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.sources.declared import (
    NUMBER,
    TEXT,
    WHOLE,
    YES_NO,
    Table,
    built,
    check_names,
    check_once,
    check_table,
    read_document,
    tables_of,
)

TRANSPORT = "transport"
"""Public transport: a mode whose reference time is declared before anything can compute it."""

MODES = (*(mode.value for mode in Mode), TRANSPORT)

TEMPS = {"mode": TEXT, "au_plus_s": WHOLE, "source": TEXT}
INCERTITUDES = {"estime": YES_NO, "part": NUMBER, "source": TEXT}


def read_times(path: Path) -> tuple[tuple[TempsReference, ...], tuple[Incertitude, ...]]:
    """
    Read the longest reasonable times, and how far a time may be from the truth.

    Parameters
    ----------
    path
        TOML file with ``[[temps]]`` tables, one a mode, and two ``[[incertitudes]]``: of
        estimates and of networks.

    Returns
    -------
    times, uncertainties
        In the order of the file.

    Raises
    ------
    SourceError
        If the file is absent or no such TOML, a table breaks its contract or is of an unknown
        mode, a mode is given twice, or one of the two uncertainties is missing.
    """
    document = read_document(path)
    check_names(document, ["temps", "incertitudes"], path)
    times = tuple(_time(table, path) for table in tables_of(document, "temps", path))
    check_once((one.mode for one in times), path, "un mode n’a qu’un temps de référence")
    uncertainties = tuple(
        _uncertainty(table, path) for table in tables_of(document, "incertitudes", path)
    )
    if sorted(one.estime for one in uncertainties) != [False, True]:
        raise SourceError(
            f"{path} : il faut deux tables [[incertitudes]], une où estime = true et une où "
            "estime = false."
        )
    return times, uncertainties


def _time(table: Table, path: Path) -> TempsReference:
    where = f"{path} : temps de {table.get('mode')!r}"
    check_table(table, TEMPS, where)
    if table["mode"] not in MODES:
        raise SourceError(f"{where} : mode inconnu ; il y a {list(MODES)}.")
    with built(where):
        return TempsReference(**table)


def _uncertainty(table: Table, path: Path) -> Incertitude:
    where = f"{path} : incertitude où estime = {table.get('estime')!r}"
    check_table(table, INCERTITUDES, where)
    with built(where):
        return Incertitude(**{**table, "part": float(table["part"])})
