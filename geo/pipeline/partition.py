"""How well ways to cut the territory contain people's nearest useful place, from the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.partition import Parts, comparison, containment, crossings, useful_times
from geo.access.survey import People, Places, Survey, Times32
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import SourceError
from geo.export.decoupages import crossing_rows, partition_rows
from geo.export.tableur import write_csv
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.survey import read_surveys
from geo.pipeline.useful_places import check_reseau_is_there, useful_places
from geo.progress import Reporter
from geo.sources.partition_file import read_partition_file
from geo.store.engine import Connection
from geo.store.inputs import read_destinations, read_origins
from geo.store.parts import read_part_names, read_place_communes
from geo.store.surveys import read_people

PARTITIONS = ("bassin", "zone_emploi", "epci", "ept", "departement")
"""Those compared where none is asked; the region is one part, which contains everything."""

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionAsked:
    """
    What to look at.

    Attributes
    ----------
    mode
        How one travels.
    reseau
        Whose places are useful: a code, or `geo.domain.couverture.ALL_RESEAUX` for any door.
    profil, besoin
        Public and need, instead of a réseau; both or none.
    partitions
        Names of `geo.access.survey.People.partitions`; none for `PARTITIONS`.
    files
        Tables of communes and codes, beside them.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.
    """

    mode: Mode
    reseau: str = ALL_RESEAUX
    profil: Profil | None = None
    besoin: Mission | None = None
    partitions: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartitionsFound:
    """
    What was found.

    Attributes
    ----------
    comparison
        `geo.access.partition.COMPARISON_COLUMNS`, index ``partition``.
    parts, crossings
        By partition: `geo.access.partition.PART_COLUMNS` and `CROSSING_COLUMNS`.
    survey
        What it was found from.
    manifest
        Of the network that gave some of the times, where there is one.
    useful_places
        How many places may help, whoever they serve.
    names
        Names of parts, by partition and code.
    commune_names, place_names
        By ``origin_id`` and ``point_id``.
    absent
        Partitions that the store knows nothing of, and were not asked for by name.
    strangers
        By file: how many of its communes are not in the territory.
    """

    comparison: pd.DataFrame
    parts: Mapping[str, pd.DataFrame]
    crossings: Mapping[str, pd.DataFrame]
    survey: Survey
    manifest: Manifest | None
    useful_places: int
    names: Names
    commune_names: "pd.Series[str]"
    place_names: "pd.Series[str]"
    absent: tuple[str, ...] = ()
    strangers: Mapping[str, int] = field(default_factory=dict)


def find_partitions(conn: Connection, asked: PartitionAsked, report: Reporter) -> PartitionsFound:
    """
    Compare ways to cut the territory, in what the store holds.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to look at.
    report
        Shows the steps.

    Returns
    -------
    found
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories, places or competences were never loaded.
    SourceError
        If the réseau or a partition is unknown, a file cannot be used, or there is no such
        network.
    InputError
        If the mode can neither be estimated nor has a network.
    """
    check_reseau_is_there(conn, asked.reseau)
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if asked.network is None else asked.network.resolve()
    manifest = None if folder is None else read_manifest(folder)
    # what someone brings is checked before they wait
    codes, absent, strangers = _partitions(read_people(conn), asked)
    with report.step("Temps de trajet"):
        (survey,) = read_surveys(conn, [asked.mode], network=folder, threads=asked.threads)
        standing = read_place_communes(conn)["code_commune"]
    with report.step("Découpages"):
        useful = useful_places(
            conn, survey, reseau=asked.reseau, profil=asked.profil, besoin=asked.besoin
        )
        place_origins = _place_origins(survey.people, survey.places, standing)
        parts = {name: _parts(one, place_origins) for name, one in codes.items()}
        times_s = useful_times(survey, useful)
        return PartitionsFound(
            comparison=comparison(times_s, survey.people, parts, place_origins=place_origins),
            parts=_contained(times_s, survey.people, parts),
            crossings={name: crossings(survey, times_s, one) for name, one in parts.items()},
            survey=survey,
            manifest=manifest,
            useful_places=int(useful.any(axis=0).sum()),
            names=read_part_names(conn),
            commune_names=read_origins(conn)["nom"],
            place_names=read_destinations(conn)["nom"],
            absent=absent,
            strangers=strangers,
        )


def write_partitions(found: PartitionsFound, asked: PartitionAsked, path: Path) -> Path:
    """
    Write every partition and its parts as a CSV that a French spreadsheet opens.

    Parameters
    ----------
    found, asked
        What was found, of what.
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
    rows = partition_rows(found.comparison, found.parts, found.names)
    write_csv(rows.assign(**_context(found, asked)), path)
    return path


def write_crossings(found: PartitionsFound, asked: PartitionAsked, path: Path) -> Path:
    """
    Write the communes better served across a boundary.

    Parameters
    ----------
    found, asked, path
        As of `write_partitions`.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    named = {"commune": found.commune_names, "point": found.place_names}
    rows = crossing_rows(found.crossings, found.names, **named)
    context = _context(found, asked)
    del context["estime"]  # each row says it of its own times
    write_csv(rows.assign(**context), path)
    return path


def _partitions(
    people: People, asked: PartitionAsked
) -> tuple[dict[str, Sequence[str]], tuple[str, ...], dict[str, int]]:
    """Give the part of each origin, what no store knows, and how many strangers each file has."""
    by_default = () if asked.files else PARTITIONS
    names = dict.fromkeys(asked.partitions or by_default)
    codes: dict[str, Sequence[str]] = {name: people.partitions[name] for name in names}
    absent = tuple(name for name, parts in codes.items() if not any(parts))
    if asked.partitions and absent:
        raise SourceError(
            f"la base ne connaît pas le découpage {absent[0]} : chargez une référence qui l’a "
            "(deuxportes sources build-reference, puis deuxportes ingest reference)."
        )
    strangers = {}
    for path in asked.files:
        table = read_partition_file(path)
        if path.name in codes:
            raise SourceError(f"{path} : deux découpages de ce nom ; renommez ce fichier.")
        codes[path.name] = [_part_of(held, table) for held in people.codes]
        strangers[path.name] = len(set(table) - {code for held in people.codes for code in held})
        if not any(codes[path.name]):
            raise SourceError(f"{path} : aucune de ses communes n’est dans le territoire chargé.")
    return {name: codes[name] for name in codes if name not in absent}, absent, strangers


def _part_of(held: Sequence[str], table: Mapping[str, str]) -> str:
    """Give the part of an origin: that of its arrondissement, else of its city."""
    return next((table[code] for code in held if code in table), "")


def _place_origins(people: People, places: Places, standing: "pd.Series[str]") -> NDArray[np.intp]:
    """Give the position of the origin of the commune that each place stands in, -1 for none."""
    # the first code that holds an origin is its commune or arrondissement
    position = {held[0]: row for row, held in enumerate(people.codes)}
    communes = standing.reindex(list(places.ids))
    return np.array([position.get(code, -1) for code in communes], dtype=np.intp)


def _parts(codes: Sequence[str], place_origins: NDArray[np.intp]) -> Parts:
    with_none = (*codes, "")
    return Parts(people=tuple(codes), places=tuple(with_none[row] for row in place_origins))


def _contained(
    times_s: Times32, people: People, parts: Mapping[str, Parts]
) -> dict[str, pd.DataFrame]:
    return {name: containment(times_s, people.population, one) for name, one in parts.items()}


def _context(found: PartitionsFound, asked: PartitionAsked) -> dict[str, Any]:
    """Say on each row what it is about, and what its times are worth."""
    times = found.survey.times
    by_need = asked.profil is not None
    return {
        "reseau": None if by_need else asked.reseau,
        "profil": None if asked.profil is None else asked.profil.value,
        "besoin": None if asked.besoin is None else asked.besoin.value,
        "mode": times.mode,
        "estime": bool(times.is_estimate.any()),
        "publiable": times.publiable,
    }
