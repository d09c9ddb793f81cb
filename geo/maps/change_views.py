"""The map of a scenario: before, after, and who gains or loses."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from geo.access.comparison import Compared
from geo.access.doors import DEUX, UNE
from geo.domain.mission import LABELS as NEED_LABELS
from geo.domain.profil import LABELS as PROFILE_LABELS
from geo.maps.classes import CHANGES, DOORS, GAINING, LOSING, SAME
from geo.maps.sheet import Sheet
from geo.maps.terrain import NOT_KNOWN, Floats, Numbers, Spot, Terrain, View
from geo.maps.wording import ONE_POINT, counted, minutes, mode_name, residents

CHANGE, BEFORE, AFTER = "Différence", "Avant", "Après"

NOTES = (
    (
        "Gagne qui a moins de portes à pousser, ou, à portes égales, un trajet plus court d’une"
        " seconde au moins ; perd, l’inverse. Au-delà de la durée dite, aucun temps ne compte."
    ),
    (
        "Une porte : un point compétent est à portée. Deux portes : un premier accueil, puis un"
        " point compétent, chaque trajet dans la durée dite."
    ),
    ONE_POINT,
)

UNCERTAIN = (
    "Pour {people}, la réponse dépend de points dont on ne sait pas s’ils sont ouverts à cet "
    "instant ; ils comptent ici comme fermés."
)


def change_terrain(
    compared: Sequence[Compared], spots: Sequence[Spot], sheet: Sheet, *, mode: str
) -> Terrain:
    """
    Gather the map of a scenario.

    Parameters
    ----------
    compared
        A value a public, need and budget, in the order to show; of the areas of the land.
    spots
        Places that open, close or move.
    sheet
        What it is drawn on.
    mode
        How people travel.

    Returns
    -------
    terrain
        Three views each: what changes, before, after.
    """
    several = len({one.cutoff_s for one in compared}) > 1
    asked = ("Montrer", "Public", "Besoin", *(("Durée au plus",) if several else ()))
    gone = {(one.name, one.lon, one.lat) for one in spots}
    kept = [one for one in sheet.spots if (one.name, one.lon, one.lat) not in gone]
    ordered = _most_changed_first(compared, sheet)
    views = [view for one in ordered for view in _views(one, sheet, mode=mode, told_cutoff=several)]
    return Terrain(
        title="Que changerait ce scénario, et pour qui\N{NO-BREAK SPACE}?",
        asked=asked,
        views=tuple(views),
        spots=(*spots, *kept),
        notes=NOTES,
        **sheet.heading(),
    )


def _most_changed_first(compared: Sequence[Compared], sheet: Sheet) -> list[Compared]:
    """Lead with the question that changes for most people; the others in their order."""
    changed = [int(sheet.land.population[one.verdict != 0].sum()) for one in compared]
    first = changed.index(max(changed))
    return [compared[first], *compared[:first], *compared[first + 1 :]]


def _views(compared: Compared, sheet: Sheet, *, mode: str, told_cutoff: bool) -> Iterator[View]:
    budget = (minutes(compared.cutoff_s),) if told_cutoff else ()
    answers = (PROFILE_LABELS[compared.profil], NEED_LABELS[compared.mission], *budget)
    within = f"{minutes(compared.cutoff_s)} ou moins par trajet, {mode_name(mode).lower()}"
    trial = mode in sheet.trial_modes
    changes = np.select([compared.verdict > 0, compared.verdict < 0], [GAINING, LOSING], SAME)
    yield View(
        answers=(CHANGE, *answers),
        title=f"Ce qui change, {within}",
        summary=_summary(compared, sheet),
        legend=CHANGES,
        classes=_known(changes, compared),
        is_estimate=compared.is_estimate,
        said=_before_after(compared),
        trial=trial,
    )
    for words, outcome, times_s in (
        (BEFORE, compared.outcome_before, _times(compared, after=False)),
        (AFTER, compared.outcome_after, _times(compared, after=True)),
    ):
        classes = _known(outcome, compared)
        yield View(
            answers=(words, *answers),
            title=f"{words}\N{NO-BREAK SPACE}: portes à pousser, {within}",
            summary=_doors(classes, sheet, words),
            legend=DOORS,
            classes=classes,
            times_s=times_s,
            is_estimate=compared.is_estimate,
            leading=2,
            leading_words="en une ou deux portes",
            trial=trial,
        )


def _known(classes: NDArray[np.integer], compared: Compared) -> Numbers:
    return np.where(compared.measured, classes, NOT_KNOWN).astype(np.int64)


def _times(compared: Compared, *, after: bool) -> Floats:
    """Give the time that counts of whoever is helped by two doors at most; else ``inf``."""
    if after:
        outcome, told = compared.outcome_after, (compared.after_s, compared.through_after_s)
    else:
        outcome, told = compared.outcome_before, (compared.before_s, compared.through_before_s)
    return np.select([outcome == UNE, outcome == DEUX], list(told), np.inf).astype(np.float64)


def _before_after(compared: Compared) -> dict[int, str]:
    """Say of each area that gains or loses what it had and has."""
    before, after = (_times(compared, after=one) for one in (False, True))
    changed = np.flatnonzero((compared.verdict != 0) & compared.measured)
    return {
        int(area): " → ".join(
            _state(int(outcome[area]), times[area])
            for outcome, times in (
                (compared.outcome_before, before),
                (compared.outcome_after, after),
            )
        )
        for area in changed
    }


def _state(outcome: int, time_s: float) -> str:
    label = DOORS[outcome].label
    return f"{label} ({minutes(time_s)})" if np.isfinite(time_s) else label


def _summary(compared: Compared, sheet: Sheet) -> str:
    people = sheet.land.population * compared.measured
    gaining, losing = (int(people[compared.verdict == sign].sum()) for sign in (1, -1))
    newly = int(people[(compared.outcome_before > UNE) & (compared.outcome_after == UNE)].sum())
    gains = (
        f"{residents(gaining)} y gagne{'nt' * (gaining > 1)}, dont {residents(newly)} désormais "
        "aidés sur place"
        if gaining
        else "Personne n’y gagne"
    )
    losses = (
        f"{residents(losing)} y per{'dent' if losing > 1 else 'd'}"
        if losing
        else "personne n’y perd"
    )
    said = f"{gains}\N{NO-BREAK SPACE}; {losses}."
    doubtful = int(people[compared.uncertain].sum())
    return f"{said} {UNCERTAIN.format(people=residents(doubtful))}" if doubtful else said


def _doors(classes: Numbers, sheet: Sheet, words: str) -> str:
    known = classes != NOT_KNOWN
    total = int(sheet.land.population[known].sum())
    helped = int(sheet.land.population[known & (classes <= DEUX)].sum())
    return f"{words}\N{NO-BREAK SPACE}: {counted(helped, total)} aidés en deux portes au plus."
