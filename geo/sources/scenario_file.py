"""The scenario that a planner writes down: a TOML file with French keys."""

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from geo.domain.couverture import LONGEST_S
from geo.domain.horaires import HOLIDAY_YEARS, PARIS, check_horaires
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import (
    INCONNUS,
    WORDS,
    Change,
    Closing,
    Move,
    NewCapacity,
    NewHours,
    Opening,
    Scenario,
    ScenarioError,
    check_hours_count,
)
from geo.errors import InputError, SourceError
from geo.network.estimate import Mode
from geo.sources.declared import NUMBER, TEXT, TEXTS, Kind, Table, check_table

Word = TypeVar("Word", bound=StrEnum)

LONGITUDE = Kind(
    "une longitude en degrés, environ 2 à Paris",
    lambda value: NUMBER.accepts(value) and -180 <= value <= 180,  # noqa: PLR2004 - degrees
)
LATITUDE = Kind(
    "une latitude en degrés, environ 49 à Paris",
    lambda value: NUMBER.accepts(value) and -90 <= value <= 90,  # noqa: PLR2004 - degrees
)
CAPACITY = Kind(
    "un nombre de conseillers, 0 ou plus",
    lambda value: NUMBER.accepts(value) and 0 <= value < math.inf,
)
HOURS = Kind(
    "des horaires comme « Mo-Fr 09:00-12:00,13:30-17:00 » (opening_hours d’OpenStreetMap), ou "
    f"« {INCONNUS} »",
    lambda value: TEXT.accepts(value) and _are_hours(value),
)
SOME = Kind(
    "une liste de textes, avec au moins un",
    lambda value: bool(value) and TEXTS.accepts(value),
)
MODE = Kind(
    f"un mode de déplacement : {', '.join(Mode)}",
    lambda value: TEXT.accepts(value) and value in set(Mode),
)
SECONDS = Kind(
    f"une durée en secondes (1200 pour 20 minutes, {LONGEST_S} au plus), ou une liste de durées",
    lambda value: (
        bool(value) and all(type(one) is int and 0 < one <= LONGEST_S for one in _listed(value))
    ),
)
INSTANT = Kind(
    "un instant sans guillemets, comme 2026-11-24T10:00:00 (heure de Paris), de "
    f"{HOLIDAY_YEARS[0]} à {HOLIDAY_YEARS[1]}",
    lambda value: (
        isinstance(value, datetime) and HOLIDAY_YEARS[0] <= value.year <= HOLIDAY_YEARS[1]
    ),
)

TABLES = Kind(
    "une suite de tables, comme [[ouvrir]]",
    lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
)

SETTINGS: Mapping[str, Kind] = MappingProxyType(
    {"mode": MODE, "au_plus_s": SECONDS, "profils": SOME, "besoins": SOME, "instant": INSTANT}
)
"""What a file says beside changes; all of it may be left out."""

PLACE = {"point_id": TEXT}
POSITION = {"lon": LONGITUDE, "lat": LATITUDE}
KEYS: Mapping[type[Change], Mapping[str, Kind]] = MappingProxyType(
    {
        Opening: {
            "reseau": TEXT, **POSITION, "publics": SOME, "missions": SOME,
            "zone_competence": SOME, "horaires": HOURS, "capacite": CAPACITY,
        },
        Closing: PLACE,
        Move: {**PLACE, **POSITION},
        NewHours: {**PLACE, "horaires": HOURS},
        NewCapacity: {**PLACE, "capacite": CAPACITY},
    }
)  # fmt: skip
"""What the tables of each sort of change hold."""

OPTIONAL = ("publics", "missions", "zone_competence", "horaires", "capacite")
"""What an opening may leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile:
    """
    What a file asks.

    Attributes
    ----------
    scenario
        The changes, and when hours count.
    mode
        How one travels; None where the file leaves it open.
    cutoffs_s
        Budgets in seconds.
    profils, missions
        Publics and needs.
    """

    scenario: Scenario
    mode: Mode | None = None
    cutoffs_s: tuple[int, ...] = ()
    profils: tuple[Profil, ...] = ()
    missions: tuple[Mission, ...] = ()


def example() -> str:
    """
    Give a commented scenario, to be filled in.

    Returns
    -------
    text
        TOML that `read_scenario` reads.
    """
    return Path(__file__).with_name("scenario_exemple.toml").read_text(encoding="utf-8")


def read_scenario(path: Path) -> ScenarioFile:
    """
    Read a scenario.

    Parameters
    ----------
    path
        Of a TOML file.

    Returns
    -------
    asked
        Empty where the file leaves something open.

    Raises
    ------
    SourceError
        If the file is absent or no TOML, has another key, a key holds something else, or the
        changes contradict one another; in French, for whoever wrote it.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(
            f"le scénario {path} ne se lit pas ({error}). Un modèle à remplir : deuxportes scenario"
            " --exemple"
        ) from error
    try:
        return _read(document, str(path))
    except ScenarioError as error:
        raise SourceError(f"{path} : {error}") from error


def _read(document: Table, where: str) -> ScenarioFile:
    kinds = {**SETTINGS, **dict.fromkeys(WORDS.values(), TABLES)}
    check_table(document, kinds, where, optional=kinds)
    changes = [change for kind in WORDS for change in _changes(document, kind, where)]
    instant = document.get("instant")
    scenario = Scenario(changes=tuple(changes), instant=instant and _in_paris(instant))
    check_hours_count(scenario)
    return ScenarioFile(
        scenario=scenario,
        mode=Mode(document["mode"]) if "mode" in document else None,
        cutoffs_s=tuple(dict.fromkeys(_listed(document.get("au_plus_s", [])))),
        profils=_words(document.get("profils", ()), Profil, f"{where} : profils"),
        missions=_words(document.get("besoins", ()), Mission, f"{where} : besoins"),
    )


def _changes(document: Table, kind: type[Change], where: str) -> Iterable[Change]:
    word = WORDS[kind]
    for number, table in enumerate(document.get(word, []), 1):
        at = f"{where} : [[{word}]] n° {number}"
        optional = OPTIONAL if kind is Opening else ()
        check_table(table, KEYS[kind], at, optional=optional)
        yield MAKE[kind](table, at)


def _opening(table: Table, at: str) -> Opening:
    publics = _words(table.get("publics", ()), Profil, f"{at} : publics")
    missions = _words(table.get("missions", ()), Mission, f"{at} : missions")
    return Opening(
        reseau=table["reseau"],
        lon=table["lon"],
        lat=table["lat"],
        publics=publics or None,
        missions=missions or None,
        zone_competence=tuple(table.get("zone_competence", ())) or None,
        horaires=_hours(table),
        capacity=float(table.get("capacite", 1)),
    )


MAKE: Mapping[type[Change], Callable[[Table, str], Change]] = MappingProxyType(
    {
        Opening: _opening,
        Closing: lambda table, _: Closing(point_id=table["point_id"]),
        Move: lambda table, _: Move(**table),
        NewHours: lambda table, _: NewHours(point_id=table["point_id"], horaires=_hours(table)),
        NewCapacity: lambda table, _: NewCapacity(
            point_id=table["point_id"], capacity=float(table["capacite"])
        ),
    }
)


def _hours(table: Table) -> str | None:
    text: str = table.get("horaires", INCONNUS)
    return None if text == INCONNUS else text


def _are_hours(text: str) -> bool:
    try:
        return text == INCONNUS or bool(check_horaires(text))
    except InputError:
        return False


def _words(values: Iterable[str], words: type[Word], where: str) -> tuple[Word, ...]:
    unknown = [value for value in values if value not in set(words)]
    if unknown:
        listed = ", ".join(words)
        raise SourceError(f"{where} : {unknown} n’existe pas ; il y a : {listed}.")
    return tuple(dict.fromkeys(words(value) for value in values))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - whatever a file holds
    return value if isinstance(value, list) else [value]


def _in_paris(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)
