import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.coverage import coverage, covered_share, territory_members
from geo.errors import InputError
from geo.tables import COVERAGE_COLUMNS, NEAREST_COLUMNS, THRESHOLDS_S

# Four villages in two bassins; populations 1, 2, 4, 8 so that a sum says who was reached.
ORIGINS = pd.DataFrame(
    {
        "code_commune": ["77001", "77002", "77003", "77004"],
        "nom": list("ABCD"),
        "population": [1, 2, 4, 8],
        "lon": 2.0,
        "lat": 48.0,
    },
    index=list("abcd"),
)
BASSINS_COMMUNES = pd.DataFrame(
    {"code_bassin": ["N", "N", "S", "S"], "code_commune": ["77001", "77002", "77003", "77004"]}
)
MEMBERS = territory_members(BASSINS_COMMUNES, pd.Series({"N": "11", "S": "11"}))

minutes = st.dictionaries(st.sampled_from("abcd"), st.integers(min_value=0, max_value=90))


few = settings(max_examples=25, deadline=None)


def nearest(by_origin, *, reseau="cio", mode="marche"):
    rows = [(o, reseau, mode, "p", m * 60.0, m * 60.0, True) for o, m in by_origin.items()]
    return pd.DataFrame(rows, columns=list(NEAREST_COLUMNS)).astype({"travel_time_s": float})


def covered(table, *, cutoff_min, territory, origins=ORIGINS):
    got = coverage(table, origins, MEMBERS, reseaux=["cio"], modes=["marche"])
    row = got[(got["cutoff_s"] == cutoff_min * 60) & (got["territory_code"] == territory)]
    return row["covered_population"].item()


@pytest.mark.parametrize(
    ("cutoff_min", "north", "south"), [(10, 1, 0), (15, 3, 0), (20, 3, 4), (30, 3, 4), (60, 3, 4)]
)
def test_toy_city_counts_exactly_the_villages_within_reach(cutoff_min, north, south):
    # a at 10 min (inclusive), b at 15, c at 20, d unreached
    table = nearest({"a": 10, "b": 15, "c": 20})

    assert covered(table, cutoff_min=cutoff_min, territory="N") == north
    assert covered(table, cutoff_min=cutoff_min, territory="S") == south
    assert covered(table, cutoff_min=cutoff_min, territory="11") == north + south


def test_threshold_is_inclusive_and_a_second_more_is_out():
    table = nearest({"a": 10, "b": 10})
    table["travel_time_s"] = [600.0, 601.0]

    assert covered(table, cutoff_min=10, territory="11") == 1


def test_every_territory_reseau_mode_and_threshold_has_its_row():
    got = coverage(
        nearest({"a": 10}), ORIGINS, MEMBERS, reseaux=["cio", "greta"], modes=["marche", "velo"]
    )

    assert list(got.columns) == list(COVERAGE_COLUMNS)
    assert len(got) == 3 * 2 * 2 * len(THRESHOLDS_S)
    assert not got.duplicated(["territory_code", "reseau", "mode", "cutoff_s"]).any()
    assert got.loc[got["reseau"] == "greta", "covered_population"].eq(0).all()
    assert got.groupby("territory_code")["population"].unique().map(list).to_dict() == {
        "11": [15],
        "N": [3],
        "S": [12],
    }


@few
@given(times=minutes)
def test_coverage_is_monotone_bounded_and_the_region_is_the_sum(times):
    got = coverage(nearest(times), ORIGINS, MEMBERS, reseaux=["cio"], modes=["marche"])

    assert (got["covered_population"] <= got["population"]).all()
    rising = got.sort_values("cutoff_s").groupby("territory_code")["covered_population"]
    assert rising.is_monotonic_increasing.all()
    by_type = got.groupby(["territory_type", "cutoff_s"])[["population", "covered_population"]]
    sums = by_type.sum()
    pd.testing.assert_frame_equal(sums.loc["bassin"], sums.loc["region"])


@few
@given(times=minutes, nearer=minutes)
def test_a_nearer_place_never_hurts(times, nearer):
    better = {**nearer, **times}
    better = {o: min(m, nearer.get(o, m)) for o, m in better.items()}
    before = coverage(nearest(times), ORIGINS, MEMBERS, reseaux=["cio"], modes=["marche"])
    after = coverage(nearest(better), ORIGINS, MEMBERS, reseaux=["cio"], modes=["marche"])

    assert (after["covered_population"] >= before["covered_population"]).all()


@few
@given(times=minutes, order=st.randoms(use_true_random=False))
def test_row_order_is_irrelevant(times, order):
    def shuffled(frame):
        return frame.iloc[order.sample(range(len(frame)), len(frame))]

    args = {"reseaux": ["cio"], "modes": ["marche"]}
    straight = coverage(nearest(times), ORIGINS, MEMBERS, **args)
    mixed = coverage(shuffled(nearest(times)), shuffled(ORIGINS), shuffled(MEMBERS), **args)

    pd.testing.assert_frame_equal(mixed, straight)


def test_share_is_missing_where_nobody_lives_never_invented():
    empty_north = ORIGINS.assign(population=[0, 0, 4, 8])
    got = coverage(
        nearest({"a": 1, "c": 1}), empty_north, MEMBERS, reseaux=["cio"], modes=["marche"]
    )

    share = covered_share(got).groupby(got["territory_code"]).first()

    assert pd.isna(share["N"])
    assert share["S"] == pytest.approx(4 / 12)


def test_an_origin_outside_every_territory_is_refused_not_dropped():
    abroad = ORIGINS.assign(code_commune=["77001", "77002", "77003", "60001"])

    with pytest.raises(InputError, match=r"'d' has none"):
        coverage(nearest({}), abroad, MEMBERS, reseaux=["cio"], modes=["marche"])


def test_an_unknown_origin_is_refused():
    with pytest.raises(InputError, match=r"'z' is not one"):
        coverage(nearest({"z": 5}), ORIGINS, MEMBERS, reseaux=["cio"], modes=["marche"])


def test_a_commune_in_two_bassins_or_a_bassin_without_region_is_refused():
    twice = pd.DataFrame({"code_bassin": ["N", "S"], "code_commune": ["77001", "77001"]})
    with pytest.raises(InputError, match=r"'77001' is in several"):
        territory_members(twice, pd.Series({"N": "11", "S": "11"}))
    with pytest.raises(InputError, match=r"'S' has none"):
        territory_members(BASSINS_COMMUNES, pd.Series({"N": "11"}))
