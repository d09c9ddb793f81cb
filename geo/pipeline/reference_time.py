"""The longest reasonable time by a mode: the default of what needs a threshold."""

from collections.abc import Iterable

from geo.domain.temps_reference import TempsReference
from geo.errors import StoreEmptyError
from geo.store.engine import Connection
from geo.store.surveys import read_reference_times


def reference_time(conn: Connection, mode: str) -> TempsReference:
    """
    Give the longest reasonable time by a mode.

    Parameters
    ----------
    conn
        Any connection.
    mode
        Code of the mode.

    Returns
    -------
    reference
        As declared in ``data/reference/temps.toml``, with its source.

    Raises
    ------
    StoreEmptyError
        If none was declared.
    """
    return declared_time(read_reference_times(conn), mode)


def declared_time(declared: Iterable[TempsReference], mode: str) -> TempsReference:
    """
    Choose the longest reasonable time by a mode.

    Parameters
    ----------
    declared
        One a mode, as `geo.store.surveys.read_reference_times` gives them.
    mode
        Code of the mode.

    Returns
    -------
    reference
        That of the mode.

    Raises
    ------
    StoreEmptyError
        If there is none.
    """
    for one in declared:
        if one.mode == mode:
            return one
    raise StoreEmptyError(
        f"aucune durée de référence n’est déclarée pour le mode « {mode} ». Donnez une durée avec "
        "--au-plus-s, ou déclarez-la dans data/reference/temps.toml puis tapez : deuxportes ingest "
        "points"
    )
