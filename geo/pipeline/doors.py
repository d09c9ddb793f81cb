"""The two doors of what the store holds: how many residents push one, two, or more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.access.door_shares import door_table
from geo.access.need_coverage_table import PARTITIONS
from geo.access.survey import Survey
from geo.domain.competence import Competence
from geo.domain.couverture import THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.temps_reference import TempsReference
from geo.export.deux_portes import door_rows
from geo.export.tableur import write_csv
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.reference_time import reference_time
from geo.pipeline.survey import read_surveys
from geo.progress import Reporter
from geo.store.engine import Connection
from geo.store.parts import read_part_names
from geo.store.surveys import read_competences
from geo.tables import DOORS_COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsAsked:
    """
    What to count.

    Attributes
    ----------
    profiles, missions
        Publics and needs, in the order to report.
    modes
        How people travel; None for all that can be estimated or that the network has.
    cutoff_s
        Budget for each leg; None for every threshold, and the reference time of each mode.
    partitions
        Ways to cut the territory, in the order to report.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.
    """

    profiles: tuple[Profil, ...] = tuple(Profil)
    missions: tuple[Mission, ...] = tuple(Mission)
    modes: tuple[Mode, ...] | None = None
    cutoff_s: int | None = None
    partitions: tuple[str, ...] = PARTITIONS
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DoorsFound:
    """
    What was counted.

    Attributes
    ----------
    table
        `DOORS_COLUMNS`.
    surveys
        What it was counted from, a mode each.
    manifest
        Of the network that gave some of the times, where there is one.
    budgets_s
        Budget to show first, by mode: the one asked, or the reference time.
    references
        The reference times that were used, with their sources; none where a budget was asked.
    names
        Names of territories, by partition and code.
    """

    table: pd.DataFrame
    surveys: Sequence[Survey]
    manifest: Manifest | None
    budgets_s: Mapping[str, int]
    references: Sequence[TempsReference]
    names: Mapping[str, Mapping[str, str]]


def find_doors(conn: Connection, asked: DoorsAsked, report: Reporter) -> DoorsFound:
    """
    Count residents by how many doors they push, in what the store holds.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to count.
    report
        Shows the steps.

    Returns
    -------
    found
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories, places, competences or a reference time were never loaded.
    SourceError
        If there is no such network, it is damaged, or lacks a mode.
    InputError
        If a mode can neither be estimated nor has a network.
    """
    competences = read_competences(conn)
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if asked.network is None else asked.network.resolve()
    with report.step("Temps de trajet"):
        surveys = read_surveys(conn, asked.modes, network=folder, threads=asked.threads)
    budgets, references = _budgets(conn, surveys, asked.cutoff_s)
    with report.step("Deux portes"):
        table = door_shares(
            surveys,
            competences,
            profiles=asked.profiles,
            missions=asked.missions,
            cutoffs_s=sorted({*(THRESHOLDS_S if references else ()), *budgets.values()}),
            partitions=asked.partitions,
        )
    return DoorsFound(
        table=table,
        surveys=surveys,
        manifest=None if folder is None else read_manifest(folder),
        budgets_s=budgets,
        references=references,
        names=read_part_names(conn),
    )


def _budgets(
    conn: Connection, surveys: Sequence[Survey], cutoff_s: int | None
) -> tuple[dict[str, int], list[TempsReference]]:
    """Give the budget of each mode, and the reference times where they are it."""
    modes = [survey.times.mode for survey in surveys]
    if cutoff_s is not None:
        return dict.fromkeys(modes, cutoff_s), []
    references = [reference_time(conn, mode) for mode in modes]
    return {one.mode: one.au_plus_s for one in references}, references


def write_doors(found: DoorsFound, path: Path) -> Path:
    """
    Write every row as a CSV that a French spreadsheet opens.

    Parameters
    ----------
    found
        What was counted.
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
    publiable = {survey.times.mode: survey.times.publiable for survey in found.surveys}
    write_csv(door_rows(found.table, found.names, publiable), path)
    return path


def door_shares(
    surveys: Sequence[Survey],
    competences: Iterable[Competence],
    *,
    profiles: Sequence[Profil] = tuple(Profil),
    missions: Sequence[Mission] = tuple(Mission),
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count residents by how many doors they push, for every public, need and mode.

    Parameters
    ----------
    surveys
        People, places and times, a mode each.
    competences
        The declared table.
    profiles, missions
        Publics and needs, in the order to report.
    cutoffs_s
        Budgets for each leg in seconds, inclusive, in the order to report.
    partitions
        Ways to cut the territory, in the order to report.

    Returns
    -------
    table
        `DOORS_COLUMNS`, those of `geo.access.door_shares.door_table` one mode under the other.

    Raises
    ------
    InputError
        As of `geo.access.door_shares.door_table`.
    """
    table = tuple(competences)
    needs = [(profil, mission) for profil in profiles for mission in missions]
    found = [
        door_table(survey, table, needs=needs, cutoffs_s=cutoffs_s, partitions=partitions)
        for survey in surveys
    ]
    if not found:
        return pd.DataFrame(columns=list(DOORS_COLUMNS))
    return pd.concat(found, ignore_index=True)
