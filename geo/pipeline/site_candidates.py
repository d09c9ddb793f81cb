"""What sites are chosen among: people, existing places and candidate sites, and the times."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.access.eligibility import competent
from geo.access.neutral import neutral_rank
from geo.access.survey import Flags, People, Survey, Times32
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.survey import read_surveys, times_to
from geo.pipeline.useful_places import check_reseau_is_there
from geo.progress import Reporter
from geo.store.directory import read_places
from geo.store.engine import Connection
from geo.store.parts import read_place_communes
from geo.store.sites import read_sites
from geo.store.surveys import read_competences

PLACES, DOORS = "points", "portes"
KINDS = (PLACES, DOORS, "mairies", "gares")
"""What may open: existing places that welcome everyone, any existing door, town halls, stations."""

TYPES = {"mairies": "mairie", "gares": "gare"}
"""Type in the store of the sites of a kind."""

CANDIDATE_COLUMNS = ("kind", "name", "commune", "part", "lon", "lat")
"""
Index ``candidate_id``, in the order of `geo.access.neutral.neutral_rank`; ``part`` is empty where
the commune is in none, or is not known.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesAsked:
    """
    What to look for.

    Attributes
    ----------
    mode
        How people travel.
    kinds
        Which candidates, of `KINDS`.
    partition
        How the territory is cut, a name of `geo.access.survey.People.partitions`.
    reseau
        Of which réseau places are; `geo.domain.couverture.ALL_RESEAUX` for any door.
    profil, besoin
        Public and need, instead of a réseau; both or none.
    cutoff_s
        Threshold of outreach; the reference time of the mode by default.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.
    """

    mode: Mode
    kinds: tuple[str, ...]
    partition: str = "bassin"
    reseau: str = ALL_RESEAUX
    profil: Profil | None = None
    besoin: Mission | None = None
    cutoff_s: int | None = None
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """
    People, candidates and the times between them.

    Attributes
    ----------
    survey
        People, and existing places.
    candidates
        `CANDIDATE_COLUMNS`.
    times_s, is_estimate
        Shape ``(people, candidates)``.
    manifest
        Of the network that gave some of the times, where there is one.
    """

    survey: Survey
    candidates: pd.DataFrame
    times_s: Times32
    is_estimate: Flags
    manifest: Manifest | None


def read_ground(conn: Connection, asked: SitesAsked, report: Reporter) -> Ground:
    """
    Read people, candidates and the times between them.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to look for.
    report
        Shows the step.

    Returns
    -------
    ground
        Of the store's present content.

    Raises
    ------
    StoreEmptyError
        If territories or places were never loaded.
    SourceError
        If the réseau or the partition is unknown, there is no such network, or no candidate.
    InputError
        If the mode can neither be estimated nor has a network.
    """
    check_reseau_is_there(conn, asked.reseau)
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if asked.network is None else asked.network.resolve()
    with report.step("Temps de trajet"):
        (survey,) = read_surveys(conn, [asked.mode], network=folder, threads=asked.threads)
        candidates = _candidates(conn, survey, asked)
        times_s, is_estimate = times_to(
            survey.people.lon_lat,
            candidates[["lon", "lat"]].to_numpy(dtype=np.float64),
            asked.mode,
            network=folder,
            threads=asked.threads,
        )
    return Ground(
        survey=survey,
        candidates=candidates,
        times_s=times_s,
        is_estimate=is_estimate,
        manifest=None if folder is None else read_manifest(folder),
    )


def _candidates(conn: Connection, survey: Survey, asked: SitesAsked) -> pd.DataFrame:
    """List what may open, in an order that favours nobody."""
    people = survey.people
    if asked.partition not in people.partitions:
        known = ", ".join(people.partitions)
        raise SourceError(f"découpage « {asked.partition} » inconnu ; connus : {known}.")
    existing = {PLACES, DOORS} & set(asked.kinds)
    frames = [_existing(conn, survey, asked)] if existing else []
    frames += [_sites(conn, [TYPES[kind] for kind in asked.kinds if kind in TYPES])]
    listed = pd.concat(frames)
    if listed.empty:
        raise SourceError(
            f"aucun site candidat ({', '.join(asked.kinds)}) dans la base : choisissez-en d’autres "
            "avec --parmi."
        )
    placed = listed.assign(part=listed["commune"].map(part_of(people, asked.partition)).fillna(""))
    ordered = placed.iloc[np.argsort(neutral_rank(placed.index))]
    return ordered.loc[:, list(CANDIDATE_COLUMNS)].rename_axis("candidate_id")


def part_of(people: People, partition: str) -> dict[str, str]:
    """
    Give the part of each commune, and of each city whose arrondissements are all in one.

    Parameters
    ----------
    people
        With the codes that hold each.
    partition
        A name of `geo.access.survey.People.partitions`.

    Returns
    -------
    parts
        Code of the part by code of commune; empty where the commune is in none.
    """
    held: dict[str, set[str]] = {}
    for codes, part in zip(people.codes, people.partitions[partition], strict=True):
        for code in codes:
            held.setdefault(code, set()).add(part)
    return {code: min(parts) for code, parts in held.items() if len(parts) == 1}


def _existing(conn: Connection, survey: Survey, asked: SitesAsked) -> pd.DataFrame:
    """List places that welcome everyone; any door, or those of one réseau, where that is asked."""
    told = read_places(conn)
    places = survey.places
    wanted = places.is_door
    if asked.reseau != ALL_RESEAUX:
        wanted = wanted & np.array([reseau == asked.reseau for reseau in places.reseau])
    elif DOORS not in asked.kinds:
        everyone = [Profil.TOUT_PUBLIC]
        wanted = competent(places, read_competences(conn), everyone, Mission.ACCUEIL)
    kept = [places.ids[number] for number in np.flatnonzero(wanted)]
    rows = told.loc[kept]
    return pd.DataFrame(
        {
            "kind": rows["reseau"],
            "name": rows["nom"],
            "commune": read_place_communes(conn)["code_commune"].reindex(kept),
            "lon": rows["lon"],
            "lat": rows["lat"],
        }
    )


def _sites(conn: Connection, types: Sequence[str]) -> pd.DataFrame:
    sites = read_sites(conn)
    return (
        sites[sites["type"].isin(types)]
        .rename(columns={"type": "kind", "nom": "name", "code_commune": "commune"})
        .loc[:, ["kind", "name", "commune", "lon", "lat"]]
    )
