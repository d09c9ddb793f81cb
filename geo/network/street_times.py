"""Travel times by the streets of one mode."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.area import holds, ready
from geo.network.clock import Clock, clock_at
from geo.network.graph import Graph
from geo.network.isochrones import draw_areas
from geo.network.journeys import Found, Journey, Streets, find_arrivals, in_order
from geo.network.manifest import ProfileManifest
from geo.network.many import Terms, find_nearest, find_nearest_from_nodes, find_pairs
from geo.network.places import Area, Placed, check_one_each, place_positions, snap_within
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


class StreetTravelTimes:
    """
    Times on a street network; several threads may ask at once.

    Every question is answered by the same shortest paths in whole milliseconds, hence to the
    same figure: from the position straight to the nearest street, along the streets, and straight
    to the destination. Two positions at one spot are twice its gap apart. Of equally quick ways,
    either's length may be given.

    Parameters
    ----------
    graph
        Streets of one mode.
    manifest
        Of the same.
    publiable, name
        Of the network; whether its licence lets its figures be published.
    bounds
        Left, bottom, right, top of the network, in degrees.
    area
        Shapely: the land that all modes of the network cover; by default all within the bounds.

    Raises
    ------
    InputError
        By every method: if a position is not one on Earth, a cut-off is negative or not a number,
        `k` or `threads` is below 1, or `wanted` or `categories` is not one a destination.
    """

    is_estimate = False

    def __init__(
        self,
        graph: Graph,
        manifest: ProfileManifest,
        *,
        publiable: bool,
        name: str,
        bounds: tuple[float, float, float, float],
        area: Area | None = None,
    ) -> None:
        self.graph = graph
        self.constants = manifest.constants
        self.mode = manifest.constants.mode
        self.publiable = publiable
        self.name = name
        self.bounds = bounds
        self.area = ready(shapely.box(*bounds) if area is None else area)
        workspaces = Workspaces(len(graph.node_id))
        self.streets = Streets(graph, manifest.bucket_ms, workspaces)

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
            Shape ``(q,)``: in the area, and near enough to a street of this mode.
        """
        return np.asarray(self._snap(lon_lat).segment >= 0)

    def holds(self, lon_lat: Floats) -> NDArray[np.bool_]:
        """
        Say which positions lie in the area of the network, near a street or not.

        Parameters
        ----------
        lon_lat
            Shape ``(q, 2)``.

        Returns
        -------
        held
            Shape ``(q,)``.
        """
        return holds(self.area, lon_lat)

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
        """
        return self._reached(origin, self.place(destinations), cutoff_s, departure)

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
            At least 1; the search goes no further than it takes.
        cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        found
            None where the origin is on no street.
        """
        _check_k(k)
        check_one_each("wanted", wanted, placed)
        clock = clock_at(self.constants, departure)
        journey = self._journey(origin, placed, clock, cutoff_s, wanted=wanted, k=k)
        arrivals = find_arrivals(self.streets, journey)
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

        Notes
        -----
        Contract: one search a category over the whole graph, however few the origins.
        """
        _check_k(k)
        terms, starts = self._terms(cutoff_s, departure, threads), self._snap(origins)
        placed = self.place(destinations)
        check_one_each("categories", categories, placed)
        return find_nearest(self.streets, starts, placed, categories, terms, k=k)

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
        """
        _check_k(k)
        check_one_each("categories", categories, placed)
        terms = self._terms(cutoff_s, departure, threads)
        return find_nearest_from_nodes(self.streets, placed, categories, terms, k=k)

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
        """
        terms = self._terms(cutoff_s, departure, threads)
        arriving = len(origins) <= len(destinations)
        starts, ends = (origins, destinations) if arriving else (destinations, origins)
        placed = self._place(ends, arriving=arriving)
        return find_pairs(self.streets, self._snap(starts), placed, terms)

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
            As `geo.network.isochrones` draws them; empty where the origin is on no street.
        """
        start, clock = self._snap(origin.reshape(1, 2)), clock_at(self.constants, departure)
        return draw_areas(self.streets, start, origin, clock, cutoffs_s, covered=self.area)

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
        """
        clock, placed = clock_at(self.constants, departure), self.place(destination.reshape(1, 2))
        journey = self._journey(origin, placed, clock, cutoff_s, wanted=placed.on_streets, k=1)
        return find_route(self.streets, journey, origin)

    def _snap(self, lon_lat: Floats) -> Snapped:
        limit_m = self.constants.snap_limit_m
        return snap_within(self.graph, lon_lat, area=self.area, limit_m=limit_m)[0]

    def _place(self, lon_lat: Floats, *, arriving: bool) -> Placed:
        within = {"area": self.area, "limit_m": self.constants.snap_limit_m}
        return place_positions(self.graph, lon_lat, **within, arriving=arriving)

    def _terms(self, cutoff_s: float, departure: datetime | None, threads: int) -> Terms:
        clock = clock_at(self.constants, departure)
        return Terms(clock=clock, limit_ms=clock.limit_ms(cutoff_s), threads=threads)

    def _journey(
        self,
        start: Floats,
        placed: Placed,
        clock: Clock,
        cutoff_s: float,
        *,
        wanted: NDArray[np.bool_],
        k: int = -1,
    ) -> Journey:
        return Journey(
            start=self._snap(start.reshape(1, 2)),
            placed=placed,
            clock=clock,
            limit_ms=clock.limit_ms(cutoff_s),
            wanted=wanted,
            k=k,
        )

    def _reached(
        self, start: Floats, placed: Placed, cutoff_s: float, departure: datetime | None
    ) -> Reached:
        clock = clock_at(self.constants, departure)
        journey = self._journey(start, placed, clock, cutoff_s, wanted=placed.on_streets)
        return in_order(find_arrivals(self.streets, journey), len(placed.lon_lat), clock)


def _check_k(k: int) -> None:
    if k < 1:
        raise InputError(f"needed k >= 1, got {k}.")
