"""Units of the figures that people read, and how each is written in French."""

from datetime import date
from enum import StrEnum

Figure = str | int | float | bool | None
"""A value that JSON can write; None where nobody knows."""

UNKNOWN = "non renseigné"

_THIN, _HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


class Unite(StrEnum):
    """What a figure is counted in."""

    TEXTE = "texte"
    CODE = "code"
    OUI_NON = "oui_non"
    DATE = "date"  # ISO 8601
    NOMBRE = "nombre"  # of people, places, réseaux…
    DECIMAL = "decimal"  # one decimal
    INDICE = "indice"  # no unit, three decimals
    PART = "part"  # 0 to 1, read as a percentage
    POINTS = "points"  # a difference of shares, -1 to 1, read in points of percentage
    SECONDES = "s"  # read in minutes
    MOIS = "mois"
    DEGRES = "degres"


def in_french(value: Figure, unite: Unite) -> str:
    """
    Write a figure as people read it.

    Parameters
    ----------
    value
        None where nobody knows; seconds for a duration, 0 to 1 for a share.
    unite
        What it is counted in.

    Returns
    -------
    words
        French forms: a narrow space between thousands, a decimal comma. Minutes are rounded up, so
        that nobody enters a threshold by rounding; a share that is neither nothing nor all is never
        written as either.

    Examples
    --------
    >>> in_french(12463067, Unite.NOMBRE).replace("\N{NARROW NO-BREAK SPACE}", " ")
    '12 463 067'
    >>> in_french(0.9999, Unite.PART).replace("\N{NARROW NO-BREAK SPACE}", " ")
    '99,9 %'
    >>> in_french(1201, Unite.SECONDES).replace("\N{NO-BREAK SPACE}", " ")
    '21 min'
    >>> in_french(None, Unite.PART)
    'non renseigné'
    """
    if value is None:
        return UNKNOWN
    if unite in (Unite.TEXTE, Unite.CODE):
        return str(value)
    if unite is Unite.OUI_NON:
        return "oui" if value else "non"
    if unite is Unite.DATE:
        return day_in_french(date.fromisoformat(str(value)))
    return _number(float(value), unite)


def day_in_french(day: date) -> str:
    """
    Write a date.

    Parameters
    ----------
    day
        Date.

    Returns
    -------
    words
        As in « 1er janvier 2026 ».

    Examples
    --------
    >>> day_in_french(date(2026, 11, 22)).replace("\N{NO-BREAK SPACE}", " ")
    '22 novembre 2026'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{_HARD}{_MONTHS[day.month - 1]} {day.year}"


def _number(value: float, unite: Unite) -> str:
    if unite is Unite.NOMBRE:
        return _grouped(value, 0)
    if unite is Unite.PART:
        return f"{_grouped(_inside(100 * value), 1)}{_THIN}%"
    if unite is Unite.POINTS:
        rounded = round(100 * value, 1) + 0.0  # never « -0,0 »
        sign = "+" if rounded > 0 else ""
        return f"{sign}{_grouped(rounded, 1)}{_HARD}point{'s' if abs(rounded) >= 2 else ''}"  # noqa: PLR2004 - French plural
    if unite is Unite.SECONDES:
        return f"{_grouped(-(-value // 60), 0)}{_HARD}min"
    if unite is Unite.MOIS:
        return f"{_grouped(value, 0)}{_HARD}mois"
    decimals = {Unite.INDICE: 3, Unite.DEGRES: 5}.get(unite, 1)
    return _grouped(value, decimals)


def _inside(percent: float) -> float:
    """Keep a share off 0 and 100 unless it is exactly there."""
    if 0 < percent < 100:  # noqa: PLR2004 - per cent
        return min(max(round(percent, 1), 0.1), 99.9)
    return percent


def _grouped(value: float, decimals: int) -> str:
    return (
        f"{value:,.{decimals}f}".replace(",", _THIN)
        .replace(".", ",")
        .replace("-", "\N{MINUS SIGN}")
    )
