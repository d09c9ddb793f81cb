"""The inventory on paper: eight places, three parts, four réseaux."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.inventory import (
    AGE_COLUMNS,
    NEAR,
    PLACE_COLUMNS,
    RECONCILIATION_COLUMNS,
    RESEAU_COLUMNS,
    SAME_WORDS,
    absences,
    active_reseaux,
    ages,
    duplicate_groups,
    found_by_part,
    labelled,
    months_old,
    reconciliation,
)
from geo.errors import InputError, MissingColumnError

TODAY = date(2026, 11, 24)
RESEAUX = pd.DataFrame(
    [
        ("cio", "CIO", "oui", 5, None),
        ("cap-emploi", "Cap emploi", "oui", 6, 4),
        ("cidff", "CIDFF", "associe", None, None),
        ("apec", "APEC", "oui", 2, None),
        ("crous", "CROUS", "non", None, None),
    ],
    columns=["reseau", *RESEAU_COLUMNS],
).set_index("reseau")
RESEAUX = RESEAUX.astype({"announced": "Int64", "announced_antennes": "Int64"})
PARTS = ("nord", "sud", "vide")


def place(reseau, nom, part, **fields):
    plain = {
        "adresse": None, "signalements": [], "doublons": [], "date_maj": TODAY, "label": None,
        "label_debut": None, "label_fin": None,
    }  # fmt: skip
    return {"reseau": reseau, "nom": nom, "part": part} | plain | fields


PLACES = pd.DataFrame.from_dict(
    {
        "c1": place("cio", "CIO Nord", "nord", doublons=["c2"]),
        "c2": place("cio", "CIO Nord - annexe", "nord", doublons=["c1", "c3"]),
        "c3": place("cio", "CIO", "sud", doublons=["c2"]),
        "c4": place("cio", "CIO d’ailleurs", ""),
        "h1": place("cap-emploi", "Cap emploi", "nord", adresse="1, rue Haute"),
        "h2": place("cap-emploi", "Cap Emploi", "sud", adresse="1 RUE HAUTE"),
        "h3": place("cap-emploi", "Cap emploi - permanence", "sud", adresse="1 rue Haute"),
        "u1": place("crous", "CROUS", "sud"),
    },
    orient="index",
    columns=[*PLACE_COLUMNS[:2], *PLACE_COLUMNS[2:]],
)
FOUND = found_by_part(PLACES, RESEAUX, PARTS)
GROUPS = duplicate_groups(PLACES)


def test_found_by_part_and_reseau_with_those_in_no_part_apart():
    assert FOUND.loc["nord"].to_dict() == {
        "cio": 2, "cap-emploi": 1, "cidff": 0, "apec": 0, "crous": 0,
    }  # fmt: skip
    assert FOUND.index.tolist() == ["nord", "sud", "vide", ""]
    assert FOUND.loc["", "cio"] == 1
    assert FOUND.loc["vide"].sum() == 0
    assert FOUND.to_numpy().sum() == len(PLACES)


def test_without_stray_places_there_is_no_row_for_them():
    assert found_by_part(PLACES.drop("c4"), RESEAUX, PARTS).index.tolist() == list(PARTS)


def test_active_reseaux_are_those_with_a_place_and_no_door_is_none():
    active = active_reseaux(FOUND, RESEAUX)
    assert active["members"].to_dict() == {"nord": 2, "sud": 2, "vide": 0, "": 1}
    with_associate = FOUND.assign(cidff=[1, 0, 0, 0])
    assert active_reseaux(with_associate, RESEAUX)["doors"].tolist() == [3, 2, 0, 1]
    assert active_reseaux(with_associate, RESEAUX)["members"].tolist() == [2, 2, 0, 1]


def test_found_against_announced_structures_and_antennes_apart():
    table = reconciliation(PLACES, RESEAUX, GROUPS)
    assert tuple(table) == RECONCILIATION_COLUMNS
    # 6 announced, of which 4 antennes; 3 found, of which one says so: 3 antennes lack, no structure
    assert table.loc["cap-emploi"].tolist() == [3, 1, 1, 6, 4, 3, 3, 0]
    assert table.loc["cio", ["found", "found_antennes", "found_twice", "missing"]].tolist() == [
        4, 1, 2, 1,
    ]  # fmt: skip
    assert table.loc["apec", "missing"] == 2


def test_what_was_not_announced_is_unknown_not_zero():
    table = reconciliation(PLACES, RESEAUX, GROUPS)
    assert table.loc["cidff", ["announced", "missing", "missing_structures"]].isna().all()
    assert table.loc["cio", ["announced_antennes", "missing_antennes"]].isna().all()
    assert table.loc["cidff", "found"] == 0


def test_more_found_than_announced_is_below_zero():
    fewer = RESEAUX.assign(announced=pd.array([3, 0, None, 0, None], dtype="Int64"))
    fewer["announced_antennes"] = pd.array([None, 0, None, None, None], dtype="Int64")
    table = reconciliation(PLACES, fewer, GROUPS)
    assert table.loc[["cio", "cap-emploi"], "missing"].tolist() == [-1, -3]
    assert table.loc["cap-emploi", ["missing_antennes", "missing_structures"]].tolist() == [-1, -2]


def test_groups_join_neighbours_of_neighbours_and_words_read_alike():
    assert GROUPS.to_dict("index") == {
        "c1": {"group": "c1", "reason": NEAR},
        "c2": {"group": "c1", "reason": NEAR},
        "c3": {"group": "c1", "reason": NEAR},
        # another name, even at the same address, is another place
        "h1": {"group": "h1", "reason": SAME_WORDS},
        "h2": {"group": "h1", "reason": SAME_WORDS},
    }


def test_a_neighbour_that_is_not_there_makes_no_group():
    assert duplicate_groups(PLACES.loc[["c1", "h1"]]).empty


def test_two_reseaux_at_one_address_are_two_places():
    told = PLACES.assign(nom="Maison", adresse="1 rue Haute", doublons=[[] for _ in PLACES.index])
    groups = duplicate_groups(told)
    assert groups.groupby("group").groups.keys() == {"c1", "h1"}


def test_what_no_part_has_speaks_of_the_source():
    table = absences(FOUND, RESEAUX)
    assert table.loc["apec"].tolist() == [PARTS, True]
    assert table.loc["cidff"].tolist() == [PARTS, True]
    assert table.loc["cio"].tolist() == [("vide",), False]
    assert "crous" not in table.index
    everywhere = found_by_part(PLACES, RESEAUX, ("nord", "sud"))
    assert "cio" not in absences(everywhere, RESEAUX).index


def test_ages_in_whole_months_and_undated_records_are_to_confirm():
    days = [date(2024, 11, 23), date(2024, 11, 25), None, date(2026, 11, 25), *[TODAY] * 4]
    table = ages(PLACES.assign(date_maj=days), RESEAUX, today=TODAY)
    assert tuple(table) == AGE_COLUMNS
    # 24 months and a day; 23 whole months; no date; tomorrow, whose age is not known
    assert table.loc["cio"].tolist() == [
        4, 1, 3, 23.5, date(2024, 11, 23), date(2026, 11, 25),
    ]  # fmt: skip
    assert table.loc["cap-emploi"].tolist() == [3, 0, 0, 0.0, TODAY, TODAY]
    assert table.index.tolist() == ["cio", "cap-emploi", "crous"]


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 5, 7), 0), (date(2026, 4, 8), 0), (date(2026, 4, 7), 1),
        (date(2025, 5, 7), 12),
    ],
)  # fmt: skip
def test_months_are_whole(day, months):
    assert months_old(day, today=date(2026, 5, 7)) == months


def test_no_date_is_no_age():
    assert np.isnan(months_old(None, today=TODAY))


def test_a_record_of_a_day_to_come_has_no_age():
    assert np.isnan(months_old(TODAY + timedelta(days=1), today=TODAY))


def test_before_there_were_records_all_are_to_confirm():
    table = ages(PLACES.assign(date_maj=TODAY), RESEAUX, today=TODAY - timedelta(days=365))
    assert (table["to_confirm"] == table["places"]).all()
    assert table["median_months"].isna().all()


def test_records_without_any_date():
    table = ages(PLACES.assign(date_maj=None), RESEAUX, today=TODAY)
    assert table["undated"].tolist() == table["places"].tolist() == table["to_confirm"].tolist()
    assert table[["median_months", "oldest", "newest"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("label", "begins", "ends", "holds"),
    [
        ("Oriane", None, None, True),
        ("Oriane", TODAY, TODAY, True),
        ("Oriane", date(2026, 11, 25), None, False),
        ("Oriane", None, date(2026, 11, 23), False),
        (None, None, None, False),
    ],
)
def test_a_label_holds_on_the_days_it_says(label, begins, ends, holds):
    told = PLACES.head(1).assign(label=label, label_debut=begins, label_fin=ends)
    assert labelled(told, today=TODAY).tolist() == [holds]


def test_an_empty_directory():
    none = PLACES.iloc[:0]
    assert found_by_part(none, RESEAUX, PARTS).to_numpy().sum() == 0
    groups = duplicate_groups(none)
    assert groups.empty
    table = reconciliation(none, RESEAUX, groups)
    assert table["missing"].dropna().tolist() == [5, 6, 2]
    assert ages(none, RESEAUX, today=TODAY).empty
    assert labelled(none, today=TODAY).empty


def test_wrong_tables_are_refused():
    with pytest.raises(MissingColumnError, match="adresse"):
        duplicate_groups(PLACES.drop(columns="adresse"))
    with pytest.raises(InputError, match=r"unknown réseaux.*apecita"):
        found_by_part(PLACES.replace({"reseau": {"cio": "apecita"}}), RESEAUX, PARTS)
    with pytest.raises(InputError, match=r"unknown parts.*sud"):
        found_by_part(PLACES, RESEAUX, ("nord",))


places = st.lists(
    st.tuples(
        st.sampled_from(list(RESEAUX.index)),
        st.sampled_from([*PARTS, ""]),
        st.lists(st.integers(0, 7), max_size=2),
        st.sampled_from(["1 rue Haute", None]),
    ),
    max_size=8,
)


@settings(max_examples=20)
@given(places, st.randoms())
def test_the_order_of_rows_is_irrelevant_and_no_place_is_lost(rows, random):
    table = pd.DataFrame.from_dict(
        {
            f"p{number}": place(
                reseau, reseau, part, adresse=address,
                doublons=[f"p{twin}" for twin in twins if twin != number],
            )
            for number, (reseau, part, twins, address) in enumerate(rows)
        },
        orient="index", columns=list(PLACE_COLUMNS),
    )  # fmt: skip
    shuffled = table.loc[random.sample(list(table.index), len(table))]

    found = found_by_part(table, RESEAUX, PARTS)
    assert found.to_numpy().sum() == len(table)
    pd.testing.assert_frame_equal(found, found_by_part(shuffled, RESEAUX, PARTS))
    groups = duplicate_groups(table)
    pd.testing.assert_frame_equal(groups, duplicate_groups(shuffled))
    # every group has two places at least, is named after its first, and is of linked places
    sizes = groups.groupby("group").size()
    assert (sizes >= 2).all()
    for group, members in groups.groupby("group"):
        assert group == min(members.index)
    reconciled = reconciliation(table, RESEAUX, groups)
    assert reconciled["found"].sum() == len(table)
    assert reconciled["found_twice"].sum() == len(groups) - len(sizes)
    active = active_reseaux(found, RESEAUX)
    assert (active["members"] <= active["doors"]).all()
    assert (active["doors"] <= np.minimum(found.sum(axis=1), 4)).all()
