"""The rule that chooses doors, on paper, and against a slow reading of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.orientation import (
    MOTIFS,
    OPENINGS,
    TIER,
    Met,
    Outcome,
    Standing,
    best,
    left_out,
    tiers,
)
from geo.domain.couverture import Resultat
from geo.domain.horaires import Ouvert
from geo.domain.orientation import Ecart

BUDGET_S = 900.0
FLAGS = ("helps", "sends_on", "helps_others", "sends_others", "served", "accessible", "leads_on")
OPENING = {
    Ouvert.NON: Ecart.FERME_A_L_ARRIVEE,
    Ouvert.SUR_RENDEZ_VOUS: Ecart.SUR_RENDEZ_VOUS,
    Ouvert.INCONNU: Ecart.HORAIRES_INCONNUS,
}


def codes(*openings):
    return np.array([OPENINGS.index(one) for one in openings], dtype=np.int8)


def choose(openings, times_s, *ranks):
    ranked = [np.array(rank, dtype=np.intp) for rank in ranks]
    return best(tiers(codes(*openings)), np.array(times_s, dtype=float), *ranked)


def test_open_comes_before_unknown_or_by_appointment_which_come_before_closed():
    every = [Ouvert.NON, Ouvert.SUR_RENDEZ_VOUS, Ouvert.INCONNU, Ouvert.OUI]

    assert tiers(codes(*every)).tolist() == [2, 1, 1, 0]
    assert choose(every, [1, 2, 3, 4], [0, 1, 2, 3]) == 3
    assert choose(every[:3], [1, 3, 2], [0, 1, 2]) == 2
    assert choose(every[:1], [1], [0]) == 0


def test_time_decides_between_those_as_sure_then_the_published_rank():
    opened = [Ouvert.OUI] * 3

    assert choose(opened, [3, 2, 2], [0, 2, 1]) == 2
    assert choose(opened, [2, 2, 2], [1, 0, 2], [0, 1, 2]) == 1
    # one first door that leads to two places as near as each other
    assert choose(opened, [2, 2, 2], [0, 0, 0], [2, 0, 1]) == 1


@st.composite
def situations(draw):
    count = draw(st.integers(0, 7))
    flags = {name: draw(st.lists(st.booleans(), min_size=count, max_size=count)) for name in FLAGS}
    # who helps this person helps someone
    flags["helps_others"] = np.logical_or(flags["helps"], flags["helps_others"]).tolist()
    flags["sends_others"] = np.logical_or(flags["sends_on"], flags["sends_others"]).tolist()
    times = draw(
        st.lists(st.sampled_from([0, 300, 600, 900, np.inf]), min_size=count, max_size=count)
    )
    opening = draw(st.lists(st.sampled_from(OPENINGS), min_size=count, max_size=count))
    resultat = draw(st.sampled_from(Resultat))
    wanted = {Resultat.UNE: 1, Resultat.DEUX: 2, Resultat.PLUS: 1, Resultat.AUCUNE: 0}[resultat]
    doors = draw(st.permutations(range(count)))[:wanted]
    if len(doors) < wanted:
        resultat, doors = Resultat.AUCUNE, []
    return (
        flags,
        times,
        opening,
        Outcome(resultat=resultat, doors=tuple(doors), tier=draw(st.integers(0, 2))),
    )


def looked_at(one, time_s, first_s, resultat):
    """Read why one place would have been looked at: for its help, for its welcome."""
    within = time_s <= BUDGET_S
    if resultat is Resultat.UNE:
        return one["helps_others"] and time_s < first_s, False
    if resultat is Resultat.DEUX:
        return one["helps_others"] and within, one["sends_others"] and time_s < first_s
    return one["helps_others"] and within, one["sends_others"] and within


def slowly(one, opening, ways, outcome):
    """Read the rule for one place that is looked at: its motif."""
    as_help, as_welcome = ways[0] and one["helps"], ways[1] and one["sends_on"]
    by_opening = OPENING.get(opening, Ecart.TRAJET_MOINS_BON)
    less_sure = outcome.resultat is Resultat.DEUX and TIER[opening] > outcome.tier
    said = [
        (not (as_help or as_welcome), Ecart.PUBLIC_NON_CONCERNE),
        (not one["served"], Ecart.AUTRE_ZONE),
        (not one["accessible"], Ecart.ACCES_PMR_NON_CERTAIN),
        (as_help or less_sure, by_opening),
        (not one["leads_on"], Ecart.SANS_SUITE),
        (True, Ecart.TRAJET_MOINS_BON),
    ]
    return next(motif for holds, motif in said if holds)


@settings(max_examples=300, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_what_is_left_out_and_why_is_what_the_rule_says_of_each_place(situation, random):
    flags, times, opening, outcome = situation
    rank = list(range(len(times)))
    random.shuffle(rank)
    of_flags = {name: np.array(values, dtype=bool) for name, values in flags.items()}
    leads_on = of_flags.pop("leads_on")
    met = Met(
        time_s=np.array(times, dtype=float), opening=codes(*opening), leads_on=leads_on,
        rank=np.array(rank, dtype=np.intp),
    )  # fmt: skip

    numbers, motifs = left_out(Standing(**of_flags), met, outcome, budget_s=BUDGET_S)

    said = dict(zip(numbers.tolist(), (MOTIFS[code] for code in motifs), strict=True))
    first_s = times[outcome.doors[0]] if outcome.doors else np.inf
    expected = {}
    for number in set(rank) - set(outcome.doors):
        one = {name: values[number] for name, values in flags.items()}
        ways = looked_at(one, times[number], first_s, outcome.resultat)
        if any(ways):
            expected[number] = slowly(one, opening[number], ways, outcome)
    assert said == expected
    order = [(times[number], rank[number]) for number in numbers]
    assert order == sorted(order)


@pytest.mark.parametrize("ouvert", OPENING)
def test_a_nearer_place_that_is_not_open_is_said_to_be_so(ouvert):
    every = np.ones(2, dtype=bool)
    standing = Standing(**dict.fromkeys(FLAGS[:-1], every))
    met = Met(
        time_s=np.array([60.0, 120.0]), opening=codes(ouvert, Ouvert.OUI), leads_on=~every,
        rank=np.arange(2),
    )  # fmt: skip
    outcome = Outcome(resultat=Resultat.UNE, doors=(1,), tier=0)

    numbers, motifs = left_out(standing, met, outcome, budget_s=BUDGET_S)

    assert numbers.tolist() == [0]
    assert [MOTIFS[code] for code in motifs] == [OPENING[ouvert]]
