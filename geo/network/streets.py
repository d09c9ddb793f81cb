"""Travel times by the streets of one mode."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, NotFoundError
from geo.network.clock import Clock
from geo.network.estimate import Mode
from geo.network.graph import Graph, open_graph
from geo.network.isochrones import draw_areas
from geo.network.journeys import Arrivals, Journey, Streets, find_arrivals, in_order
from geo.network.manifest import ProfileManifest
from geo.network.many import Terms, find_nearest, find_nearest_from_nodes, find_pairs
from geo.network.places import Bounds, Placed, place_positions, snap_within
from geo.network.profiles.traffic import tranche_at
from geo.network.protocol import (
    Floats,
    Indices,
    Nearest,
    Pairs,
    ReachableArea,
    Reached,
    Route,
)
from geo.network.routes import find_route
from geo.network.snap import Snapped
from geo.network.workspaces import Workspaces

__all__ = ["Found", "Placed", "StreetTravelTimes", "open_streets"]


@dataclass(frozen=True, slots=True)
class Found:
    """
    The destinations reached soonest, soonest first; equal times by position.

    Attributes
    ----------
    destination
        Shape ``(<= k,)``: positions among those placed.
    travel_time_s, distance_m, unknown_surface
        Shape ``(<= k,)``, as in `geo.network.protocol.Reached`.
    """

    destination: Indices
    travel_time_s: Floats
    distance_m: Floats
    unknown_surface: Floats


class StreetTravelTimes:
    """
    Times on a street network; several threads may ask at once.

    Every question is answered by the same shortest paths in whole milliseconds, hence to the
    same figure: from the position straight to the nearest street, along the streets, and
    straight to the destination. Two positions at one spot are twice its gap apart.
    Of equally quick ways, either's length may be given.

    Parameters
    ----------
    graph
        Streets of one mode.
    manifest
        Of the same.
    publiable
        Whether the licence of the network lets its figures be published.
    name
        Of the network.
    bounds
        Left, bottom, right, top of the network, in degrees.
    """

    is_estimate = False

    def __init__(
        self,
        graph: Graph,
        manifest: ProfileManifest,
        *,
        publiable: bool,
        name: str,
        bounds: Bounds,
    ) -> None:
        self.graph = graph
        self.constants = manifest.constants
        self.mode: Mode = manifest.constants.mode
        self.publiable = publiable
        self.name = name
        self.bounds = bounds
        workspaces = Workspaces(len(graph.node_id))
        self._streets = Streets(graph, manifest.bucket_ms, workspaces)

    def covers(self, lon_lat: Floats) -> NDArray[np.bool_]:
        """
        Say which positions this network answers for.

        Parameters
        ----------
        lon_lat
            Shape ``(q, 2)``.

        Returns
        -------
        covered
            Shape ``(q,)``: within the bounds, and near enough to a street.

        Raises
        ------
        InputError
            If a position is not one on Earth.
        """
        covered: NDArray[np.bool_] = self._snap(lon_lat).segment >= 0
        return covered

    def place(self, destinations: Floats) -> Placed:
        """
        Lay destinations on the streets, once for many searches.

        Parameters
        ----------
        destinations
            Shape ``(d, 2)``.

        Returns
        -------
        placed
            Says which can never be reached, and why.

        Raises
        ------
        InputError
            If a position is not one on Earth.
        """
        return self._place(destinations, arriving=True)

    def one_to_many(
        self,
        origin: Floats,
        destinations: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Reached:
        """
        Give times from one position to each of many.

        Parameters
        ----------
        origin, destinations, cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        reached
            In the order of the destinations.

        Raises
        ------
        InputError
            If a position is not one on Earth, or the cut-off is negative.
        """
        placed = self._place(destinations, arriving=True)
        return self._reached(origin, placed, cutoff_s, departure)

    def many_to_one(
        self,
        origins: Floats,
        destination: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Reached:
        """
        Give times from each of many positions to one.

        Parameters
        ----------
        origins, destination, cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        reached
            In the order of the origins.

        Raises
        ------
        InputError
            If a position is not one on Earth, or the cut-off is negative.
        """
        placed = self._place(origins, arriving=False)
        return self._reached(destination, placed, cutoff_s, departure)

    def nearest_placed(
        self,
        origin: Floats,
        placed: Placed,
        *,
        wanted: NDArray[np.bool_],
        k: int,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Found:
        """
        Give the soonest of destinations already placed.

        Parameters
        ----------
        origin
            Shape ``(2,)``.
        placed
            From `place`.
        wanted
            Shape ``(d,)``: which of them.
        k
            How many, at least 1; the search goes no further than it takes.
        cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        found
            None where the origin is on no street.

        Raises
        ------
        InputError
            If a position is not one on Earth, `k` is below 1 or the cut-off is negative.
        """
        _check_k(k)
        clock = self._clock(departure)
        arrivals = self._find(origin, placed, clock, cutoff_s, wanted=wanted, k=k)
        return Found(
            arrivals.position,
            clock.seconds(arrivals.time_ms),
            arrivals.distance_m,
            arrivals.unknown_surface,
        )

    def nearest(  # noqa: PLR0913 - the question has this many parts
        self,
        origins: Floats,
        destinations: Floats,
        categories: Indices,
        *,
        k: int,
        cutoff_s: float,
        departure: datetime | None = None,
        threads: int = 1,
    ) -> Nearest:
        """
        Give, from each origin, the nearest `k` destinations of each category.

        Parameters
        ----------
        origins, destinations, categories, k, cutoff_s, departure, threads
            As `geo.network.protocol` has them.

        Returns
        -------
        nearest
            As many categories as the highest number says.

        Raises
        ------
        InputError
            If a position is not one on Earth, `k` is below 1 or the cut-off is negative.

        Notes
        -----
        Contract: one search a category over the whole graph, however few the origins.
        """
        _check_k(k)
        terms = self._terms(cutoff_s, departure, threads)
        starts, placed = self._snap(origins), self.place(destinations)
        return find_nearest(self._streets, starts, placed, categories, terms, k=k)

    def nearest_from_nodes(
        self,
        placed: Placed,
        categories: Indices,
        *,
        k: int,
        cutoff_s: float,
        departure: datetime | None = None,
        threads: int = 1,
    ) -> Nearest:
        """
        Give, from each node of the graph, the nearest `k` destinations of each category.

        Parameters
        ----------
        placed
            From `place`.
        categories, k, cutoff_s, departure, threads
            As `geo.network.protocol` has them.

        Returns
        -------
        nearest
            Origins are the nodes of the graph, in their order.

        Raises
        ------
        InputError
            If `k` is below 1 or the cut-off is negative.
        """
        _check_k(k)
        terms = self._terms(cutoff_s, departure, threads)
        return find_nearest_from_nodes(self._streets, placed, categories, terms, k=k)

    def matrix(
        self,
        origins: Floats,
        destinations: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
        threads: int = 1,
    ) -> Pairs:
        """
        Give every pair within the cut-off.

        Parameters
        ----------
        origins, destinations, cutoff_s, departure, threads
            As `geo.network.protocol` has them.

        Returns
        -------
        pairs
            By origin then destination; searched from whichever are fewer.

        Raises
        ------
        InputError
            If a position is not one on Earth, or the cut-off is negative.
        """
        terms = self._terms(cutoff_s, departure, threads)
        arriving = len(origins) <= len(destinations)
        starts, ends = (origins, destinations) if arriving else (destinations, origins)
        placed = self._place(ends, arriving=arriving)
        return find_pairs(self._streets, self._snap(starts), placed, terms)

    def reachable_areas(
        self, origin: Floats, *, cutoffs_s: Sequence[float], departure: datetime | None = None
    ) -> list[ReachableArea]:
        """
        Give the areas reached within each cut-off.

        Parameters
        ----------
        origin, cutoffs_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        areas
            In the order given; empty where the origin is on no street. See
            `geo.network.isochrones`.

        Raises
        ------
        InputError
            If the position is not one on Earth, or a cut-off is negative.
        """
        start = self._snap(origin.reshape(1, 2))
        return draw_areas(self._streets, start, origin, self._clock(departure), cutoffs_s)

    def route(
        self,
        origin: Floats,
        destination: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Route | None:
        """
        Give the quickest way.

        Parameters
        ----------
        origin, destination, cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        route
            None where there is none within the cut-off.

        Raises
        ------
        InputError
            If a position is not one on Earth, or the cut-off is negative.
        """
        clock = self._clock(departure)
        placed = self._place(destination.reshape(1, 2), arriving=True)
        journey = Journey(
            start=self._snap(origin.reshape(1, 2)),
            placed=placed,
            clock=clock,
            limit_ms=clock.limit_ms(cutoff_s),
            wanted=placed.on_streets,
            k=1,
        )
        return find_route(self._streets, journey, origin)

    def _clock(self, departure: datetime | None) -> Clock:
        tranche = tranche_at(self.constants, departure)
        return Clock(tranche.facteur if tranche else 1.0, self.constants.gap_kmh)

    def _snap(self, lon_lat: Floats) -> Snapped:
        limit_m = self.constants.snap_limit_m
        snapped, _ = snap_within(self.graph, lon_lat, bounds=self.bounds, limit_m=limit_m)
        return snapped

    def _place(self, lon_lat: Floats, *, arriving: bool) -> Placed:
        limit_m = self.constants.snap_limit_m
        return place_positions(
            self.graph, lon_lat, bounds=self.bounds, limit_m=limit_m, arriving=arriving
        )

    def _terms(self, cutoff_s: float, departure: datetime | None, threads: int) -> Terms:
        if threads < 1:
            raise InputError(f"needed threads >= 1, got {threads}.")
        clock = self._clock(departure)
        return Terms(clock=clock, limit_ms=clock.limit_ms(cutoff_s), threads=threads)

    def _find(
        self,
        start: Floats,
        placed: Placed,
        clock: Clock,
        cutoff_s: float,
        *,
        wanted: NDArray[np.bool_],
        k: int = -1,
    ) -> Arrivals:
        journey = Journey(
            start=self._snap(start.reshape(1, 2)),
            placed=placed,
            clock=clock,
            limit_ms=clock.limit_ms(cutoff_s),
            wanted=wanted,
            k=k,
        )
        return find_arrivals(self._streets, journey)

    def _reached(
        self, start: Floats, placed: Placed, cutoff_s: float, departure: datetime | None
    ) -> Reached:
        clock = self._clock(departure)
        arrivals = self._find(start, placed, clock, cutoff_s, wanted=placed.on_streets)
        return in_order(arrivals, len(placed.lon_lat), clock)


def open_streets(folder: Path, mode: Mode) -> StreetTravelTimes:
    """
    Open one mode of a network; its arrays are mapped, not read.

    Parameters
    ----------
    folder
        Of the network, as `geo.network.library.write_network` leaves it.
    mode
        How one travels.

    Returns
    -------
    streets
        Ready to answer.

    Raises
    ------
    SourceError
        If files are missing, damaged or of another version.
    NotFoundError
        If the network was not built for this mode.
    """
    from geo.network.library import read_manifest  # noqa: PLC0415 - until it is there

    manifest = read_manifest(folder)
    if mode not in manifest.profiles:
        raise NotFoundError(
            f"Le réseau {manifest.name} n’a pas le mode {mode.value!r} :"
            f" {', '.join(manifest.profiles)}."
        )
    return StreetTravelTimes(
        open_graph(folder / mode.value),
        manifest.profiles[mode],
        publiable=manifest.source.publiable,
        name=manifest.name,
        bounds=manifest.bounds,
    )


def _check_k(k: int) -> None:
    if k < 1:
        raise InputError(f"needed k >= 1, got {k}.")
