"""
Colours of the classes, and what is drawn over them where colour alone is not enough.

Each ramp goes from pale to dark, so that it reads in grey and whatever colours a reader sees.
"""

from dataclasses import dataclass

TIME = ("#fef0c7", "#fdcd8b", "#f8a06b", "#e56f6f", "#b94a83", "#7f307f", "#431d63")
"""The classes of time of the interactive maps (`geo/maps/assets/etat.js`): near is pale."""

UNKNOWN = "#ffffff"
"""Hatched in grey."""

CHOSEN = "#1f3c88"
OTHERS = "#8390b5"
"""Bars: the one to bring out, and the others."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a class is painted: its colour, and that of the hatching over it (empty for none)."""

    colour: str
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class LineLook:
    """How a curve is drawn: colour, dashes (points; empty for a full line), mark."""

    colour: str
    dashes: str
    mark: str


NOT_KNOWN = Look(UNKNOWN, "#8a8d91")

_RAMPS = {
    "doors": (Look("#fef0c7"), Look("#f8a06b"), Look("#b94a83"), Look("#431d63", "#e7d9f0")),
    "gaps": (Look("#fef0c7"), Look("#e56f6f"), Look("#431d63", "#e7d9f0")),
}

LINES = (
    LineLook("#1f3c88", "", "disc"),
    LineLook("#c2530a", "7 2.5", "square"),
    LineLook("#9b4dca", "2 2", "triangle"),
    LineLook("#00705a", "8 2 2 2", "diamond"),
    LineLook("#10121c", "4 2", "ring"),
    LineLook("#6b5a00", "1 2.5", "cross"),
)


def looks(ramp: str, count: int) -> tuple[Look, ...]:
    """
    Choose how each class is painted.

    Parameters
    ----------
    ramp
        ``time``, ``doors`` or ``gaps``.
    count
        How many classes.

    Returns
    -------
    looks
        One a class. A ramp of another length than `count` gives colours taken evenly along
        `TIME`; the last class of ``doors`` and ``gaps``, who is left out, is hatched all the same.
    """
    declared = _RAMPS.get(ramp)
    if declared is not None and len(declared) == count:
        return declared
    chosen = [Look(_along(rank / max(count - 1, 1))) for rank in range(count)]
    if declared is not None and chosen:
        chosen[-1] = Look(chosen[-1].colour, declared[-1].hatch)
    return tuple(chosen)


def _along(share: float) -> str:
    """Give the colour at a share of `TIME`, mixing two neighbours."""
    place = share * (len(TIME) - 1)
    low = min(int(place), len(TIME) - 2)
    part = place - low
    mixed = (
        round((1 - part) * int(TIME[low][k : k + 2], 16) + part * int(TIME[low + 1][k : k + 2], 16))
        for k in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
