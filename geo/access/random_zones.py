"""Zonings drawn at random: what parts of given sizes contain, whatever their boundaries."""

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Counts, Flags, People, Times32
from geo.errors import InputError

DRAWS = 99
"""Random zonings drawn for a comparison."""

SEED = 2019
"""First word of the seed of every draw: the same numbers each time."""

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]


def random_containment(
    times_s: Times32,
    people: People,
    inside: Flags,
    *,
    place_origins: Numbers,
    sizes: Counts,
    draws: int = DRAWS,
) -> Floats:
    """
    Give the share of residents whose nearest useful place lies in their zone of random zonings.

    Parameters
    ----------
    times_s
        Shape ``(n, m)``: to useful places, ``inf`` elsewhere.
    people
        Of the times.
    inside
        Shape ``(n,)``: the origins that the zonings cut; the others are in no zone.
    place_origins
        Shape ``(m,)``: position of the origin of the commune where each place stands, -1 for none.
        A place is in the zone of that commune.
    sizes
        Residents that each zone should have, in any order.
    draws
        How many zonings.

    Returns
    -------
    shares
        Shape ``(draws,)``, from 0 to 1; empty where no resident inside reaches a place.

    Raises
    ------
    InputError
        If there are more zones than origins to make them of.

    Notes
    -----
    See `random_zoning`. Contract: pure; the same draws each time; the order of rows is irrelevant.
    """
    nearest_s = times_s.min(axis=1, initial=np.inf)
    counted = inside & np.isfinite(nearest_s)
    residents = people.population[counted].sum()
    if not residents:
        return np.empty(0)
    # every tie is kept: one of the nearest places in one's own zone is enough
    homes, places = np.nonzero((times_s == nearest_s[:, None]) & counted[:, None])
    goals = place_origins[places]
    members = np.flatnonzero(inside)
    members = members[np.argsort(np.array(people.ids, dtype=object)[members], kind="stable")]
    xy, weights = people.lon_lat[members], people.population[members]
    shares = np.empty(draws)
    for draw in range(draws):
        zone = np.full(len(inside) + 1, -1, dtype=np.intp)  # the last, [-1], is of no commune
        zone[members] = random_zoning(xy, weights, sizes, draw=draw)
        same = np.zeros(len(inside), dtype=np.bool_)
        same[homes[zone[homes] == zone[goals]]] = True
        shares[draw] = people.population[same].sum() / residents
    return shares


def random_zoning(lon_lat: Floats, weights: Counts, sizes: Counts, *, draw: int) -> Numbers:
    """
    Cut origins into compact zones of about the sizes given, at random.

    Parameters
    ----------
    lon_lat
        Shape ``(n, 2)``: degrees.
    weights
        Shape ``(n,)``: residents.
    sizes
        Shape ``(k,)``: residents that each zone should have; only their proportions count.
    draw
        Which of the zonings.

    Returns
    -------
    zone
        Shape ``(n,)``: from 0 to k - 1, each of them given to one origin at least.

    Raises
    ------
    InputError
        If there are more zones than origins.

    Notes
    -----
    Zonings drawn at random as a baseline for a given one are Openshaw's idea ("A geographical
    solution to scale and aggregation problems in region-building, partitioning and spatial
    modelling", *Transactions of the Institute of British Geographers* 2, 1977, 459-472). They are
    drawn here by recursive bisection (Berger and Bokhari, *IEEE Transactions on Computers* C-36,
    1987): the sizes are shuffled and halved, a straight line in a random direction leaves on one
    side the residents of the first half, and so on; zones are convex, and as unequal as the sizes.

    Contract: pure; a draw is always the same; it depends on the order of origins (`lexsort` them),
    not on that of sizes.
    """
    if len(sizes) > len(weights):
        raise InputError(f"cannot make {len(sizes)} zones of {len(weights)} origins.")
    rng = np.random.default_rng((SEED, draw))
    shrink = np.cos(np.radians(lon_lat[:, 1].mean())) if len(lon_lat) else 1.0
    xy = lon_lat * np.array([shrink, 1.0])
    zone = np.zeros(len(weights), dtype=np.intp)
    todo = [(np.arange(len(weights)), rng.permutation(np.sort(sizes)), 0)]
    while todo:
        members, wanted, first = todo.pop()
        if len(wanted) <= 1:
            zone[members] = first
            continue
        angle, half = rng.uniform(0, 2 * np.pi), len(wanted) // 2
        ordered = members[np.argsort(xy[members] @ (np.cos(angle), np.sin(angle)), kind="stable")]
        cut = _cut(weights[ordered], wanted, half)
        todo.append((ordered[:cut], wanted[:half], first))
        todo.append((ordered[cut:], wanted[half:], first + half))
    return zone


def _cut(weights: Counts, wanted: Counts, half: int) -> int:
    """Say how many origins, in this order, come nearest to the share of the first sizes."""
    share = wanted[:half].sum() / max(wanted.sum(), 1)
    so_far = np.concatenate(([0], np.cumsum(weights)))
    cut = int(np.abs(so_far - share * so_far[-1]).argmin())
    # an origin at least for each zone, on both sides
    return min(max(cut, half), len(weights) - (len(wanted) - half))
