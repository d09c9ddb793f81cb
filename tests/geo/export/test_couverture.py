import csv
import sys
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from geo.access.street_run import MAIN_ROADS, TRIAL
from geo.errors import OutputError
from geo.export.couverture import (
    export_coverage_files,
    nearest_rows,
    write_geopackage,
)
from geo.export.notice import notice
from geo.export.tableur import write_csv
from geo.tables import DOORS_COLUMNS, NEED_COVERAGE_COLUMNS
from tests.geo.toy_report import HOSTILE, build_report, street_report

NEEDS = pd.DataFrame(
    [
        ("bassin", "1101", "femme", "conseil", "physique", "marche", 600, 3000, 1000, True),
        ("bassin", "1101", "femme", "conseil", "a_distance", "marche", 600, 3000, 3000, False),
        ("region", "11", "jeune", "accueil", "physique", "velo", 1200, 0, 0, True),
    ],
    columns=list(NEED_COVERAGE_COLUMNS),
)
DOORS = pd.DataFrame(
    [
        ("bassin", "1101", "femme", "conseil", "marche", 600, 1000, 500, 1500, 0, True),
        ("region", "11", "jeune", "accueil", "velo", 1200, 0, 0, 0, 15000, False),
    ],
    columns=list(DOORS_COLUMNS),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "couverture"
    export_coverage_files(build_report(needs=NEEDS, doors=DOORS), folder)
    return folder


def read(path):
    return pd.read_csv(
        path, sep=";", decimal=",", encoding="utf-8-sig", dtype={"code_territoire": str}
    )


def test_six_files_are_written_and_nothing_else(folder):
    names = sorted(path.name for path in folder.iterdir())

    assert names == [
        "LISEZMOI.txt", "acces_proches.csv", "couverture.csv", "couverture.gpkg",
        "couverture_besoins.csv", "deux_portes.csv",
    ]  # fmt: skip


def test_needs_are_named_as_outside_run_first(folder):
    head, *rows = (folder / "couverture_besoins.csv").read_text("utf-8-sig").splitlines()

    assert head == (
        "run_id;type_territoire;code_territoire;nom;profil;besoin;forme;mode;au_plus_s;population;"
        "population_couverte;part;estime;publiable"
    )
    assert [row.partition(";")[2] for row in rows] == [
        "bassin;1101;Nord;femme;conseil;physique;marche;600;3000;1000;0,3333;oui;oui",
        "bassin;1101;Nord;femme;conseil;a_distance;marche;600;3000;3000;1,0;non;oui",
        "region;11;Île-de-Test;jeune;accueil;physique;velo;1200;0;0;;oui;oui",
    ]
    assert {row.partition(";")[0] for row in rows} == {"acces-0123456789abcdef"}


def test_doors_are_named_as_outside_run_first(folder):
    first, second = read(folder / "deux_portes.csv").to_dict("records")

    assert list(first)[:5] == ["run_id", "type_territoire", "code_territoire", "nom", "profil"]
    assert (first["nom"], first["population"], first["population_2"]) == ("Nord", 3000, 500)
    assert (first["part_1"], first["part_plus"]) == (0.3333, 0.5)
    assert (second["nom"], second["population_aucune"]) == ("Île-de-Test", 15000)
    assert (second["part_aucune"], second["estime"]) == (1.0, "non")


def test_the_notice_explains_every_column_of_every_table(folder):
    readme = (folder / "LISEZMOI.txt").read_text(encoding="utf-8")
    columns = {name for path in folder.glob("*.csv") for name in read(path)}

    assert "besoin" in columns
    assert {name for name in columns if name not in readme} == set()


def test_the_same_report_twice_gives_the_same_bytes(folder, tmp_path):
    export_coverage_files(build_report(needs=NEEDS, doors=DOORS), tmp_path)

    for path in [*folder.glob("*.csv"), folder / "LISEZMOI.txt"]:
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_csv_is_what_a_french_spreadsheet_opens(folder):
    raw = (folder / "couverture.csv").read_bytes()

    assert raw.startswith(b"\xef\xbb\xbfrun_id;type_territoire;")
    assert b";0,3333;oui;oui\r\n" in raw


def test_coverage_rows_say_the_figures_on_paper(folder):
    rows = read(folder / "couverture.csv").set_index(
        ["code_territoire", "reseau", "mode", "au_plus_s"]
    )
    rows = rows.sort_index()
    north = rows.loc[("1101", "tous", "marche")]

    assert rows.loc[("11", "tous", "marche", 1800), "nom"] == "Île-de-Test"
    assert north["population_couverte"].tolist() == [1000, 1000, 1000, 3000, 3000, 3000, 3000]
    assert north["part"].tolist() == pytest.approx([1 / 3] * 3 + [1] * 4, abs=1e-4)
    assert set(rows["estime"]) == {"oui"}
    assert set(rows["run_id"]) == {"acces-0123456789abcdef"}


def test_share_is_an_empty_cell_where_nobody_lives(tmp_path):
    report = build_report()
    deserted = report.coverage.assign(population=0, covered_population=0)
    export_coverage_files(build_report(coverage=deserted), tmp_path)

    with (tmp_path / "couverture.csv").open(encoding="utf-8-sig", newline="") as file:
        shares = {row["part"] for row in csv.DictReader(file, delimiter=";")}

    assert shares == {""}


def test_nearest_rows_name_the_place_and_never_round_into_a_threshold():
    report = build_report()
    rows = nearest_rows(build_report(nearest=report.nearest.assign(travel_time_s=600.2)))

    assert set(rows["duree_s"]) == {601}
    first = rows[(rows["reseau"] == "cio") & (rows["origine_id"] == "com-77002")].iloc[0]
    assert (first["point_id"], first["point"], first["population"]) == ("toy--cio-1", HOSTILE, 2000)
    assert len(rows) == len(report.nearest)


def test_a_spreadsheet_runs_no_text(folder):
    names = set(read(folder / "acces_proches.csv")["point"].dropna())

    assert f"'{HOSTILE}" in names


def test_the_estimate_stands_beside_the_time_of_a_network(tmp_path):
    export_coverage_files(street_report(), tmp_path)
    rows = read(tmp_path / "acces_proches.csv").set_index(["origine_id", "reseau", "mode"])
    origins = gpd.read_file(tmp_path / "couverture.gpkg", layer="origines").set_index("origine_id")

    measured = rows.loc[("com-77001", "cio", "voiture")]
    assert measured[["duree_s", "estime", "duree_estimee_s"]].tolist() == [240, "non", 121]
    estimated = rows.loc[("com-77003", "mission-locale", "voiture")]
    assert estimated["estime"] == "oui"
    assert pd.isna(estimated["duree_estimee_s"])
    assert origins["estime_voiture"].tolist()[:3] == [False, False, True]


def test_a_run_without_any_coverage_to_tell_is_written_all_the_same(tmp_path):
    report = street_report()
    empty = build_report(
        nearest=report.nearest.iloc[:0], coverage=report.coverage.iloc[:0], streets=report.streets
    )
    export_coverage_files(empty, tmp_path)

    for name in ("couverture.csv", "couverture_besoins.csv", "deux_portes.csv"):
        assert read(tmp_path / name).empty
    assert len(gpd.read_file(tmp_path / "couverture.gpkg", layer="origines")) == 4


def test_a_trial_network_is_said_in_every_file(tmp_path):
    report = replace(street_report(publiable=False), needs=NEEDS, doors=DOORS)
    export_coverage_files(report, tmp_path)
    readme = (tmp_path / "LISEZMOI.txt").read_text(encoding="utf-8")
    facts = pyogrio.read_dataframe(tmp_path / "couverture.gpkg", layer="metadonnees")
    told = dict(zip(facts["cle"], facts["valeur"], strict=True))

    assert readme.startswith(TRIAL.upper())
    assert told["publiable"] == f"non : {TRIAL}"
    # an estimate that stands beside such a network goes with it
    assert "velo" in set(read(tmp_path / "deux_portes.csv")["mode"])
    for name in (
        "couverture.csv",
        "acces_proches.csv",
        "couverture_besoins.csv",
        "deux_portes.csv",
    ):
        assert set(read(tmp_path / name)["publiable"]) == {"non"}
    for layer in ("bassins", "origines", "couverture"):
        assert not pyogrio.read_dataframe(tmp_path / "couverture.gpkg", layer=layer)[
            "publiable"
        ].any()


def test_the_notice_of_a_network_says_its_name_traffic_and_what_is_off_it(tmp_path):
    export_coverage_files(street_report(), tmp_path)
    readme = (tmp_path / "LISEZMOI.txt").read_text(encoding="utf-8")

    assert "sur le réseau « essai » (à pied, en voiture, trafic compté : × 1,5 (pointe))" in readme
    assert "constats_voiture : 60,0\u202f% des habitants sur le réseau ; 3000 habitants" in readme
    assert "habitants répartis le long des rues, 12000 à un seul" in readme
    assert "methode_des_estimations : Temps estimés à vol d’oiseau" in readme
    assert "publiable : oui" in readme
    assert "estime : en partie" in readme
    assert "OSM" in readme


def test_the_notice_says_that_few_are_on_the_network_or_that_its_roads_are_few():
    few = notice(street_report(off_network=14940))
    roads = notice(street_report(kind="edges"))

    assert "temps : 0,4\u202f% des habitants sont sur le réseau : temps estimés, sauf sur" in few
    assert "methode : Temps estimés" in few
    assert roads.startswith(MAIN_ROADS.upper())
    assert f"limite : {MAIN_ROADS}" in roads
    assert "origines : les habitants d’une commune ou d’un arrondissement sont à un seul" in roads


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-2", "@cmd", "\ta", "\ra"])
def test_each_start_of_a_formula_is_made_inert_and_numbers_stay_numbers(tmp_path, text):
    write_csv(pd.DataFrame({"nom": [text], "ecart": [-1.5]}), tmp_path / "t.csv")

    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file, delimiter=";")
    assert row == [f"'{text}", "-1,5"]


def test_geopackage_opens_with_its_layers_and_tables(folder):
    path = folder / "couverture.gpkg"
    layers = dict(pyogrio.list_layers(path))

    assert list(layers) == ["bassins", "origines", "points_accueil", "couverture", "metadonnees"]
    assert (layers["couverture"], layers["metadonnees"]) == (None, None)
    bassins = gpd.read_file(path, layer="bassins").set_index("code_bassin")
    assert bassins.crs.to_epsg() == 4326
    assert bassins.loc["1102", "couverts_marche_60min"] == 4000
    assert bassins.loc["1102", "part_marche_60min"] == pytest.approx(1 / 3, abs=1e-4)
    origins = gpd.read_file(path, layer="origines").set_index("origine_id")
    assert origins.loc["com-77002", "duree_s_velo"] == 500
    assert pd.isna(origins.loc["com-77004", "point_id_velo"])
    places = gpd.read_file(path, layer="points_accueil").set_index("point_id")
    assert places.loc["toy--cio-1", ["accessibilite_pmr", "date_maj"]].tolist() == [
        "inconnue",
        "2019-06-17",
    ]
    doubts = places.loc["toy--cio-1", ["horaires_reserves", "signalements", "telephone_note"]]
    assert doubts.tolist() == [
        "note_a_lire, horaires_illisibles",
        "horaires_illisibles, doublon_probable, hors_commune",
        "( Pas encore <b>opérationnel</b>)",
    ]
    assert places.geometry["toy--cio-1"].coords[0] == (2.04, 48.16)


def test_every_file_says_its_run_and_the_credits_its_licences(folder):
    facts = pyogrio.read_dataframe(folder / "couverture.gpkg", layer="metadonnees")
    told = dict(zip(facts["cle"], facts["valeur"], strict=True))
    readme = (folder / "LISEZMOI.txt").read_text(encoding="utf-8")

    assert told["run_id"] == "acces-0123456789abcdef"
    assert told["calcule_le"] == "2026-11-21T20:00:00+00:00"
    assert told["estime"] == "oui"
    assert "à pied × 1,25 ÷ 4,5 km/h" in told["methode"]
    assert told["source_1"] == "Points d’accueil : DILA, janvier 2022, Licence Ouverte 2.0"
    assert all(value in readme for value in told.values())


def test_columns_are_explained_beside_them(folder):
    readme = (folder / "LISEZMOI.txt").read_text(encoding="utf-8")
    columns = {
        *read(folder / "couverture.csv"),
        *("point_id", "duree_s", "distance_m", "horaires_reserves", "signalements"),
        *("duree_estimee_s", "publiable", "estime_marche"),
    }

    assert [name for name in columns if name not in readme] == []


def test_reseaux_are_named_beside_their_code(folder):
    coverage, nearest = read(folder / "couverture.csv"), read(folder / "acces_proches.csv")
    names = {
        "tous": "tous les réseaux",
        "mission-locale": "Mission locale",
        "cio": "Centre d’information et d’orientation",
        "cite-des-metiers": "Cité des métiers",
        "crous": "CROUS",
    }

    for rows in (coverage, nearest):
        told = dict(zip(rows["reseau"], rows["nom_reseau"], strict=True))
        assert told == {code: names[code] for code in told}
    assert set(coverage["reseau"]) == set(names) - {"crous"}


def test_the_notice_says_which_reseaux_count_and_that_thresholds_are_inclusive(folder):
    readme = " ".join((folder / "LISEZMOI.txt").read_text(encoding="utf-8").split())

    assert "tous réseaux confondus" not in readme
    assert "membres du service public de l’orientation ou associés" in readme
    assert "n’y comptent pas : CROUS" in readme
    assert "en au_plus_s secondes ou moins" in readme


def test_a_file_in_the_place_of_the_folder_is_said_and_kept(tmp_path):
    taken = tmp_path / "exports"
    taken.write_text("mine")

    with pytest.raises(OutputError, match="choisissez un autre dossier"):
        export_coverage_files(build_report(), taken)

    assert taken.read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_leaves_the_geopackage_before(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "couverture.gpkg"
    path.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(OutputError, match="n’a pas pu être écrit"):
            write_geopackage(build_report(), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_replaces_the_one_before(tmp_path):
    export_coverage_files(build_report(run_id="acces-old"), tmp_path)
    export_coverage_files(build_report(), tmp_path)

    assert set(read(tmp_path / "couverture.csv")["run_id"]) == {"acces-0123456789abcdef"}
    assert len(list(tmp_path.iterdir())) == 6
