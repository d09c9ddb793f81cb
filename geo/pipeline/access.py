"""Compute access and coverage for what the store holds, and keep them as a run."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from geo.access.coverage import coverage
from geo.access.nearest import nearest_by_reseau
from geo.access.street_run import EDGES
from geo.domain.run import Run, TypeRun, build_run
from geo.network.estimate import PACES, Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.network.profiles.profile import Constants
from geo.network.profiles.traffic import tranche_at
from geo.network.straight import estimated_travel_times, nearest_straight_pairs
from geo.pipeline.modes import chosen_modes, estimated_beside
from geo.pipeline.needs import ASKED, count_needs, read_declared, survey_run
from geo.pipeline.version import code_version
from geo.progress import Advance, Reporter
from geo.store.engine import Connection, connect
from geo.store.runs import (
    computed_at,
    directory_digest,
    read_destinations,
    read_members,
    read_origins,
    read_reseaux,
    recall_run,
    save_run,
    with_estimates,
)
from geo.tables import ALL_RESEAUX, ESTIMATED_TIME, THRESHOLDS_S

SINGLE = "une par commune ou arrondissement"
ALONG_STREETS = "habitants repartis le long des rues, communes entierement couvertes; sinon une"
ON_ROADS = "une par commune ou arrondissement: ces routes ne sont pas les rues ou l'on habite"
BY_ESTIMATE = "estimees: distance x detour / vitesse"
BY_STREETS = f"reseau de rues; hors du reseau, {BY_ESTIMATE}"

Tables = tuple[pd.DataFrame, ...]
"""Nearest places, then coverage."""


def compute_access(
    url: str,
    report: Reporter,
    *,
    modes: Sequence[Mode] | None = None,
    network: Path | None = None,
    threads: int | None = None,
    recalled: Callable[[datetime], object] = lambda _computed: None,
) -> Run:
    """
    Find the nearest place of each réseau, count residents covered and helped, keep it all.

    Parameters
    ----------
    url
        Address of the store.
    report
        Shows the steps.
    modes
        How people travel; by default all that can be estimated, or that the network has. On a
        network, the other modes that can be are estimated beside.
    network
        Folder of a built street network; by default times are estimates.
    threads
        How many to use on a network, by default one a processor; the result is the same.
    recalled
        Told when the run was computed, where it was before.

    Returns
    -------
    run
        Kept in the store; not computed again where the same parameters, inputs and
        code were.

    Raises
    ------
    StoreEmptyError
        If territories, places or competences were not loaded.
    StoreError
        If the store cannot be read or written.
    SourceError
        If there is no such network, it is damaged, it lacks a mode or no resident is on it.
    InputError
        If a mode can neither be estimated nor has a network.
    """
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if network is None else network.resolve()
    manifest = None if folder is None else read_manifest(folder)
    chosen = chosen_modes(modes, manifest)
    with connect(url) as conn:
        run = planned_run(conn, chosen, manifest)
        if recall_run(conn, run):
            recalled(computed_at(conn, run.run_id))
            return run
        # before what takes time: a base that lacks them cannot be told who helps whom
        declared = read_declared(conn)
        many, findings = threads or os.cpu_count() or 1, None
        if folder is None or manifest is None:
            tables = _estimate(conn, chosen, report)
        else:
            spread = has_streets(manifest)
            tables, findings = _measure(conn, folder, chosen, report, spread=spread, threads=many)
        surveys = survey_run(conn, chosen, report, network=folder, threads=many)
        with report.step("Besoins couverts et deux portes, par public"):
            needs = count_needs(surveys, declared)
        with report.step("Enregistrement"):
            save_run(conn, run, *tables, needs=needs, findings=findings)
    return run


def _measure(
    conn: Connection,
    folder: Path,
    modes: Sequence[Mode],
    report: Reporter,
    *,
    spread: bool,
    threads: int,
) -> tuple[Tables, Mapping[str, object]]:
    """Measure some modes on a network, and estimate the others beside."""
    # numba, for runs on a network only
    from geo.pipeline.street_access import measure_by_streets  # noqa: PLC0415 - see above

    found = measure_by_streets(conn, folder, modes, report, spread=spread, threads=threads)
    tables: Tables = (found.nearest, found.coverage)
    if beside := estimated_beside(modes):
        tables = _stacked(tables, _estimate(conn, beside, report))
    return tables, found.findings


def planned_run(conn: Connection, modes: Sequence[Mode], manifest: Manifest | None = None) -> Run:
    """
    Name the run that the store's present content calls for.

    Parameters
    ----------
    conn
        Any connection.
    modes
        How people travel; those asked of the network, where there is one.
    manifest
        Of the street network, where there is one.

    Returns
    -------
    run
        With its `run_id`; perhaps not computed yet.
    """
    parametres: dict[str, object] = {
        "au_plus_s": list(THRESHOLDS_S),
        "origines": SINGLE,
        "besoins": ASKED,
    }
    if manifest is not None:
        spread = ALONG_STREETS if has_streets(manifest) else ON_ROADS
        parametres["origines"] = {
            "acces_proches": SINGLE, "couverture": spread, "besoins": SINGLE
        }  # fmt: skip
    beside = () if manifest is None else estimated_beside(modes)
    return build_run(
        TypeRun.ACCES,
        parametres=parametres | times_parameters(modes, beside, manifest),
        empreintes={"annuaire": directory_digest(conn), **times_digests(modes, manifest)},
        version_code=code_version(),
    )


def times_parameters(
    modes: Sequence[Mode], beside: Sequence[Mode], manifest: Manifest | None
) -> dict[str, object]:
    """
    Say where the times of a run come from.

    Parameters
    ----------
    modes
        How people travel; those asked of the network, where there is one.
    beside
        Modes that are estimated beside a network.
    manifest
        Of the street network, where there is one.

    Returns
    -------
    parameters
        ``modes, durees`` and, on a network, ``modes_estimes, reseau_rues``.
    """
    paces = {mode.value: _pace(mode) for mode in (*modes, *beside)}
    if manifest is None:
        return {"modes": paces, "durees": BY_ESTIMATE}
    return {
        "modes": paces,
        "durees": BY_STREETS,
        "modes_estimes": [mode.value for mode in beside],
        "reseau_rues": _network_parameters(manifest, modes),
    }


def times_digests(modes: Sequence[Mode], manifest: Manifest | None) -> dict[str, str]:
    """
    Give the hashes of what the times of a run are found on.

    Parameters
    ----------
    modes, manifest
        As of `times_parameters`.

    Returns
    -------
    digests
        ``reseau_rues`` and the version of each profile; nothing where times are estimates.
    """
    if manifest is None:
        return {}
    versions = {mode: manifest.profiles[mode].constants.version for mode in modes}
    return {
        "reseau_rues": manifest.source.sha256,
        **{f"profil_{mode.value}": version for mode, version in versions.items()},
    }


def has_streets(manifest: Manifest) -> bool:
    """
    Say whether a network has the streets that people live along.

    Parameters
    ----------
    manifest
        Of the network.

    Returns
    -------
    streets
        False for a list of roads: residents spread along them would live on main roads.
    """
    return manifest.source.kind != EDGES


def _network_parameters(manifest: Manifest, modes: Sequence[Mode]) -> dict[str, object]:
    """Say of a network what a run on it must carry."""
    source = manifest.source
    return {
        "nom": manifest.name,
        "origine": source.kind,
        "source": source.name,
        "sha256": source.sha256,
        "licence": source.licence,
        "attribution": source.attribution,
        "publiable": source.publiable,
        "version_code": manifest.code_version,
        # all of them say which communes it covers whole
        "modes": {
            mode.value: manifest.profiles[mode].constants.version
            for mode in Mode
            if mode in manifest.profiles
        },
        "profils": {
            mode.value: {"tranche": _traffic(manifest.profiles[mode].constants)} for mode in modes
        },
    }


def _traffic(constants: Constants) -> dict[str, object] | None:
    """Tell the traffic of a run, which has no departure."""
    tranche = tranche_at(constants, None)
    return None if tranche is None else {"code": tranche.code, "facteur": tranche.facteur}


def _pace(mode: Mode) -> dict[str, float]:
    """Give the constants of the estimate; a wheelchair has none."""
    pace = PACES.get(mode)
    return {} if pace is None else {"detour": pace.detour, "vitesse_kmh": pace.speed_kmh}


def _stacked(measured: Tables, estimated: Tables) -> Tables:
    """Put the modes estimated under those of the network."""
    nearest = estimated[0].assign(**{ESTIMATED_TIME: np.nan})
    pairs = zip(measured, (nearest, estimated[1]), strict=True)
    return tuple(pd.concat(pair, ignore_index=True) for pair in pairs)


def _estimate(conn: Connection, modes: Sequence[Mode], report: Reporter) -> Tables:
    """Estimate the nearest places, and count residents from them."""
    with report.step("Accès au point le plus proche", total=len(modes)) as advance:
        nearest = _nearest(conn, modes, advance)
    with report.step("Habitants couverts, par bassin"):
        covered = coverage(
            nearest,
            read_origins(conn),
            read_members(conn),
            reseaux=[ALL_RESEAUX, *read_reseaux(conn).index],
            modes=[mode.value for mode in modes],
        )
    return nearest, with_estimates(covered, nearest)


def _nearest(conn: Connection, modes: Sequence[Mode], advance: Advance) -> pd.DataFrame:
    origins, destinations = read_origins(conn), read_destinations(conn)
    doors = set(destinations.loc[destinations["is_door"], "reseau"])
    pairs = nearest_straight_pairs(origins, destinations)
    found = []
    for mode in modes:
        times = estimated_travel_times(pairs, mode)
        found.append(nearest_by_reseau(times, destinations["reseau"], mode=mode.value, doors=doors))
        advance(1)
    return pd.concat(found, ignore_index=True)
