"""``<Ouverture>`` and its notes → OSM ``opening_hours`` text, the notes, and what they forbid."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from geo.domain.horaires import Condition, Plage, Reserve, to_opening_hours
from geo.errors import InputError
from geo.sources.dila.notes import JOURS, Effet, read_note, read_phone_note
from geo.sources.dila.texts import without_persons

CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d):00", re.ASCII)

RESERVES = {
    Effet.VACANCES: Reserve.VACANCES_SCOLAIRES,
    Effet.CRISE: Reserve.CRISE_SANITAIRE,
    Effet.A_LIRE: Reserve.NOTE_A_LIRE,
}

NOTE_SEPARATOR = " — "


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What a record says of its hours: OSM text, all its notes, and why not to rely on them."""

    horaires: str | None = None
    note: str | None = None
    reserves: tuple[Reserve, ...] = ()


@dataclass(frozen=True, slots=True)
class _DayRange:
    """One ``PlageJ``; `plages` is None where it cannot be read."""

    label: str
    plages: tuple[Plage, ...] | None
    notes: tuple[str, ...]
    effets: AbstractSet[Effet]


def read_hours(root: Any, *, phone_notes: Sequence[str]) -> Hours:  # noqa: ANN401 - lxml has no types
    """
    Read the hours of a record.

    Parameters
    ----------
    root
        The ``Organisme``.
    phone_notes
        What is written beside its phone numbers: some speak of hours.

    Returns
    -------
    hours
        Text None where no hours are recorded or none can be read.

    Notes
    -----
    Contract: hours are left at « open » only where every note is known to be harmless.
    """
    ranges = [_read_range(element) for element in root.iter("PlageJ")]
    remarks = _texts(root.iter("Commentaire"))
    general = frozenset[Effet]().union(
        *(read_note(remark) for remark in remarks),
        *(read_phone_note(note) for note in phone_notes),
    )
    by_appointment = Effet.RENDEZ_VOUS in general
    horaires = _opening_hours(ranges, by_appointment=by_appointment)
    reserves = {
        RESERVES[effet]
        for effet in general.union(*(day_range.effets for day_range in ranges))
        if effet in RESERVES
    }
    if any(day_range.plages is None for day_range in ranges):
        reserves.add(Reserve.HORAIRES_ILLISIBLES)
    if horaires is None and by_appointment:
        reserves.add(Reserve.SUR_RENDEZ_VOUS)
    return Hours(
        horaires=horaires,
        note=NOTE_SEPARATOR.join(dict.fromkeys([*_labelled(ranges), *remarks])) or None,
        reserves=tuple(reserve for reserve in Reserve if reserve in reserves),
    )


def _opening_hours(ranges: Iterable[_DayRange], *, by_appointment: bool) -> str | None:
    plages = [plage for day_range in ranges for plage in day_range.plages or ()]
    if by_appointment:
        plages = [
            replace(plage, condition=Condition.SUR_RENDEZ_VOUS)
            if plage.condition is Condition.LIBRE
            else plage
            for plage in plages
        ]
    return to_opening_hours(plages)


def _read_range(element: Any) -> _DayRange:  # noqa: ANN401 - lxml has no types
    debut, fin = element.get("début"), element.get("fin")
    jours = _jours(debut, fin)
    notes = _texts(element.iter("Note"))
    effets = frozenset[Effet]().union(*(read_note(note, jours=jours) for note in notes))
    try:
        plages = _plages(jours, element.findall("PlageH"), _condition(effets))
    except InputError:
        plages = ()
    label = debut if debut == fin else f"{debut} à {fin}"
    return _DayRange((label or "").capitalize(), plages or None, notes, effets)


def _jours(debut: str | None, fin: str | None) -> range:
    """Days from one to another; none where they are no days, or come in the wrong order."""
    if debut not in JOURS or fin not in JOURS:
        return range(0)
    return range(JOURS.index(debut), JOURS.index(fin) + 1)


def _condition(effets: AbstractSet[Effet]) -> Condition:
    if Effet.INCERTAIN in effets:
        return Condition.INCERTAIN
    return Condition.SUR_RENDEZ_VOUS if Effet.RENDEZ_VOUS in effets else Condition.LIBRE


def _plages(jours: range, hours: Sequence[Any], condition: Condition) -> tuple[Plage, ...]:
    return tuple(
        Plage(
            jour=jour,
            debut_min=_minutes(element.get("début")),
            fin_min=_minutes(element.get("fin")),
            condition=condition,
        )
        for jour in jours
        for element in hours
    )


def _minutes(text: str | None) -> int:
    match = CLOCK.fullmatch(text or "")
    if not match:
        raise InputError(f"needed a time such as 09:30:00, got {text!r}.")
    return 60 * int(match[1]) + int(match[2])


def _labelled(ranges: Sequence[_DayRange]) -> list[str]:
    """Write each note once, with its days where it is not about all of them."""
    labels: dict[str, list[str]] = {}
    for day_range in ranges:
        for note in day_range.notes:
            labels.setdefault(note, []).append(day_range.label)
    return [
        note if len(days) == len(ranges) else f"{', '.join(days)} : {note}"
        for note, days in labels.items()
    ]


def _texts(elements: Iterable[Any]) -> tuple[str, ...]:
    """Clean notes: one line each, no e-mail, no person's name."""
    return tuple(note for element in elements if (note := without_persons(element.text)))
