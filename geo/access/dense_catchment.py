"""Access per resident by two steps, on flags of who reaches what; light, for the API asks too."""

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags
from geo.errors import InputError

Floats = NDArray[np.float64]


def two_step_access(reach: Flags, *, demand: NDArray[np.int64], supply: Floats) -> Floats:
    """
    Share what places offer among those who reach them, then add up what each person reaches.

    Parameters
    ----------
    reach
        Shape ``(n, m)``: who can go where in time, and be helped there.
    demand
        Shape ``(n,)``: people of each origin.
    supply
        Shape ``(m,)``: capacity of each place.

    Returns
    -------
    access
        Shape ``(n,)``: capacity for each person; 0 where nothing is reached.

    Raises
    ------
    InputError
        If lengths disagree.

    Notes
    -----
    Contract: pure; Σ demand × access = Σ supply of the places that somebody reaches. This is
    the two-step floating catchment area of Radke and Mu (2000) and Luo and Wang (2003), every
    place within the budget weighing 1: what `geo.access.catchment.two_step_fca` gives with
    `geo.access.decay.step`, on arrays that the API may hold.
    """
    if reach.shape != (len(demand), len(supply)):
        raise InputError(f"needed flags {(len(demand), len(supply))}, got {reach.shape}.")
    weight = reach.astype(np.float64)
    served = demand.astype(np.float64) @ weight
    level = np.divide(supply, served, out=np.zeros(len(supply)), where=served > 0)
    access: Floats = weight @ level
    return access
