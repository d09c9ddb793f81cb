"""The reference of Île-de-France that comes with the project: the figures announced for it."""

import re
from pathlib import Path

import pandas as pd
import pytest
import shapely

from geo.sources.manifest import MANIFEST, Etat, check_files, is_accepted, read_manifest
from geo.sources.territories import read_reference
from geo.sources.territories.check import cells_of
from geo.sources.territories.coverage import area_m2, holes, slivers

RAW = Path(__file__).resolve().parents[4] / "data" / "raw"
FOLDER = RAW / "ile-de-france"
LARGEST = 3_000_000  # bytes, all files together


@pytest.fixture(scope="module")
def territories():
    return read_reference(FOLDER)


def test_the_figures(territories):
    kinds = territories.communes["type"].value_counts().to_dict()
    assert kinds == {"commune": 1266, "arrondissement": 20}
    assert len(territories.bassins) == 25
    assert len(territories.origins) == 1285
    assert territories.origins["population"].sum() == 12_463_067
    assert territories.bassins["population"].sum() == 12_463_067
    assert territories.communes["population"]["75056"] == 2_103_778


def test_what_the_communes_form(territories):
    table = territories.territories
    assert table["type"].value_counts().to_dict() == {
        "epci": 52,
        "ept": 11,
        "departement": 8,
        "region": 1,
    }
    named = table.set_index(["type", "code"])["nom"]
    assert named["region", "11"] == "Île-de-France"
    assert named["epci", "200054781"] == "Métropole du Grand Paris"
    # the 11 territories are the Métropole without Paris
    residents = table.groupby("type")["population"].sum()
    grand_paris = table.set_index("code")["population"]["200054781"]
    assert residents["ept"] == grand_paris - 2_103_778


def test_zones_emploi(territories):
    zones = territories.partitions_communes
    assert set(zones["partition"]) == {"zone_emploi"}
    assert zones["code"].nunique() == 15  # INSEE, zones of 2020 of the region
    named = zones.set_index("code_commune")["nom"]
    assert named["75056"] == named["75113"] == "Paris"
    assert named["93066"] == "Paris"
    assert named["77186"] == "Fontainebleau-Nemours"


def test_the_file_of_the_zones_says_whose_it_is():
    file = read_manifest(RAW / MANIFEST)["ile-de-france/zones_emploi.csv"]
    assert "INSEE" in file.source
    assert "COGugaison" in file.source
    assert file.licence.startswith("ODbL")
    assert "2024" in file.millesime


def test_no_hole_and_no_sliver(territories):
    cells = cells_of(territories.communes)
    assert holes(cells) == []
    assert [code for code, cell in cells.items() if slivers(cell)] == []
    bassins = territories.bassins.geometry
    assert [code for code, bassin in bassins.items() if slivers(bassin)] == []
    assert holes(pd.Series(bassins.to_numpy(), index=bassins.index)) == []


def test_the_bassins_are_the_region_exactly(territories):
    bassins = shapely.union_all(territories.bassins.geometry.to_numpy())
    region = territories.territories.set_index("type")["geometry"]["region"]
    assert bassins.symmetric_difference(region).area == 0
    assert shapely.coverage_is_valid(territories.bassins.geometry.to_numpy())
    # INSEE gives 12,012 km² to the region, without its largest rivers
    assert area_m2(region) / 1e6 == pytest.approx(12_060, rel=0.01)


def test_saint_denis_has_the_land_of_pierrefitte(territories):
    pierrefitte = shapely.Point(2.3614, 48.9656)
    assert territories.communes.geometry["93066"].contains(pierrefitte)


def test_towns_are_where_one_knows_them(territories):
    chatelet = shapely.Point(2.3470, 48.8584)
    inside = territories.communes.index[territories.communes.contains(chatelet)]
    assert sorted(inside) == ["75056", "75101"]
    bassins = territories.bassins.index[territories.bassins.contains(chatelet)]
    assert bassins.tolist() == ["1107"]
    assert territories.bassins["nom"]["1107"] == "T1 Paris"


def test_sites(territories):
    kinds = territories.sites["type"].value_counts()
    assert 1_150 < kinds["mairie"] <= 1_296  # those located that stand in their commune
    assert 900 < kinds["gare"] < 1_010  # names of the source, some of them outside
    stations = territories.sites[territories.sites["type"] == "gare"]
    assert (stations["nom"] == "Gare de Lyon").sum() == 1
    assert stations.loc[stations["nom"] == "Gare de Lyon", "modes"].tolist() == ["metro rer train"]
    assert set(" ".join(stations["modes"]).split()) == {"metro", "rer", "train", "tramway", "val"}


def test_most_residents_stand_at_their_town_hall(territories):
    share = territories.origins.groupby("methode")["population"].sum() / 12_463_067
    assert share["mairie"] > 0.85


def test_every_file_is_as_the_manifest_says():
    files = read_manifest(RAW / MANIFEST)
    states = check_files(files, RAW)
    assert [name for name, state in states.items() if not is_accepted(files[name], state)] == []
    assert {name for name, state in states.items() if state is Etat.ABSENT} == set()
    here = {f"ile-de-france/{path.name}" for path in FOLDER.iterdir()}
    assert here | {"reseaux.toml"} == set(files)
    for file in files.values():
        assert file.licence
        assert file.url.startswith("https://")


def test_small_enough_for_a_repository():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= LARGEST


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an e-mail", rb"[\w.+-]+@[\w-]+\.\w"),
        ("a civility before a name", rb"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame) [A-Z\xc3]"),
    ],
)
def test_nothing_personal(what, pattern):
    found = {
        path.name: match.group()
        for path in FOLDER.iterdir()
        if path.suffix == ".csv" and (match := re.search(pattern, path.read_bytes()))
    }
    assert found == {}, what
