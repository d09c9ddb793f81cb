from itertools import chain
from pathlib import Path

import pytest

from geo.domain.departement import DEPARTEMENTS
from geo.domain.region import REGIONS, is_whole
from geo.sources.territories.decoupage import read_decoupage

PACKAGES = Path(__file__).resolve().parents[3] / "data" / "raw" / "telechargements"


def test_each_departement_is_in_one_region():
    assert sorted(chain.from_iterable(REGIONS.values())) == sorted(DEPARTEMENTS)
    assert len(REGIONS) == 18


@pytest.mark.parametrize(
    ("region", "departements", "whole"),
    [
        ("11", REGIONS["11"], True),
        ("11", REGIONS["11"][1:], False),
        ("11", (*REGIONS["11"], "60"), True),
        ("99", ("75",), False),
        ("11", (), False),
    ],
)
def test_a_region_is_whole_with_all_its_departements(region, departements, whole):
    assert is_whole(region, departements) is whole


@pytest.mark.skipif(not list(PACKAGES.glob("*.tgz")), reason="needs the package of the communes")
def test_the_official_division_says_the_same():
    communes = read_decoupage(next(PACKAGES.glob("*.tgz"))).communes
    found = communes.groupby("code_region")["code_departement"].agg(
        lambda codes: sorted(set(codes))
    )
    assert found.to_dict() == {code: sorted(parts) for code, parts in REGIONS.items()}
