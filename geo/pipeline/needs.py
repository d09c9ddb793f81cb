"""What a run says of publics and needs: who is helped, and by how many doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.access.door_shares import door_table
from geo.access.survey import Survey
from geo.domain.competence import Competence
from geo.domain.couverture import Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import ServiceDistance
from geo.network.estimate import Mode
from geo.pipeline.modes import estimated_beside
from geo.pipeline.need_coverage import need_coverage
from geo.pipeline.survey import measured_surveys
from geo.progress import Reporter
from geo.store.engine import Connection
from geo.store.results import NeedResults
from geo.store.surveys import read_competences, read_people, read_places, read_services

ASKED: dict[str, object] = {
    "profils": [profil.value for profil in Profil],
    "besoins": [mission.value for mission in Mission],
    "formes": [form.value for form in Forme],
    "deux_portes": "au_plus_s pour chaque trajet",
}
"""What is counted, for the parameters of a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Who helps whom with what, at places and from afar."""

    competences: tuple[Competence, ...]
    services: tuple[ServiceDistance, ...]


def read_declared(conn: Connection) -> Declared:
    """
    Read who helps whom with what.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    declared
        As the store holds it.

    Raises
    ------
    StoreEmptyError
        If no competence was ever loaded.
    """
    return Declared(competences=read_competences(conn), services=read_services(conn))


def count_needs(surveys: Sequence[Survey], declared: Declared) -> NeedResults:
    """
    Count the residents helped with each need, and by how many doors.

    Parameters
    ----------
    surveys
        People, places and times, a mode each.
    declared
        Who helps whom with what.

    Returns
    -------
    needs
        Of every public, need and threshold, by bassin and region.
    """
    competences, services = declared.competences, declared.services
    doors = [door_table(survey, competences) for survey in surveys]
    return NeedResults(
        coverage=need_coverage(surveys, competences, services),
        doors=pd.concat(doors, ignore_index=True),
    )


def survey_run(
    conn: Connection,
    modes: Sequence[Mode],
    report: Reporter,
    *,
    network: Path | None,
    threads: int,
) -> list[Survey]:
    """
    Find the times that the needs of a run are counted from.

    Parameters
    ----------
    conn
        Any connection.
    modes
        How people travel, on the network where there is one.
    report
        Shows the step.
    network
        Folder of a built street network, beside which other modes are estimated; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    surveys
        A mode each, one origin a commune or arrondissement.

    Raises
    ------
    StoreEmptyError
        If territories or places were not loaded.
    SourceError
        If the network is damaged.
    """
    beside = () if network is None else estimated_beside(modes)
    surveys: list[Survey] = []
    with report.step("Temps vers tous les points", total=len(modes) + len(beside)) as advance:
        people, places = read_people(conn), read_places(conn)
        for mode in modes:
            surveys += measured_surveys(people, places, [mode], network=network, threads=threads)
            advance(1)
        surveys += measured_surveys(people, places, beside)
        advance(len(beside))
    return surveys
