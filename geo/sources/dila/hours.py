"""Opening hours of a record (to be completed: the notes decide what they are worth)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.domain.horaires import Reserve


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What a record says of its hours."""

    horaires: str | None = None
    note: str | None = None
    reserves: tuple[Reserve, ...] = ()


def read_hours(root: Any, *, phone_notes: Sequence[str]) -> Hours:  # noqa: ANN401 - lxml has no types
    """Read the hours of a record (to be completed)."""
    del root, phone_notes
    return Hours()
