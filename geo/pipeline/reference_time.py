"""The longest reasonable time by a mode: the default of what needs a threshold."""

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
    for declared in read_reference_times(conn):
        if declared.mode == mode:
            return declared
    raise StoreEmptyError(
        f"aucune durée de référence n’est déclarée pour le mode « {mode} ». Donnez une durée avec "
        "--au-plus-s, ou déclarez-la dans data/reference/temps.toml puis tapez : deuxportes ingest "
        "points"
    )
