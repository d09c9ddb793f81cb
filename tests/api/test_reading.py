"""Sets of parameters: read, refused, described."""

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from api.parameters import FRANCE_BOXES, Page, Position, check_not_swapped, read_bbox
from api.points_accueil.parameters import Liste, Proches
from api.reading import UnknownParameterError, describe, read
from api.validation import RefusedParametersError, unknown_name


def asked(parameters, query):
    scope = {"type": "http", "query_string": query.encode("latin-1"), "headers": []}
    return read(parameters, Request(scope))


def test_values_are_read_into_their_types():
    got = asked(Proches, "lon=2.5&lat=48&k=3&reseau=cio&reseau=apec,cidff")

    assert (got.lon, got.lat, got.k) == (2.5, 48.0, 3)
    assert got.reseau == ("cio", "apec", "cidff")
    assert got.rayon_m == 100_000


def test_nothing_asked_is_the_defaults():
    got = asked(Liste, "")

    assert (got.limite, got.curseur, got.reseau, got.ouvert_a) == (50, None, (), None)


def refusals(parameters, query):
    """Give what is said of a query, nothing where it is accepted."""
    try:
        asked(parameters, query)
    except RefusedParametersError as error:
        return [refusal.raison for refusal in error.refusals] or ["nothing said"]
    return []


@given(st.text(max_size=60))
def test_any_query_is_read_or_refused_in_whole_sentences(text):
    said = refusals(Proches, text.encode().decode("latin-1"))

    assert all(reason.endswith(".") for reason in said)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_value_out_of_place_is_never_repeated(lon, lat):
    digits = [f"{abs(lon):.9f}"[:9], f"{abs(lat):.9f}"[:9]]
    query = f"lon={lon!r}x&lat={lat!r}y&k={lon!r}&bbox={lat!r}&pmr={lon!r}"
    with pytest.raises(RefusedParametersError) as caught:
        asked(Proches, query)

    assert not any(len(part) > 6 and part in str(caught.value) for part in digits)


@pytest.mark.parametrize(
    ("name", "shown"), [("reso", True), ("2.35", False), ("48.86,2.35", False), ("x" * 40, False)]
)
def test_an_unknown_name_is_repeated_only_if_it_looks_like_one(name, shown):
    assert (f"« {name} »" in unknown_name(name, ["reseau"])) is shown


def test_every_unknown_name_is_said():
    with pytest.raises(UnknownParameterError) as caught:
        asked(Page, "limites=1&cursor=2")

    assert "« limite »" in str(caught.value)
    assert "« curseur »" in str(caught.value)


@pytest.mark.parametrize("box", FRANCE_BOXES)
def test_every_part_of_france_is_accepted_and_its_mirror_refused(box):
    left, bottom, right, top = box
    for lon, lat in ((left, bottom), (right, top), ((left + right) / 2, (bottom + top) / 2)):
        check_not_swapped(lon=lon, lat=lat)
        with pytest.raises(ValueError, match="inversées"):
            check_not_swapped(lon=lat, lat=lon)


def test_elsewhere_is_no_error():
    got = asked(
        Position, "lon=-0.1276&lat=51.5072"
    )  # London: beside the box, and unlike its mirror

    assert got.lat == 51.5072


def test_bbox_is_left_bottom_right_top():
    assert read_bbox("2.2, 48.8,2.5,48.9") == (2.2, 48.8, 2.5, 48.9)


def test_described_parameters_are_those_accepted():
    described = {parameter["name"]: parameter for parameter in describe(Proches)}

    assert set(described) == set(Proches.model_fields)
    assert [name for name, one in described.items() if one["required"]] == ["lon", "lat"]
    assert described["mode"]["schema"]["enum"] == ["marche", "velo", "voiture", "fauteuil"]
    assert "$ref" not in str(described)
    assert described["reseau"]["schema"]["type"] == "array"
