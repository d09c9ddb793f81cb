import pandas as pd
import pytest
import shapely

from geo.sources.territories.build import to_communes
from geo.sources.territories.cells import build_cells
from geo.sources.territories.communes import read_outlines
from geo.sources.territories.decoupage import Selection, read_decoupage, select
from geo.sources.territories.origins import build_origins, main_town_halls
from geo.sources.territories.town_halls import packaged_town_halls
from tests.geo.sources.territories import toy


@pytest.fixture
def outlines(tmp_path):
    return read_outlines(toy.write_wheel(tmp_path / "d.whl"))


@pytest.fixture
def communes(tmp_path, outlines):
    decoupage = read_decoupage(toy.write_npm(tmp_path / "d.tgz"))
    rows = select(decoupage, Selection("11"))
    cells = build_cells(outlines, decoupage, selected=set(rows.index))
    return to_communes(rows, cells.polygons, millesime=2026)


def at(**places):
    halls = {name[1:]: point.coords[0] for name, point in places.items()}
    return pd.DataFrame.from_dict(halls, orient="index", columns=["lon", "lat"])


def test_residents_stand_at_the_town_hall_that_is_in_its_commune(communes):
    here = shapely.Point(toy.WEST + 5.25 * toy.SIDE, toy.SOUTH + 0.25 * toy.SIDE)
    origins = build_origins(communes, at(_77001=here))
    assert origins.loc["77001", ["lon", "lat", "methode"]].tolist() == [here.x, here.y, "mairie"]
    assert (origins["methode"] == "mairie").sum() == 1


def test_a_town_hall_elsewhere_gives_way_to_an_inner_point(communes):
    elsewhere = toy.on_grid()["77012"].centroid
    origin = build_origins(communes, at(_77001=elsewhere)).loc["77001"]
    assert origin["methode"] == "point_interieur"
    assert shapely.Point(origin["lon"], origin["lat"]).within(toy.on_grid()["77001"])


def test_the_inner_point_of_a_horseshoe_is_inside_it(communes):
    horseshoe = toy.square(5, 0).difference(toy.square(5.25, 0.25, width=0.75, height=0.5))
    assert not horseshoe.centroid.within(horseshoe)  # why the centroid will not do
    communes.loc["77001", "geometry"] = horseshoe
    origin = build_origins(communes, at()).loc["77001"]
    assert shapely.Point(origin["lon"], origin["lat"]).within(horseshoe)


def test_residents_are_conserved_and_the_city_is_its_parts(communes):
    origins = build_origins(communes, at())
    assert "75056" not in origins.index
    assert origins["population"].sum() == toy.TOTAL
    assert origins["code_commune"].tolist() == origins.index.tolist()
    assert len(origins) == 31


def test_the_main_town_hall_is_the_communes_own():
    halls = pd.DataFrame(
        {"code_commune": ["77005"] * 3, "lon": [1.0, 2.0, 3.0], "lat": 48.0},
        index=["mairie-77004-01", "mairie-77005-02", "mairie-77005-01"],
    )
    assert main_town_halls(halls).loc["77005", "lon"] == 3.0
    assert main_town_halls(halls.iloc[:1]).loc["77005", "lon"] == 1.0


def test_packaged_town_halls_are_kept_where_they_stand_in_their_commune(outlines, communes):
    cells = pd.Series(communes.geometry.to_numpy(), index=communes.index, dtype=object)
    cells = cells.drop("75056")
    cells["77003"] = toy.square(50, 0)  # its town hall is then outside
    halls, rejects = packaged_town_halls(outlines, cells, communes["nom"])
    assert len(halls) == 10
    assert halls.loc["mairie-77001-01", "nom"] == "Mairie - Ville-77001"
    assert (halls["distance_m"] == 0).all()
    assert [reject.id_source for reject in rejects] == ["mairie-77003-01"]
