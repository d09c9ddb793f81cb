"""Find the gap zones of a question in what the store holds, and what would close them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.access.contiguity import Pairs, shared_borders
from geo.access.doubt import nearest_in_doubt
from geo.access.gap_report import ZONE_COLUMNS, GapQuestion, GapReport, times_of
from geo.access.gap_sites import closing_sites
from geo.access.gaps import Gaps, gap_zones
from geo.access.need_coverage import Helpers, need_helpers, reseau_helpers
from geo.access.survey import People, Survey, Times32
from geo.domain.competence import Competence
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.service_distance import ServiceDistance
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import StoreEmptyError
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.coverage import check_reseaux, read_reseau_names
from geo.pipeline.reference_time import declared_time
from geo.pipeline.survey import read_surveys, times_to
from geo.pipeline.useful_places import check_has_places, check_reseau_is_there
from geo.progress import Reporter
from geo.store.directory import read_communes, read_places
from geo.store.engine import Connection
from geo.store.inputs import read_origins
from geo.store.parts import read_part_names
from geo.store.sites import read_sites
from geo.store.surveys import (
    read_competences,
    read_reference_times,
    read_services,
    read_uncertainties,
)

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """
    What gaps are found on, whatever the question and the mode; ``n`` origins.

    Attributes
    ----------
    names
        Of the commune of each origin.
    polygons
        Shape ``(n,)``: their territories, WGS84.
    borders
        From `geo.access.contiguity.shared_borders`.
    is_coverage
        Whether they share every vertex of their borders, so that they are fast to draw together.
    sites
        From `geo.store.sites.read_sites`.
    place_names
        Name of each place, indexed by ``point_id``.
    reseaux
        Name of each, by code, `geo.domain.couverture.ALL_RESEAUX` among them.
    competences, services, references, doubts
        The declared rules.
    """

    names: tuple[str, ...]
    polygons: NDArray[Any]
    borders: Pairs
    is_coverage: bool
    sites: pd.DataFrame
    place_names: "pd.Series[str]"
    reseaux: Mapping[str, str]
    competences: tuple[Competence, ...]
    services: tuple[ServiceDistance, ...]
    references: tuple[TempsReference, ...]
    doubts: tuple[Incertitude, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GapsFound:
    """
    An answer, and what people read beside it.

    Attributes
    ----------
    report
        The zones.
    survey
        What they were found from.
    manifest
        Of the network that gave some of the times, where there is one.
    names
        Name of each territory of the partition, by code.
    reseau_name
        Name of the réseau that was asked; None where a need was.
    """

    report: GapReport
    survey: Survey
    manifest: Manifest | None
    names: Mapping[str, str]
    reseau_name: str | None


def find_gaps_in_store(
    conn: Connection,
    question: GapQuestion,
    mode: Mode,
    report: Reporter,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> GapsFound:
    """
    Find the gap zones of one question from what the store holds.

    Parameters
    ----------
    conn
        Any connection.
    question
        For whom, how far.
    mode
        How one travels.
    report
        Shows the steps.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    found
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories, places, rules or the reference time were never loaded.
    SourceError
        If there is no such réseau or no place of it, no such network, or the network is damaged or
        lacks the mode.
    InputError
        If the mode can neither be estimated nor has a network.
    """
    ground = read_ground(conn)
    if question.reseau is not None:
        check_reseau_is_there(conn, question.reseau)
    with report.step("Temps de trajet"):
        (survey,) = read_surveys(conn, [mode], network=network, threads=threads)
    found = find_gaps(ground, survey, question, report, network=network, threads=threads)
    return GapsFound(
        report=found,
        survey=survey,
        manifest=None if network is None else read_manifest(network),
        names=read_part_names(conn).get(question.partition, {}),
        reseau_name=None if question.reseau is None else ground.reseaux[question.reseau],
    )


def read_ground(conn: Connection) -> Ground:
    """
    Read what gaps are found on.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    ground
        Origins as in the people of `geo.pipeline.survey.read_surveys`.

    Raises
    ------
    StoreEmptyError
        If territories, places or rules were never loaded.
    """
    origins = read_origins(conn).sort_index()
    polygons = read_communes(conn).geometry.loc[origins["code_commune"]].to_numpy()
    doubts = read_uncertainties(conn)
    if not doubts:
        raise StoreEmptyError(
            "la base ne dit pas à quel point les durées sont sûres. Tapez d’abord : deuxportes "
            "ingest reference"
        )
    return Ground(
        names=tuple(origins["nom"]),
        polygons=polygons,
        borders=shared_borders(polygons),
        is_coverage=bool(shapely.coverage_is_valid(polygons)),
        sites=read_sites(conn),
        place_names=read_places(conn)["nom"],
        reseaux=read_reseau_names(conn),
        competences=read_competences(conn),
        services=read_services(conn),
        references=read_reference_times(conn),
        doubts=doubts,
    )


def find_gaps(
    ground: Ground,
    survey: Survey,
    question: GapQuestion,
    report: Reporter,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> GapReport:
    """
    Find whom the doors miss, where they are together, and what would close the gap.

    Parameters
    ----------
    ground
        From `read_ground`.
    survey
        From `geo.pipeline.survey.read_surveys`, of the same store.
    question
        For whom, how far.
    report
        Shows the steps.
    network
        Folder of the street network of the survey, for times to sites; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    report
        The zones, their names and polygons.

    Raises
    ------
    StoreEmptyError
        If no reference time was declared for the mode, and none was asked.
    SourceError
        If there is no such réseau, no place of it, or no such network.
    """

    def site_times_s(out: Numbers) -> Times32:
        times_s, _ = times_to(
            survey.people.lon_lat[out],
            ground.sites[["lon", "lat"]].to_numpy(dtype=np.float64),
            Mode(survey.times.mode),
            network=network,
            threads=threads,
        )
        return times_s

    return report_gaps(ground, survey, question, report, site_times_s=site_times_s)


def report_gaps(
    ground: Ground,
    survey: Survey,
    question: GapQuestion,
    report: Reporter,
    *,
    site_times_s: Callable[[Numbers], Times32],
) -> GapReport:
    """
    Find what `find_gaps` does, with times to sites that are found elsewhere, once for many.

    Parameters
    ----------
    ground, survey, question, report
        As of `find_gaps`.
    site_times_s
        Gives the times, shape ``(k, sites)``, from ``k`` origins given by position to the sites of
        `ground`.

    Returns
    -------
    report
        The zones, their names and polygons.

    Raises
    ------
    StoreEmptyError, SourceError
        As of `find_gaps`.
    """
    helpers = _helpers(ground, question, survey)
    cutoff_s, reference = _threshold(ground, question, survey.times.mode)
    with report.step("Zones hors de portée"):
        gaps = _zones(ground, survey, helpers, question, cutoff_s)
    with report.step("Sites qui les combleraient"):
        closing = _closing(ground, survey, gaps, site_times_s)
    return GapReport(
        question=question,
        mode=survey.times.mode,
        reference=reference,
        doubts=ground.doubts,
        times=times_of(survey.times.is_estimate),
        publiable=survey.times.publiable,
        gaps=gaps,
        zones=_named(ground, gaps, closing, survey.people, question.partition),
        polygons=_dissolved(gaps, ground),
    )


def _helpers(ground: Ground, question: GapQuestion, survey: Survey) -> Helpers:
    if question.profil is not None and question.besoin is not None:
        return need_helpers(
            survey.people,
            survey.places,
            ground.competences,
            ground.services,
            [(question.profil, question.besoin)],
        )
    asked = [question.reseau or ALL_RESEAUX]
    check_reseaux(asked, ground.reseaux)
    check_has_places(asked[0], ground.reseaux[asked[0]], survey.places.reseau)
    return reseau_helpers(survey.people, survey.places, asked)


def _threshold(
    ground: Ground, question: GapQuestion, mode: str
) -> tuple[int, TempsReference | None]:
    """Give the threshold, and the declared time that it is, if it is one."""
    if question.cutoff_s is not None:
        return question.cutoff_s, None
    reference = declared_time(ground.references, mode)
    return reference.au_plus_s, reference


def _zones(
    ground: Ground, survey: Survey, helpers: Helpers, question: GapQuestion, cutoff_s: int
) -> Gaps:
    """Draw zones, none of which crosses a border of the partition."""
    codes = np.array(survey.people.partitions[question.partition], dtype=object)
    one, other = ground.borders.T
    return gap_zones(
        survey.people,
        nearest_in_doubt(survey, helpers.competent[0], helpers.served, ground.doubts),
        ground.borders[codes[one] == codes[other]],
        cutoff_s=cutoff_s,
        names=ground.names,
        remote=None if question.besoin is None else helpers.remote[0],
    )


def _closing(
    ground: Ground, survey: Survey, gaps: Gaps, site_times_s: Callable[[Numbers], Times32]
) -> pd.DataFrame:
    """Find the sites that would cover each zone, with their names."""
    out = np.flatnonzero(gaps.zone >= 0)
    found = closing_sites(
        gaps.zone[out],
        survey.people.population[out],
        site_times_s(out),
        ground.sites.index.tolist(),
        cutoff_s=gaps.cutoff_s,
    )
    told = ground.sites.reindex(found["site_id"])
    return found.assign(
        site_name=told["nom"].to_numpy(),
        site_type=told["type"].to_numpy(),
        site_lon=told["lon"].to_numpy(dtype=np.float64),
        site_lat=told["lat"].to_numpy(dtype=np.float64),
    )


def _named(
    ground: Ground, gaps: Gaps, closing: pd.DataFrame, people: People, partition: str
) -> pd.DataFrame:
    members = [np.flatnonzero(gaps.zone == zone) for zone in gaps.table.index]
    ids = [tuple(people.ids[one] for one in zone) for zone in members]
    zones = gaps.table.join(closing).assign(
        nearest_name=ground.place_names.reindex(gaps.table["nearest_id"]).to_numpy(),
        territory_code=[people.partitions[partition][zone[0]] for zone in members],
        origin_ids=pd.Series(ids, index=gaps.table.index, dtype=object),
    )
    return zones.loc[:, list(ZONE_COLUMNS)]


def _dissolved(gaps: Gaps, ground: Ground) -> NDArray[Any]:
    """Draw each zone as one territory."""
    union = shapely.coverage_union_all if ground.is_coverage else shapely.union_all
    drawn = [union(ground.polygons[gaps.zone == zone]) for zone in gaps.table.index]
    return np.array(drawn, dtype=object)
