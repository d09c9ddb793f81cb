"""What a diagnosis is found from: people, places, times, rules and thresholds, read once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.access.survey import Flags, People, Places, Survey, Times32
from geo.domain.temps_reference import TempsReference
from geo.errors import SourceError, StoreEmptyError
from geo.network.estimate import LABELS, Mode
from geo.network.library import read_manifest
from geo.network.manifest import Manifest
from geo.pipeline.gaps import Ground as GapGround
from geo.pipeline.gaps import read_ground as read_gap_ground
from geo.pipeline.survey import all_surveys, times_to
from geo.progress import Reporter
from geo.store.directory import read_bassins, read_communes, read_region_names
from geo.store.engine import Connection
from geo.store.inputs import read_origins, read_reseaux
from geo.store.surveys import read_people, read_places, to_places

DEFAULT_CUTOFF_S = 1200
"""
Threshold of a mode that no reference time is declared for: 20 min, project choice.

What `data/reference/temps.toml` declares on foot, by bicycle and by car.
"""

BASSIN, REGION = "bassin", "region"
"""Kinds of territories, as of `geo.domain.dossier.TypeTerritoire`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticAsked:
    """
    What to diagnose.

    Attributes
    ----------
    region
        Code of the region; None for the one that the store holds.
    modes
        How people travel; None for all that can be estimated, after those of the network.
    cutoff_s
        Threshold in seconds, inclusive, for all modes; None for the reference time of each.
    on
        The day that the figures speak of.
    network
        Folder of a built street network; None to estimate.
    threads
        How many to use on a network; the result is the same.
    """

    on: date
    region: str | None = None
    modes: tuple[Mode, ...] | None = None
    cutoff_s: int | None = None
    network: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Territory:
    """
    A territory to write of.

    Attributes
    ----------
    kind, code
        `BASSIN` or `REGION`, and which.
    origins
        Shape ``(n,)``: origins that lie in it.
    population
        Residents of these.
    """

    kind: str
    code: str
    origins: Flags
    population: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """
    What every part of a diagnosis is found from; ``n`` origins.

    Attributes
    ----------
    region_code, region_name
        Of the region.
    surveys
        A mode each, of the same people and places; in the order to show.
    cutoffs_s
        Threshold by mode.
    references
        Declared time by mode, where it is the threshold.
    gaps
        What gap zones are found on: rules, doubts, candidate sites, polygons.
    reseaux
        From `geo.store.inputs.read_reseaux`.
    bassins, communes
        GeoDataFrames of the region.
    origins
        `geo.diagnostics.findings.ORIGIN_COLUMNS`, in the order of the people.
    network, manifest
        Of the street network, where there is one; its folder is no link.
    threads
        How many to use on it.
    """

    region_code: str
    region_name: str
    surveys: tuple[Survey, ...]
    cutoffs_s: Mapping[str, int]
    references: Mapping[str, TempsReference]
    gaps: GapGround
    reseaux: pd.DataFrame
    bassins: Any
    communes: Any
    origins: pd.DataFrame
    network: Path | None
    manifest: Manifest | None
    threads: int

    @property
    def people(self) -> People:
        """Those of every survey."""
        return self.surveys[0].people

    @property
    def places(self) -> Places:
        """Those of every survey."""
        return self.surveys[0].places

    @property
    def modes(self) -> tuple[str, ...]:
        """How people travel, in the order to show."""
        return tuple(survey.times.mode for survey in self.surveys)

    @cached_property
    def territories(self) -> tuple[Territory, ...]:
        """Bassins by code, then the region."""
        bassin = self.origins["code_bassin"].to_numpy()
        told = [(BASSIN, str(code), bassin == code) for code in self.bassins.index]
        everywhere = np.ones(len(bassin), dtype=np.bool_)
        population = self.people.population
        return tuple(
            Territory(
                kind=kind, code=code, origins=inside, population=int(population[inside].sum())
            )
            for kind, code, inside in [*told, (REGION, self.region_code, everywhere)]
        )

    @cached_property
    def site_times_s(self) -> Mapping[str, Times32]:
        """By mode, shape ``(n, sites)``: times to the candidate sites, found once for all uses."""
        sites = self.gaps.sites[["lon", "lat"]].to_numpy(dtype=np.float64)
        return {mode: self._times_to(sites, mode) for mode in self.modes}

    def _times_to(self, lon_lat: np.ndarray, mode: str) -> Times32:
        network = self.network if mode in self.on_network else None
        times_s, _ = times_to(
            self.people.lon_lat, lon_lat, Mode(mode), network=network, threads=self.threads
        )
        return times_s

    @property
    def on_network(self) -> tuple[str, ...]:
        """Modes whose times come from the network; the others are estimated."""
        has = () if self.manifest is None else self.manifest.profiles
        return tuple(mode for mode in self.modes if Mode(mode) in has)


def read_ground(conn: Connection, asked: DiagnosticAsked, report: Reporter) -> Ground:
    """
    Read all that a diagnosis is found from, and find the times.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to diagnose.
    report
        Shows the step.

    Returns
    -------
    ground
        Of the store's present content; there may be no place, and no bassin.

    Raises
    ------
    StoreEmptyError
        If territories, réseaux or rules were never loaded.
    SourceError
        If the store does not hold the region, or there is no such network, it is damaged or lacks a
        mode.
    InputError
        If a mode can neither be estimated nor has a network.
    """
    # its name is a link that moves when it is built again: hold on to where it leads now
    network = None if asked.network is None else asked.network.resolve()
    people = read_people(conn)
    code, name = _region(read_region_names(conn), people, asked.region)
    gaps = read_gap_ground(conn)
    with report.step("Temps de trajet"):
        surveys = _in_order(
            all_surveys(
                people,
                _places(conn),
                asked.modes,
                network=network,
                threads=asked.threads,
            )
        )
    modes = [survey.times.mode for survey in surveys]
    references = {} if asked.cutoff_s else _references(gaps.references, modes)
    bassins, communes = read_bassins(conn), read_communes(conn)
    chosen = asked.cutoff_s or DEFAULT_CUTOFF_S
    return Ground(
        region_code=code,
        region_name=name,
        surveys=surveys,
        cutoffs_s={
            mode: references[mode].au_plus_s if mode in references else chosen for mode in modes
        },
        references=references,
        gaps=gaps,
        reseaux=read_reseaux(conn),
        bassins=bassins[bassins["code_region"] == code],
        communes=communes[communes["code_region"] == code],
        origins=_origins(conn, people),
        network=network,
        manifest=None if network is None else read_manifest(network),
        threads=asked.threads,
    )


def by_territory(
    ground: Ground, row: Callable[[Territory], Mapping[str, object]]
) -> list[dict[str, object]]:
    """
    Give a row of each territory: its kind and code, then what is told of it.

    Parameters
    ----------
    ground
        Whose territories.
    row
        What to tell of one.

    Returns
    -------
    rows
        In the order of `Ground.territories`.
    """
    return [
        {"territory_type": one.kind, "territory_code": one.code, **row(one)}
        for one in ground.territories
    ]


def _region(names: Mapping[str, str], people: People, asked: str | None) -> tuple[str, str]:
    """Give the code and name of the one region of the store."""
    held = sorted(set(people.partitions[REGION]))
    told = ", ".join(f"{code} ({names[code]})" if code in names else code for code in held)
    if asked is not None and asked not in held:
        raise SourceError(
            f"la base ne contient pas la région « {asked} » ; elle contient : {told}. Chargez "
            "l’autre avec deuxportes sources build-reference, puis deuxportes ingest reference."
        )
    if len(held) > 1:
        raise SourceError(
            f"la base contient plusieurs régions : {told}. Un diagnostic est celui d’une région : "
            "chargez-la seule avec deuxportes ingest reference."
        )
    return held[0], names.get(held[0], held[0])


def _places(conn: Connection) -> Places:
    """Read places, of which there may be none."""
    try:
        return read_places(conn)
    except StoreEmptyError:
        return to_places([])


def _in_order(surveys: Sequence[Survey]) -> tuple[Survey, ...]:
    """Put modes in the order to show, whatever the order they were asked in."""
    rank = {mode.value: number for number, mode in enumerate(LABELS)}
    return tuple(sorted(surveys, key=lambda survey: rank[survey.times.mode]))


def _references(
    declared: Sequence[TempsReference], modes: Sequence[str]
) -> dict[str, TempsReference]:
    by_mode = {one.mode: one for one in declared}
    return {mode: by_mode[mode] for mode in modes if mode in by_mode}


def _origins(conn: Connection, people: People) -> pd.DataFrame:
    origins = read_origins(conn).loc[list(people.ids)]
    told = origins.assign(code_bassin=list(people.partitions[BASSIN]))
    return told[["code_commune", "nom", "code_bassin", "population", "lon", "lat"]]
