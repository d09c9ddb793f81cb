"""
Travel times where no network is there, asked in the same words as of a network.

A time is the straight distance × detour ÷ speed of `geo.network.estimate`; what is reached within
a time is a disc. Light: the API imports it on every start.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from geo.crs import EARTH
from geo.errors import InputError
from geo.network.estimate import Mode, travel_time_s
from geo.network.geodesic import WGS84_GEOD, straight_m
from geo.network.nesting import GRID, nested
from geo.network.protocol import (
    Floats,
    Indices,
    Nearest,
    Pairs,
    ReachableArea,
    Reached,
    Route,
)

CORNERS = 128
"""Of a disc: its sides pass within 0.03 % of the radius from the circle."""

HALF_TURN, TURN = 180.0, 360.0


class EstimatedTravelTimes:
    """
    Straight distance × detour ÷ speed, everywhere on Earth; no departure matters.

    Parameters
    ----------
    mode
        One that can be estimated.

    Raises
    ------
    InputError
        If it cannot: a straight line knows neither steps nor kerbs.
    """

    is_estimate = True
    publiable = True

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.s_per_m = travel_time_s(1.0, mode)

    def one_to_many(
        self,
        origin: Floats,
        destinations: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,  # noqa: ARG002 - the protocol's
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
            Straight metres; the surface is not known.

        Raises
        ------
        InputError
            If a position is none.

        Notes
        -----
        Contract: pure; symmetric; the same figure as `geo.network.estimate.travel_time_s`.
        """
        ends = _checked(destinations)
        starts = np.broadcast_to(_checked(origin.reshape(1, 2)), ends.shape)
        distance_m = straight_m(starts, ends)
        times_s = distance_m * self.s_per_m
        within = times_s <= cutoff_s
        return Reached(
            travel_time_s=np.where(within, times_s, np.inf),
            distance_m=np.where(within, distance_m, np.nan),
            unknown_surface=np.full(len(ends), np.nan),
        )

    def many_to_one(
        self,
        origins: Floats,
        destination: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Reached:
        """
        Give times from each of many positions to one: the same as back.

        Parameters
        ----------
        origins, destination, cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        reached
            As `one_to_many` gives it.
        """
        return self.one_to_many(destination, origins, cutoff_s=cutoff_s, departure=departure)

    def nearest(  # noqa: PLR0913 - the question has this many parts
        self,
        origins: Floats,
        destinations: Floats,
        categories: Indices,
        *,
        k: int,
        cutoff_s: float,
        departure: datetime | None = None,  # noqa: ARG002 - the protocol's
        threads: int = 1,  # noqa: ARG002 - the protocol's
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
            If a position is none, or `k` is below 1.

        Notes
        -----
        Contract: pure; exact (see `geo.network.chords.nearest_spots`).
        """
        from geo.network.chords import nearest_spots  # noqa: PLC0415 - scipy, for batches only

        if k < 1:
            raise InputError(f"needed k >= 1, got {k}.")
        starts, ends = _checked(origins), _checked(destinations)
        count = int(categories.max(initial=-1)) + 1
        destination = np.full((count, len(starts), k), -1, dtype=np.int32)
        distance_m = np.full(destination.shape, np.nan)
        for category in range(count):
            members = np.flatnonzero(categories == category)
            spot, metres = nearest_spots(starts, ends[members], k)
            within = metres * self.s_per_m <= cutoff_s
            within &= spot >= 0
            destination[category][within] = members[spot[within]]
            distance_m[category][within] = metres[within]
        times_s = np.where(destination >= 0, distance_m * self.s_per_m, np.inf)
        return Nearest(destination=destination, travel_time_s=times_s, distance_m=distance_m)

    def matrix(
        self,
        origins: Floats,
        destinations: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,  # noqa: ARG002 - the protocol's
        threads: int = 1,  # noqa: ARG002 - the protocol's
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
            By origin then destination; straight metres.

        Raises
        ------
        InputError
            If a position is none.
        """
        from geo.network.chords import pairs_within  # noqa: PLC0415 - scipy, for batches only

        reach_m = np.nextafter(cutoff_s / self.s_per_m, np.inf)
        start, spot, distance_m = pairs_within(_checked(origins), _checked(destinations), reach_m)
        times_s = distance_m * self.s_per_m
        within = times_s <= cutoff_s
        return Pairs(
            origin=start[within].astype(np.int32),
            destination=spot[within].astype(np.int32),
            travel_time_s=times_s[within],
            distance_m=distance_m[within],
        )

    def reachable_areas(
        self,
        origin: Floats,
        *,
        cutoffs_s: Sequence[float],
        departure: datetime | None = None,  # noqa: ARG002 - the protocol's
    ) -> list[ReachableArea]:
        """
        Give the disc reached within each cut-off.

        Parameters
        ----------
        origin, cutoffs_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        areas
            In the order given; the tolerance is what their straight sides leave out (at 85°
            of latitude at most: nearer to a pole, no straight side follows a circle).

        Raises
        ------
        InputError
            If the position is none.
        """
        lon, lat = _checked(origin.reshape(1, 2))[0]
        radii_m = [cutoff_s / self.s_per_m for cutoff_s in cutoffs_s]
        lost = 1 - np.cos(np.pi / CORNERS)
        discs = _discs(lon, lat, radii_m)
        return [
            ReachableArea(cutoff_s, discs[radius_m], float(radius_m * lost))
            for cutoff_s, radius_m in zip(cutoffs_s, radii_m, strict=True)
        ]

    def route(
        self,
        origin: Floats,
        destination: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Route | None:
        """
        Give the straight line.

        Parameters
        ----------
        origin, destination, cutoff_s, departure
            As `geo.network.protocol` has them.

        Returns
        -------
        route
            None beyond the cut-off.

        Raises
        ------
        InputError
            If a position is none.
        """
        ends = destination.reshape(1, 2)
        reached = self.one_to_many(origin, ends, cutoff_s=cutoff_s, departure=departure)
        if np.isinf(reached.travel_time_s[0]):
            return None
        return Route(
            lon_lat=np.vstack((origin, destination)),
            travel_time_s=float(reached.travel_time_s[0]),
            distance_m=float(reached.distance_m[0]),
            unknown_surface=np.nan,
        )


def _checked(lon_lat: Floats) -> Floats:
    inside = (np.abs(lon_lat) <= EARTH[2:]).all(axis=1)  # NaN fails too
    if not inside.all():
        lon, lat = lon_lat[np.flatnonzero(~inside)[0]]
        raise InputError(f"needed degrees WGS84, got lon={lon}, lat={lat}.")
    return lon_lat


def _discs(lon: float, lat: float, radii_m: Sequence[float]) -> dict[float, MultiPolygon]:
    """Give discs by radius, each holding the smaller ones, and valid once written too."""
    ordered = sorted(set(radii_m))
    discs = [_disc(lon, lat, radius_m) for radius_m in ordered]
    corners = np.abs(shapely.get_coordinates(discs))
    if (corners >= EARTH[2:]).any():  # cut there: pieces end at places no number is exactly
        rounded = shapely.set_precision(discs, GRID)
        discs = nested([MultiPolygon(shapely.get_parts(disc).tolist()) for disc in rounded])
    return dict(zip(ordered, map(shapely.orient_polygons, discs), strict=True))


def _disc(lon: float, lat: float, radius_m: float) -> MultiPolygon:
    """Give what is within a distance, cut where longitudes begin again (RFC 7946, 3.1.9)."""
    if radius_m <= 0:
        return MultiPolygon()
    bearings = np.linspace(TURN, 0, CORNERS + 1)
    count = len(bearings)
    lons, lats, _ = WGS84_GEOD.fwd(
        np.full(count, lon), np.full(count, lat), bearings, np.full(count, radius_m)
    )
    ring = np.column_stack((np.unwrap(lons, period=TURN), lats))
    if abs(ring[-1, 0] - ring[0, 0]) > HALF_TURN:  # a pole is inside
        pole = np.copysign(EARTH[3], lat)
        ring = np.vstack((ring, [[ring[-1, 0], pole], [ring[0, 0], pole]]))
    return _cut(Polygon(ring))


def _cut(polygon: Polygon) -> MultiPolygon:
    left, _, right, _ = polygon.bounds
    if left >= -HALF_TURN and right <= HALF_TURN:
        return shapely.orient_polygons(MultiPolygon([polygon]))
    pieces = []
    for turns in (-1, 0, 1):
        window = box(turns * TURN - HALF_TURN, EARTH[1], turns * TURN + HALF_TURN, EARTH[3])
        part = shapely.get_parts(shapely.intersection(polygon, window))
        pieces += [_shifted(piece, -turns * TURN) for piece in part if piece.area > 0]
    whole = shapely.union_all(pieces)
    return shapely.orient_polygons(MultiPolygon(shapely.get_parts(whole).tolist()))


def _shifted(polygon: Polygon, by: float) -> Polygon:
    return shapely.transform(polygon, lambda corners: corners + np.array((by, 0.0)))
