"""Turn restrictions: what their relations say, and which segments that concerns."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.raw import EXCEPT_BICYCLE, EXCEPT_MOTORCAR, TagSet

Member = tuple[str, int, str]
"""Type (``n``, ``w`` or ``r``), identifier, role."""

CONDITIONAL = "interdictions de tourner à certaines heures ou conditions seulement"
VIA_WAY = "interdictions de tourner par une voie intermédiaire"
OTHERS = "interdictions de tourner qui ne visent ni voitures ni vélos"
UNCLEAR = "interdictions de tourner mal décrites"
ELSEWHERE = "interdictions de tourner dont une voie n’est pas dans les données"
AMBIGUOUS = "interdictions de tourner dont une voie se prolonge au-delà du carrefour"

_TURNS = frozenset(
    (
        *(f"{prefix}_{turn}_turn" for prefix in ("no", "only") for turn in ("left", "right", "u")),
        "no_straight_on",
        "only_straight_on",
        "no_entry",
        "no_exit",
    )
)
_CARS, _BICYCLES = int(EXCEPT_MOTORCAR), int(EXCEPT_BICYCLE)
_VEHICLES = {
    # the narrowest first: it wins for cars (wiki.openstreetmap.org/wiki/Relation:restriction)
    "restriction:motorcar": _BICYCLES,
    "restriction:motor_vehicle": _BICYCLES,
    "restriction:vehicle": 0,
    "restriction": 0,
    "restriction:bicycle": _CARS,
}
_EXCEPTED = {
    "motorcar": _CARS,
    "motor_vehicle": _CARS,
    "vehicle": _CARS | _BICYCLES,
    "bicycle": _BICYCLES,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One restriction.

    Attributes
    ----------
    from_ways, to_ways
        Identifiers of ways; several where entry or exit is forbidden from or to each.
    via
        Identifier of the node.
    only
        True for « only », false for « no ».
    excepted
        Bits of `geo.network.raw.RawStreets.restriction_except`.
    """

    from_ways: tuple[int, ...]
    via: int
    to_ways: tuple[int, ...]
    only: bool
    excepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """
    Rules as pairs of segments.

    Attributes
    ----------
    from_segment, via_node, to_segment
        int32 ``(r,)``.
    only
        bool ``(r,)``.
    excepted
        uint8 ``(r,)``.
    skipped
        Rules left out, by reason: a way or the node is not there or does not touch, or a way
        leads to the node from two sides and nothing says which is meant.
    """

    from_segment: NDArray[np.int32]
    via_node: NDArray[np.int32]
    to_segment: NDArray[np.int32]
    only: NDArray[np.bool_]
    excepted: NDArray[np.uint8]
    skipped: Mapping[str, int]


def rule_of(tags: TagSet, members: Sequence[Member]) -> Rule | str:
    """
    Read a relation of ``type=restriction``.

    Parameters
    ----------
    tags, members
        Of the relation.

    Returns
    -------
    rule
        Or why it is left out, in words for people.

    Notes
    -----
    Contract: pure. wiki.openstreetmap.org/wiki/Relation:restriction.
    """
    key = next((key for key in _VEHICLES if key in tags), None)
    if key is None:
        timed = any(name.endswith(":conditional") for name in tags)
        return CONDITIONAL if timed else OTHERS
    turn = tags[key]
    excepted = _VEHICLES[key] | _excepted(tags)
    if excepted == _CARS | _BICYCLES:
        return OTHERS
    if turn not in _TURNS:
        return UNCLEAR
    return _with_members(turn, excepted, members)


def _excepted(tags: TagSet) -> int:
    bits = 0
    for name in tags.get("except", "").split(";"):
        bits |= _EXCEPTED.get(name.strip(), 0)
    return bits


def _with_members(turn: str, excepted: int, members: Sequence[Member]) -> Rule | str:
    from_ways = tuple(ref for kind, ref, role in members if kind == "w" and role == "from")
    to_ways = tuple(ref for kind, ref, role in members if kind == "w" and role == "to")
    via = [(kind, ref) for kind, ref, role in members if role == "via"]
    if any(kind == "w" for kind, _ in via):
        return VIA_WAY
    counts = (len(from_ways), len(to_ways))
    expected = counts == (1, 1) or (turn, counts[1]) == ("no_entry", 1)
    expected |= (turn, counts[0]) == ("no_exit", 1)
    if not expected or not all(counts) or [kind for kind, _ in via] != ["n"]:
        return UNCLEAR
    return Rule(from_ways, via[0][1], to_ways, turn.startswith("only"), excepted)


def resolve(
    rules: Iterable[Rule],
    node_number: Mapping[int, int],
    segments: Mapping[tuple[int, int], Sequence[int]],
) -> Resolved:
    """
    Find the segments of each rule.

    Parameters
    ----------
    rules
        As read.
    node_number
        Graph nodes by identifier, those of the rules at least.
    segments
        Segments of a way that touch a node, by way identifier and node number.

    Returns
    -------
    resolved
        One row a pair of segments; sorted, each once.
    """
    rows: set[tuple[int, int, int, bool, int]] = set()
    skipped: Counter[str] = Counter()
    for rule in rules:
        via = node_number.get(rule.via, -1)
        sides = [segments.get((way, via), ()) for way in (*rule.from_ways, *rule.to_ways)]
        if not all(sides):
            skipped[ELSEWHERE] += 1
        elif any(len(side) > 1 for side in sides):
            skipped[AMBIGUOUS] += 1
        else:
            arms = [side[0] for side in sides]
            split = len(rule.from_ways)
            pairs = itertools.product(arms[:split], arms[split:])
            rows.update((one, via, other, rule.only, rule.excepted) for one, other in pairs)
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 5)
    return Resolved(
        from_segment=table[:, 0].astype(np.int32),
        via_node=table[:, 1].astype(np.int32),
        to_segment=table[:, 2].astype(np.int32),
        only=table[:, 3].astype(np.bool_),
        excepted=table[:, 4].astype(np.uint8),
        skipped=skipped,
    )
