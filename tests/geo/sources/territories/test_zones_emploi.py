from dataclasses import replace

import pandas as pd
import pytest

from geo.errors import SourceError
from geo.sources.territories.decoupage import Selection, read_decoupage, select
from geo.sources.territories.files import ZONES_EMPLOI
from geo.sources.territories.reference import read_reference
from geo.sources.territories.zones_emploi import assign_zones_emploi, read_zones_emploi
from tests.geo.sources.territories import toy


@pytest.fixture
def decoupage(tmp_path):
    return read_decoupage(toy.write_npm(tmp_path / "d.tgz"))


@pytest.fixture
def files(tmp_path):
    return toy.write_zones(tmp_path)


def rewrite(path, old, new):
    path.write_text(path.read_text().replace(old, new))


def test_zones_have_the_names_of_their_own_level(files):
    zones = read_zones_emploi(*files)
    assert zones.index.name == "code_commune"
    assert zones.loc["75056"].tolist() == ["1101", "Paris"]
    assert "" not in zones.index


def test_every_commune_and_arrondissement_has_its_zone(files, decoupage):
    communes = select(decoupage, Selection("11"))
    found = assign_zones_emploi(read_zones_emploi(*files), decoupage, communes)
    assert found.columns.tolist() == ["partition", "code_commune", "code", "nom"]
    assert found["code_commune"].tolist() == list(communes.index)
    assert found["code"].tolist() == [toy.zone_of(code) for code in communes.index]


def test_a_commune_made_since_takes_the_zone_of_what_it_was_made_of(decoupage):
    merged = replace(decoupage, successors={"77801": toy.HEIR, "77802": toy.HEIR})
    zones = pd.DataFrame({"code": ["2", "1"], "nom": ["B", "A"]}, index=["77802", "77801"])
    heir = select(decoupage, Selection("11")).loc[[toy.HEIR]]
    assert assign_zones_emploi(zones, merged, heir)["nom"].tolist() == ["A"]


def test_a_commune_in_no_zone_is_named(files, decoupage):
    zones = read_zones_emploi(*files).drop("77001")
    with pytest.raises(SourceError, match=r"aucune zone d’emploi.*77001"):
        assign_zones_emploi(zones, decoupage, select(decoupage, Selection("11")))


def test_a_commune_in_two_zones_is_refused(files):
    with files[0].open("a") as stream:
        stream.write("77001,ZZ,1101\n")
    with pytest.raises(SourceError, match="77001 est dans deux zones"):
        read_zones_emploi(*files)


def test_a_zone_without_name_is_refused(files):
    rewrite(files[1], "ZE2020,1102,Melun", "ZE2020,1103,Melun")
    with pytest.raises(SourceError, match="ne nomme pas la zone d’emploi '1102'"):
        read_zones_emploi(*files)


def test_a_table_of_something_else(files, tmp_path):
    rewrite(files[0], "ZE2020", "ZE2010")
    with pytest.raises(SourceError, match="ZE2020"):
        read_zones_emploi(*files)
    with pytest.raises(SourceError, match=r"absent\.csv"):
        read_zones_emploi(tmp_path / "absent.csv", files[1])


def test_a_reference_made_before_there_were_zones_is_still_read(reference):
    manifest = reference.parent / "manifest.toml"
    kept = [
        part
        for part in manifest.read_text(encoding="utf-8").split("[[fichiers]]")
        if ZONES_EMPLOI not in part
    ]
    manifest.write_text("[[fichiers]]".join(kept), encoding="utf-8")
    (reference / ZONES_EMPLOI).unlink()
    assert read_reference(reference).partitions_communes.empty


def test_zones_that_should_be_there_are_missed(reference):
    (reference / ZONES_EMPLOI).unlink()
    with pytest.raises(SourceError, match="zones_emploi"):
        read_reference(reference)
