"""People, places and the times between them, from what the store and a street network hold."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, People, Places, Survey, Times32
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.survey_times import Straight, Streets, survey_times, times_between
from geo.pipeline.modes import chosen_modes, estimated_beside
from geo.store.engine import Connection
from geo.store.surveys import read_people, read_places

Floats = NDArray[np.float64]


def read_surveys(
    conn: Connection,
    modes: Sequence[Mode] | None = None,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> list[Survey]:
    """
    Read people and places, and find the times between them by some modes.

    Parameters
    ----------
    conn
        Any connection.
    modes
        How one travels; None for all that can be estimated, after those of the network where
        there is one.
    network
        Folder of a built street network that has the modes given; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    surveys
        One a mode, in the order given, of the same people and places.

    Raises
    ------
    StoreEmptyError
        If territories or places were never loaded.
    InputError
        If a mode can neither be estimated nor has a network.
    SourceError
        If there is no such network, it is damaged or it lacks a mode given.
    """
    return all_surveys(
        read_people(conn), read_places(conn), modes, network=network, threads=threads
    )


def all_surveys(
    people: People,
    places: Places,
    modes: Sequence[Mode] | None = None,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> list[Survey]:
    """
    Find the times between people and places by the modes asked, or by all that there are.

    Parameters
    ----------
    people, places
        ``n`` and ``m`` of them; there may be no place.
    modes, network, threads
        As of `read_surveys`.

    Returns
    -------
    surveys
        As of `read_surveys`.

    Raises
    ------
    InputError, SourceError
        As of `read_surveys`.
    """
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if network is None else network.resolve()
    chosen = chosen_modes(modes, None if folder is None else read_manifest(folder))
    beside = estimated_beside(chosen) if folder and not modes else ()
    return [
        *measured_surveys(people, places, chosen, network=folder, threads=threads),
        *measured_surveys(people, places, beside),
    ]


def measured_surveys(
    people: People,
    places: Places,
    modes: Sequence[Mode],
    *,
    network: Path | None = None,
    threads: int = 1,
) -> list[Survey]:
    """
    Find the times between people and places by some modes.

    Parameters
    ----------
    people, places
        ``n`` and ``m`` of them.
    modes, network, threads
        As of `read_surveys`; the network has all of the modes.

    Returns
    -------
    surveys
        One a mode.

    Raises
    ------
    InputError, SourceError, NotFoundError
        As of `times_to`.
    """
    to_place = Straight(people.lon_lat, places.lon_lat)
    onward = Straight(places.lon_lat, places.lon_lat)
    surveys = []
    for mode in modes:
        times = survey_times(to_place, onward, mode, open_network(network, mode), threads=threads)
        surveys.append(Survey(people=people, places=places, times=times))
    return surveys


def times_to(
    people_lon_lat: Floats,
    places_lon_lat: Floats,
    mode: Mode,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> tuple[Times32, Flags]:
    """
    Find the times between any positions: people and candidate sites, places and new ones.

    Parameters
    ----------
    people_lon_lat, places_lon_lat
        Shapes ``(n, 2)`` and ``(m, 2)``: degrees WGS84; one leaves the first for the second.
    mode
        How one travels.
    network
        Folder of a built street network that has the mode; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    times_s, is_estimate
        Shape ``(n, m)``: seconds, ``inf`` where not reached, and whether no network gave the time.

    Raises
    ------
    InputError
        If there is no network and the mode cannot be estimated.
    SourceError
        If there is no such network, or it is damaged.
    NotFoundError
        If the network lacks the mode.

    Notes
    -----
    Contract: as of `geo.network.survey_times.times_between`.
    """
    straight = Straight(people_lon_lat, places_lon_lat)
    return times_between(straight, mode, open_network(network, mode), threads=threads)


def open_network(network: Path | None, mode: Mode) -> Streets | None:
    """
    Open one mode of a street network, where one is asked for.

    Parameters
    ----------
    network
        Its folder; None to estimate.
    mode
        How one travels.

    Returns
    -------
    streets
        None without a network.

    Raises
    ------
    SourceError, NotFoundError
        As of `times_to`.
    """
    if network is None:
        return None
    # numba, for networks only
    from geo.network.streets import open_streets  # noqa: PLC0415 - see above

    return open_streets(network, mode)
