"""Coverage by need or by réseau in what the store holds, computed when it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.access.need_coverage_table import PARTITIONS
from geo.access.survey import Survey
from geo.domain.couverture import ALL_RESEAUX, THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.temps_reference import TempsReference
from geo.errors import SourceError
from geo.export.need_coverage import coverage_rows
from geo.export.rues import STREET_WORDS, streets_told
from geo.export.tableur import write_csv
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.need_coverage import need_coverage, reseau_coverage
from geo.pipeline.reference_time import reference_time
from geo.pipeline.survey import read_surveys
from geo.progress import Reporter
from geo.store.engine import Connection
from geo.store.inputs import read_reseaux
from geo.store.parts import read_part_names
from geo.store.surveys import read_competences, read_services


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageAsked:
    """
    What to count.

    Attributes
    ----------
    reseaux
        Codes, to count by réseau; none to count by need.
    profiles, missions
        Publics and needs, in the order to report.
    modes
        How one travels; None for all that there are.
    cutoffs_s
        Thresholds in seconds, inclusive; none for the reference time of each mode.
    partitions
        Ways to cut the territory, in the order to report.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network.
    """

    reseaux: tuple[str, ...] = ()
    profiles: tuple[Profil, ...] = tuple(Profil)
    missions: tuple[Mission, ...] = tuple(Mission)
    modes: tuple[Mode, ...] | None = None
    cutoffs_s: tuple[int, ...] = ()
    partitions: tuple[str, ...] = PARTITIONS
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoverageFound:
    """
    What was counted.

    Attributes
    ----------
    table
        `geo.tables.NEED_COVERAGE_COLUMNS`, or `geo.tables.COVERAGE_COLUMNS` and ``is_estimate``
        where réseaux were asked: at the usual thresholds too where none was asked.
    surveys
        What it was counted from, a mode each.
    manifest
        Of the network that gave some of the times, where there is one.
    references
        By mode, the reference time that is the threshold to show; none where others were asked.
    names
        Names of territories, by partition and code.
    reseau_names
        Names of réseaux, by code.
    without_place
        Réseaux asked of which the directory has no place: that none is near says nothing else.
    """

    table: pd.DataFrame
    surveys: Sequence[Survey]
    manifest: Manifest | None
    references: Mapping[str, TempsReference]
    names: Mapping[str, Mapping[str, str]]
    reseau_names: Mapping[str, str]
    without_place: tuple[str, ...] = ()


def find_coverage(conn: Connection, asked: CoverageAsked, report: Reporter) -> CoverageFound:
    """
    Count the residents helped within reach, in what the store holds.

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
        If there is no such réseau or network, or the network is damaged or lacks a mode.
    InputError
        If a mode can neither be estimated nor has a network.
    """
    reseau_names = read_reseau_names(conn)
    check_reseaux(asked.reseaux, reseau_names)
    with report.step("Temps de trajet"):
        surveys = read_surveys(conn, asked.modes, network=asked.network, threads=asked.threads)
    modes = [survey.times.mode for survey in surveys]
    references = {} if asked.cutoffs_s else {mode: reference_time(conn, mode) for mode in modes}
    declared = {reference.au_plus_s for reference in references.values()}
    cutoffs_s = sorted(asked.cutoffs_s or {*THRESHOLDS_S, *declared})
    held = {ALL_RESEAUX}.union(*(survey.places.reseau for survey in surveys))
    with report.step("Habitants couverts"):
        table = _counted(conn, asked, surveys, cutoffs_s)
    return CoverageFound(
        table=table,
        surveys=surveys,
        manifest=None if asked.network is None else read_manifest(asked.network),
        references=references,
        names=read_part_names(conn),
        reseau_names=reseau_names,
        without_place=tuple(code for code in asked.reseaux if code not in held),
    )


def write_coverage(found: CoverageFound, path: Path) -> Path:
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
    streets = {
        survey.times.mode: streets_told(
            None if survey.times.is_estimate.all() else found.manifest,
            publiable=survey.times.publiable,
        )
        for survey in found.surveys
    }
    rows = coverage_rows(found.table, found.names, publiable)
    told = {
        word: rows["mode"].map({mode: words[word] for mode, words in streets.items()})
        for word in STREET_WORDS
    }
    write_csv(rows.assign(**told), path)
    return path


def _counted(
    conn: Connection, asked: CoverageAsked, surveys: Sequence[Survey], cutoffs_s: Sequence[int]
) -> pd.DataFrame:
    if asked.reseaux:
        return reseau_coverage(
            surveys, asked.reseaux, cutoffs_s=cutoffs_s, partitions=asked.partitions
        )
    return need_coverage(
        surveys,
        read_competences(conn),
        read_services(conn),
        needs=[(profil, mission) for profil in asked.profiles for mission in asked.missions],
        cutoffs_s=cutoffs_s,
        partitions=asked.partitions,
    )


def read_reseau_names(conn: Connection) -> dict[str, str]:
    """
    Read the names of réseaux.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    names
        By code, any door first, as `geo.domain.couverture.ALL_RESEAUX`.

    Raises
    ------
    StoreEmptyError
        If they were never loaded.
    """
    names = read_reseaux(conn)["nom"]
    return {ALL_RESEAUX: "Tous les réseaux", **dict(zip(names.index, names, strict=True))}


def check_reseaux(asked: Sequence[str], known: Mapping[str, str]) -> None:
    """
    Refuse réseaux that nobody knows.

    Parameters
    ----------
    asked
        Codes.
    known
        From `read_reseau_names`.

    Raises
    ------
    SourceError
        If one is not known; in French, with those that are.
    """
    unknown = [code for code in asked if code not in known]
    if unknown:
        raise SourceError(f"aucun réseau « {unknown[0]} ». Les réseaux sont : {', '.join(known)}.")
