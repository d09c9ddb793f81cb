"""The two doors: how many residents push one, two, more or none, as a run found it."""

from typing import Any

from sqlalchemy import Select

from geo.store.queries.runs import results_query
from geo.store.schema import deux_portes

KEYS = ("type_territoire", "code_territoire", "profil", "besoin", "mode", "au_plus_s")
"""Order of the list, and key of each row within a run; any may be narrowed to some values."""


def doors_query(filters: frozenset[str], *, after: bool) -> Select[Any]:
    """
    Select a page of the two doors of a run.

    Parameters
    ----------
    filters
        Names from `KEYS`; each parameter is a list.
    after
        Whether the page follows the keys ``apres_`` + each of `KEYS`.

    Returns
    -------
    query
        As of `geo.store.queries.runs.results_query`.
    """
    return results_query(deux_portes, KEYS, filters, after=after)
