import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain.rattachement import Rattachement, rattachement

HERE = ("75056", "75112", "75")
CODES = st.lists(st.sampled_from(["75", "75056", "75112", "93", "93066", "france"]))


@pytest.mark.parametrize(
    ("zone", "here", "expected"),
    [
        (None, HERE, "a_verifier"),
        (None, (), "a_verifier"),
        (("75112",), HERE, "oui"),
        (("75056",), HERE, "oui"),  # the city, for one of its arrondissements
        (("93", "75"), HERE, "oui"),
        (("93",), HERE, "non"),
        (("75113",), HERE, "non"),
        (("france",), HERE, "oui"),
        (("france",), (), "oui"),
        (("93",), (), "a_verifier"),  # nobody knows where the person stands
    ],
)
def test_zone_and_place(zone, here, expected):
    assert rattachement(zone, here) == expected


@given(CODES, CODES)
def test_order_of_codes_is_irrelevant(zone, here):
    assert rattachement(zone, here) == rattachement(zone[::-1], here[::-1])


@given(CODES, CODES, st.sampled_from(["75", "93"]))
def test_serving_more_never_turns_a_yes_into_a_no(zone, here, more):
    if rattachement(zone, here) is Rattachement.OUI:
        assert rattachement([*zone, more], here) is Rattachement.OUI
