import math
from dataclasses import replace

import pytest

from geo.diagnostics.sections import bassins_compared
from geo.diagnostics.sections.bassins_compared import ROWS, compared
from geo.diagnostics.sections.equity import equity
from geo.diagnostics.sections.words import name_of
from geo.domain.dossier import Illustration, Tableau, Texte
from geo.domain.indicateur import Sens, find_indicateur
from tests.geo.diagnostics.cut import without_bassins, without_modes


def table(section, code):
    (found,) = [one for one in section.blocs if isinstance(one, Tableau) and one.code == code]
    return found


def words(section):
    return " ".join(one.modele for one in section.blocs if isinstance(one, Texte))


def figures(section):
    texts = [one for one in section.blocs if isinstance(one, Texte)]
    return {figure.code: figure.valeur for text in texts for figure in text.chiffres}


def values(findings, name, mode):
    """Give an indicator by bassin, read the slow way."""
    told = {}
    for row in findings.indicators.itertuples():
        everyone = row.profile in ("tous", "tout-public") and row.mission in ("tous", "information")
        if (row.indicator, row.mode, row.territory_type) == (name, mode, "bassin") and (
            everyone and row.reseau == "tous" and not math.isnan(row.value)
        ):
            told[row.territory_code] = row.value
    return told


@pytest.mark.parametrize("code", ["1101", "1102", "1103", "1107"])
@pytest.mark.parametrize("name", ROWS)
def test_ranks_are_one_more_than_those_who_do_better(findings, code, name):
    told = table(equity(findings, code)[0], "equite_modes")
    columns = [one.code for one in told.colonnes]
    for mode, row in zip(findings.modes, told.lignes, strict=True):
        known = values(findings, name, mode)
        assert row[columns.index(name)] == known.get(code)
        if code not in known:
            assert row[columns.index(f"rang_{name}")] is None
            continue
        sign = 1 if find_indicateur(name).sens is Sens.PLUS else -1
        better = sum(sign * value > sign * known[code] for value in known.values())
        assert row[columns.index(f"rang_{name}")] == better + 1


def test_the_place_is_told_in_words(findings):
    told = figures(equity(findings, "1103")[0])
    assert told["place.duree_mediane_s.marche"] == "1er sur 4"


def test_ties_are_told(findings):
    same = findings.indicators.copy()
    same.loc[same["indicator"] == "duree_mediane_s", "value"] = 600.0
    told = figures(equity(replace(findings, indicators=same), "1102")[0])
    assert told["place.duree_mediane_s.marche"] == "1er sur 4, à égalité"


def test_bars_bring_out_the_bassin_among_all(findings):
    _, (bars,) = equity(findings, "1102")
    assert bars.chosen == "Ouest"
    assert set(bars.names) == set(findings.bassins["nom"])
    assert sorted(bars.values, reverse=True) == bars.values.tolist()
    assert bars.average_name == findings.region_name


def test_the_bassin_then_the_region_are_shown(findings):
    told = table(equity(findings, "1102")[0], "bassins_compares")
    assert told.montrees == 2
    assert [row[0] for row in told.lignes[:2]] == ["Ouest", findings.region_name]
    assert len(told.lignes) == 1 + len(findings.bassins)


def test_alone_there_is_nothing_to_compare(findings):
    alone = findings.indicators
    alone = alone[(alone["territory_type"] == "region") | (alone["territory_code"] == "1102")]
    section, drawings = equity(replace(findings, indicators=alone), "1102")
    assert drawings == ()
    assert "pas d’autre bassin" in " ".join(
        one.modele for one in section.blocs if isinstance(one, Texte)
    )


def test_without_modes_nor_bassins(findings):
    section, drawings = equity(without_modes(findings), "1102")
    assert drawings == ()
    assert table(section, "equite_modes").lignes == ()
    section, drawings = compared(without_bassins(findings), findings.region_code)
    assert drawings == ()
    assert table(section, "bassins_compares").lignes == ()


def test_the_region_says_between_which_bassins_times_range(findings):
    section, _ = equity(findings, findings.region_code)
    known = values(findings, "duree_mediane_s", "marche")
    told = figures(section)
    assert told["mediane_la_plus_courte.marche"] == min(known.values())
    assert told["mediane_la_plus_longue.marche"] == max(known.values())


def test_among_many_a_bassin_has_the_bars_of_its_neighbours_and_of_the_ends(findings, monkeypatch):
    (every,) = equity(findings, "1103")[1]
    for name, value in {"MANY": 2, "NEIGHBOURS": 0, "ENDS": 1}.items():
        monkeypatch.setattr(bassins_compared, name, value)
    for code in findings.bassins.index:
        section, (few,) = equity(findings, code)
        own = name_of(findings, code)
        kept = {every.names[0], own, every.names[-1]}
        assert few.names == tuple(name for name in every.names if name in kept)
        assert few.chosen == own
        title = next(one.titre for one in section.blocs if isinstance(one, Illustration))
        assert f"{len(kept)} sur {len(every.names)}" in title


def in_proportion(findings):
    """Make all modes estimates of the same distances: one Gini by bassin, one order of times."""
    told = findings.indicators.copy()
    first = told[told["mode"] == findings.modes[0]].set_index(["indicator", "territory_code"])
    for name, factor in (("duree_mediane_s", 0.5), ("duree_9e_decile_s", 0.5), ("gini_duree", 1)):
        for mode in findings.modes[1:]:
            mine = (told["indicator"] == name) & (told["mode"] == mode)
            values = [first.loc[(name, one), "value"] for one in told["territory_code"][mine]]
            told.loc[mine, "value"] = [factor * value for value in values]
    told["is_estimate"] = told["mode"] != "tous"
    return replace(findings, indicators=told)


def test_times_in_proportion_are_ranked_once(findings):
    section, _ = equity(in_proportion(findings), "1102")
    assert "trois modes sont estimés sur les mêmes distances" in words(section)
    shown = set(table(section, "equite_modes").colonnes_montrees)
    assert {"rang_part_couverte", "rang_part_deux_portes", "gini_duree"} <= shown
    assert not shown & {"rang_gini_duree", "rang_duree_mediane_s", "rang_duree_9e_decile_s"}
    assert "place.gini_duree.marche" in figures(section)


def test_times_of_their_own_are_ranked_by_mode(findings):
    told = findings.indicators.assign(is_estimate=False)
    section, _ = equity(replace(findings, indicators=told), "1102")
    assert "mêmes distances" not in words(section)
    assert "rang_gini_duree" in table(section, "equite_modes").colonnes_montrees


@pytest.mark.parametrize("estimated", [True, False])
@pytest.mark.parametrize("code", ["equite_modes", "bassins_compares"])
def test_estimates_are_told_in_the_last_column_of_files(findings, code, estimated):
    told = findings.indicators.assign(is_estimate=estimated)
    wanted = table(equity(replace(findings, indicators=told), "1102")[0], code)
    assert wanted.colonnes[-1].code == "estime"
    assert "estime" not in wanted.colonnes_montrees
    assert {row[-1] for row in wanted.lignes} == {estimated}
