"""What determines the figures of a diagnosis, and the network that gave its times."""

import hashlib

import numpy as np
import pandas as pd

from geo.access.street_run import StreetsUsed, streets_used
from geo.domain.run import Run, TypeRun, build_run
from geo.network.estimate import Mode
from geo.network.inhabited import WHOLE, Placement, covered_shares
from geo.network.library import read_area
from geo.pipeline.access import SINGLE, times_digests, times_parameters
from geo.pipeline.diagnosis.gaps import QUESTIONS
from geo.pipeline.diagnosis.ground import DiagnosticAsked, Ground
from geo.pipeline.survey import open_network
from geo.pipeline.version import code_version
from geo.store.engine import Connection
from geo.store.inputs import directory_digest, rules_digest


def planned_diagnosis(
    conn: Connection, ground: Ground, asked: DiagnosticAsked, set_aside: pd.DataFrame
) -> Run:
    """
    Name the run that the store's present content calls for.

    Parameters
    ----------
    conn
        Any connection.
    ground
        What it is found from.
    asked
        What was asked.
    set_aside
        Records that the inventory says were not published.

    Returns
    -------
    run
        Of type ``diagnostic``: the same inputs, questions and code give the same.
    """
    on_network = [Mode(mode) for mode in ground.on_network]
    beside = [Mode(mode) for mode in ground.modes if mode not in ground.on_network]
    modes = on_network if ground.manifest else beside
    parameters: dict[str, object] = {
        "au": asked.on.isoformat(),
        "region": ground.region_code,
        "au_plus_s": dict(ground.cutoffs_s),
        "seuils_declares": sorted(ground.references),
        "questions": [question.told() for question in QUESTIONS],
        "origines": SINGLE,
    }
    digests = {
        "annuaire": directory_digest(conn),
        "regles": rules_digest(conn),
        "sites_candidats": _digest(ground.gaps.sites),
        "rejets": _digest(set_aside),
    }
    return build_run(
        TypeRun.DIAGNOSTIC,
        parametres=parameters
        | times_parameters(modes, beside if ground.manifest else (), ground.manifest),
        empreintes=digests | times_digests(modes, ground.manifest),
        version_code=code_version(),
    )


def diagnosis_streets(ground: Ground, run: Run) -> StreetsUsed | None:
    """
    Say which street network gave times, and whom it leaves aside.

    Parameters
    ----------
    ground
        What the diagnosis is found from.
    run
        Its run.

    Returns
    -------
    streets
        None where all times are estimates. Residents all start from the one point of their
        commune.
    """
    if ground.network is None:
        return None
    shares = covered_shares(
        read_area(ground.network),
        ground.communes.geometry.reindex(ground.origins["code_commune"]).to_numpy(),
    )
    cut = int(((shares > 0) & (shares < WHOLE)).sum())
    told = {mode: _off_network(ground, mode) | _cut(cut) for mode in ground.on_network}
    return streets_used(run.parametres, told)


def _off_network(ground: Ground, mode: str) -> dict[str, object]:
    streets = open_network(ground.network, Mode(mode))
    if streets is None:
        return {}
    population = ground.people.population
    off = ~streets.covers(ground.people.lon_lat)
    return {
        "habitants_le_long_des_rues": 0,
        "habitants_a_un_point": int(population.sum()),
        "habitants_hors_reseau": int(population[off].sum()),
        "points_hors_reseau": int(np.count_nonzero(~streets.covers(ground.places.lon_lat))),
    }


def _cut(communes: int) -> dict[str, object]:
    return {"communes": {Placement.EN_PARTIE_COUVERTE.value: communes}}


def _digest(frame: pd.DataFrame) -> str:
    """Give the SHA-256 of a table, rows in their order."""
    return hashlib.sha256(frame.to_csv(lineterminator="\n").encode()).hexdigest()
