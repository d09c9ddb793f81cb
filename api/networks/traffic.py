"""What traffic does to estimates that stand beside times of a network."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.network.profiles.profile import Constants


def slowing(constants: "Constants", departure: datetime) -> float:
    """
    Say how much longer than usual one travels.

    Parameters
    ----------
    constants
        Of a mode of a network.
    departure
        Aware.

    Returns
    -------
    ratio
        Time at the departure over that of an ordinary working day in daytime, which estimates
        are of; 1 where traffic does not matter to the mode.
    """
    from geo.network.profiles.traffic import tranche_at  # noqa: PLC0415 - only where a network is

    then, usual = tranche_at(constants, departure), tranche_at(constants, None)
    return (then.facteur if then else 1.0) / (usual.facteur if usual else 1.0)
