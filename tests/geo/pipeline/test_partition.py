"""Partitions of what the store holds, against what paper says of the small region."""

import numpy as np
import pandas as pd
import pytest

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import SourceError, StoreEmptyError
from geo.network.estimate import Mode
from geo.pipeline import partition as module
from geo.pipeline.partition import (
    PARTITIONS,
    PartitionAsked,
    find_partitions,
    write_crossings,
    write_partitions,
)
from geo.pipeline.survey import read_surveys
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests import directory
from tests.geo.pipeline.lattice_network import build_lattice, then_build_again

PEOPLE = directory.POPULATION
PARIS = sum(PEOPLE[code] for code in directory.QUADRANTS)
NORTH = sum(PEOPLE[code] for code, row in directory.SQUARES.items() if row[1] == "1101")


@pytest.fixture
def find(shared_directory_url):
    def found(**asked):
        with connect(shared_directory_url) as conn:
            wanted = PartitionAsked(**({"mode": Mode.VOITURE} | asked))
            return find_partitions(conn, wanted, SilentReporter())

    return found


def test_a_place_is_of_the_part_it_stands_in_and_serves_whom_its_zone_says(find):
    found = find(reseau="france-travail", partitions=("bassin",))

    # one agency in Paris, whose zone is unknown; one in Saint-Denis, for département 93 alone
    table = found.parts["bassin"]
    of_93 = PEOPLE["93066"] + PEOPLE["93048"]
    assert table["contained_population"].to_dict() == {
        "1101": of_93, "1102": 0, "1103": 0, "1107": PARIS,
    }  # fmt: skip
    assert table["places"].to_dict() == {"1101": 1, "1102": 0, "1103": 0, "1107": 1}
    assert table.loc["1101", "share"] == of_93 / NORTH
    row = found.comparison.loc["bassin"]
    assert row["share"] == (of_93 + PARIS) / directory.TOTAL
    assert row["unserved_population"] == directory.TOTAL - PARIS - NORTH
    assert found.useful_places == 2

    listed = found.crossings["bassin"]
    assert set(listed["place_id"]) == {"dila--pole_emploi-75102-01"}
    assert listed.loc["95127", ["part", "place_part"]].tolist() == ["1101", "1107"]
    assert np.isinf(listed.loc["95127", "inside_s"])  # the agency of its bassin is not for it
    assert found.commune_names["95127"] == directory.SQUARES["95127"][0]


def test_a_place_that_says_another_commune_is_counted_where_it_stands(find):
    # two CIO: in Paris 2e, and one declared in Évry that stands in Melun
    table = find(reseau="cio", partitions=("departement",)).parts["departement"]
    assert table["places"].to_dict() == {"75": 1, "77": 1} | dict.fromkeys(
        ("78", "91", "92", "93", "94", "95"), 0
    )


def test_by_public_and_need(find):
    found = find(
        profil=Profil.DEMANDEUR_EMPLOI, besoin=Mission.ACCOMPAGNEMENT, partitions=("bassin",)
    )
    assert found.useful_places == 2  # those of France Travail
    assert found.comparison.loc["bassin", "population"] == directory.TOTAL


def test_all_that_the_store_knows_by_default(find):
    found = find()
    assert found.absent == ("zone_emploi",)
    assert found.comparison.index.tolist() == [name for name in PARTITIONS if name != "zone_emploi"]
    assert found.comparison["share"].between(0, 1).all()
    # départements and EPT do not cut alike, but one EPT has one commune: the rest is outside
    outside = found.comparison["outside_population"]
    assert outside["ept"] == directory.TOTAL - PEOPLE["93066"]
    assert outside["bassin"] == 0


def test_the_region_contains_everyone(find):
    assert find(partitions=("region",)).comparison.loc["region", "share"] == 1


def test_a_partition_that_the_store_lacks_is_refused_when_asked_for(find):
    with pytest.raises(SourceError, match=r"zone_emploi.*build-reference"):
        find(partitions=("zone_emploi", "bassin"))


def test_a_partition_from_a_file(find, tmp_path):
    path = tmp_path / "moities.csv"
    north = [code for code, row in directory.SQUARES.items() if row[1] == "1101"]
    lines = [f"{code},nord" for code in north] + ["75056,paris", "75104,rive", "01001,ailleurs"]
    path.write_text("code_commune,code\n" + "\n".join(lines), encoding="utf-8")

    found = find(reseau="france-travail", files=(path,))

    # an arrondissement that has its own line is not with its city
    assert found.parts["moities.csv"]["population"].to_dict() == {
        "nord": NORTH, "paris": PARIS - PEOPLE["75104"], "rive": PEOPLE["75104"],
    }  # fmt: skip
    assert found.strangers == {"moities.csv": 1}
    assert list(found.parts) == ["moities.csv"]
    beside = find(files=(path,), partitions=("bassin",))
    assert list(beside.parts) == ["bassin", "moities.csv"]


def test_a_file_of_elsewhere_or_given_twice_is_refused(find, tmp_path):
    path = tmp_path / "z.csv"
    path.write_text("code_commune,code\n01001,a\n", encoding="utf-8")
    with pytest.raises(SourceError, match="aucune de ses communes"):
        find(files=(path,))
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "z.csv").write_text("code_commune,code\n75056,a\n", encoding="utf-8")
    with pytest.raises(SourceError, match="deux découpages de ce nom"):
        find(files=(tmp_path / "d" / "z.csv", tmp_path / "d" / ".." / "d" / "z.csv"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("code_commune,code\n1,a\n", "code INSEE"), ("code_commune,code\n01001,a\n", "aucune")],
)
def test_a_file_is_checked_before_any_time_is_computed(find, tmp_path, monkeypatch, text, message):
    def compute(*_, **__):
        raise AssertionError

    monkeypatch.setattr(module, "read_surveys", compute)
    path = tmp_path / "z.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=message):
        find(files=(path,))


def test_an_unknown_reseau_is_refused(find):
    with pytest.raises(SourceError, match=r"« abc » inconnu.*france-travail"):
        find(reseau="abc")


def test_an_empty_store_says_what_to_do(database_url):
    with (
        connect(database_url) as conn,
        pytest.raises(StoreEmptyError, match="deuxportes ingest reference"),
    ):
        find_partitions(conn, PartitionAsked(mode=Mode.MARCHE), SilentReporter())


def test_a_network_built_again_meanwhile_is_not_mixed_with_the_old_one(find, tmp_path, monkeypatch):
    network = build_lattice(tmp_path, publiable=False)

    meanwhile = then_build_again(read_surveys, tmp_path)
    monkeypatch.setattr("geo.pipeline.partition.read_surveys", meanwhile)
    found = find(network=network, mode=Mode.MARCHE, partitions=("bassin",))

    assert not found.survey.times.publiable
    assert not found.manifest.source.publiable


def test_on_a_network_it_is_said_what_may_be_published(find, tmp_path):
    found = find(network=build_lattice(tmp_path), mode=Mode.MARCHE, partitions=("bassin",))
    assert found.manifest is not None
    assert not found.survey.times.is_estimate.all()


def test_files_say_what_they_are_about(find, tmp_path):
    asked = PartitionAsked(mode=Mode.VOITURE, reseau="france-travail", partitions=("bassin",))
    found = find(reseau="france-travail", partitions=("bassin",))
    reading = {"sep": ";", "decimal": ",", "encoding": "utf-8-sig", "dtype": {"code": str}}

    rows = pd.read_csv(write_partitions(found, asked, tmp_path / "parts.csv"), **reading)
    assert rows["nom"].tolist() == ["ensemble", *directory.BASSINS.values()]
    assert rows.loc[0, ["parts", "population"]].tolist() == [4, directory.TOTAL]
    assert rows.loc[0, "part_contenue"] == round(found.comparison.loc["bassin", "share"], 4)
    assert rows.loc[1:, "part_au_hasard"].isna().all()
    assert rows.loc[1:, "points"].tolist() == [1, 0, 0, 1]
    context = ["reseau", "mode", "estime", "publiable"]
    assert rows[context].drop_duplicates().to_numpy().tolist() == [
        ["france-travail", "voiture", "oui", "oui"]
    ]

    rows = pd.read_csv(write_crossings(found, asked, tmp_path / "communes.csv"), **reading)
    assert rows["population"].sum() == directory.TOTAL - PARIS - PEOPLE["93066"] - PEOPLE["93048"]
    melun = rows.set_index("commune").loc["Melun"]
    assert melun["nom"] == "Sud"
    assert melun["nom_ailleurs"] == "T1 Paris"
    assert np.isnan(melun["duree_s_dans_sa_part"])
    assert np.isnan(melun["gain_s"])
    assert melun["duree_s_ailleurs"] > 0
