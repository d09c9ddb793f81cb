import pytest

from geo.errors import InputError, SourceError
from geo.sources.territories.decoupage import Selection, read_decoupage, select
from tests.geo.sources.territories import toy


@pytest.fixture
def decoupage(tmp_path):
    return read_decoupage(toy.write_npm(tmp_path / "d.tgz"))


def test_the_year_follows_the_version(tmp_path):
    assert read_decoupage(toy.write_npm(tmp_path / "d.tgz", version="5.3.0")).millesime == 2025


def test_residents_names_and_groupings(decoupage):
    assert decoupage.communes.loc["77012", "population"] == 204_800
    assert decoupage.communes.loc["77001", ["code_epci", "code_ept"]].tolist() == [
        "200000001",
        "200000002",
    ]
    assert decoupage.names["departement", "77"] == "Seine-et-Marne"
    assert decoupage.communes["code_ept"].isna().sum() == 31


def test_an_arrondissement_is_in_the_epci_of_its_city(decoupage):
    paris = decoupage.communes.loc["75120"]
    assert paris["code_parent"] == "75056"
    assert paris["code_epci"] == "200000001"


def test_a_former_commune_leads_to_its_heir(decoupage):
    assert decoupage.current(toy.MERGED) == toy.HEIR
    assert decoupage.current("77001") == "77001"
    assert decoupage.current("00000") == "00000"
    assert toy.MERGED not in decoupage.communes.index


def test_either_trace_of_a_merger_is_enough(tmp_path):
    entries = toy.entries()
    heir = next(row for row in entries if row.get("anciensCodes"))
    heir["anciensCodes"] = ["77800"]
    decoupage = read_decoupage(toy.write_npm(tmp_path / "d.tgz", entries))
    assert decoupage.current("77800") == toy.HEIR  # told by the heir
    assert decoupage.current(toy.MERGED) == toy.HEIR  # told by the commune déléguée


def test_overseas_collectivities_are_left_out(decoupage):
    assert "98901" not in decoupage.communes.index


def test_selecting_a_region_or_some_of_it(decoupage):
    assert len(select(decoupage, Selection("11"))) == 32
    assert len(select(decoupage, Selection("11", ("77",)))) == 11


@pytest.mark.parametrize(
    ("selection", "message"),
    [(Selection("99"), "codes connus : 11, 24"), (Selection("11", ("28",)), "les siens : 75, 77")],
)
def test_what_is_unknown_is_said_with_what_is_known(decoupage, selection, message):
    with pytest.raises(InputError, match=message):
        select(decoupage, selection)


def test_a_file_that_is_no_archive(tmp_path):
    path = tmp_path / "d.tgz"
    path.write_bytes(b"\x1f\x8b broken")
    with pytest.raises(SourceError, match="récupérez-la à nouveau"):
        read_decoupage(path)


def test_a_commune_without_population(tmp_path):
    entries = toy.entries()
    del entries[0]["population"]
    with pytest.raises(SourceError, match="population"):
        read_decoupage(toy.write_npm(tmp_path / "d.tgz", entries))
