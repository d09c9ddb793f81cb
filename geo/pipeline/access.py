"""Compute access and coverage for what the store holds, and keep them as a run."""

from collections.abc import Sequence

import pandas as pd

from geo.access.coverage import coverage
from geo.access.nearest import nearest_by_reseau
from geo.domain.run import Run, TypeRun, build_run
from geo.network.estimate import ESTIMATED_MODES, PACES, Mode
from geo.network.straight import estimated_travel_times, nearest_straight_pairs
from geo.pipeline.version import code_version
from geo.progress import Advance, Reporter
from geo.store.engine import Connection, connect
from geo.store.runs import (
    directory_digest,
    read_destinations,
    read_members,
    read_origins,
    read_reseaux,
    recall_run,
    save_run,
)
from geo.tables import ALL_RESEAUX, THRESHOLDS_S


def compute_access(url: str, report: Reporter, *, modes: Sequence[Mode] = ESTIMATED_MODES) -> Run:
    """
    Find the nearest place of each réseau from each origin, count residents covered, keep both.

    Parameters
    ----------
    url
        Address of the store.
    report
        Shows the steps.
    modes
        How people travel.

    Returns
    -------
    run
        Kept in the store; not computed again where the same parameters, inputs and
        code were.

    Raises
    ------
    StoreEmptyError
        If territories or places were not loaded.
    StoreError
        If the store cannot be read or written.
    """
    with connect(url) as conn:
        run = planned_run(conn, modes)
        if recall_run(conn, run):
            return run
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
            save_run(conn, run, nearest, covered)
    return run


def planned_run(conn: Connection, modes: Sequence[Mode]) -> Run:
    """
    Name the run that the store's present content calls for.

    Parameters
    ----------
    conn
        Any connection.
    modes
        How people travel.

    Returns
    -------
    run
        With its `run_id`; perhaps not computed yet.
    """
    return build_run(
        TypeRun.ACCES,
        parametres={
            "modes": {
                mode.value: {"detour": PACES[mode].detour, "vitesse_kmh": PACES[mode].speed_kmh}
                for mode in modes
            },
            "au_plus_s": list(THRESHOLDS_S),
            "origines": "une par commune ou arrondissement",
            "durees": "estimees: distance x detour / vitesse",
        },
        empreintes={"annuaire": directory_digest(conn)},
        version_code=code_version(),
    )


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
