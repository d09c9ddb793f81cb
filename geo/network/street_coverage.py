"""Residents within reach of each réseau by the streets, counted where they live along them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.coverage_counts import Reach, residents_within
from geo.network.estimate import PACES, Mode
from geo.network.estimates import EstimatedTravelTimes
from geo.network.graph import Graph
from geo.network.inhabited import Inhabited, Placement
from geo.network.protocol import Floats, Indices, Nearest
from geo.network.raw import DEGREE
from geo.network.street_nearest import CoveringTravelTimes, in_neutral_order, positions
from geo.progress import Advance, silent
from geo.tables import ALL_RESEAUX, THRESHOLDS_S

Flags = NDArray[np.bool_]


class NodeTravelTimes(CoveringTravelTimes, Protocol):
    """Travel times that can start from every node of a graph."""

    @property
    def graph(self) -> Graph:
        """The streets."""

    def place(self, destinations: Floats) -> Any:  # noqa: ANN401 - the engine's own
        """Put destinations on the streets once."""

    def nearest_from_nodes(
        self,
        placed: Any,  # noqa: ANN401 - as above
        categories: Indices,
        *,
        k: int,
        cutoff_s: float,
        threads: int = 1,
    ) -> Nearest:
        """Give, from each node, the nearest `k` destinations of each category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """
    Where residents start from: nodes of a graph, and points of territories not spread over them.

    Attributes
    ----------
    inhabited
        Residents by node; territories are communes.
    commune, residents
        Of each point.
    off_network
        Of each point: whether it is off the network, where only estimates are known.
    point_s, point_is_estimate
        By réseau, `ALL_RESEAUX` included: time from each point, ``inf`` where none is reached,
        and whether it is an estimate.
    """

    inhabited: Inhabited
    commune: Indices
    residents: NDArray[np.int64]
    off_network: Flags
    point_s: Mapping[str, Floats]
    point_is_estimate: Mapping[str, Flags]


@dataclass(frozen=True, slots=True)
class _Times:
    """Time from each inhabited node, and whether it is an estimate."""

    travel_time_s: Floats
    is_estimate: Flags

    def or_sooner(self, other: "_Times") -> "_Times":
        """Keep the shorter times; of equals, its own."""
        sooner = other.travel_time_s < self.travel_time_s
        return _Times(
            np.where(sooner, other.travel_time_s, self.travel_time_s),
            np.where(sooner, other.is_estimate, self.is_estimate),
        )


def reach_by_streets(
    times: NodeTravelTimes,
    starts: Starts,
    destinations: pd.DataFrame,
    *,
    reseaux: Mapping[str, bool],
    threads: int = 1,
    advance: Advance = silent,
) -> dict[str, Reach]:
    """
    Count, for each réseau, the residents of each commune within each threshold.

    Parameters
    ----------
    times
        Of one mode on one network.
    starts
        Where residents are.
    destinations
        `geo.tables.DESTINATION_COLUMNS`, index ``destination_id``.
    reseaux
        Those to report on, in order, and whether each counts for `ALL_RESEAUX`.
    threads
        How many to use; the result is the same. As many réseaux are in memory at once.
    advance
        Called as réseaux are done.

    Returns
    -------
    reach
        By réseau, `ALL_RESEAUX` first; communes are the territories of ``starts.inhabited``.

    Notes
    -----
    Contract: pure; the same rule as `geo.network.street_nearest.nearest_by_streets` for what is
    off the network. Times of one réseau at a time: nothing grows with nodes × réseaux × modes.
    """
    reach = {}
    any_door = _nothing(starts)
    on = times.covers(positions(destinations))
    for some in _chunks(list(reseaux), threads):
        found = _street_times(times, starts, destinations[on], some, threads)
        for reseau, own in zip(some, found, strict=True):
            off = destinations[~on & (destinations["reseau"] == reseau).to_numpy()]
            best = own.or_sooner(_straight_times(times, starts, off))
            reach[reseau] = _counted(best, starts, reseau, times.mode)
            if reseaux[reseau]:
                any_door = any_door.or_sooner(best)
            advance(1)
    return {ALL_RESEAUX: _counted(any_door, starts, ALL_RESEAUX, times.mode), **reach}


def _chunks(reseaux: Sequence[str], size: int) -> list[Sequence[str]]:
    return [reseaux[first : first + size] for first in range(0, len(reseaux), max(size, 1))]


def _nothing(starts: Starts) -> _Times:
    count = len(starts.inhabited.node)
    return _Times(np.full(count, np.inf), np.zeros(count, dtype=bool))


def _street_times(
    times: NodeTravelTimes,
    starts: Starts,
    destinations: pd.DataFrame,
    reseaux: Sequence[str],
    threads: int,
) -> list[_Times]:
    """Give times from the inhabited nodes to the nearest place of each réseau on the network."""
    wanted = destinations[destinations["reseau"].isin(reseaux)]
    if wanted.empty or not len(starts.inhabited.node):
        return [_nothing(starts)] * len(reseaux)
    ranked = in_neutral_order(wanted)
    # a last category that has no place would not be answered for: number those that have
    category, present = pd.factorize(ranked["reseau"], sort=True)
    found = times.nearest_from_nodes(
        times.place(positions(ranked)),
        category.astype(np.int32),
        k=1,
        cutoff_s=float(max(THRESHOLDS_S)),
        threads=threads,
    )
    node = starts.inhabited.node
    measured = np.zeros(len(node), dtype=bool)
    by_name = {
        name: _Times(found.travel_time_s[rank, node, 0], measured)
        for rank, name in enumerate(present)
    }
    return [by_name.get(reseau, _nothing(starts)) for reseau in reseaux]


def _straight_times(times: NodeTravelTimes, starts: Starts, off: pd.DataFrame) -> _Times:
    """Estimate times from the inhabited nodes to the nearest of the places off the network."""
    if off.empty or times.mode not in PACES or not len(starts.inhabited.node):
        return _nothing(starts)
    found = EstimatedTravelTimes(times.mode).nearest(
        times.graph.node_lon_lat[starts.inhabited.node] / DEGREE,
        positions(off),
        np.zeros(len(off), dtype=np.int32),
        k=1,
        cutoff_s=float(max(THRESHOLDS_S)),
    )
    seconds = found.travel_time_s[0, :, 0]
    return _Times(seconds, np.ones(len(seconds), dtype=bool))


def _counted(times: _Times, starts: Starts, reseau: str, mode: Mode) -> Reach:
    inhabited, off = starts.inhabited, starts.off_network
    communes = len(inhabited.placement)
    commune = np.concatenate((inhabited.zone, starts.commune))
    residents = np.concatenate((inhabited.residents, starts.residents))
    covered = residents_within(
        np.concatenate((times.travel_time_s, starts.point_s[reseau])),
        residents,
        commune,
        communes=communes,
    )
    # what an estimate did not reach rests on it as much as what it did
    estimated = starts.point_is_estimate[reseau] | (off & (mode in PACES))
    # where nobody lives, an estimate changes no count
    is_estimate = np.concatenate((times.is_estimate, estimated)) & (residents > 0)
    unmeasured = np.where(off & (mode not in PACES), starts.residents, 0)
    return Reach(
        covered=covered,
        is_estimate=np.bincount(commune[is_estimate], minlength=communes) > 0,
        unmeasured=np.bincount(starts.commune, weights=unmeasured, minlength=communes).astype(
            np.int64
        ),
    )


def starts_of(
    inhabited: Inhabited,
    origins: pd.DataFrame,
    nearest: pd.DataFrame,
    communes: "pd.Index[str]",
    *,
    reseaux: Sequence[str],
    off_network: Flags,
) -> Starts:
    """
    Put together where residents start from.

    Parameters
    ----------
    inhabited
        Communes as in `communes`.
    origins
        `geo.tables.ORIGIN_COLUMNS`: the points of all communes, spread or not.
    nearest
        From `geo.network.street_nearest.nearest_by_streets`, of the same mode.
    communes
        Codes, in the order of the territories of `inhabited`.
    reseaux
        Those to report on, `ALL_RESEAUX` aside.
    off_network
        Of each origin: whether it is off the network.

    Returns
    -------
    starts
        Only the points of communes that are not spread.
    """
    spread = np.array([placement is Placement.REPARTIE for placement in inhabited.placement])
    commune = communes.get_indexer(pd.Index(origins["code_commune"]))
    kept = ~spread[commune]
    codes, points = [ALL_RESEAUX, *reseaux], origins.index[kept]
    flags = _by_reseau(nearest, codes, points, column="is_estimate", missing=0.0)
    return Starts(
        inhabited=inhabited,
        commune=commune[kept].astype(np.int32),
        residents=origins["population"].to_numpy(dtype=np.int64)[kept],
        off_network=off_network[kept],
        point_s=_by_reseau(nearest, codes, points, column="travel_time_s", missing=np.inf),
        point_is_estimate={code: flag > 0 for code, flag in flags.items()},
    )


def _by_reseau(
    nearest: pd.DataFrame,
    reseaux: Sequence[str],
    points: "pd.Index[str]",
    *,
    column: str,
    missing: float,
) -> dict[str, Floats]:
    """Give a column by réseau, an array over the points."""
    values = nearest.set_index(["reseau", "origin_id"])[column].astype(float)
    wanted = pd.MultiIndex.from_product([reseaux, points])
    table = values.reindex(wanted).fillna(missing).to_numpy().reshape(len(reseaux), -1)
    return dict(zip(reseaux, table, strict=True))
