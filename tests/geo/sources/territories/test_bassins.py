from dataclasses import replace

import pandas as pd
import pytest

from geo.errors import SourceError
from geo.sources.territories.bassins import assign_bassins, read_bassins, readable_name
from geo.sources.territories.decoupage import Selection, read_decoupage, select
from tests.geo.sources.territories import toy


@pytest.fixture
def decoupage(tmp_path):
    return read_decoupage(toy.write_npm(tmp_path / "d.tgz"))


def test_every_commune_has_the_bassin_of_its_row(tmp_path, decoupage):
    bassins = read_bassins(toy.write_bassins(tmp_path / "b.csv"))
    communes = select(decoupage, Selection("11"))
    found = assign_bassins(bassins, decoupage, communes)
    assert list(found.index) == list(communes.index)
    assert found["code_bassin"].to_dict() == {c: toy.bassin_of(c)[0] for c in communes.index}


def test_a_commune_that_only_its_former_code_knows(tmp_path, decoupage):
    bassins = read_bassins(toy.write_bassins(tmp_path / "b.csv")).drop(toy.HEIR)
    found = assign_bassins(bassins, decoupage, select(decoupage, Selection("11")))
    assert found.loc[toy.HEIR, "code_bassin"] == "1108"


def test_of_two_former_communes_the_first_code_decides(decoupage):
    merged = replace(decoupage, successors={"77801": toy.HEIR, "77802": toy.HEIR})
    table = pd.DataFrame(
        {"code_bassin": ["2", "1"], "libelle": ""}, index=["77802", "77801"]
    ).rename_axis("code_commune")
    heir = select(decoupage, Selection("11")).loc[[toy.HEIR]]
    assert assign_bassins(table, merged, heir)["code_bassin"].tolist() == ["1"]


def test_an_arrondissement_without_row_is_in_the_bassin_of_its_city(tmp_path, decoupage):
    bassins = read_bassins(toy.write_bassins(tmp_path / "b.csv")).drop(toy.ARRONDISSEMENTS)
    found = assign_bassins(bassins, decoupage, select(decoupage, Selection("11")))
    assert found.loc["75120", "code_bassin"] == "1107"


def test_a_commune_in_no_bassin_is_named(tmp_path, decoupage):
    bassins = read_bassins(toy.write_bassins(tmp_path / "b.csv")).drop("77001")
    with pytest.raises(SourceError, match="77001"):
        assign_bassins(bassins, decoupage, select(decoupage, Selection("11")))


def test_a_commune_in_two_bassins_is_refused(tmp_path):
    path = toy.write_bassins(tmp_path / "b.csv")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("11,77,77001,9999,AILLEURS\n")
    with pytest.raises(SourceError, match="77001 est dans deux bassins"):
        read_bassins(path)


def test_a_table_of_something_else(tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="code_bassin_BMO"):
        read_bassins(path)
    with pytest.raises(SourceError, match=r"absent\.csv"):
        read_bassins(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("label", "communes", "name"),
    [
        ("ANGOULEME", ["Soyaux", "Angoulême"], "Angoulême"),
        ("PONT L'ABBE", ["Pont-l'Abbé"], "Pont-l'Abbé"),
        ("ST GIRONS", ["Saint-Girons"], "Saint-Girons"),
        ("SUD DE LA MANCHE", ["Avranches"], "Sud de la Manche"),
        ("LE MANS", ["Allonnes"], "Le Mans"),
        ("VALLEE D AOSTE", [], "Vallee d’Aoste"),
        ("AIX  GARDANNE ", ["Aix-en-Provence"], "Aix Gardanne"),
        ("Seine-Aval", ["Mantes-la-Jolie"], "Seine-Aval"),
        # two ways to write the word: neither is taken
        ("BASSIN DE PRES", ["Saint-Prés", "Les Près"], "Bassin de Pres"),
    ],
)
def test_a_label_becomes_a_name_and_nothing_is_invented(label, communes, name):
    assert readable_name(label, pd.Series(communes, dtype=object)) == name
