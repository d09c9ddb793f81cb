"""Who gains and who loses by a scenario, as people read it on a terminal."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from rich.box import SIMPLE
from rich.console import Console, JustifyMethod
from rich.table import Table

from geo.access.gains import REGION, OriginChange, TerritoryChange
from geo.cli.show import number
from geo.cli.show_times import minutes, show_times
from geo.domain.couverture import Resultat
from geo.domain.horaires import PARIS
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from geo.export.scenario import PER
from geo.network.estimate import LABELS
from geo.pipeline.scenario import ScenarioAsked, ScenarioFound

LOOKS: dict[str, Any] = {
    "title_justify": "left",
    "caption_justify": "left",
    "box": SIMPLE,
    "padding": (0, 1, 0, 0),
    "pad_edge": False,
}
"""Of tables: narrow, since names are long and terminals have 80 columns."""

ROWS = 40
"""Lines shown at most; a file has them all."""

SORTS = {
    Opening: ("ouverture", "ouvertures"),
    Closing: ("fermeture", "fermetures"),
    Move: ("déplacement", "déplacements"),
    NewHours: ("changement d’horaires", "changements d’horaires"),
    NewCapacity: ("changement de capacité", "changements de capacité"),
}
SIGNS = {-1: "−", 0: "", 1: "+"}  # noqa: RUF001 - a minus
MINUTE_S = 60
RESULTS = {
    Resultat.UNE: "1 porte",
    Resultat.DEUX: "2 portes",
    Resultat.PLUS: "plus loin",
    Resultat.AUCUNE: "personne",
}
NOTHING = "Rien ne change pour personne."
WORDS = (
    "Gagne : qui passe à un meilleur résultat (personne, plus loin, 2 portes, 1 porte) ou, au "
    "même, 1 porte ou 2, met moins de temps ; au-delà de la durée, aucun temps ne compte. "
    "Couverts : qui ont à portée un lieu qui aide ce public, en plus ou en moins. Variation : du "
    "temps vers le plus proche de ces lieux, en moyenne sur les habitants qui en atteignent un "
    "avant et après."
)
TIMES = "Temps : trajet direct vers qui aide ; pour 2 portes, le plus long des deux trajets."
MOSTLY_IN_DOUBT = (
    "La plupart des habitants sont en doute à cet instant : les chiffres ne valent que pour les "
    "autres."
)
OFFER = (
    f"Offre : capacité à portée pour {number(PER)} habitants, partagée entre ceux qui l’atteignent "
    "(deux étapes)."
)
LIMITS = (
    "Tous les habitants sont comptés, comme si chacun était de ce public, depuis un point par "
    "commune ou arrondissement ; les publics ne s’additionnent pas. Un lieu dont personne n’a dit "
    "la capacité compte pour 1, et celui dont la zone est inconnue sert tout le monde."
)


Shown = tuple[object, ...]


class Group(NamedTuple):
    """Publics and needs for which a territory is shown in the same way, and one of them."""

    profils: frozenset[Profil]
    missions: frozenset[Mission]
    change: TerritoryChange


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One table of territories: what it shows of a change, and of which."""

    title: str
    cutoff_s: int
    headings: tuple[str, ...]
    cells: Callable[[TerritoryChange], tuple[str, ...]]
    concerns: Callable[[TerritoryChange], int]


def show_changes(found: ScenarioFound, asked: ScenarioAsked) -> None:
    """Print what changes by territory and public, the communes most affected, and the limits."""
    console = Console()
    budgets = ", ".join(map(minutes, found.cutoffs_s))
    within = f"{LABELS[asked.mode].lower()}, {budgets} au plus par trajet"
    console.print(f"{_summary(asked.scenario)} : {within}.", highlight=False, soft_wrap=True)
    tables = [table for view in _views(found, asked) for table in _tables(view, found, asked)]
    for table in tables:
        console.print(table)
    if not tables:
        console.print(NOTHING)
    for title, changes in (("gagnent", found.gaining), ("perdent", found.losing)):
        if changes:
            console.print(_origins(f"Communes qui {title} le plus", changes, found.origin_names))
    offer = [OFFER] if asked.scenario.of(NewCapacity) else []
    for words in (*_notes(found, asked), WORDS, *offer, LIMITS):
        console.print(words, highlight=False, soft_wrap=True)
    show_times([found.before], found.manifest)


def _summary(scenario: Scenario) -> str:
    counts = [(len(scenario.of(kind)), *words) for kind, words in SORTS.items()]
    told = [f"{count} {many if count > 1 else one}" for count, one, many in counts if count]
    return "Scénario : " + (", ".join(told) or "aucun changement")


def _notes(found: ScenarioFound, asked: ScenarioAsked) -> Iterator[str]:
    for reference in found.references:
        yield f"Durée de référence, {minutes(reference.au_plus_s)} : {reference.source}."
    if found.far_m is not None:
        yield (
            f"Une position est à {number(round(found.far_m / 1000))} km de tout habitant : "
            "« lon » et « lat » sont-elles à leur place ?"
        )
    if asked.scenario.instant is not None:
        yield _at_instant(asked.scenario.instant, found)
    regions = [change for change in found.changes if change.territory_type == REGION]
    if any(2 * change.uncertain > change.population for change in regions):
        yield MOSTLY_IN_DOUBT


def _at_instant(instant: datetime, found: ScenarioFound) -> str:
    when = instant.astimezone(PARIS)
    return (
        f"Lieux ouverts le {when:%d/%m/%Y à %H:%M}, un rendez-vous n’étant pas une porte ouverte. "
        f"De {number(found.unknown_hours)} lieux sur {number(len(found.after.places.ids))} on "
        "l’ignore : ils ne sont pas comptés ; en doute : pour qui cela changerait le verdict."
    )


def _views(found: ScenarioFound, asked: ScenarioAsked) -> Iterator[View]:
    in_doubt = asked.scenario.instant is not None
    for cutoff_s in found.cutoffs_s:
        yield View(
            title=f"Habitants qui gagnent et qui perdent, {minutes(cutoff_s)} au plus",
            cutoff_s=cutoff_s,
            headings=(
                "gagnent", "perdent", *(["en doute"] if in_doubt else []), "couverts", "variation"
            ),
            cells=partial(_people, in_doubt=in_doubt),
            concerns=lambda change: change.gaining + change.losing + change.uncertain,
        )  # fmt: skip
        if asked.scenario.of(NewCapacity):
            yield View(
                title=f"Offre pour {number(PER)} habitants, {minutes(cutoff_s)} au plus",
                cutoff_s=cutoff_s,
                headings=("avant", "après"),
                cells=lambda change: (_offer(change.access_before), _offer(change.access_after)),
                concerns=lambda change: change.more_access + change.less_access,
            )


def _people(change: TerritoryChange, *, in_doubt: bool) -> tuple[str, ...]:
    counts = [change.gaining, change.losing, *([change.uncertain] if in_doubt else [])]
    covered = _signed(change.newly_covered - change.no_longer_covered)
    return *map(number, counts), covered, _variation(change.mean_change_s)


def _tables(view: View, found: ScenarioFound, asked: ScenarioAsked) -> Iterator[Table]:
    """Give the table of a view, unless it has no line."""
    groups = sorted(_groups(view, found.changes), key=partial(_order, view))
    if not groups:
        return
    table = Table(title=view.title, **LOOKS)
    table.add_column("", overflow="fold", min_width=13)
    table.add_column("pour", overflow="fold", min_width=12)
    for heading in view.headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for group in _shown(groups):
        change = group.change
        name = found.names.get(change.territory_type, {}).get(change.territory_code)
        table.add_row(name or change.territory_code, _for_whom(group, asked), *view.cells(change))
    if len(groups) > ROWS:
        table.caption = f"Et {number(len(groups) - ROWS)} autres lignes : --out FICHIER.csv"
    yield table


def _shown(groups: Sequence[Group]) -> list[Group]:
    """Keep the first of the territories, and the region whole."""
    region = [group for group in groups if group.change.territory_type == REGION]
    return [*groups[: max(ROWS - len(region), 0)], *region] if len(groups) > ROWS else [*groups]


def _groups(view: View, changes: Iterable[TerritoryChange]) -> Iterator[Group]:
    """Put publics and needs that would be shown alike together, where they make a whole."""
    of_need: dict[tuple[Shown, Mission], list[TerritoryChange]] = {}
    for change in changes:
        if change.cutoff_s == view.cutoff_s and view.concerns(change):
            alike: Shown = (change.territory_type, change.territory_code, *view.cells(change))
            of_need.setdefault((alike, change.mission), []).append(change)
    merged: dict[tuple[Shown, frozenset[Profil]], list[TerritoryChange]] = {}
    for (shown, _), same in of_need.items():
        merged.setdefault((shown, frozenset(one.profil for one in same)), []).append(same[0])
    for (_, profils), same in merged.items():
        yield Group(profils, frozenset(one.mission for one in same), same[0])


def _for_whom(group: Group, asked: ScenarioAsked) -> str:
    publics = _listed(group.profils, asked.profiles, "tous les publics")
    return f"{publics} : {_listed(group.missions, asked.missions, 'tous les besoins')}"


def _order(view: View, group: Group) -> tuple[bool, int, str]:
    """Put the region at the end, and territories before it by the residents concerned."""
    change = group.change
    return change.territory_type == REGION, -view.concerns(change), change.territory_code


def _listed(some: Collection[StrEnum], asked: Sequence[StrEnum], every: str) -> str:
    if len(some) == len(asked) > 1:
        return every
    return ", ".join(one.value for one in asked if one in some)


def _signed(count: int) -> str:
    return f"{SIGNS[np.sign(count)]}{number(abs(count))}"


def _variation(seconds: float | None) -> str:
    if seconds is None:
        return "—"
    if 0 < abs(seconds) < 1:
        return "< 1 s"
    shown = minutes(abs(seconds)) if abs(seconds) >= MINUTE_S else f"{abs(seconds):.0f} s"
    return f"{SIGNS[np.sign(seconds)]}{shown}"


def _offer(access: float | None) -> str:
    return "—" if access is None else f"{access * PER:.3f}".replace(".", ",")


def _origins(title: str, changes: Sequence[OriginChange], names: Mapping[str, str]) -> Table:
    table = Table(title=title, caption=TIMES, **LOOKS)
    for heading in ("", "habitants", "pour", "avant", "après"):
        right, name = heading == "habitants", heading in {"", "pour"}
        justify: JustifyMethod = "right" if right else "left"
        # spaces within numbers and times would break, though they are narrow or not to be broken
        table.add_column(heading, justify=justify, no_wrap=not name, overflow="fold")
    for change in changes:
        table.add_row(
            names.get(change.origin_id, change.origin_id),
            number(change.population),
            f"{change.profil.value} : {change.mission.value}",
            _result(change.before, change.before_s, change.through_before_s),
            _result(change.after, change.after_s, change.through_after_s),
        )
    return table


def _result(result: Resultat, direct_s: float | None, through_s: float | None) -> str:
    """Write a result with the time that it rests on."""
    seconds = through_s if result is Resultat.DEUX else direct_s
    return RESULTS[result] + ("" if seconds is None else f"\n{minutes(seconds)}")
