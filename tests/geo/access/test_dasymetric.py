"""Laws of the spread, a slow oracle in fractions, and answers on paper."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access.dasymetric import NOWHERE, scrambled, spread_residents
from geo.errors import InputError


def spread(population, zone, street_m, identifier=None):
    names = range(len(zone)) if identifier is None else identifier
    return spread_residents(
        np.array(population, dtype=np.int64),
        np.array(zone, dtype=np.int32),
        np.array(street_m, dtype=np.float32),
        np.array(names, dtype=np.int64),
    )


@st.composite
def towns(draw):
    population = draw(st.lists(st.integers(0, 3000), min_size=1, max_size=4))
    size = draw(st.integers(0, 25))
    zone = draw(st.lists(st.integers(NOWHERE, len(population) - 1), min_size=size, max_size=size))
    # few different lengths, so that claims are often equal
    street_m = draw(
        st.lists(st.sampled_from([0, 0, 1, 2.5, 5, 5, 120, 333.25]), min_size=size, max_size=size)
    )
    return population, zone, street_m


def test_shares_on_paper():
    # 10 residents over 1, 2, 4 m: 1.43, 2.86, 5.71; two left, to .86 and .71
    assert spread([10], [0, 0, 0], [1, 2, 4]).tolist() == [1, 3, 6]
    # two zones at once, one point in none
    assert spread([7, 9], [0, 1, NOWHERE, 1], [3, 1, 50, 2]).tolist() == [7, 3, 0, 6]


def test_nobody_is_put_where_there_is_no_street():
    assert spread([5], [0, 0], [0, 0]).tolist() == [0, 0]
    assert spread([5, 6], [1, 1], [0, 1e-5]).tolist() == [0, 0]  # under half a millimetre
    assert spread([0], [0], [10]).tolist() == [0]
    assert spread([5], [], []).tolist() == []
    assert spread([], [NOWHERE], [3]).tolist() == [0]


@given(towns())
def test_totals_are_conserved_exactly(town):
    population, zone, street_m = town
    residents = spread(*town)

    for number, people in enumerate(population):
        inside = np.array(zone, dtype=int) == number
        has_street = (np.array(street_m)[inside] > 0).any()
        assert residents[inside].sum() == (people if has_street else 0)
    assert residents[np.array(zone, dtype=int) == NOWHERE].sum() == 0


@given(towns())
def test_each_point_has_its_exact_share_rounded_down_or_up(town):
    population, zone, street_m = town
    total = [
        sum(Fraction(m) for z, m in zip(zone, street_m, strict=True) if z == number)
        for number in range(len(population))
    ]
    for residents, number, metres in zip(spread(*town), zone, street_m, strict=True):
        share = (
            population[number] * Fraction(metres) / total[number] if metres and number >= 0 else 0
        )
        assert abs(int(residents) - share) < 1


@given(towns())
def test_more_street_never_has_fewer_residents(town):
    _, zone, street_m = town
    residents = spread(*town)

    for number in set(zone) - {NOWHERE}:
        inside = np.flatnonzero(np.array(zone) == number)
        order = inside[np.lexsort((residents[inside], np.array(street_m)[inside]))]
        lengths, people = np.array(street_m)[order], residents[order]
        longer = np.diff(lengths) > 0
        assert (np.diff(people)[longer] >= 0).all()


@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_points_is_irrelevant(town, random):
    population, zone, street_m = town
    names = [7 * rank + 1 for rank in range(len(zone))]
    shuffled = list(range(len(zone)))
    random.shuffle(shuffled)

    straight = spread(population, zone, street_m, names)
    mixed = spread(
        population,
        [zone[rank] for rank in shuffled],
        [street_m[rank] for rank in shuffled],
        [names[rank] for rank in shuffled],
    )

    assert mixed.tolist() == straight[shuffled].tolist()


def test_equal_claims_go_to_no_side_of_the_zone():
    # 1000 equal points in a row, 500 residents: neither the first nor the last half wins
    residents = spread([500], [0] * 1000, [10.0] * 1000)

    assert set(residents) == {0, 1}
    assert 200 < residents[:500].sum() < 300
    assert 200 < residents[::2].sum() < 300


def test_scrambled_identifiers_stay_apart():
    names = np.arange(-500, 500, dtype=np.int64)

    assert len(set(scrambled(names).tolist())) == 1000
    assert scrambled(names).tolist() == scrambled(names).tolist()


@pytest.mark.parametrize(
    ("population", "zone", "street_m", "said"),
    [
        ([-1], [0], [1], "residents"),
        ([1], [0], [-1], "lengths"),
        ([1], [0], [np.nan], "lengths"),
        ([1], [1], [1], "zones"),
        ([1], [-2], [1], "zones"),
        ([2**40], [0], [1e7], "2\\*\\*62"),
    ],
)
def test_what_cannot_be_spread_is_refused(population, zone, street_m, said):
    with pytest.raises(InputError, match=said):
        spread(population, zone, street_m)
