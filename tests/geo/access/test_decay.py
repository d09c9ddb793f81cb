import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import decay
from geo.errors import InputError

few = settings(max_examples=40, deadline=None)

seconds = st.floats(min_value=1, max_value=7200)
cutoffs = seconds | st.just(math.inf)
shares = st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=4)


@st.composite
def stepped(draw):
    weights = sorted(draw(shares), reverse=True)
    ends = draw(st.sets(seconds, min_size=len(weights), max_size=len(weights)))
    return decay.steps(dict(zip(sorted(ends), [1.0, *weights[1:]], strict=True)))


decays = st.one_of(
    st.builds(decay.step, cutoff_s=seconds),
    stepped(),
    st.builds(decay.linear, cutoff_s=seconds),
    st.builds(decay.negative_exponential, scale_s=seconds, cutoff_s=cutoffs),
    st.builds(decay.gaussian, cutoff_s=seconds),
    st.builds(decay.logistic, median_s=seconds, sd_s=seconds, cutoff_s=cutoffs),
)


def weights(shape, *times):
    return shape(np.array(times, dtype=float)).tolist()


def test_a_step_counts_all_within_the_cutoff_and_nothing_a_second_later():
    assert weights(decay.step(cutoff_s=600), 0, 600, 601) == [1, 1, 0]


def test_steps_hold_to_the_end_of_their_zone_in_any_order():
    shape = decay.steps({1800: 0.22, 600: 1, 1200: 0.68})

    assert weights(shape, 0, 600, 600.5, 1200, 1201, 1800, 1801) == [
        1, 1, 0.68, 0.68, 0.22, 0.22, 0,
    ]  # fmt: skip


def test_linear_halves_halfway():
    assert weights(decay.linear(cutoff_s=1000), 0, 250, 500, 1000, 2000) == [1, 0.75, 0.5, 0, 0]


def test_the_exponential_halves_every_so_many_seconds_until_the_cutoff():
    shape = decay.negative_exponential(scale_s=60 / math.log(2), cutoff_s=120)

    assert weights(shape, 0, 60, 120, 121) == pytest.approx([1, 0.5, 0.25, 0])


def test_the_gaussian_of_dai_is_nothing_at_the_cutoff():
    # halfway: 0.8824969, less the 0.6065307 there, over the 0.3934693 between it and 1
    assert weights(decay.gaussian(cutoff_s=600), 0, 300, 600, 700) == pytest.approx(
        [1, 0.70137, 0, 0], abs=1e-5
    )


def test_the_logistic_is_one_here_and_as_published_elsewhere():
    median, sd = 900, 300
    shape = decay.logistic(median_s=median, sd_s=sd)

    def published(time):
        def below(t):
            return 1 + math.exp((t - median) * math.pi / (sd * math.sqrt(3)))

        return below(0) / below(time)

    times = [0, 450, 900, 1800, 3600]
    assert weights(shape, *times) == pytest.approx([published(time) for time in times])
    assert weights(shape, 0) == [1]


@few
@given(shape=decays, times=st.lists(st.floats(min_value=0, max_value=1e5), min_size=2, max_size=9))
def test_weights_are_shares_that_never_rise_and_end_at_the_cutoff(shape, times):
    rising = np.sort(times)

    got = shape(rising)

    assert got.dtype == np.float64
    assert ((got >= 0) & (got <= 1)).all()
    assert (np.diff(got) <= 1e-15).all()
    assert (got[rising > shape.cutoff_s] == 0).all()
    assert shape(np.array([0.0])) == pytest.approx([1])


@few
@given(shape=decays)
def test_numbers_of_any_type_weigh_alike_and_stay_as_they_were(shape):
    times = np.arange(0, 7200, 97)
    before = times.copy()

    for kind in (np.int16, np.int32, np.float32):
        np.testing.assert_array_equal(shape(times.astype(kind)), shape(times))
    np.testing.assert_array_equal(times, before)
    assert shape(np.array([np.inf])) == [0]


def test_what_is_too_far_counts_for_nothing_rather_than_for_a_speck():
    shape = decay.negative_exponential(scale_s=1)

    assert weights(shape, 230, 231, 1e4) == [math.exp(-230), 0, 0]
    zones = decay.steps({60: 1e-100, 120: 1e-101})
    assert weights(zones, 60, 120) == [1e-100, 0]
    assert decay.checked(lambda times: times)(np.array([0.5, 1e-100, 1e-101])).tolist() == [
        0.5, 1e-100, 0,
    ]  # fmt: skip


def test_a_decay_of_one_s_own_is_held_to_what_is_supposed_of_one():
    shape = decay.linear(cutoff_s=600)
    assert decay.checked(shape) is shape

    for wrong, words in (
        (lambda times: times * math.nan, r"in \[0, 1\], it gave nan at 60 s"),
        (lambda times: times - 61, "it gave -1 at 60 s"),
        (lambda times: times, "it gave 60 at 60 s"),
        (lambda times: times[:1] / 100, r"\(1,\) weights for \(2,\) times"),
        (lambda _: 1.0, r"\(\) weights"),
        (lambda _: "near", "must give numbers"),
    ):
        with pytest.raises(InputError, match=words):
            decay.checked(wrong)(np.array([60.0, 61.0]))
    for wrong in (None, "step", 600):
        with pytest.raises(InputError, match="needed a decay"):
            decay.checked(wrong)


def test_the_same_decay_is_equal_to_itself():
    assert decay.steps({600: 1, 1200: 0.5}) == decay.steps({1200: 0.5, 600: 1})
    assert decay.linear(cutoff_s=600) != decay.gaussian(cutoff_s=600)
    assert decay.step(cutoff_s=600) != decay.step(cutoff_s=601)


@pytest.mark.parametrize("wrong", [0, -1, math.nan, math.inf])
@pytest.mark.parametrize(
    "make",
    [
        lambda value: decay.linear(cutoff_s=value),
        lambda value: decay.gaussian(cutoff_s=value),
        lambda value: decay.negative_exponential(scale_s=value),
        lambda value: decay.logistic(median_s=value, sd_s=60),
        lambda value: decay.logistic(median_s=60, sd_s=value),
        lambda value: decay.steps({value: 1}),
    ],
)
def test_a_parameter_that_is_no_time_is_refused(make, wrong):
    with pytest.raises(InputError, match="needed seconds above 0"):
        make(wrong)


@pytest.mark.parametrize("wrong", ["600", None, True, [600], 600j])
def test_a_parameter_that_is_no_number_is_refused(wrong):
    for make in (
        lambda: decay.step(cutoff_s=wrong),
        lambda: decay.gaussian(cutoff_s=wrong),
        lambda: decay.negative_exponential(scale_s=60, cutoff_s=wrong),
        lambda: decay.logistic(median_s=wrong, sd_s=60),
        lambda: decay.steps({600: wrong}),
    ):
        with pytest.raises(InputError, match="needed a number"):
            make()
    with pytest.raises(InputError, match="needed a number"):
        decay.steps({"600": 1, 1200: 0.5})
    with pytest.raises(InputError, match="by the end of their zone"):
        decay.steps([1, 0.5])


def test_numbers_of_numpy_are_numbers():
    assert decay.step(cutoff_s=np.int32(600)) == decay.step(cutoff_s=np.float64(600))


@pytest.mark.parametrize("wrong", [-1, math.nan, math.inf])
def test_a_step_that_ends_nowhere_is_refused(wrong):
    with pytest.raises(InputError, match="needed seconds >= 0"):
        decay.step(cutoff_s=wrong)


def test_a_step_of_no_time_counts_what_is_on_the_spot():
    assert weights(decay.step(cutoff_s=0), 0, 1e-9) == [1, 0]


@pytest.mark.parametrize("wrong", [0, -1, math.nan])
def test_a_cutoff_that_is_no_time_is_refused(wrong):
    with pytest.raises(InputError, match="cutoff_s"):
        decay.negative_exponential(scale_s=60, cutoff_s=wrong)
    with pytest.raises(InputError, match="cutoff_s"):
        decay.logistic(median_s=60, sd_s=60, cutoff_s=wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {600: 0},
        {600: 1e-101},
        {600: 1.1},
        {600: 0.5, 1200: 0.6},
        {600: 1, 1200: -0.1},
        {60: math.nan},
    ],
)
def test_steps_that_rise_or_are_no_shares_are_refused(wrong):
    with pytest.raises(InputError, match="never rise"):
        decay.steps(wrong)


def test_hundreds_of_steps_are_refused_a_hundred_are_not():
    hundred = {60 * i: 1 / i for i in range(1, 101)}

    assert weights(decay.steps(hundred), 60, 3000, 6000, 6001) == [1, 1 / 50, 1 / 100, 0]
    with pytest.raises(InputError, match="at most 100 zones"):
        decay.steps({**hundred, 6060: 0})
