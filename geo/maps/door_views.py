"""The map of two doors: one, two, more or nobody, by public, need and mode."""

from collections.abc import Mapping

import numpy as np

from geo.access.door_outcomes import DoorOutcomes
from geo.access.need_coverage import Need
from geo.domain.mission import LABELS as NEED_LABELS
from geo.domain.mission import Mission
from geo.domain.profil import LABELS as PROFILE_LABELS
from geo.domain.profil import Profil
from geo.maps.classes import DOORS
from geo.maps.sheet import Sheet
from geo.maps.terrain import NOT_KNOWN, Land, Numbers, Terrain, View
from geo.maps.wording import ONE_POINT, counted, minutes, mode_name

ASKED = ("Public", "Besoin", "Se déplacer")

NOTES = (
    (
        "Une porte : un point compétent est à portée, on y est aidé sur place. Deux portes : un"
        " premier accueil est à portée, et de là un point compétent aussi ; chaque trajet tient"
        " dans la durée dite. Au-delà : un point compétent existe, plus loin. La promesse de la"
        " stratégie régionale de 2019 est « sans franchir plus de 2 portes »."
    ),
    (
        "Un point dont la zone de compétence exclut la commune n’est pas une porte ; une zone "
        "inconnue en est une, dont le rattachement est à vérifier. Les services à distance ne "
        "comptent pas ici."
    ),
    ONE_POINT,
)


def door_terrain(
    found: Mapping[str, DoorOutcomes],
    cutoffs_s: Mapping[str, int],
    sheet: Sheet,
    *,
    main: Mission | None = None,
) -> Terrain:
    """
    Gather the map of two doors.

    Parameters
    ----------
    found
        By mode, in the order to show; of the areas of the land, in their order.
    cutoffs_s
        By mode: budget for each leg, seconds.
    sheet
        What it is drawn on.
    main
        The need that leads; None for the first that was found.

    Returns
    -------
    terrain
        A view a public, need and mode; everyone's first, of them that of the main need.
    """
    views = [
        door_view(one, need, mode, cutoffs_s[mode], sheet)
        for mode, one in found.items()
        for need in _in_order(one, main)
    ]
    return Terrain(
        title="Combien de portes pousser avant d’être aidé\N{NO-BREAK SPACE}?",
        asked=ASKED,
        views=tuple(views),
        spots=sheet.spots,
        notes=NOTES,
        **sheet.heading(),
    )


def door_view(found: DoorOutcomes, need: Need, mode: str, cutoff_s: int, sheet: Sheet) -> View:
    """
    Give a view of doors, its answers those of `door_terrain`.

    Parameters
    ----------
    found
        Of the areas of the land, in their order.
    need
        One of its needs.
    mode, cutoff_s
        How one travels, and the budget for each leg.
    sheet
        What it is drawn on.

    Returns
    -------
    view
        Without times: two legs have none to tell of a commune.
    """
    question = found.of_need[found.needs.index(need)]
    classes = found.outcome[question].astype(np.int64)
    public, besoin = PROFILE_LABELS[need[0]], NEED_LABELS[need[1]]
    within = f"{minutes(cutoff_s)} ou moins par trajet, {mode_name(mode).lower()}"
    return View(
        answers=(public, besoin, mode_name(mode)),
        title=f"Portes à pousser, {within}",
        summary=_summary(classes, sheet.land, f"{public}, {besoin.lower()}", within),
        legend=DOORS,
        classes=classes,
        is_estimate=found.is_estimate[question],
        leading=2,
        leading_words="en une ou deux portes",
        trial=mode in sheet.trial_modes,
    )


def _summary(classes: Numbers, land: Land, what: str, within: str) -> str:
    known = classes != NOT_KNOWN
    total = int(land.population[known].sum())
    if not total:
        return f"{what}\N{NO-BREAK SPACE}: on ne connaît la durée pour personne."
    one, two = (int(land.population[known & (classes == doors)].sum()) for doors in (0, 1))
    return (
        f"{what}\N{NO-BREAK SPACE}: {counted(one + two, total)} sont aidés en deux portes au plus "
        f"({within}), dont {counted(one, total)} en une seule."
    )


def _in_order(found: DoorOutcomes, main: Mission | None) -> list[Need]:
    """Order needs as they came, but for those of everyone, and the main one, which lead."""
    return sorted(
        found.needs, key=lambda need: (need[0] is not Profil.TOUT_PUBLIC, need[1] is not main)
    )
