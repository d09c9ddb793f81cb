"""
The rule that chooses a person's doors, once it is known who may help them and how long it takes.

Light, for the API asks it live. Who runs a place, and what it is called, are not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.access.neutral import Ranks
from geo.access.survey import Flags
from geo.domain.couverture import Resultat
from geo.domain.horaires import Ouvert
from geo.domain.orientation import Ecart

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

OPENINGS = (*Ouvert, Ouvert.INCONNU)
"""What a code of opening stands for; the last is `CLOSED_ON_RECORD`."""

CLOSED_ON_RECORD = len(OPENINGS) - 1
"""Not known, but closed by the hours recorded (`geo.domain.horaires.closes_on_record`)."""

MOTIFS = tuple(Ecart)
"""What a code of a place left out stands for."""

TIER: Mapping[Ouvert, int] = MappingProxyType(
    {Ouvert.OUI: 0, Ouvert.INCONNU: 1, Ouvert.SUR_RENDEZ_VOUS: 1, Ouvert.NON: 2}
)
"""Open when one comes, then what is worth a telephone call, then closed, doubted or not."""

LEAST_SURE = max(TIER.values())

BY_OPENING: Mapping[Ouvert, Ecart] = MappingProxyType(
    {
        Ouvert.OUI: Ecart.TRAJET_MOINS_BON,  # being open is no reason
        Ouvert.INCONNU: Ecart.HORAIRES_INCONNUS,
        Ouvert.SUR_RENDEZ_VOUS: Ecart.SUR_RENDEZ_VOUS,
        Ouvert.NON: Ecart.FERME_A_L_ARRIVEE,
    }
)

_TIERS = np.array([TIER[ouvert] for ouvert in OPENINGS], dtype=np.int8)
_TIERS[CLOSED_ON_RECORD] = TIER[Ouvert.NON]
_MOTIFS = np.array([MOTIFS.index(BY_OPENING[ouvert]) for ouvert in OPENINGS], dtype=np.int8)


def tiers(opening: Codes) -> Codes:
    """
    Say how sure it is that places are open.

    Parameters
    ----------
    opening
        Positions in `OPENINGS`.

    Returns
    -------
    tiers
        Of the same shape: 0 is best.
    """
    graded: Codes = _TIERS[opening]
    return graded


def best(tier: Codes, time_s: Floats, *ranks: Ranks) -> int:
    """
    Choose one of several doors, or ways through two.

    Parameters
    ----------
    tier
        Shape ``(n,)``, from `tiers`; of a way through two doors, that of the less sure.
    time_s
        Shape ``(n,)``: to the door; through two, both legs.
    *ranks
        Shape ``(n,)`` each, from `geo.access.neutral.neutral_rank`: of the first door, of the
        second.

    Returns
    -------
    position
        Least tier, then least time, then the published rank; n is at least 1.

    Notes
    -----
    Contract: pure; independent of the order given.
    """
    keys: list[NDArray[Any]] = [*reversed(ranks), time_s, tier]
    return int(np.lexsort(keys)[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """
    What each of ``m`` places may be to a person.

    Attributes
    ----------
    helps, sends_on
        Whether it is competent for them, or may be their first door
        (`geo.access.eligibility`), whatever its zone and access.
    helps_others, sends_others
        The same for anyone: another public than theirs, or theirs.
    served
        Whether its zone does not exclude where they are.
    accessible
        Whether its access is as sure as they want.
    """

    helps: Flags
    sends_on: Flags
    helps_others: Flags
    sends_others: Flags
    served: Flags
    accessible: Flags

    @property
    def competent(self) -> Flags:
        """Say which can be the door that helps."""
        flags: Flags = self.helps & self.served & self.accessible
        return flags

    @property
    def first(self) -> Flags:
        """Say which can be the first of two doors."""
        flags: Flags = self.sends_on & self.served & self.accessible
        return flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    Doors chosen.

    Attributes
    ----------
    resultat
        How many doors it takes.
    doors
        Positions of the places, in order.
    tier
        Of the less sure of them.
    """

    resultat: Resultat
    doors: tuple[int, ...]
    tier: int = LEAST_SURE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Met:
    """
    What is known of ``m`` places as the person would find them.

    Attributes
    ----------
    time_s
        To each; ``inf`` where it is beyond the budget.
    opening
        When they would arrive: positions in `OPENINGS`.
    leads_on
        Whether someone competent is within the budget from there.
    rank
        Neutral.
    """

    time_s: Floats
    opening: Codes
    leads_on: Flags
    rank: Ranks


def left_out(
    standing: Standing, met: Met, outcome: Outcome, *, budget_s: float
) -> tuple[Ranks, Codes]:
    """
    Tell which nearer places are no doors, and why.

    Parameters
    ----------
    standing, met
        Of ``m`` places.
    outcome
        What was chosen.
    budget_s
        Longest leg, inclusive.

    Returns
    -------
    numbers, motifs
        Positions of the places, nearest first, and positions in `MOTIFS`.

    Notes
    -----
    Nearer than the only door, places that help someone with the need. Otherwise whatever would
    have made it fewer doors: within the budget, places that help someone with it; and
    first doors, nearer than the one chosen if there is one.

    Contract: pure; a place chosen is never left out; whatever is left out has one motif, the first
    of `Ecart` that holds.
    """
    alone = outcome.resultat is Resultat.UNE
    nearer = met.time_s < met.time_s[outcome.doors[0]] if outcome.doors else met.time_s <= budget_s
    within = met.time_s <= budget_s
    if outcome.resultat is Resultat.PLUS:
        nearer = within
    by_help = standing.helps_others & (nearer if alone else within)
    by_welcome = standing.sends_others & nearer & (not alone)
    about = by_help | by_welcome
    about[list(outcome.doors)] = False
    motif = _motifs(standing, met, outcome, (by_help, by_welcome))
    numbers = np.flatnonzero(about)
    numbers = numbers[np.lexsort((met.rank[numbers], met.time_s[numbers]))]
    return numbers, motif[numbers]


def _motifs(standing: Standing, met: Met, outcome: Outcome, ways: tuple[Flags, Flags]) -> Codes:
    by_help, by_welcome = ways
    theirs = (by_help & standing.helps) | (by_welcome & standing.sends_on)
    usable = standing.served & standing.accessible & theirs
    less_open = tiers(met.opening) > outcome.tier if outcome.doors else np.False_
    as_help = usable & by_help & standing.helps
    chosen: Codes = np.select(
        [
            ~theirs,
            ~standing.served,
            ~standing.accessible,
            as_help | (less_open & (outcome.resultat is Resultat.DEUX)),
            ~met.leads_on,
        ],
        [
            _code(Ecart.PUBLIC_NON_CONCERNE),
            _code(Ecart.AUTRE_ZONE),
            _code(Ecart.ACCES_PMR_NON_CERTAIN),
            _MOTIFS[met.opening],
            _code(Ecart.SANS_SUITE),
        ],
        _code(Ecart.TRAJET_MOINS_BON),
    ).astype(np.int8)
    return chosen


def _code(motif: Ecart) -> np.int8:
    return np.int8(MOTIFS.index(motif))
