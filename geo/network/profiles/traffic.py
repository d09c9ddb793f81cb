"""What traffic does at an hour of a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from geo.errors import InputError
from geo.network.profiles.profile import Constants, Tranche

PARIS = ZoneInfo("Europe/Paris")


def tranche_at(constants: Constants, departure: datetime | None) -> Tranche | None:
    """
    Give what holds at a departure.

    Parameters
    ----------
    constants
        Of a profile.
    departure
        Aware; None: an ordinary working day in daytime.

    Returns
    -------
    tranche
        The first that holds at that day and hour in Paris, summer time or not; None where
        traffic does not matter to this mode, or none holds.

    Raises
    ------
    InputError
        If the departure has no time zone.

    Notes
    -----
    Contract: pure. Public and school holidays count as the days of the week they fall on.
    """
    if not constants.tranches:
        return None
    if departure is None:
        code = constants.tranche_par_defaut
        return next(tranche for tranche in constants.tranches if tranche.code == code)
    if departure.utcoffset() is None:
        raise InputError(f"needed a departure with a time zone, got {departure.isoformat()}.")
    local = departure.astimezone(PARIS)
    hour = local.hour + local.minute / 60 + local.second / 3600
    return next(
        (
            tranche
            for tranche in constants.tranches
            if local.weekday() in tranche.jours and tranche.debut_h <= hour < tranche.fin_h
        ),
        None,
    )
