import pandas as pd

from geo.export.deux_portes import door_rows
from geo.tables import DOORS_COLUMNS

TABLE = pd.DataFrame(
    [
        ("bassin", "N", "jeune", "conseil", "marche", 600, 1, 2, 4, 8, True),
        ("bassin", "S", "jeune", "conseil", "voiture", 600, 0, 0, 0, 0, False),
        ("canton", "Z", "jeune", "conseil", "marche", 600, 2, 1, 0, 0, False),
    ],
    columns=list(DOORS_COLUMNS),
)
NAMES = {"bassin": {"N": "Nord", "S": "Sud"}}


def test_columns_are_the_words_of_outside_and_shares_are_of_residents():
    rows = door_rows(TABLE, NAMES, {"marche": False, "voiture": True})
    north = rows.iloc[0].to_dict()

    assert north == {
        "type_territoire": "bassin", "code_territoire": "N", "nom": "Nord", "profil": "jeune",
        "besoin": "conseil", "mode": "marche", "au_plus_s": 600, "population": 15,
        "population_1": 1, "population_2": 2, "population_plus": 4, "population_aucune": 8,
        "part_1": 0.0667, "part_2": 0.1333, "part_plus": 0.2667, "part_aucune": 0.5333,
        "estime": True, "publiable": False,
    }  # fmt: skip
    assert rows["publiable"].tolist() == [False, True, False]


def test_where_nobody_lives_there_is_no_share_and_an_unknown_name_is_missing():
    rows = door_rows(TABLE, NAMES, {"marche": True, "voiture": True})

    assert rows.loc[1, ["part_1", "part_2", "part_plus", "part_aucune"]].isna().all()
    assert rows["nom"].isna().tolist() == [False, False, True]


def test_no_row_is_a_file_with_its_headings():
    assert len(door_rows(TABLE.head(0), {}, {}).columns) == 18
