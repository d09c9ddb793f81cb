import re
from pathlib import Path

import pytest

from geo.domain.indicateur import BY_CODE, INDICATEURS, find_indicateur
from geo.errors import NotFoundError

PAGE = Path(__file__).resolve().parents[3] / "docs" / "indicators.md"
DIMENSIONS = ("reseau", "profil", "besoin", "mode", "au_plus_s")


def test_the_page_has_the_catalogue_to_the_letter():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]

    assert rows == [
        f"| `{one.code}` | {one.nom} | {one.formule} | {one.unite.value} | {one.source} |"
        f" {one.sens.value} | {', '.join(f'`{name}`' for name in one.dimensions) or '–'} |"
        for one in INDICATEURS
    ]


def test_codes_are_unique_and_what_the_store_takes():
    assert len(BY_CODE) == len(INDICATEURS)
    for code in BY_CODE:
        assert re.fullmatch("[a-z0-9]+(_[a-z0-9]+)*", code)


def test_each_says_what_it_is_how_and_from_what():
    for one in INDICATEURS:
        assert one.nom
        assert one.formule
        assert one.source
        assert list(one.dimensions) == [name for name in DIMENSIONS if name in one.dimensions]


def test_formulas_name_indicators_that_exist():
    named = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
    for one in INDICATEURS:
        assert set(named.findall(one.formule)) <= {*BY_CODE, *DIMENSIONS}, one.code


def test_an_unknown_code_is_told_which_there_are():
    assert find_indicateur("habitants").code == "habitants"
    with pytest.raises(NotFoundError, match="points_labellises"):
        find_indicateur("inconnu")
