"""Measure access in what the store holds: by name, for a réseau or a need, among whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.decay import Decay
from geo.access.measures import (
    OWN_DECAY,
    Inequality,
    decay_of,
    inequality,
    is_estimated,
    measured,
    shape_of,
    summary,
)
from geo.access.survey import Flags, People, Survey
from geo.access.territories import sums
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mesure import Measure, Shape
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.temps_reference import TempsReference
from geo.export.mesures import measure_rows, summary_rows
from geo.export.tableur import write_csv
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.coverage import read_reseau_names
from geo.pipeline.demand import people_demand
from geo.pipeline.reference_time import reference_time
from geo.pipeline.survey import read_surveys
from geo.pipeline.useful_places import check_reseau_is_there, useful_places
from geo.progress import Reporter
from geo.store.engine import Connection
from geo.store.inputs import read_origins, read_reseaux
from geo.store.parts import read_part_names
from geo.store.surveys import read_publics

Floats = NDArray[np.float64]

REGION = "region"

PER_HEAD = frozenset(
    {
        Measure.TWO_STEP, Measure.ENHANCED, Measure.THREE_STEP, Measure.BALANCED, Measure.APL,
    }
)  # fmt: skip
"""The measures that are supply a head, told for `HEADS` of them."""

NO_MEAN = frozenset({Measure.BALANCED})
"""The measures that give an origin its part however few live there: their mean among people would
multiply it by them."""

HEADS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAsked:
    """
    What to measure.

    Attributes
    ----------
    measure
        Which.
    mode
        How one travels.
    reseau
        Whose places count: a code, or `geo.domain.couverture.ALL_RESEAUX` for any door.
    profil, besoin
        Public and need, instead of a réseau; both or none.
    shape
        How a place counts less as it gets farther; None for the usual of the measure.
    cutoff_s
        Beyond which nothing counts; None for the reference time of the mode.
    partition
        How to cut the territory; the region is told beside it.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.
    """

    measure: Measure
    mode: Mode
    reseau: str = ALL_RESEAUX
    profil: Profil | None = None
    besoin: Mission | None = None
    shape: Shape | None = None
    cutoff_s: int | None = None
    partition: str = "bassin"
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """
    Who competes, and counts.

    Attributes
    ----------
    people
        Shape ``(n,)``.
    is_estimate
        Shape ``(n,)``: whether nobody counted them there.
    public
        Whose they are; ``tout-public`` where the public asked is not known of every origin.
    known
        Of how many origins the public asked is known.
    """

    people: Floats
    is_estimate: Flags
    public: Profil
    known: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasureFound:
    """
    What was measured.

    Attributes
    ----------
    values
        Shape ``(n,)``: seconds to the nearest place, or supply, for `HEADS` people where it is a
        head; missing where nothing is known of the mode.
    is_estimate
        Shape ``(n,)``: whether it rests on an estimated time.
    demand
        Who competes, and counts.
    decay
        How a place counts less as it gets farther; None for `Measure.NEAREST`.
    reference
        The reference time that is its cut-off, where it is one.
    places
        How many places may help somebody.
    summaries
        `geo.access.measures.SUMMARY_COLUMNS`, then ``demand_is_estimate``, by partition: the one
        asked, then the region. The mean is missing of the measures of `NO_MEAN`.
    inequality
        Over all the people, and between the territories asked.
    survey
        What it was measured from.
    manifest
        Of the network that gave some of the times, where there is one.
    names
        Names of territories, by partition and code.
    origins
        `geo.tables.ORIGIN_COLUMNS`, in the order of the people.
    reseau_name
        Name of the réseau asked; None where a need was.
    is_door
        Whether places of the réseau asked are doors of the service; true where a need was.
    """

    values: Floats
    is_estimate: Flags
    demand: Demand
    decay: Decay | None
    reference: TempsReference | None
    places: int
    summaries: Mapping[str, pd.DataFrame]
    inequality: Inequality
    survey: Survey
    manifest: Manifest | None
    names: Mapping[str, Mapping[str, str]]
    origins: pd.DataFrame
    reseau_name: str | None
    is_door: bool


def find_measure(conn: Connection, asked: MeasureAsked, report: Reporter) -> MeasureFound:
    """
    Measure access in what the store holds.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to measure.
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
        If there is no such réseau or network, no place of the réseau, or the network is damaged or
        lacks the mode.
    InputError
        If the mode can neither be estimated nor has a network, or the measure takes no such shape
        or cut-off.
    """
    is_door = _check_places(conn, asked.reseau)
    decay, reference = _decay(conn, asked)
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if asked.network is None else asked.network.resolve()
    manifest = None if folder is None else read_manifest(folder)
    with report.step("Temps de trajet"):
        (survey,) = read_surveys(conn, [asked.mode], network=folder, threads=asked.threads)
    with report.step("Mesure de l’accès"):
        useful = useful_places(
            conn, survey, reseau=asked.reseau, profil=asked.profil, besoin=asked.besoin
        )
        demand = _demand(conn, survey.people, asked.profil)
        values = measured(survey, useful, demand.people, asked.measure, decay)
        if asked.measure in PER_HEAD:
            values = values * HEADS
        estimated = is_estimated(survey, useful, demand.people, asked.measure, decay)
        codes = survey.people.partitions[asked.partition]
        return MeasureFound(
            values=values,
            is_estimate=estimated,
            demand=demand,
            decay=decay,
            reference=reference,
            places=int(useful.any(axis=0).sum()),
            summaries=_summaries(values, demand, survey.people, estimated, asked),
            inequality=inequality(values, demand.people, codes),
            survey=survey,
            manifest=manifest,
            names=read_part_names(conn),
            origins=read_origins(conn).reindex(list(survey.people.ids)),
            reseau_name=None if asked.besoin else read_reseau_names(conn)[asked.reseau],
            is_door=is_door,
        )


def write_measure(found: MeasureFound, asked: MeasureAsked, path: Path) -> Path:
    """
    Write the measure of each origin as a CSV that a French spreadsheet opens.

    Parameters
    ----------
    found, asked
        What was measured, of what.
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
    partition = asked.partition
    columns: dict[str, Any] = {
        f"code_{partition}": found.survey.people.partitions[partition],
        "population": found.survey.people.population,
        "demande": found.demand.people.round().astype(np.int64),
        "demande_estimee": found.demand.is_estimate,
    }
    rows = measure_rows(
        found.origins, columns, found.values, is_time=asked.measure is Measure.NEAREST
    )
    write_csv(rows.assign(estime=found.is_estimate, **_context(found, asked)), path)
    return path


def write_summary(found: MeasureFound, asked: MeasureAsked, path: Path) -> Path:
    """
    Write the summary by territory.

    Parameters
    ----------
    found, asked, path
        As of `write_measure`.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    is_time = asked.measure is Measure.NEAREST
    rows = summary_rows(found.summaries, found.names, is_time=is_time)
    write_csv(rows.assign(**_context(found, asked)), path)
    return path


def _summaries(
    values: Floats, demand: Demand, people: People, estimated: Flags, asked: MeasureAsked
) -> dict[str, pd.DataFrame]:
    """Sum up by the territories asked, then by region."""
    nothing = np.inf if asked.measure is Measure.NEAREST else 0.0
    summaries = {}
    for name in dict.fromkeys((asked.partition, REGION)):
        codes = people.partitions[name]
        table = summary(values, demand.people, codes, estimated, nothing=nothing)
        if asked.measure in NO_MEAN:
            table["average"] = np.nan
        territories, guessed = sums(demand.is_estimate, codes)
        flags = pd.Series(guessed > 0, index=list(territories), dtype=np.bool_)
        summaries[name] = table.assign(demand_is_estimate=flags)
    return summaries


def _check_places(conn: Connection, reseau: str) -> bool:
    """Refuse a réseau that is unknown or has no place; tell whether its places are doors."""
    check_reseau_is_there(conn, reseau)
    return reseau == ALL_RESEAUX or bool(read_reseaux(conn).loc[reseau]["is_door"])


def _decay(conn: Connection, asked: MeasureAsked) -> tuple[Decay | None, TempsReference | None]:
    """Give the decay, and the reference time where it is its cut-off."""
    if asked.measure in OWN_DECAY or asked.cutoff_s is not None:
        return decay_of(asked.measure, asked.cutoff_s, asked.shape), None
    reference = reference_time(conn, asked.mode.value)
    return decay_of(asked.measure, reference.au_plus_s, asked.shape), reference


def _demand(conn: Connection, people: People, profil: Profil | None) -> Demand:
    """Give the people of a public; all residents, where it is not known everywhere or not asked."""
    public = profil or Profil.TOUT_PUBLIC
    table = people_demand(people, read_publics(conn), public)
    known = int(table["demand"].notna().sum())
    if known < len(table):
        return replace(_demand(conn, people, None), known=known)
    return Demand(
        known=known,
        people=table["demand"].to_numpy(np.float64),
        is_estimate=table["is_estimate"].to_numpy(np.bool_),
        public=public,
    )


def _context(found: MeasureFound, asked: MeasureAsked) -> dict[str, Any]:
    """Say on every row what was asked, and whether it may be published."""
    by_need = asked.besoin is not None
    own = asked.measure in OWN_DECAY
    cutoff_s = None if found.decay is None else found.decay.cutoff_s
    return {
        "mesure": asked.measure.value,
        "decroissance": None if own else shape_of(asked.measure, asked.shape).value,
        "au_plus_s": None if cutoff_s is None else round(cutoff_s),
        "pour_habitants": HEADS if asked.measure in PER_HEAD else None,
        "reseau": None if by_need else asked.reseau,
        "profil": None if asked.profil is None else asked.profil.value,
        "besoin": None if asked.besoin is None else asked.besoin.value,
        "public_de_la_demande": found.demand.public.value,
        "mode": asked.mode.value,
        "publiable": found.survey.times.publiable,
    }
