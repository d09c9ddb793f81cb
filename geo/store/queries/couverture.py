"""Coverage of a run, by territory, mode and threshold: by réseau, or by public and need."""

from typing import Any

from sqlalchemy import Select

from geo.store.queries.runs import results_query
from geo.store.schema import couverture

KEYS = (
    "type_territoire", "code_territoire", "reseau", "mode", "au_plus_s", "profil", "besoin",
    "forme",
)  # fmt: skip
"""Order of the list, and key of each row within a run; any may be narrowed to some values."""


def coverage_query(filters: frozenset[str], *, after: bool) -> Select[Any]:
    """
    Select a page of the coverage of a run.

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
    return results_query(couverture, KEYS, filters, after=after)
