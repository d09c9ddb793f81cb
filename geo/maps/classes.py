"""The classes that maps colour by: told apart by lightness, and by a pattern beside it."""

from collections.abc import Sequence
from itertools import pairwise

from geo.maps.terrain import LegendClass, Texture

TIME_COLOURS = ("#fef0c7", "#fdcd8b", "#f8a06b", "#e56f6f", "#b94a83", "#7f307f", "#431d63")
"""Near is pale, far is dark, as on the map of coverage (``etat.js``)."""

NOWHERE = "#8a8d91"
"""Where no place is reached."""

DOORS = (
    LegendClass(label="une porte : aidés sur place", colour="#fef0c7"),
    LegendClass(label="deux portes", colour="#f8a06b"),
    LegendClass(label="plus de deux portes, ou trop loin", colour="#b94a83"),
    LegendClass(label="personne de compétent", colour="#431d63", texture=Texture.CROSSED),
)
"""In the order of `geo.domain.couverture.Resultat`."""

WITHIN, FRAGILE, FIRM = range(3)
GAPS = (
    LegendClass(label="à portée", colour="#fef0c7"),
    LegendClass(label="hors de portée, zone fragile", colour="#e56f6f", texture=Texture.HATCHED),
    LegendClass(label="hors de portée, zone ferme", colour="#431d63"),
)

GAINING, SAME, LOSING = range(3)
CHANGES = (
    LegendClass(label="gagnent", colour="#1f3c88"),
    LegendClass(label="rien ne change", colour="#f5f0e1"),
    LegendClass(label="perdent", colour="#e08a3c", texture=Texture.HATCHED),
)
"""Dark blue, hatched orange: apart for every vision, in grey by lightness and by the hatching."""


def time_classes(bounds_s: Sequence[int], nowhere: str) -> tuple[LegendClass, ...]:
    """
    Give classes of minutes.

    Parameters
    ----------
    bounds_s
        Upper ends in seconds, inclusive, rising, six at most.
    nowhere
        What to say where there is no time.

    Returns
    -------
    legend
        As `geo.maps.terrain.classed` numbers them.

    Examples
    --------
    >>> [one.label for one in time_classes((600, 1200), "aucun point atteint")]
    ['10 min ou moins', 'plus de 10 à 20 min', 'plus de 20 min', 'aucun point atteint']
    """
    minutes = [_minutes(bound) for bound in bounds_s]
    labels = [f"{minutes[0]} min ou moins"]
    labels += [f"plus de {low} à {high} min" for low, high in pairwise(minutes)]
    labels.append(f"plus de {minutes[-1]} min")
    colours = _spread(len(labels))
    timed = [LegendClass(label=said, colour=one) for said, one in zip(labels, colours, strict=True)]
    return (*timed, LegendClass(label=nowhere, colour=NOWHERE, texture=Texture.DOTTED))


def _minutes(seconds: int) -> str:
    return f"{seconds / 60:g}".replace(".", ",")


def _spread(count: int) -> list[str]:
    """Take colours from the palest to the darkest, as far apart as may be."""
    last = len(TIME_COLOURS) - 1
    return [TIME_COLOURS[round(rank * last / max(count - 1, 1))] for rank in range(count)]
