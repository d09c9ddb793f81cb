"""Between the seconds that people count and the whole milliseconds of streets without traffic."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.profiles.profile import Constants
from geo.network.profiles.traffic import tranche_at
from geo.network.protocol import Floats

MS_PER_S = 1000
MS_PER_M_AT_1_KMH = 3600
LONGEST_MS = 1 << 30
"""Twelve days: longer cut-offs are taken to be this; sums of two stay within 32 bits."""


@dataclass(frozen=True, slots=True)
class Clock:
    """
    How time passes at a departure.

    Searches count in free-flow milliseconds, in which traffic slows the street and nothing slows
    the walk to it: a gap counts for less the slower the street is. A whole time is multiplied by
    the factor once, so that equal ways stay equal, in every search alike.

    Attributes
    ----------
    factor
        Time on streets over free-flow time; at least 1.
    gap_kmh
        Speed between a position and the street.
    """

    factor: float
    gap_kmh: float

    def gap_ms(self, gap_m: Floats) -> NDArray[np.int32]:
        """Give the time of gaps; of those beyond any limit, 0: nobody walks them."""
        walked = np.where(np.isfinite(gap_m), gap_m, 0.0) * MS_PER_M_AT_1_KMH / self.gap_kmh
        return np.rint(walked / self.factor).astype(np.int32)

    def limit_ms(self, cutoff_s: float) -> int:
        """Give the longest time that is, once traffic has had its share, within a cut-off."""
        if not cutoff_s >= 0:  # NaN fails too
            raise InputError(f"needed a cut-off >= 0 s, got {cutoff_s}.")
        cutoff_ms = round(min(cutoff_s * MS_PER_S, float(LONGEST_MS)))
        limit = int((cutoff_ms + 0.5) / self.factor)
        while round(limit * self.factor) > cutoff_ms:
            limit -= 1
        return limit

    def seconds(self, free_ms: NDArray[np.integer]) -> Floats:
        """Give whole times as people count them, to the millisecond."""
        taken: Floats = np.rint(free_ms * self.factor) / MS_PER_S
        return taken


def clock_at(constants: Constants, departure: datetime | None) -> Clock:
    """
    Say how time passes at a departure.

    Parameters
    ----------
    constants
        Of a profile.
    departure
        Aware; None: an ordinary working day in daytime.

    Returns
    -------
    clock
        Without traffic where it does not matter to the mode.

    Raises
    ------
    InputError
        If the departure has no time zone.
    """
    tranche = tranche_at(constants, departure)
    return Clock(tranche.facteur if tranche else 1.0, constants.gap_kmh)
