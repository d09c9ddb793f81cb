"""Who gains and who loses by a scenario, as people read it on a terminal."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from geo.access.gains import REGION, OriginChange, TerritoryChange
from geo.cli.show import number
from geo.cli.show_times import minutes, show_times
from geo.domain.couverture import Resultat
from geo.domain.horaires import PARIS
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from geo.export.scenario import PER, matters
from geo.network.estimate import LABELS
from geo.pipeline.scenario import ScenarioAsked, ScenarioFound

ROWS = 40
"""Lines shown at most; a file has them all."""

SORTS = {
    Opening: ("ouverture", "ouvertures"),
    Closing: ("fermeture", "fermetures"),
    Move: ("déplacement", "déplacements"),
    NewHours: ("changement d’horaires", "changements d’horaires"),
    NewCapacity: ("changement de capacité", "changements de capacité"),
}
RESULTS = {
    Resultat.UNE: "1 porte",
    Resultat.DEUX: "2 portes",
    Resultat.PLUS: "plus loin",
    Resultat.AUCUNE: "personne",
}
NOTHING = "Rien ne change pour personne."
WORDS = (
    "Gagne : qui passe à un meilleur résultat (personne, plus loin, 2 portes, 1 porte) ou, au "
    "même, met moins de temps. Couverts : un lieu qui aide ce public est à portée. Variation : du "
    "temps vers le plus proche de ces lieux, en moyenne sur les habitants qui en atteignent un "
    f"avant et après. Offre : capacité à portée pour {number(PER)} habitants, partagée entre ceux "
    "qui l’atteignent (deux étapes)."
)
LIMITS = (
    "Tous les habitants sont comptés, comme si chacun était de ce public, depuis un point par "
    "commune ou arrondissement ; les publics ne s’additionnent pas. Un lieu dont personne n’a dit "
    "la capacité compte pour 1, et celui dont la zone est inconnue sert tout le monde."
)


Figures = tuple[object, ...]


class Group(NamedTuple):
    """Publics and needs for which a territory changes in the same way."""

    profils: frozenset[Profil]
    missions: frozenset[Mission]
    change: TerritoryChange


def show_changes(found: ScenarioFound, asked: ScenarioAsked) -> None:
    """Print what changes by territory and public, the communes most affected, and the limits."""
    console = Console()
    budgets = ", ".join(map(minutes, found.cutoffs_s))
    within = f"{LABELS[asked.mode].lower()}, {budgets} au plus par trajet"
    console.print(f"{_summary(asked.scenario)} : {within}.", highlight=False, soft_wrap=True)
    groups = [*_groups(change for change in found.changes if matters(change))]
    if groups:
        console.print(_territories(groups, found, asked))
        if len(groups) > ROWS:
            console.print(f"… et {len(groups) - ROWS} autres lignes : --out FICHIER.csv")
    else:
        console.print(NOTHING)
    for title, changes in (("gagnent", found.gaining), ("perdent", found.losing)):
        if changes:
            console.print(_origins(f"Communes qui {title} le plus", changes, found.origin_names))
    for words in (*_notes(found, asked), WORDS, LIMITS):
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


def _at_instant(instant: datetime, found: ScenarioFound) -> str:
    when = instant.astimezone(PARIS)
    return (
        f"Lieux ouverts le {when:%d/%m/%Y à %H:%M}, un rendez-vous n’étant pas une porte ouverte. "
        f"De {number(found.unknown_hours)} lieux sur {number(len(found.after.places.ids))} on "
        "l’ignore : ils ne sont pas comptés ; « incertains » : pour qui cela changerait le verdict."
    )


def _groups(changes: Iterable[TerritoryChange]) -> Iterator[Group]:
    """Put publics and needs of the same figures together, where they make a whole."""
    of_need: dict[tuple[Figures, Mission], list[TerritoryChange]] = {}
    for change in changes:
        of_need.setdefault((_figures(change), change.mission), []).append(change)
    merged: dict[tuple[Figures, frozenset[Profil]], list[TerritoryChange]] = {}
    for (figures, _), same in of_need.items():
        merged.setdefault((figures, frozenset(one.profil for one in same)), []).append(same[0])
    for (_, profils), same in merged.items():
        yield Group(profils, frozenset(one.mission for one in same), same[0])


def _figures(change: TerritoryChange) -> Figures:
    """Give all that is shown of a territory."""
    return (
        change.territory_type, change.territory_code, change.cutoff_s, change.gaining,
        change.losing, change.uncertain, change.newly_covered, change.no_longer_covered,
        change.mean_change_s, change.access_before, change.access_after,
    )  # fmt: skip


def _territories(groups: Sequence[Group], found: ScenarioFound, asked: ScenarioAsked) -> Table:
    several = len(found.cutoffs_s) > 1
    in_doubt = asked.scenario.instant is not None
    table = Table(title="Habitants qui gagnent et qui perdent", title_justify="left")
    for heading in ("", "publics", "besoins", *(["au plus"] if several else [])):
        table.add_column(heading, overflow="fold")
    headings = ["gagnent", "perdent", *(["incertains"] if in_doubt else [])]
    for heading in (*headings, "couverts en plus", "en moins", "variation", "offre"):
        table.add_column(heading, justify="right")
    for group in sorted(groups, key=_order)[:ROWS]:
        change = group.change
        name = found.names.get(change.territory_type, {}).get(change.territory_code)
        counts = [change.gaining, change.losing, *([change.uncertain] if in_doubt else [])]
        table.add_row(
            name or change.territory_code,
            _listed(group.profils, asked.profiles),
            _listed(group.missions, asked.missions),
            *([minutes(change.cutoff_s)] if several else []),
            *map(number, (*counts, change.newly_covered, change.no_longer_covered)),
            _variation(change.mean_change_s),
            f"{_offer(change.access_before)} → {_offer(change.access_after)}",
        )
    return table


def _order(group: Group) -> tuple[bool, int, str]:
    """Put the region at the end, and those whom most residents are concerned by first."""
    change = group.change
    return change.territory_type == REGION, -change.gaining - change.losing, change.territory_code


def _listed(some: Collection[StrEnum], asked: Sequence[StrEnum]) -> str:
    if len(some) == len(asked) > 1:
        return "tous"
    return ", ".join(one.value for one in asked if one in some)


def _variation(seconds: float | None) -> str:
    if seconds is None:
        return "—"
    sign = "+" if seconds > 0 else "−" if seconds < 0 else ""  # noqa: RUF001 - a minus
    return f"{sign}{minutes(abs(seconds))}"


def _offer(access: float | None) -> str:
    return "—" if access is None else f"{access * PER:.3f}".replace(".", ",")


def _origins(title: str, changes: Sequence[OriginChange], names: Mapping[str, str]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("", "habitants", "publics", "avant", "après"):
        table.add_column(heading, justify="right" if heading == "habitants" else "left")
    for change in changes:
        table.add_row(
            names.get(change.origin_id, change.origin_id),
            number(change.population),
            _publics(change),
            _result(change.before, change.before_s),
            _result(change.after, change.after_s),
        )
    return table


def _publics(change: OriginChange) -> str:
    others = len(change.profils) - 1
    more = f" et {others} autre{'s' if others > 1 else ''}" if others else ""
    return f"{change.profil.value}, {change.mission.value}{more}"


def _result(result: Resultat, seconds: float | None) -> str:
    return RESULTS[result] + ("" if seconds is None else f", {minutes(seconds)}")
