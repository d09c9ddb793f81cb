"""What would close gap zones: the sites from which a new place would reach those left out."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.neutral import neutral_rank
from geo.access.survey import Counts, Flags, Times32
from geo.errors import InputError

CLOSING_COLUMNS = ("site_id", "site_covers", "sites_needed", "sites_cover")
"""
Index ``zone``: a row a gap zone.

``site_id`` is the site whose opening would cover most of its people, ``site_covers`` how many
(missing and 0 where none would cover anybody); ``sites_cover`` how many people any site could cover
and ``sites_needed`` how many sites a greedy choice opens for all of them.
"""

Numbers = NDArray[np.intp]


def closing_sites(
    zone: Numbers,
    population: Counts,
    site_times_s: Times32,
    site_ids: Sequence[str],
    *,
    cutoff_s: float,
) -> pd.DataFrame:
    """
    Find the sites that would cover the people of each gap zone.

    Parameters
    ----------
    zone
        Shape ``(n,)``: zone of each origin, from 0; -1 where it is in none.
    population
        Shape ``(n,)``.
    site_times_s
        Shape ``(n, c)``: time from each origin to each site; rows of origins that are in no zone
        are never read.
    site_ids
        Identifier of each site.
    cutoff_s
        Threshold in seconds, inclusive.

    Returns
    -------
    closing
        `CLOSING_COLUMNS`, a row for each zone in the order of their numbers.

    Raises
    ------
    InputError
        If shapes disagree.

    Notes
    -----
    Contract: pure; the order of sites is irrelevant; one more site never lowers ``site_covers``
    nor ``sites_cover``. A place opened at a site is taken to serve the whole zone. Ties: the
    least total time of those covered, then `geo.access.neutral.neutral_rank`.

    ``sites_needed`` comes from the greedy heuristic, each time the site that covers most of the
    people still left out: never fewer than the least number there is, at most 1 + ln(people) times
    as many (Chvátal, « A greedy heuristic for the set-covering problem », Mathematics of Operations
    Research 4, 1979). Its first site is ``site_id``.
    """
    if site_times_s.shape != (len(zone), len(site_ids)) or len(population) != len(zone):
        raise InputError(f"needed times {len(zone), len(site_ids)}, got {site_times_s.shape}.")
    order = np.argsort(neutral_rank(site_ids))
    rows = []
    for number in range(int(zone.max(initial=-1)) + 1):
        members = np.flatnonzero(zone == number)
        times_s = site_times_s[np.ix_(members, order)]
        opened, newly = greedy_cover(times_s, population[members], cutoff_s)
        first = site_ids[order[opened[0]]] if opened else None
        rows.append((first, newly[0] if newly else 0, len(opened), sum(newly)))
    closing = pd.DataFrame(rows, columns=list(CLOSING_COLUMNS)).rename_axis("zone")
    return closing.astype(dict.fromkeys(CLOSING_COLUMNS[1:], "int64"))


def greedy_cover(
    times_s: Times32, population: Counts, cutoff_s: float, *, at_most: int | None = None
) -> tuple[list[int], list[int]]:
    """
    Open sites one by one, each time the one that covers most of the people still left out.

    Parameters
    ----------
    times_s
        Shape ``(n, c)``.
    population
        Shape ``(n,)``.
    cutoff_s
        Threshold in seconds, inclusive.
    at_most
        How many sites may open; None for as many as it takes.

    Returns
    -------
    sites, newly
        Positions of the sites opened, in that order, and the people each is the first to cover.

    Notes
    -----
    Contract: pure; nobody is counted twice; ends when no site covers anybody more. Ties: the least
    total time of those newly covered, then the first.
    """
    within: Flags = times_s <= cutoff_s
    weighted_s = np.where(within, times_s.astype(np.float64), 0.0)
    left = population.astype(np.int64)
    gains = left @ within
    opened: list[int] = []
    newly: list[int] = []
    while gains.max(initial=0) and (at_most is None or len(opened) < at_most):
        ties = np.flatnonzero(gains == gains.max())
        best = int(ties[np.argmin(left @ weighted_s[:, ties])])
        opened.append(best)
        newly.append(int(gains[best]))
        covered = within[:, best] & (left > 0)
        gains -= left[covered] @ within[covered]
        left[covered] = 0
    return opened, newly
