"""Access and coverage on a street network: what the store holds, measured along its streets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.access.coverage_counts import Reach, coverage_of_reach
from geo.errors import SourceError
from geo.network.estimate import LABELS, Mode
from geo.network.graph import Graph
from geo.network.inhabited import WHOLE, Placement, covered_shares, inhabit
from geo.network.library import read_area
from geo.network.street_coverage import NodeTravelTimes, Starts, reach_by_streets, starts_of
from geo.network.street_nearest import nearest_by_streets, positions
from geo.network.streets import StreetTravelTimes, open_streets
from geo.progress import Reporter
from geo.store.directory import read_communes
from geo.store.engine import Connection
from geo.store.runs import read_destinations, read_members, read_origins, read_reseaux

Findings = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetResults:
    """
    What a run on a network found.

    Attributes
    ----------
    nearest
        `geo.tables.NEAREST_COLUMNS` and `geo.tables.ESTIMATED_TIME`: one origin a commune.
    coverage
        `geo.tables.COVERAGE_COLUMNS` and ``is_estimate``: residents along their streets.
    findings
        By mode: where residents start from, and what is off the network.
    """

    nearest: pd.DataFrame
    coverage: pd.DataFrame
    findings: Mapping[str, Findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Survey:
    """
    What the store holds; communes are those of the origins, in the order of their codes.

    `share` is what the network covers of each; `spread` says if residents live along its streets.
    """

    origins: pd.DataFrame
    destinations: pd.DataFrame
    members: pd.DataFrame
    reseaux: Mapping[str, bool]
    population: "pd.Series[int]"
    polygons: Any
    share: Any
    spread: bool


def measure_by_streets(
    conn: Connection,
    network: Path,
    modes: Sequence[Mode],
    report: Reporter,
    *,
    spread: bool,
    threads: int,
) -> StreetResults:
    """
    Measure access and coverage on a network, estimates standing in for what is off it.

    Parameters
    ----------
    conn
        Any connection.
    network
        Folder of a built network, no link: one that is built again meanwhile is another.
    modes
        How people travel; the network has them all.
    report
        Shows a step a mode.
    spread
        Whether residents live along its streets; else they are at the point of their commune.
    threads
        How many to use; the result is the same.

    Returns
    -------
    results
        Of all the modes.

    Raises
    ------
    StoreEmptyError
        If territories or places were not loaded.
    SourceError
        If the network is damaged, went when it was built again, or no resident is on it.
    """
    survey = _survey(conn, network, spread=spread)
    nearest, reach, findings = [], {}, {}
    opened = [open_streets(network, mode) for mode in modes]
    _check_inhabited(opened, survey)
    for times in opened:
        mode = times.mode
        label = f"Réseau « {times.name} », {LABELS[mode].lower()}"
        with report.step(label, total=len(survey.reseaux)) as advance:
            rows, starts, found = _starts(times, survey, threads)
            by_reseau = reach_by_streets(
                times, starts, survey.destinations, reseaux=survey.reseaux, threads=threads,
                advance=advance,
            )  # fmt: skip
        nearest.append(rows)
        reach.update({(reseau, mode.value): one for reseau, one in by_reseau.items()})
        findings[mode.value] = found
    return StreetResults(
        nearest=pd.concat(nearest, ignore_index=True),
        coverage=coverage_of_reach(_by_reseau(reach), survey.population, survey.members),
        findings=findings,
    )


def _check_inhabited(opened: Sequence[StreetTravelTimes], survey: _Survey) -> None:
    """Refuse a network that nobody is on: each of its times would be an estimate."""
    homes = positions(survey.origins[survey.origins["population"] > 0])
    if any(times.covers(homes).any() for times in opened):
        return
    if survey.spread and survey.population[survey.share >= WHOLE].any():
        return
    raise SourceError(
        f"aucun habitant n’est sur le réseau « {opened[0].name} » : tous les temps seraient "
        "estimés. Construisez un réseau qui couvre la région (deuxportes network build), ou "
        "calculez sans --network."
    )


def _survey(conn: Connection, network: Path, *, spread: bool) -> _Survey:
    origins = read_origins(conn)
    population = origins.groupby("code_commune")["population"].sum().sort_index()
    polygons = read_communes(conn).geometry.reindex(population.index).to_numpy()
    return _Survey(
        origins=origins,
        destinations=read_destinations(conn),
        members=read_members(conn),
        reseaux={str(code): bool(door) for code, door in read_reseaux(conn)["is_door"].items()},
        population=population,
        polygons=polygons,
        # of all the modes of the network, not those of the run: what it cuts, it cuts for all
        share=covered_shares(read_area(network), polygons),
        spread=spread,
    )


def _starts(
    times: NodeTravelTimes, survey: _Survey, threads: int
) -> tuple[pd.DataFrame, Starts, Findings]:
    """Measure from the points of the communes, then say where residents start from."""
    doors = [reseau for reseau, is_door in survey.reseaux.items() if is_door]
    nearest = nearest_by_streets(
        times, survey.origins, survey.destinations, doors=doors, threads=threads
    )
    off = ~times.covers(positions(survey.origins))
    population = survey.population.to_numpy().astype(np.int64)
    graph = times.graph if survey.spread else _uninhabited(times.graph)
    inhabited = inhabit(graph, survey.polygons, population, share=survey.share)
    starts = starts_of(
        inhabited,
        survey.origins,
        nearest,
        survey.population.index,
        reseaux=list(survey.reseaux),
        off_network=off,
    )
    return nearest, starts, _told(times, survey, starts, origins_off=int(off.sum()))


def _uninhabited(graph: Graph) -> Graph:
    """Give roads along which nobody lives: communes keep their one point."""
    return replace(graph, node_inhabited_m=np.zeros_like(graph.node_inhabited_m))


def _told(times: NodeTravelTimes, survey: _Survey, starts: Starts, *, origins_off: int) -> Findings:
    inhabited = starts.inhabited
    placements = Counter(inhabited.placement)
    there = times.covers(positions(survey.destinations))
    return {
        "noeuds_habites": len(inhabited.node),
        "habitants_le_long_des_rues": int(inhabited.residents.sum()),
        "habitants_a_un_point": int(starts.residents.sum()),
        "habitants_hors_reseau": int(starts.residents[starts.off_network].sum()),
        "communes": {one.value: placements[one] for one in Placement},
        "origines_hors_reseau": origins_off,
        "points_hors_reseau": int((~there).sum()),
    }


def _by_reseau(reach: Mapping[tuple[str, str], Reach]) -> dict[tuple[str, str], Reach]:
    """Order réseaux first, then modes, as runs without a network have them."""
    reseaux = dict.fromkeys(reseau for reseau, _ in reach)
    modes = dict.fromkeys(mode for _, mode in reach)
    return {(reseau, mode): reach[reseau, mode] for reseau in reseaux for mode in modes}
