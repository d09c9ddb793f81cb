"""A scenario compared with what the store holds: nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.access.comparison import Compared, compare, openness
from geo.access.gains import (
    BASSIN,
    GAIN,
    LOSS,
    REGION,
    OriginChange,
    TerritoryChange,
    most_affected,
    territory_changes,
)
from geo.access.scenario import apply, check_scenario, new_positions
from geo.access.situation import situation, situation_after
from geo.access.survey import Survey
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Scenario
from geo.domain.temps_reference import TempsReference
from geo.export.scenario import territory_rows
from geo.export.tableur import write_csv
from geo.network.estimate import Mode
from geo.network.geodesic import straight_matrix_m
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.network.scenario_times import times_of_new
from geo.pipeline.reference_time import reference_time
from geo.pipeline.survey import open_network, read_surveys
from geo.progress import Reporter
from geo.store.engine import Connection
from geo.store.parts import read_part_names
from geo.store.runs import read_origins, read_reseaux
from geo.store.surveys import read_competences

FAR_M = 50_000.0
"""A place that opens farther than this from everyone was perhaps meant elsewhere."""

AT_MOST = 12
"""Communes named of those who gain, and of those who lose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioAsked:
    """
    What to compare.

    Attributes
    ----------
    scenario
        What would change.
    mode
        How people travel.
    cutoffs_s
        Budgets for each leg; the reference time of the mode where there is none.
    profiles, missions
        Publics and needs.
    partitions
        Ways to cut the territory.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.
    """

    scenario: Scenario
    mode: Mode
    cutoffs_s: tuple[int, ...] = ()
    profiles: tuple[Profil, ...] = tuple(Profil)
    missions: tuple[Mission, ...] = tuple(Mission)
    partitions: tuple[str, ...] = (BASSIN, REGION)
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScenarioFound:
    """
    What would change.

    Attributes
    ----------
    changes
        By partition, public, need, budget and territory.
    gaining, losing
        Origins most affected, at most `AT_MOST` each.
    before, after
        Surveys of both.
    manifest
        Of the network that gave some of the times, where there is one.
    cutoffs_s
        Budgets compared.
    references
        The reference time that was used, with its source; none where a budget was asked.
    unknown_hours
        Places, after, of which nothing is known at the instant.
    far_m
        Metres from everyone to the new position that is farthest from them; None up to `FAR_M`.
    names, origin_names
        Of territories, by partition and code, and of origins.
    compared
        What changes for each origin: a value a public, need and budget.
    """

    changes: Sequence[TerritoryChange]
    gaining: Sequence[OriginChange]
    losing: Sequence[OriginChange]
    before: Survey
    after: Survey
    manifest: Manifest | None
    cutoffs_s: Sequence[int]
    references: Sequence[TempsReference]
    unknown_hours: int
    far_m: float | None
    names: Mapping[str, Mapping[str, str]]
    origin_names: Mapping[str, str]
    compared: Sequence[Compared] = ()


def find_changes(conn: Connection, asked: ScenarioAsked, report: Reporter) -> ScenarioFound:
    """
    Compare a scenario with what the store holds.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to compare.
    report
        Shows the steps.

    Returns
    -------
    found
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories, places, competences or the reference time were never loaded.
    SourceError
        If there is no such network, it is damaged, or lacks the mode.
    ScenarioError
        If the scenario speaks of what the store does not know.
    InputError
        If the mode can neither be estimated nor has a network.
    """
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if asked.network is None else asked.network.resolve()
    references = [] if asked.cutoffs_s else [reference_time(conn, asked.mode.value)]
    cutoffs_s = asked.cutoffs_s or tuple(one.au_plus_s for one in references)
    with report.step("Temps de trajet"):
        survey, changed = _surveys(conn, asked, folder)
    with report.step("Qui gagne, qui perd"):
        compared = _compared(conn, asked, (survey, changed), cutoffs_s)
        changes = territory_changes(compared, survey.people, asked.partitions)
    gaining, losing = (
        most_affected(compared, survey.people, verdict=verdict, at_most=AT_MOST)
        for verdict in (GAIN, LOSS)
    )
    return ScenarioFound(
        changes=changes,
        gaining=gaining,
        losing=losing,
        before=survey,
        after=changed,
        manifest=None if folder is None else read_manifest(folder),
        cutoffs_s=cutoffs_s,
        references=references,
        unknown_hours=_unknown_hours(changed, asked.scenario),
        far_m=_far_m(survey, asked.scenario),
        names=read_part_names(conn),
        origin_names={str(code): str(name) for code, name in read_origins(conn)["nom"].items()},
        compared=compared,
    )


def _surveys(conn: Connection, asked: ScenarioAsked, network: Path | None) -> tuple[Survey, Survey]:
    """Give the survey as it is, and as it would be."""
    mode, threads = asked.mode, asked.threads
    doors = {str(code): bool(door) for code, door in read_reseaux(conn)["is_door"].items()}
    (survey,) = read_surveys(conn, [mode], network=network, threads=threads)
    check_scenario(survey, asked.scenario, doors)  # before any search
    streets = open_network(network, mode)
    times = times_of_new(survey, asked.scenario, mode, streets, threads=threads)
    return survey, apply(survey, asked.scenario, times, doors)


def _compared(
    conn: Connection,
    asked: ScenarioAsked,
    surveys: tuple[Survey, Survey],
    cutoffs_s: Sequence[int],
) -> list[Compared]:
    before = situation(surveys[0], read_competences(conn))
    return compare(
        before,
        situation_after(before, surveys[1]),
        questions=[(profile, need) for profile in asked.profiles for need in asked.missions],
        cutoffs_s=cutoffs_s,
        instant=asked.scenario.instant,
    )


def _unknown_hours(survey: Survey, scenario: Scenario) -> int:
    if scenario.instant is None:
        return 0
    return int(openness(survey.places, scenario.instant).unknown.sum())


def _far_m(survey: Survey, scenario: Scenario) -> float | None:
    new = new_positions(scenario)
    if not len(new):
        return None
    nearest_m = straight_matrix_m(new, survey.people.lon_lat).min(axis=1)
    farthest_m = float(np.max(nearest_m))
    return farthest_m if farthest_m > FAR_M else None


def write_changes(found: ScenarioFound, path: Path) -> Path:
    """
    Write every row as a CSV that a French spreadsheet opens.

    Parameters
    ----------
    found
        What would change.
    path
        File to replace.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = pd.DataFrame(territory_rows(found.changes, found.names))
    rows["mode"], rows["publiable"] = found.before.times.mode, found.before.times.publiable
    write_csv(rows, path)
    return path
