"""Times of day, days and durations, as people read them in French."""

import math
from datetime import datetime

from api.parameters import PARIS

MINUTE_S, HOUR_MIN = 60, 60
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def clock(instant: datetime) -> str:
    """
    Write a time of day.

    Parameters
    ----------
    instant
        Aware.

    Returns
    -------
    text
        In Paris.

    Examples
    --------
    >>> from datetime import UTC
    >>> clock(datetime(2026, 11, 24, 10, 42, tzinfo=UTC))
    '11 h 42'
    >>> clock(datetime(2026, 7, 1, 7, tzinfo=UTC))
    '9 h'
    """
    local = instant.astimezone(PARIS)
    minutes = f" {local.minute:02d}" if local.minute else ""
    return f"{local.hour} h{minutes}"


def moment(instant: datetime, near: datetime) -> str:
    """
    Write a time of day, and the day if it is another.

    Parameters
    ----------
    instant
        Aware.
    near
        Of which people think.

    Returns
    -------
    text
        In Paris.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment(datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC))
    'mardi 1er décembre à 9 h'
    """
    local = instant.astimezone(PARIS)
    if local.date() == near.astimezone(PARIS).date():
        return clock(instant)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{DAYS[local.weekday()]} {day} {MONTHS[local.month - 1]} à {clock(instant)}"


def duration(time_s: float) -> str:
    """
    Write a duration, in minutes begun.

    Parameters
    ----------
    time_s
        Seconds.

    Returns
    -------
    text
        At least a minute.

    Examples
    --------
    >>> duration(0), duration(61), duration(3_600), duration(3_901)
    ('1 minute', '2 minutes', '1 h', '1 h 06')
    """
    minutes = max(math.ceil(time_s / MINUTE_S), 1)
    hours, rest = divmod(minutes, HOUR_MIN)
    if hours:
        return f"{hours} h {rest:02d}" if rest else f"{hours} h"
    return f"{minutes} minute{'s' if minutes > 1 else ''}"
