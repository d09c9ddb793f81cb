"""Ways and tagged points as read, before they are cut where they meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from geo.network.profiles.keys import RELEVANT_KEYS, STREETS
from geo.network.raw import TagSet

UNKNOWN = np.iinfo(np.int32).min
"""Both coordinates of a vertex that the source does not hold."""

NOT_THERE = frozenset(
    (
        "abandoned",
        "construction",
        "demolished",
        "dismantled",
        "disused",
        "no",
        "planned",
        "proposed",
        "razed",
        "removed",
    )
)
"""Values of ``highway`` of what is not there yet, or no longer: no mode may pass."""

TagTable = dict[tuple[tuple[str, str], ...], int]
"""Number of each different combination of relevant tags, in the order met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """
    ``w`` ways of ``r`` vertices in all.

    Attributes
    ----------
    way_id
        int64 ``(w,)``.
    tags
        int32 ``(w,)``: index in the tag sets.
    indptr
        int64 ``(w + 1,)``: vertices of way i are ``indptr[i]`` to ``indptr[i + 1]``.
    refs
        int64 ``(r,)``: identifier of the node of each vertex.
    lon_lat
        int32 ``(r, 2)``, in 1e-7 degree; `UNKNOWN` where the source does not hold the node.
    """

    way_id: NDArray[np.int64]
    tags: NDArray[np.int32]
    indptr: NDArray[np.int64]
    refs: NDArray[np.int64]
    lon_lat: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """
    What stands on nodes, those of ways or others.

    Attributes
    ----------
    barrier_id, barrier_tags
        int64 and int32 ``(b,)``: node, and index in the tag sets.
    event_id
        int64 ``(e,)``: node; a node may have several.
    event_kind
        uint8 ``(e,)``: position in `geo.network.raw.EVENTS`.
    event_direction
        uint8 ``(e,)``: `ALONG`, `AGAINST`, both added, or 0 where nothing says.
    """

    barrier_id: NDArray[np.int64]
    barrier_tags: NDArray[np.int32]
    event_id: NDArray[np.int64]
    event_kind: NDArray[np.uint8]
    event_direction: NDArray[np.uint8]


def is_street(tags: TagSet) -> bool:
    """
    Tell whether some mode may pass along a way.

    Parameters
    ----------
    tags
        Of a way.

    Returns
    -------
    is_street
        Whether it has one of `STREETS`, and that one is there.

    Notes
    -----
    Contract: pure.

    Examples
    --------
    >>> is_street({"highway": "steps"}), is_street({"highway": "proposed"})
    (True, False)
    """
    return any(
        key in tags
        and (values is None or tags[key] in values)
        and not (key == "highway" and tags[key] in NOT_THERE)
        for key, values in STREETS.items()
    )


def is_gone(tags: TagSet) -> bool:
    """
    Tell whether a way that is no street will be one, or was.

    Parameters
    ----------
    tags
        Of a way that `is_street` refuses.

    Returns
    -------
    is_gone
        Whether ``highway`` says so.
    """
    return tags.get("highway") in NOT_THERE


def number_of(table: TagTable, tags: Iterable[tuple[str, str]]) -> int:
    """
    Give the number of a combination of tags, a new one where it is met for the first time.

    Parameters
    ----------
    table
        Of those met so far; added to.
    tags
        Keys and values; keys that no profile looks at are ignored.

    Returns
    -------
    number
        Index in `tag_sets`.

    Notes
    -----
    Contract: the order of the tags does not matter.
    """
    key = tuple(sorted((key, value) for key, value in tags if key in RELEVANT_KEYS))
    return table.setdefault(key, len(table))


def tag_sets(table: TagTable) -> tuple[TagSet, ...]:
    """
    Give the combinations of tags by their numbers.

    Parameters
    ----------
    table
        Filled by `number_of`.

    Returns
    -------
    tag_sets
        Read-only.
    """
    return tuple(MappingProxyType(dict(key)) for key in table)


def each_once(ways: Ways) -> tuple[Ways, int]:
    """
    Leave out ways already met, as in extracts laid end to end.

    Parameters
    ----------
    ways
        As read.

    Returns
    -------
    ways
        The first of each identifier.
    repeated
        How many were left out.
    """
    first = np.sort(np.unique(ways.way_id, return_index=True)[1])
    if len(first) == len(ways.way_id):
        return ways, 0
    count = np.diff(ways.indptr)
    keeps = np.isin(np.arange(len(count)), first)
    vertices = np.repeat(keeps, count)
    once = Ways(
        way_id=ways.way_id[first],
        tags=ways.tags[first],
        indptr=np.concatenate(([0], np.cumsum(count[first]))),
        refs=ways.refs[vertices],
        lon_lat=ways.lon_lat[vertices],
    )
    return once, len(keeps) - len(first)
