"""Opening hours as people read them, from OSM ``opening_hours`` text."""

import re

DAYS = {
    "Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi",
    "Fr": "vendredi", "Sa": "samedi", "Su": "dimanche",
}  # fmt: skip

_DAY = f"(?:{'|'.join(DAYS)})"
_SPAN = r"\d\d:\d\d-\d\d:\d\d"
RULE = re.compile(rf"({_DAY}(?:[-,]{_DAY})*) ({_SPAN}(?:,{_SPAN})*)( unknown)?(?: \"([^\"]*)\")?")
RULES_APART = re.compile(rf";\s*|,\s+(?={_DAY})")


def in_french(horaires: str | None) -> str | None:
    r"""
    Say opening hours in French.

    Parameters
    ----------
    horaires
        OSM ``opening_hours`` text, or None where unknown.

    Returns
    -------
    words
        Days, hours and remarks; the text as it came where it says anything else, so that
        nothing is left out.

    Examples
    --------
    >>> said = in_french("Mo-Th 09:00-12:00,14:00-18:00; Fr 09:00-12:30")
    >>> said.replace("\N{NO-BREAK SPACE}", " ")
    'lundi à jeudi 9 h – 12 h et 14 h – 18 h ; vendredi 9 h – 12 h 30'
    """
    if not horaires:
        return None
    rules = [RULE.fullmatch(rule.strip()) for rule in RULES_APART.split(horaires)]
    said = [f"{_days(rule[1])} {_spans(rule[2])}{_remark(rule)}" for rule in rules if rule]
    return " ; ".join(said) if len(said) == len(rules) else horaires


def _days(text: str) -> str:
    said = re.sub(_DAY, lambda day: DAYS[day[0]], text)
    return said.replace("-", " à ").replace(",", ", ")


def _spans(text: str) -> str:
    spans = [" – ".join(map(_clock, span.split("-"))) for span in text.split(",")]
    return " et ".join(spans)


def _remark(rule: re.Match[str]) -> str:
    remarks = [word for word in ("à vérifier" if rule[3] else None, rule[4]) if word]
    return f" ({', '.join(remarks)})" if remarks else ""


def _clock(text: str) -> str:
    hours, minutes = text.split(":")
    said = f"{int(hours)} h" if minutes == "00" else f"{int(hours)} h {minutes}"
    return said.replace(" ", "\N{NO-BREAK SPACE}")
