"""Figures are those of the indicators."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.diagnostics.sections.figures import (
    counted,
    cutoff,
    indicator,
    indicator_column,
    named,
    plain,
    plural,
    region_indicator,
)
from geo.domain.indicateur import find_indicateur
from geo.domain.unite import Unite
from geo.errors import InputError, NotFoundError


def test_an_indicator_is_looked_up_by_its_dimensions(findings):
    table = findings.indicators
    row = table[
        (table["indicator"] == "part_couverte")
        & (table["territory_code"] == "1107")
        & (table["reseau"] == "cio")
        & (table["mode"] == "velo")
    ].iloc[0]
    told = indicator(findings, "1107", "part_couverte", reseau="cio", mode="velo")
    assert told.code == "part_couverte.cio.velo"
    assert told.valeur == row["value"] == 0.2
    assert told.estime is True
    assert told.unite is Unite.PART


def test_a_count_is_a_whole_number(findings):
    told = indicator(findings, "11", "habitants", libelle="habitants")
    assert (told.valeur, type(told.valeur), told.libelle) == (3_276_700, int, "habitants")


def test_what_the_region_has_stands_apart_from_what_the_bassin_has(findings):
    told = region_indicator(findings, "habitants")
    assert (told.code, told.valeur) == ("region.habitants", 3_276_700)
    assert indicator(findings, "1102", "habitants").valeur == 4_800


def test_what_is_not_known_has_no_value(findings):
    assert indicator(findings, "9999", "habitants").valeur is None
    missing = replace(findings, indicators=findings.indicators.assign(value=np.nan))
    assert indicator(missing, "1107", "habitants").valeur is None


def test_a_dimension_that_an_indicator_has_not_is_refused(findings):
    with pytest.raises(InputError):
        indicator(findings, "1107", "habitants", mode="marche")
    with pytest.raises(NotFoundError):
        indicator(findings, "1107", "bonheur")


def test_a_column_has_the_formula_of_its_indicator():
    kind = find_indicateur("part_couverte")
    told = indicator_column("part_couverte", code="part_velo", titre="À vélo")
    assert (told.code, told.titre, told.unite) == ("part_velo", "À vélo", Unite.PART)
    assert (told.definition, told.source) == (kind.formule, kind.source)


def test_the_reasonable_time_is_that_of_the_mode(findings):
    assert cutoff(findings, "marche").valeur == 900
    assert cutoff(findings, "fauteuil").valeur is None


@pytest.mark.parametrize(
    ("value", "unite", "expected"),
    [
        (np.float64(3.0), Unite.NOMBRE, 3),
        (np.int64(3), Unite.NOMBRE, 3),
        (np.float64(3.5), Unite.MOIS, 3.5),
        (np.float64(1.0), Unite.PART, 1.0),
        (np.inf, Unite.SECONDES, None),
        (np.nan, Unite.PART, None),
        (pd.NA, Unite.NOMBRE, None),
        (None, Unite.NOMBRE, None),
    ],
)
def test_numbers_are_those_that_json_writes(value, unite, expected):
    told = plain(value, unite)
    assert told == expected
    assert type(told) is type(expected)


def test_french_has_a_plural_from_two():
    told = [plural(counted("n", "", one)) for one in (None, 0, 1, 2)]
    assert told == ["", "", "", "s"]
    assert plural(named("n", "", "deux"), "x") == ""
