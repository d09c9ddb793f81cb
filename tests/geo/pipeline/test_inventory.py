"""The inventory of the small region, against what its paper says."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from geo.errors import SourceError, StoreEmptyError
from geo.pipeline.inventory import InventoryAsked, take_inventory, write_inventory, write_places
from geo.progress import SilentReporter
from geo.store.engine import connect
from geo.store.inventory import read_announced
from geo.store.load import replace_territories
from tests import directory

TODAY = directory.TUESDAY_MORNING.date()
READING = {"sep": ";", "decimal": ",", "encoding": "utf-8-sig", "dtype": {"code_territoire": str}}


def taken(conn, **asked):
    return take_inventory(conn, InventoryAsked(**({"today": TODAY} | asked)), SilentReporter())


@pytest.fixture
def conn(shared_directory_url):
    with connect(shared_directory_url) as opened:
        yield opened


def test_places_are_counted_where_they_stand(conn):
    inventory = taken(conn)
    assert inventory.found.index.tolist() == list(directory.BASSINS)
    assert inventory.found.to_numpy().sum() == len(directory.points())
    # the CIO declared in Évry stands in Melun: both in bassin Sud, not in one département
    assert inventory.found.loc["1103", "cio"] == 1
    by_departement = taken(conn, partition="departement").found
    assert by_departement.loc["77", "cio"] == 1
    assert by_departement.loc["91", "cio"] == 0


def test_active_reseaux_by_bassin(conn):
    active = taken(conn).active
    # Nord: France Travail, Cap emploi, APEC; Ouest: France services, an associate
    assert active.loc["1101"].tolist() == [3, 3]
    assert active.loc["1102"].tolist() == [0, 1]
    # Paris: youth information, Mission locale, CIO, France Travail, Cité des métiers; no CROUS
    assert active.loc["1107"].tolist() == [5, 5]


def test_found_and_announced_for_the_whole_region(conn):
    inventory = taken(conn)
    assert inventory.is_compared
    assert inventory.territory == "Île-de-France"
    table = inventory.reconciliation
    assert table.loc["information-jeunesse", ["found", "found_twice", "announced"]].tolist() == [
        2, 1, 230,
    ]  # fmt: skip
    assert table.loc["cite-des-metiers", "missing"] == 4
    assert table.loc["cidff", ["announced", "missing"]].isna().all()
    assert inventory.groups["group"].tolist() == ["dila--cij-75102-01"] * 2


def test_totals_are_not_compared_where_they_are_not_of_the_place(conn):
    inventory = taken(conn, announced=False)
    assert not inventory.is_compared
    assert inventory.reconciliation[["announced", "missing"]].isna().all(axis=None)


def test_a_part_of_the_region_is_not_compared_unless_asked(directory_url):
    with connect(directory_url) as conn:
        replace_territories(conn, directory.territories_import(directory.without_commune("95127")))
        assert not taken(conn).is_compared
        assert taken(conn, announced=True).is_compared


def test_what_was_set_aside_is_known(conn):
    assert taken(conn).set_aside["id_source"].tolist() == ["cij-92050-01"]


def test_labels_and_ages_are_those_of_the_day(conn):
    inventory = taken(conn)
    assert inventory.labelled.sum(axis=1).to_dict() == {"1101": 0, "1102": 0, "1103": 0, "1107": 1}
    assert inventory.ages["to_confirm"].sum() == len(directory.points()) - 2  # two of this year
    later = taken(conn, today=date(2031, 1, 1))
    assert later.labelled.to_numpy().sum() == 0
    assert later.ages["to_confirm"].sum() == len(directory.points())


def test_a_partition_that_the_store_lacks(conn):
    with pytest.raises(SourceError, match="zone_emploi"):
        taken(conn, partition="zone_emploi")


def test_a_partition_that_holds_a_part_of_the_region_says_what_is_outside(conn, tmp_path):
    asked = InventoryAsked(today=TODAY, partition="ept")
    inventory = take_inventory(conn, asked, SilentReporter())
    assert inventory.found.index.tolist() == [directory.PLAINE_COMMUNE, ""]
    rows = pd.read_csv(write_inventory(inventory, asked, tmp_path / "i.csv"), **READING)
    assert set(rows["nom"]) == {"Île-de-France", "Plaine Commune", "hors du découpage"}


def test_zones_emploi_once_they_are_loaded(directory_url):
    zones = pd.DataFrame(
        [("zone_emploi", code, "1109", "Paris") for code in directory.territories().communes.index],
        columns=["partition", "code_commune", "code", "nom"],
    )
    told = replace(directory.territories(), partitions_communes=zones)
    with connect(directory_url) as conn:
        replace_territories(conn, directory.territories_import(told))
        inventory = taken(conn, partition="zone_emploi")
    assert inventory.found.sum(axis=1).to_dict() == {"1109": len(directory.points())}
    assert inventory.names == {"1109": "Paris"}


def test_files_compare_the_region_only(conn, tmp_path):
    asked = InventoryAsked(today=TODAY)
    inventory = take_inventory(conn, asked, SilentReporter())
    rows = pd.read_csv(write_inventory(inventory, asked, tmp_path / "i.csv"), **READING)

    whole, parts = (
        rows[rows["type_territoire"] == "ensemble"],
        rows[rows["type_territoire"] == "bassin"],
    )
    assert len(rows) == (1 + 4) * (len(directory.reseaux()) + 1)
    assert whole.set_index("reseau").loc["cio", ["trouves", "annonces", "manquent"]].tolist() == [
        2, 76, 74,
    ]  # fmt: skip
    assert parts[["annonces", "manquent", "trouves_dits_antennes"]].isna().all(axis=None)
    everything = rows[rows["reseau"] == "tous"].set_index("nom")
    assert everything["trouves"].to_dict() == {
        "Île-de-France": 14, "Nord": 3, "Ouest": 1, "Sud": 3, "T1 Paris": 7,
    }  # fmt: skip
    assert everything["reseaux_actifs"].tolist() == [7, *inventory.active["members"]]
    assert everything["labellises"].to_dict()["T1 Paris"] == 1
    assert rows[rows["reseau"] == "cio"]["reseaux_actifs"].isna().all()


def test_each_place_says_what_to_check(conn, tmp_path):
    asked = InventoryAsked(today=TODAY)
    inventory = take_inventory(conn, asked, SilentReporter())
    path = write_places(inventory, asked, tmp_path / "p.csv")
    rows = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str).set_index("point_id")
    assert len(rows) == len(directory.points())
    evry = rows.loc["dila--cio-91228-01"]
    assert evry[["code_commune", "code_commune_position", "signalements"]].tolist() == [
        "91228", "77288", "hors_commune",
    ]  # fmt: skip
    twins = rows.loc[["dila--cij-75102-01", "dila--cij-75102-02"]]
    assert twins["groupe"].tolist() == ["dila--cij-75102-01"] * 2
    assert twins["a_confirmer"].tolist() == ["non", "oui"]


def test_empty_stores_say_what_to_do(database_url):
    with connect(database_url) as conn:
        with pytest.raises(StoreEmptyError, match="deuxportes ingest reference"):
            taken(conn)
        with pytest.raises(StoreEmptyError, match="réseaux"):
            read_announced(conn)
        replace_territories(conn, directory.territories_import())
        with pytest.raises(StoreEmptyError, match="réseaux"):
            taken(conn)
