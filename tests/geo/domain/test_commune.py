import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain.commune import (
    ARRONDISSEMENTS,
    check_code_commune,
    code_departement,
    searchable,
    with_arrondissements,
)
from geo.errors import InputError


@pytest.mark.parametrize("code", ["75056", "2A004", "2B033", "97105", "01001"])
def test_insee_codes_are_accepted(code):
    assert check_code_commune(code) == code


@pytest.mark.parametrize(
    "code", ["7505", "750560", "2C004", "2a004", "75 56", "", "\uff17\uff15\uff10\uff15\uff16"]
)
def test_anything_else_is_refused_with_an_example(code):
    with pytest.raises(InputError, match="77243"):
        check_code_commune(code)


@pytest.mark.parametrize(
    ("code", "departement"), [("77243", "77"), ("2A004", "2A"), ("97105", "971"), ("97611", "976")]
)
def test_departement_has_three_characters_overseas(code, departement):
    assert code_departement(code) == departement


def test_paris_comes_with_its_twenty_arrondissements():
    codes = with_arrondissements("75056")

    assert codes[0] == "75056"
    assert codes[1:] == tuple(str(75100 + n) for n in range(1, 21))
    assert [len(codes) for codes in ARRONDISSEMENTS.values()] == [20, 9, 16]


def test_other_communes_come_alone():
    assert with_arrondissements("77243") == ("77243",)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("St-Denis", "saint denis"),
        ("Ste Geneviève", "sainte genevieve"),
        ("Œuilly", "oeuilly"),
        ("  Évry--Courcouronnes ", "evry courcouronnes"),
        ("!?", ""),
    ],
)
def test_names_fold_to_what_people_type(name, folded):
    assert searchable(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert searchable(searchable(text)) == searchable(text)
