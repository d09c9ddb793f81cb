"""Who lives in a territory, which places stand there, and how long people travel."""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.words import is_region
from geo.domain.reseau import Membre
from geo.network.estimate import ESTIMATED_MODES

Floats = NDArray[np.float64]


@lru_cache(maxsize=64)
def residents(findings: Findings, code: str) -> pd.DataFrame:
    """
    Give the communes and arrondissements where the people of a territory are.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    origins
        `geo.diagnostics.findings.ORIGIN_COLUMNS`, those of the territory.
    """
    origins = findings.origins
    return origins if is_region(findings, code) else origins[origins["code_bassin"] == code]


def communes_count(findings: Findings, code: str) -> int:
    """
    Count the communes of a territory; the arrondissements of one are one.

    Parameters
    ----------
    findings, code
        As of `residents`.

    Returns
    -------
    count
        Communes.
    """
    codes = residents(findings, code)["code_commune"]
    parents = findings.communes["code_parent"].reindex(codes)
    whole = parents.where(parents.notna(), codes.to_numpy())
    return int(whole.nunique())


def places_of(findings: Findings, code: str) -> pd.DataFrame:
    """
    Give the places that stand in a territory, doors or not.

    Parameters
    ----------
    findings, code
        As of `residents`.

    Returns
    -------
    places
        As of `geo.access.inventory_report.Inventory.places`.
    """
    places = findings.inventory.places
    if is_region(findings, code):
        return places
    return places[places["part"] == code]


def door_codes(findings: Findings) -> tuple[str, ...]:
    """
    Give the réseaux that are doors of the service, in the order to report.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    codes
        Members and associates.
    """
    reseaux = findings.inventory.reseaux
    return tuple(reseaux.index[reseaux["membre"] != Membre.NON])


def door_places(findings: Findings, code: str) -> pd.DataFrame:
    """
    Give the places of a territory that are doors of the service.

    Parameters
    ----------
    findings, code
        As of `residents`.

    Returns
    -------
    places
        Those of `places_of` whose réseau is a member or an associate.
    """
    places = places_of(findings, code)
    return places[places["reseau"].isin(door_codes(findings))]


def times_of(findings: Findings, code: str, mode: str) -> pd.DataFrame:
    """
    Give the way of each commune of a territory to its nearest door.

    Parameters
    ----------
    findings, code
        As of `residents`.
    mode
        One of those of the findings.

    Returns
    -------
    times
        Index ``origin_id``, like `residents`: ``travel_time_s`` (``inf`` where no place is
        reached, missing where nothing is known), ``place_id``, ``is_estimate``, ``one_door``,
        ``two_doors``, ``measured``.
    """
    ids = residents(findings, code).index
    told = _by_mode(findings)[mode].reindex(ids)
    known = told["measured"].eq(True)  # noqa: FBT003 - missing is not known
    return told.assign(measured=known, travel_time_s=told["travel_time_s"].where(known))


def within_share(findings: Findings, code: str, mode: str, seconds: Floats) -> Floats | None:
    """
    Give the share of residents at some seconds or less of the nearest door.

    Parameters
    ----------
    findings, code, mode
        As of `times_of`.
    seconds
        Thresholds, inclusive.

    Returns
    -------
    shares
        A share a threshold, 0 to 1, never falling; None where nobody lives.

    Notes
    -----
    Residents of whom nothing is known count among those who are not within, as in the indicators.
    """
    people = residents(findings, code)["population"].to_numpy(dtype=np.float64)
    if people.sum() <= 0:
        return None
    times_s = times_of(findings, code, mode)["travel_time_s"].to_numpy(dtype=np.float64)
    known = np.where(np.isnan(times_s), np.inf, times_s)
    order = np.argsort(known, kind="stable")
    total = np.concatenate(([0.0], np.cumsum(people[order])))
    shares: Floats = total[np.searchsorted(known[order], seconds, side="right")] / people.sum()
    return shares


@lru_cache(maxsize=64)
def estimated_modes(findings: Findings, code: str) -> tuple[str, ...]:
    """
    Give the modes of which some times in a territory are estimates.

    Parameters
    ----------
    findings, code
        As of `residents`.

    Returns
    -------
    modes
        In the order to show. Where residents reach no place, there is no time to ask: it is how
        times were found that tells, for those of sites and gaps were found in the same way.
    """
    lived_in = (residents(findings, code)["population"] > 0).to_numpy()
    return tuple(mode for mode in findings.modes if _is_estimated(findings, code, mode, lived_in))


def _is_estimated(findings: Findings, code: str, mode: str, lived_in: NDArray[np.bool_]) -> bool:
    times = times_of(findings, code, mode)
    known = times["measured"].to_numpy(dtype=bool) & lived_in
    if known.any() and not np.isfinite(times["travel_time_s"].to_numpy(float)[known]).any():
        return _by_estimate(findings, mode)
    return bool((times["is_estimate"].eq(True) & known).any())  # noqa: FBT003 - missing is no estimate


def _by_estimate(findings: Findings, mode: str) -> bool:
    """Whether times by a mode come from no street network."""
    on_streets = findings.streets is not None and mode in findings.streets.modes
    return not on_streets and mode in {one.value for one in ESTIMATED_MODES}


@lru_cache(maxsize=2)
def _by_mode(findings: Findings) -> dict[str, pd.DataFrame]:
    """Give access by mode and origin; once for all the documents of the same findings."""
    access = findings.access
    return {
        mode: access[access["mode"] == mode].set_index("origin_id").drop(columns="mode")
        for mode in findings.modes
    }
