"""The published rule that settles exact ties between places; light, for the API asks too."""

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.intp]


def neutral_rank(identifiers: Iterable[str], *, draw: str = "") -> Ranks:
    """
    Rank identifiers so that no operator's name comes first.

    Parameters
    ----------
    identifiers
        Unique identifiers of places, in any order.
    draw
        What the rank is drawn for, such as a day: each draw gives another order, so that nobody
        comes first in the long run.

    Returns
    -------
    rank
        Position of each identifier, 0 to n - 1, in the order of a digest of the draw and its text.

    Notes
    -----
    Contract: pure; independent of row order; says nothing of the réseau, which the
    alphabetical order of ``dila--apec-…`` would.

    Examples
    --------
    >>> neutral_rank(["dila--apec-1", "dila--cio-1", "dila--greta-1"]).tolist()
    [1, 2, 0]
    """
    digests = [
        hashlib.blake2b(f"{draw}{text}".encode(), digest_size=16).digest() for text in identifiers
    ]
    order = np.argsort(np.array(digests, dtype="S16"), kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    return rank
