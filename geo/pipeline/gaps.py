"""Find the gap zones of a question in what the store holds, and what would close them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.access.contiguity import shared_borders
from geo.access.doubt import nearest_in_doubt
from geo.access.gap_report import ZONE_COLUMNS, GapQuestion, GapReport, times_of
from geo.access.gap_sites import closing_sites
from geo.access.gaps import Gaps, gap_zones
from geo.access.need_coverage import Helpers, need_helpers, reseau_helpers
from geo.access.survey import People, Survey
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import SourceError, StoreEmptyError
from geo.network.estimate import Mode
from geo.pipeline.reference_time import reference_time
from geo.pipeline.survey import read_surveys, times_to
from geo.progress import Reporter
from geo.store.directory import read_communes, read_places
from geo.store.engine import Connection
from geo.store.inputs import read_origins, read_reseaux
from geo.store.sites import read_sites
from geo.store.surveys import read_competences, read_services, read_uncertainties


@dataclass(frozen=True)
class _Threshold:
    """A threshold, the declared time it is, if it is one, and how sure times are."""

    cutoff_s: int
    reference: TempsReference | None
    doubts: tuple[Incertitude, ...]


def find_gaps(
    conn: Connection,
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
    conn
        Any connection.
    question
        For whom, how far.
    report
        Shows the steps.
    network
        Folder of a built street network that has the mode; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    report
        The zones, their names and polygons.

    Raises
    ------
    StoreEmptyError
        If territories, places or rules were never loaded.
    SourceError
        If there is no such réseau, or no such network.
    InputError
        If the mode cannot be estimated and no network is given.
    """
    threshold = _threshold(conn, question)
    with report.step("Temps de trajet"):
        (survey,) = read_surveys(conn, [Mode(question.mode)], network=network, threads=threads)
    helpers = _helpers(conn, question, survey)
    with report.step("Zones hors de portée"):
        origins = read_origins(conn).loc[list(survey.people.ids)]
        polygons = read_communes(conn).geometry.loc[origins["code_commune"]].to_numpy()
        gaps = _zones(survey, helpers, origins["nom"], polygons, threshold, question)
    with report.step("Sites qui les combleraient"):
        closing = _closing(conn, survey, gaps, network=network, threads=threads)
    return GapReport(
        question=question,
        reference=threshold.reference,
        doubts=threshold.doubts,
        times=times_of(survey.times.is_estimate),
        publiable=survey.times.publiable,
        gaps=gaps,
        zones=_named(conn, gaps, closing, survey.people, question.partition),
        polygons=_dissolved(gaps, polygons),
    )


def _threshold(conn: Connection, question: GapQuestion) -> _Threshold:
    doubts = read_uncertainties(conn)
    if {doubt.estime for doubt in doubts} != {True, False}:
        raise StoreEmptyError(
            "la base ne dit pas combien les durées sont sûres. Tapez d’abord : deuxportes ingest "
            "reference"
        )
    if question.cutoff_s is not None:
        return _Threshold(question.cutoff_s, None, doubts)
    reference = reference_time(conn, question.mode)
    return _Threshold(reference.au_plus_s, reference, doubts)


def _helpers(conn: Connection, question: GapQuestion, survey: Survey) -> Helpers:
    if question.profil is not None and question.besoin is not None:
        return need_helpers(
            survey.people,
            survey.places,
            read_competences(conn),
            read_services(conn),
            [(question.profil, question.besoin)],
        )
    known = [ALL_RESEAUX, *read_reseaux(conn).index]
    reseau = question.reseau or ALL_RESEAUX
    if reseau not in known:
        raise SourceError(f"aucun réseau « {reseau} ». Les réseaux sont : {', '.join(known)}.")
    return reseau_helpers(survey.people, survey.places, [reseau])


def _zones(
    survey: Survey,
    helpers: Helpers,
    names: "pd.Series[str]",
    polygons: NDArray[Any],
    threshold: _Threshold,
    question: GapQuestion,
) -> Gaps:
    nearest = nearest_in_doubt(survey, helpers.competent[0], helpers.served, threshold.doubts)
    codes = np.array(survey.people.partitions[question.partition], dtype=object)
    borders = shared_borders(polygons)
    return gap_zones(
        survey.people,
        nearest,
        borders[codes[borders[:, 0]] == codes[borders[:, 1]]],
        cutoff_s=threshold.cutoff_s,
        names=names.tolist(),
        remote=None if question.profil is None else helpers.remote[0],
    )


def _closing(
    conn: Connection, survey: Survey, gaps: Gaps, *, network: Path | None, threads: int
) -> pd.DataFrame:
    """Find the sites that would cover each zone, with their names."""
    sites = read_sites(conn)
    out = np.flatnonzero(gaps.zone >= 0)
    times_s, _ = times_to(
        survey.people.lon_lat[out],
        sites[["lon", "lat"]].to_numpy(dtype=np.float64),
        Mode(survey.times.mode),
        network=network,
        threads=threads,
    )
    found = closing_sites(
        gaps.zone[out],
        survey.people.population[out],
        times_s,
        sites.index.tolist(),
        cutoff_s=gaps.cutoff_s,
    )
    told = sites.reindex(found["site_id"])
    return found.assign(site_name=told["nom"].to_numpy(), site_type=told["type"].to_numpy())


def _named(
    conn: Connection, gaps: Gaps, closing: pd.DataFrame, people: People, partition: str
) -> pd.DataFrame:
    places = read_places(conn)["nom"]
    members = [np.flatnonzero(gaps.zone == zone) for zone in gaps.table.index]
    ids = [tuple(people.ids[one] for one in zone) for zone in members]
    zones = gaps.table.join(closing).assign(
        nearest_name=places.reindex(gaps.table["nearest_id"]).to_numpy(),
        territory_code=[people.partitions[partition][zone[0]] for zone in members],
        origin_ids=pd.Series(ids, index=gaps.table.index, dtype=object),
    )
    return zones.loc[:, list(ZONE_COLUMNS)]


def _dissolved(gaps: Gaps, polygons: NDArray[Any]) -> NDArray[Any]:
    """Draw each zone as one territory."""
    drawn = [shapely.union_all(polygons[gaps.zone == zone]) for zone in gaps.table.index]
    return np.array(drawn, dtype=object)
