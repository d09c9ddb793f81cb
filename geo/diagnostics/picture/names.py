"""Names on a map: where there is room for them."""

from collections.abc import Iterator, Sequence

from geo.diagnostics.picture.lettering import LEADING, SMALL_PT, haloed, in_lines, text_width
from geo.diagnostics.picture.svg import WIDTH_PT

NAME_PT = 62.0
"""Widest line of a name."""

_TRIES = ((0, 0), (0, -1), (0, 1), (-0.25, 0), (0.25, 0))
"""
Where a name may stand, from its point: in widths, in lines; the first free is taken. Farther, it
would seem to be that of another territory.
"""

Room = tuple[float, float, float, float]


def write_names(names: Sequence[tuple[str, float, float]], bottom_pt: float) -> Iterator[str]:
    """
    Write names over a map, none upon another.

    Parameters
    ----------
    names
        Each with where it should be centred, points; the first are served first.
    bottom_pt
        Lowest a name may stand.

    Yields
    ------
    text
        Names for which there is room.
    """
    taken: list[Room] = []
    for name, x, y in names:
        lines = in_lines(name, NAME_PT, SMALL_PT)
        wide = max(text_width(line, SMALL_PT) for line in lines)
        high = len(lines) * LEADING * SMALL_PT
        for across, down in _TRIES:
            middle = (
                min(max(x + across * wide, wide / 2), WIDTH_PT - wide / 2),
                min(max(y + down * LEADING * SMALL_PT, high / 2), bottom_pt - high / 2),
            )
            room = (middle[0] - wide / 2, middle[1] - high / 2, wide, high)
            if not any(_meet(room, other) for other in taken):
                taken.append(room)
                yield haloed(lines, middle)
                break


def _meet(one: Room, other: Room) -> bool:
    return all(
        one[axis] < other[axis] + other[axis + 2] and other[axis] < one[axis] + one[axis + 2]
        for axis in (0, 1)
    )
