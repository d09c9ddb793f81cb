import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import decay
from geo.access.catchment import (
    APL_2012,
    apl,
    balanced_fca,
    balanced_service,
    three_step_fca,
    two_step_fca,
)
from geo.access.decay import NEGLIGIBLE
from geo.access.dense_catchment import two_step_access
from geo.errors import DuplicateIdError, InputError, MissingColumnError
from geo.tables import PAIR_COLUMNS

few = settings(max_examples=30, deadline=None)

WITHIN_10 = decay.step(cutoff_s=600)
HALF_BEYOND_5 = decay.steps({300: 1, 600: 0.5})
SHAPES = (
    WITHIN_10,
    HALF_BEYOND_5,
    decay.linear(cutoff_s=900),
    decay.gaussian(cutoff_s=900),
    decay.negative_exponential(scale_s=300, cutoff_s=1500),
    decay.logistic(median_s=600, sd_s=200),
)

# Two homes; the places have 1, 2, 4 and 8 advisers, so that a sum says whose supply was shared.
# x reaches p and q, y reaches q and r, nobody s in time.
PEOPLE = pd.Series({"x": 100, "y": 300})
ADVISERS = pd.Series({"p": 1, "q": 2, "r": 4, "s": 8})
TOWN = {("x", "p"): 0, ("x", "q"): 600, ("y", "q"): 300, ("y", "r"): 0, ("y", "s"): 601}

homes, places = list("vwxyz"), list("pqrst")
towns = st.fixed_dictionaries(
    {
        "pairs": st.dictionaries(
            st.tuples(st.sampled_from(homes), st.sampled_from(places)),
            st.integers(0, 1800),
            max_size=25,
        ),
        "demand": st.lists(st.integers(0, 1000), min_size=5, max_size=5),
        "supply": st.lists(st.integers(0, 20), min_size=5, max_size=5),
        "shape": st.sampled_from(SHAPES),
    }
)


def times(pairs):
    rows = [(*pair, seconds) for pair, seconds in pairs.items()]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).astype({"travel_time_s": float})


def read(town):
    series = (pd.Series(town["demand"], homes), pd.Series(town["supply"], places))
    return times(town["pairs"]), *series


def slow(method, town):
    """Each method as its paper writes it, in double loops."""
    w = np.zeros((5, 5))
    for (home, place), seconds in town["pairs"].items():
        w[homes.index(home), places.index(place)] = town["shape"](np.array([seconds]))[0]
    chosen, shared = np.zeros((5, 5)), np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            if w[i, j]:
                chosen[i, j] = w[i, j] / sum(w[i, k] for k in range(5))
                shared[i, j] = w[i, j] / sum(w[k, j] for k in range(5))
    counts = {"two": w, "three": chosen * w, "balanced": chosen}[method]
    gives = {"two": w, "three": chosen * w, "balanced": shared}[method]
    access = dict.fromkeys(homes, 0.0)
    for j in range(5):
        load = sum(town["demand"][i] * counts[i, j] for i in range(5))
        for i in range(5):
            if load:
                access[homes[i]] += gives[i, j] * town["supply"][j] / load
    return access


def test_two_steps_share_each_place_among_all_who_reach_it():
    got = two_step_fca(times(TOWN), PEOPLE, ADVISERS, decay=WITHIN_10)

    # p: 1 for 100 people; q: 2 for 400; r: 4 for 300
    assert got.to_dict() == pytest.approx({"x": 1 / 100 + 2 / 400, "y": 2 / 400 + 4 / 300})
    assert (got * PEOPLE).sum() == pytest.approx(1 + 2 + 4)
    assert got.index.equals(PEOPLE.index)
    assert got.name == "access"


def test_enhanced_steps_weigh_both_ways():
    got = two_step_fca(times(TOWN), PEOPLE, ADVISERS, decay=HALF_BEYOND_5)

    # x is half as much at q as y is: 2 advisers for 50 + 300 people
    assert got.to_dict() == pytest.approx({"x": 1 / 100 + 0.5 * 2 / 350, "y": 2 / 350 + 4 / 300})


def test_three_steps_let_people_choose():
    got = three_step_fca(times(TOWN), PEOPLE, ADVISERS, decay=HALF_BEYOND_5)

    # x chooses p for 2/3 and q for 1/3, y each for a half
    q = 100 * (1 / 3) * 0.5 + 300 * 0.5
    assert got.to_dict() == pytest.approx(
        {
            "x": (2 / 3) * 1 / (100 * 2 / 3) + (1 / 3) * 0.5 * 2 / q,
            "y": 0.5 * 2 / q + 0.5 * 4 / (300 * 0.5),
        }
    )


def test_balanced_shares_people_then_levels_of_service():
    args = times(TOWN), PEOPLE, ADVISERS

    service = balanced_service(*args, decay=HALF_BEYOND_5)
    got = balanced_fca(*args, decay=HALF_BEYOND_5)

    # x sends 2/3 to p, 1/3 to q; y a half to q, a half to r; q shares its level 1 to 2
    load = {"p": 200 / 3, "q": 100 / 3 + 150, "r": 150, "s": 0}
    level = {"p": 1 / load["p"], "q": 2 / load["q"], "r": 4 / 150, "s": 0}
    assert service["demand"].to_dict() == pytest.approx(load)
    assert service["level_of_service"].to_dict() == pytest.approx(level)
    assert got.to_dict() == pytest.approx(
        {"x": level["p"] + level["q"] / 3, "y": level["q"] * 2 / 3 + level["r"]}
    )


@few
@given(town=towns)
@pytest.mark.parametrize(
    ("method", "fca"),
    [("two", two_step_fca), ("three", three_step_fca), ("balanced", balanced_fca)],
)
def test_a_slow_loop_finds_the_same(method, fca, town):
    got = fca(*read(town), decay=town["shape"])

    assert np.isfinite(got).all()
    assert got.to_dict() == pytest.approx(slow(method, town), rel=1e-9)


@few
@given(town=towns)
@pytest.mark.parametrize("fca", [two_step_fca, three_step_fca])
def test_what_people_have_is_the_supply_that_demand_reaches(fca, town):
    travel_times, demand, supply = read(town)

    access = fca(travel_times, demand, supply, decay=town["shape"])

    in_reach = travel_times[
        (town["shape"](travel_times["travel_time_s"].to_numpy()) > 0)
        & (travel_times["origin_id"].map(demand) > 0)
    ]
    shared = supply[supply.index.isin(in_reach["destination_id"])].sum()
    assert (demand * access).sum() == pytest.approx(shared, rel=1e-9)


@few
@given(town=towns)
def test_levels_of_service_are_given_away_whole_and_all_who_reach_a_place_are_sent_to_one(town):
    travel_times, demand, supply = read(town)

    service = balanced_service(travel_times, demand, supply, decay=town["shape"])
    access = balanced_fca(travel_times, demand, supply, decay=town["shape"])

    reach = travel_times[town["shape"](travel_times["travel_time_s"].to_numpy()) > 0]
    assert access.sum() == pytest.approx(service["level_of_service"].sum(), rel=1e-9)
    sent = demand[demand.index.isin(reach["origin_id"])].sum()
    assert service["demand"].sum() == pytest.approx(sent, rel=1e-9)


@few
@given(
    times_s=st.lists(st.integers(0, 3), min_size=9, max_size=9),
    exponents=st.lists(st.sampled_from([0, -50, -100, -101, -170, -320]), min_size=3, max_size=3),
    demand=st.lists(st.sampled_from([0, 1e-30, 1, 1e30]), min_size=3, max_size=3),
    supply=st.lists(st.sampled_from([0, 1e-30, 1, 1e30]), min_size=3, max_size=3),
    own=st.booleans(),
)
def test_the_supply_is_all_there_however_little_a_place_counts(
    times_s, exponents, demand, supply, own
):
    weights = [1.0, *(10.0**exponent for exponent in sorted(exponents, reverse=True))]
    zones = decay.steps({end + 0.5: weight for end, weight in enumerate(weights)})
    shape = (lambda times: np.array(weights)[times.astype(int)]) if own else zones
    pairs = {(i, j): times_s[3 * i + j] for i in range(3) for j in range(3)}
    people, there = pd.Series(demand, dtype=float), pd.Series(supply, dtype=float)
    reached = {
        j for (i, j), seconds in pairs.items() if demand[i] and weights[seconds] >= NEGLIGIBLE
    }

    for fca in (two_step_fca, three_step_fca):
        access = fca(times(pairs), people, there, decay=shape)
        assert people @ access == pytest.approx(sum(supply[j] for j in reached), rel=1e-9)
    level = balanced_service(times(pairs), people, there, decay=shape)["level_of_service"]
    access = balanced_fca(times(pairs), people, there, decay=shape)
    assert access.sum() == pytest.approx(level.sum(), rel=1e-9)


@pytest.mark.parametrize("speck", [1e-170, 1e-320])
def test_a_speck_of_a_weight_gives_nothing_and_takes_nothing(speck):
    # x is beside p and all but out of reach of q, which nobody else reaches
    zones = decay.steps({60: 1, 600: speck})
    town, one = times({("x", "p"): 0, ("x", "q"): 600}), pd.Series({"x": 1.0})

    for fca in (two_step_fca, three_step_fca):
        assert fca(town, one, pd.Series({"p": 1, "q": 2}), decay=zones).tolist() == [1]
    half = decay.steps({60: 1, 600: 1e-100})
    for fca in (two_step_fca, three_step_fca):
        got = fca(town, one, pd.Series({"p": 1, "q": 2}), decay=half)
        assert got.tolist() == pytest.approx([3])


def test_the_balanced_method_does_not_give_supply_a_head():
    # two homes at one place: each gets half its level, however many live there
    together = times({("x", "p"): 0, ("y", "p"): 0})

    got = balanced_fca(together, PEOPLE, ADVISERS, decay=WITHIN_10)

    assert got.to_dict() == pytest.approx({"x": 0.5 / 400, "y": 0.5 / 400})
    assert (got * PEOPLE).sum() == pytest.approx(1 / 2)


@few
@given(town=towns, order=st.randoms(use_true_random=False))
@pytest.mark.parametrize("fca", [two_step_fca, three_step_fca, balanced_fca])
def test_row_order_and_kind_of_identifier_are_irrelevant(fca, town, order):
    travel_times, demand, supply = read(town)
    straight = fca(travel_times, demand, supply, decay=town["shape"])

    shuffled = travel_times.loc[order.sample(list(travel_times.index), len(travel_times))]
    again = fca(shuffled, demand[::-1], supply[::-1], decay=town["shape"])
    coded = travel_times.assign(
        origin_id=travel_times["origin_id"].map(homes.index).astype("int32"),
        destination_id=travel_times["destination_id"].map(places.index).astype("int32"),
        travel_time_s=travel_times["travel_time_s"].astype("float32"),
    )
    by_number = fca(
        coded, demand.reset_index(drop=True), supply.reset_index(drop=True), decay=town["shape"]
    )

    assert again.to_dict() == pytest.approx(straight.to_dict(), rel=1e-12)
    assert by_number.tolist() == straight.tolist()


@few
@given(town=towns, more=towns)
def test_another_place_never_hurts_where_nobody_chooses(town, more):
    new = {pair: s for pair, s in more["pairs"].items() if pair[1] == "t"}
    old = {pair: s for pair, s in town["pairs"].items() if pair[1] != "t"}
    before = two_step_fca(*read({**town, "pairs": old}), decay=town["shape"])
    after = two_step_fca(*read({**town, "pairs": {**old, **new}}), decay=town["shape"])

    assert (after >= before - 1e-12).all()


@few
@given(town=towns)
def test_dense_arrays_give_the_same_in_two_steps(town):
    travel_times, demand, supply = read(town)
    reach = np.zeros((5, 5), dtype=bool)
    for home, place, seconds in travel_times.itertuples(index=False):
        reach[homes.index(home), places.index(place)] = seconds <= 600

    got = two_step_fca(travel_times, demand, supply, decay=WITHIN_10)

    dense = two_step_access(
        reach, demand=demand.to_numpy(np.int64), supply=supply.to_numpy(np.float64)
    )
    assert got.tolist() == pytest.approx(dense.tolist(), rel=1e-12)


def test_the_way_there_counts_not_the_way_back():
    people, advisers = pd.Series({"a": 10, "b": 10}), pd.Series({"a": 1, "b": 1})
    uphill = times({("a", "b"): 900, ("b", "a"): 300})

    for fca in (two_step_fca, three_step_fca, balanced_fca):
        assert fca(uphill, people, advisers, decay=WITHIN_10).to_dict() == {"a": 0, "b": 0.1}


@pytest.mark.parametrize("fca", [two_step_fca, three_step_fca, balanced_fca])
class TestNothing:
    def test_no_pair(self, fca):
        assert fca(times({}), PEOPLE, ADVISERS, decay=WITHIN_10).to_dict() == {"x": 0, "y": 0}

    def test_no_place(self, fca):
        got = fca(times({}), PEOPLE, ADVISERS[:0], decay=WITHIN_10)
        assert got.to_dict() == {"x": 0, "y": 0}

    def test_nobody(self, fca):
        assert fca(times({}), PEOPLE[:0], ADVISERS, decay=WITHIN_10).empty
        assert fca(times(TOWN), PEOPLE * 0, ADVISERS, decay=WITHIN_10).tolist() == [0, 0]

    def test_no_capacity(self, fca):
        assert fca(times(TOWN), PEOPLE, ADVISERS * 0, decay=WITHIN_10).tolist() == [0, 0]

    def test_whoever_lives_nowhere_near_has_nothing_and_changes_nothing(self, fca):
        more = pd.Series({"far": 10_000, **PEOPLE})
        got = fca(times(TOWN), more, ADVISERS, decay=WITHIN_10)

        assert got["far"] == 0
        assert got.drop("far").equals(fca(times(TOWN), PEOPLE, ADVISERS, decay=WITHIN_10))

    def test_a_home_without_people_has_what_its_neighbours_have(self, fca):
        empty = fca(
            times({("x", "p"): 0, ("y", "p"): 0}), PEOPLE * [1, 0], ADVISERS, decay=WITHIN_10
        )
        share = 0.5 if fca is balanced_fca else 1.0
        assert empty.to_dict() == {"x": share / 100, "y": share / 100}


def test_a_closed_place_draws_those_who_choose_but_not_others():
    closed = ADVISERS * [1, 0, 1, 1]
    without = {pair: seconds for pair, seconds in TOWN.items() if pair[1] != "q"}

    for fca, same in ((two_step_fca, True), (three_step_fca, True), (balanced_fca, False)):
        kept = fca(times(TOWN), PEOPLE, closed, decay=WITHIN_10)
        left_out = fca(times(without), PEOPLE, closed, decay=WITHIN_10)
        assert (kept.to_dict() == pytest.approx(left_out.to_dict())) is same


def test_the_published_example_of_spatial_availability():
    # Soukhov, Páez, Higgins & Mohamed (2023), doi:10.1371/journal.pone.0278468: appendix A of their
    # manuscript (github.com/soukhova/Spatial-Availability-Measure) works out 2SFCA with an
    # exponential and the balanced method, to two figures; metres in the place of seconds
    metres = {
        ("P1", "E1"): 2548.1, ("P1", "E2"): 5419.1, ("P2", "E1"): 1314.1,
        ("P2", "E2"): 4762.6, ("P4", "E1"): 2170.2, ("P4", "E2"): 1790.1,
    }  # fmt: skip
    args = (
        times(metres),
        pd.Series({"P1": 260, "P2": 255, "P4": 495}),
        pd.Series({"E1": 750, "E2": 220}),
    )
    shape = decay.negative_exponential(scale_s=1 / 0.0015)

    def near(values):
        return pytest.approx(values, abs=0.0099)  # some were cut, not rounded

    two, balanced = (fca(*args, decay=shape) for fca in (two_step_fca, balanced_fca))
    service = balanced_service(*args, decay=shape)

    assert two.to_dict() == near({"P1": 0.27, "P2": 1.73, "P4": 0.92})
    assert service["level_of_service"].to_dict() == near({"E1": 1.09, "E2": 0.68})
    assert balanced.to_dict() == near({"P1": 0.12, "P2": 0.77, "P4": 0.88})
    assert balanced.sum() == near(1.77)


def test_the_published_example_of_three_steps():
    # Grüebler & Unterfinger (2021), R package fca 0.1.0, its README: a Gaussian that is 0.01 at 20
    # minutes and has no cut-off
    minutes = """
        8.627326 23.64915 12.26931 26.49052 28.21402  1.366695 15.843165 26.772571 16.543050 13.698442
        28.705000 13.60002 20.32712 17.17900 3.08774 26.994749  7.382632  1.261786  9.837622 28.635109
        26.686179 20.78410 19.21520 29.82809 19.67117 21.255914 16.321981 17.824261 8.674792  4.413409
    """  # noqa: E501 - a row a place, as printed
    rows = np.array(minutes.split(), dtype=float).reshape(3, 10)
    long = pd.DataFrame(
        [
            (home, place, rows[place, i])
            for i, home in enumerate("abcdefghij")
            for place in range(3)
        ],
        columns=list(PAIR_COLUMNS),
    )
    people = pd.Series([100, 200, 50, 100, 500, 50, 100, 100, 50, 500], list("abcdefghij"))

    got = three_step_fca(
        long, people, pd.Series([1000, 200, 500]), decay=lambda m: np.exp(m**2 * np.log(0.01) / 400)
    )

    printed = [
        3.97260949, 0.03678999, 1.46747735, 0.01079342, 0.28782748,
        9.11410451, 0.19596873, 0.31194607, 0.37539987, 1.10349481,
    ]  # fmt: skip
    assert got.tolist() == pytest.approx(printed, rel=1e-5)  # times are printed to 7 figures


def test_shens_jobs_are_all_there():
    # Shen (1998), doi:10.1068/b250345, p. 349: three towns, 210,000 jobs for 210,000 people
    minutes = {
        (home, place): 15 if home == place else 100 if "C" in home + place else 30
        for home in "ABC"
        for place in "ABC"
    }
    people = pd.Series({"A": 50_000, "B": 150_000, "C": 10_000})
    jobs = pd.Series({"A": 100_000, "B": 100_000, "C": 10_000})

    got = two_step_fca(
        times(minutes), people, jobs, decay=decay.negative_exponential(scale_s=1 / 0.1)
    )

    assert (got * people).sum() == pytest.approx(210_000)
    assert got["A"] > 1 > got["B"]


def test_apl_is_two_steps_with_the_weights_of_drees():
    assert APL_2012(np.array([0, 300, 301, 600, 601, 900, 901])).tolist() == [
        1, 1, 0.3, 0.3, 0.1, 0.1, 0,
    ]  # fmt: skip
    commune = times({("x", "p"): 300, ("x", "q"): 600, ("y", "q"): 300})

    got = apl(commune, PEOPLE, ADVISERS)

    # q: 2 for 100 × 0.3 + 300 people
    assert got.to_dict() == pytest.approx({"x": 1 / 100 + 0.3 * 2 / 330, "y": 2 / 330})
    assert got.equals(two_step_fca(commune, PEOPLE, ADVISERS, decay=APL_2012))
    other = apl(commune, PEOPLE, ADVISERS, decay=WITHIN_10)
    assert other.equals(two_step_fca(commune, PEOPLE, ADVISERS, decay=WITHIN_10))


@pytest.mark.parametrize("fca", [two_step_fca, three_step_fca, balanced_fca, balanced_service])
def test_what_breaks_the_contract_is_refused_by_name(fca):
    with pytest.raises(InputError, match="'x' is not one"):
        fca(times(TOWN), PEOPLE[1:], ADVISERS, decay=WITHIN_10)
    with pytest.raises(InputError, match="'s' is not one"):
        fca(times(TOWN), PEOPLE, ADVISERS[:3], decay=WITHIN_10)
    with pytest.raises(InputError, match=r"demand: .* 'y' has -1"):
        fca(times(TOWN), pd.Series({"x": 1, "y": -1}), ADVISERS, decay=WITHIN_10)
    with pytest.raises(InputError, match=r"supply: .* 'p' has nan"):
        fca(times(TOWN), PEOPLE, ADVISERS.where(ADVISERS > 1), decay=WITHIN_10)
    with pytest.raises(DuplicateIdError, match="1 pairs are repeated"):
        fca(times(TOWN).iloc[[0, 1, 0]], PEOPLE, ADVISERS, decay=WITHIN_10)
    with pytest.raises(MissingColumnError, match="origin_id"):
        fca(times(TOWN).rename(columns={"origin_id": "from"}), PEOPLE, ADVISERS, decay=WITHIN_10)
    with pytest.raises(InputError, match="it gave nan at 0 s"):
        fca(times(TOWN), PEOPLE, ADVISERS, decay=lambda times: times * np.nan)
    with pytest.raises(InputError, match="needed a decay"):
        fca(times(TOWN), PEOPLE, ADVISERS, decay=None)
    with pytest.raises(InputError, match="demand: needed numbers"):
        fca(times(TOWN), PEOPLE.astype(str), ADVISERS, decay=WITHIN_10)
    with pytest.raises(InputError, match="demand: needed a column"):
        fca(times(TOWN), PEOPLE.to_frame(), ADVISERS, decay=WITHIN_10)
