"""What decides between places, of all of them, kept in the memory of a worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Places
from geo.domain.horaires import Ouvert, Ouverture, opening_at
from geo.domain.point_accueil import AccessibilitePmr
from geo.store.pool import Pool, Row, fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import matching_query, places_query
from geo.store.surveys import lay_out

REFRESH_S = 30.0
"""How long places are believed while no import is logged: someone may change them by hand."""

MASKS_MAX = 64
"""Choices of réseaux whose places are remembered."""

OPEN_MASKS_MAX = 16
"""Minutes, with how long after them, that are remembered."""

MINUTE = timedelta(minutes=1)
BY_RESEAU = frozenset({"reseau"})

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """
    Places, in the order that settles ties, which favours nobody.

    Attributes
    ----------
    ids
        Identifiers.
    lon_lat
        Shape ``(n, 2)``, degrees WGS84.
    horaires, reserves, zones
        Of each: opening hours, what puts them in doubt, area served.
    places
        The same, as the analysis wants them.
    accessible, inaccessible
        Which have a disabled access that is sure, or surely none.
    number
        Position of each identifier.
    masks
        Which places are of some réseaux, for choices already met.
    open_masks
        Which places may be open, for minutes already met.
    """

    ids: tuple[str, ...]
    lon_lat: NDArray[np.float64]
    horaires: tuple[str | None, ...]
    reserves: tuple[Sequence[str], ...]
    zones: tuple[Sequence[str] | None, ...]
    places: Places
    accessible: Mask
    inaccessible: Mask
    number: Mapping[str, int]
    masks: dict[frozenset[str], Mask] = field(default_factory=dict)
    open_masks: dict[tuple[datetime, int], Mask] = field(default_factory=dict)


@dataclass(slots=True)
class KnownDirectory:
    """The places, as last read, and the import they were of."""

    version: str | None = None
    rows: list[Row] | None = None
    directory: Directory | None = None
    read_at: float = -REFRESH_S

    def forget(self) -> None:
        """Read them again when next asked for."""
        self.read_at = -REFRESH_S


async def read_directory(pool: Pool, known: KnownDirectory, version: str | None) -> Directory:
    """
    Give the places, read again after each import, and from time to time.

    Parameters
    ----------
    pool
        Of the service.
    known
        What the worker holds; brought up to date.
    version
        From `geo.store.queries.points_accueil.here_query`, just read.

    Returns
    -------
    directory
        The same object as long as no place changed.

    Raises
    ------
    StoreUnavailableError
        If it must be read and cannot.
    """
    fresh = known.version == version and monotonic() - known.read_at < REFRESH_S
    if known.directory is not None and fresh:
        return known.directory
    rows = await fetch(pool, compiled(places_query))
    if known.directory is None or rows != known.rows:
        known.rows, known.directory = rows, to_directory(rows)
    known.version, known.read_at = version, monotonic()
    return known.directory


def to_directory(rows: Sequence[Row]) -> Directory:
    """
    Lay out places.

    Parameters
    ----------
    rows
        From `geo.store.queries.points_accueil.places_query`.

    Returns
    -------
    directory
        In the order of the rows.
    """
    places = lay_out([row[:-1] for row in rows])
    access = [row[-1] for row in rows]
    return Directory(
        ids=places.ids,
        lon_lat=places.lon_lat,
        horaires=places.horaires,
        reserves=places.reserves,
        zones=places.zones,
        places=places,
        accessible=np.array([said == AccessibilitePmr.OUI for said in access], dtype=np.bool_),
        inaccessible=np.array([said == AccessibilitePmr.NON for said in access], dtype=np.bool_),
        number={identifier: number for number, identifier in enumerate(places.ids)},
    )


def possibly_open(directory: Directory, instant: datetime, *, within_s: int) -> Mask:
    """
    Tell which places may be open, or not known to be closed, at some time.

    Parameters
    ----------
    directory
        Whose places they are.
    instant
        From when, to the minute.
    within_s
        For how many seconds.

    Returns
    -------
    mask
        In the order of the directory, true whenever in doubt; not to be modified.

    Notes
    -----
    Whoever asks in the same minute shares the answer.
    """
    start = instant.replace(second=0, microsecond=0)
    key = (start, within_s)
    if key not in directory.open_masks:
        if len(directory.open_masks) >= OPEN_MASKS_MAX:
            directory.open_masks.clear()
        end = start + timedelta(seconds=within_s) + MINUTE
        records = zip(directory.horaires, directory.reserves, strict=True)
        flags = [_may_open(opening_at(*record, start), end) for record in records]
        directory.open_masks[key] = np.array(flags, dtype=np.bool_)
    return directory.open_masks[key]


def _may_open(said: Ouverture, end: datetime) -> bool:
    if said.ouvert in {Ouvert.OUI, Ouvert.INCONNU}:
        return True
    return said.prochain_changement is not None and said.prochain_changement <= end


async def matching(
    pool: Pool, directory: Directory, names: frozenset[str], values: Mapping[str, Any]
) -> Mask:
    """
    Tell which places pass the filters, as the store understands them.

    Parameters
    ----------
    pool
        Of the service.
    directory
        Whose places they are.
    names, values
        Of the filters.

    Returns
    -------
    mask
        In the order of the directory; not to be modified.

    Raises
    ------
    StoreUnavailableError
        If the store must be asked and does not answer.

    Notes
    -----
    Only choices of réseaux are remembered: they are few, and say nothing of who asks.
    """
    key = frozenset(values["reseau"]) if names == BY_RESEAU else None
    if key is not None and key in directory.masks:
        return directory.masks[key]
    mask = np.zeros(len(directory.ids), dtype=np.bool_)
    rows = await fetch(pool, compiled(matching_query, filters=names), **values)
    # a place that was added this very moment is left to the next request
    mask[[directory.number[row[0]] for row in rows if row[0] in directory.number]] = True
    if key is not None:
        if len(directory.masks) >= MASKS_MAX:
            directory.masks.clear()
        directory.masks[key] = mask
    return mask
