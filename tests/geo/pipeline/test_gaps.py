"""
Gap zones of `tests.directory`, whose answers are on paper.

Two missions locales: of Paris, for Parisians; of Créteil, for Créteil and L’Haÿ-les-Roses, whose
middle is 18.4 km from it: 3,910 s by car, as estimated. The others reach none. A square is 7.3 km
wide and 11.1 km high: 1,560 s and 2,370 s.
"""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.access.gap_report import ZONE_COLUMNS, GapQuestion, times_of
from geo.access.report import Times
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError, OutputError, SourceError, StoreEmptyError
from geo.export.gaps import write_gaps, zone_rows
from geo.network.estimate import Mode
from geo.pipeline.gaps import find_gaps, find_gaps_in_store, read_ground
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests.directory import squares
from tests.geo.pipeline.lattice_network import build_lattice

NORTH = ("92050", "93048", "93066", "95127")
SOUTH = ("77288", "91228", "94038", "94043")
WEST = ("78646", "91534")


@pytest.fixture(scope="module")
def find(shared_directory_url):
    def found(*, mode=Mode.VOITURE, network=None, **asked):
        question = GapQuestion(**asked)
        with connect(shared_directory_url) as conn:
            return find_gaps_in_store(conn, question, mode, SilentReporter(), network=network)

    return found


@pytest.fixture(scope="module")
def missions_locales(find):
    return find(reseau="mission-locale")


def test_zones_on_paper(missions_locales):
    report = missions_locales.report
    zones = report.zones

    assert tuple(zones.columns) == ZONE_COLUMNS
    assert zones["origin_ids"].tolist() == [SOUTH, WEST, NORTH]
    assert zones["territory_code"].tolist() == ["1103", "1102", "1101"]
    assert zones["name"].tolist() == [
        "Melun, Le Kremlin-Bicêtre et 2 autres",
        "Saclay et Versailles",
        "Montreuil, Saint-Denis et 2 autres",
    ]
    assert zones["left_out"].tolist() == [192_000, 4_800, 1_500]
    assert zones["unreached"].tolist() == [166_400, 4_800, 1_500]
    assert zones["firm"].tolist() == [True] * 3
    assert (report.gaps.cutoff_s, report.reference.source) == (1800, "Essai")
    assert (report.gaps.left_out, report.gaps.population) == (198_300, 3_276_700)
    assert (report.times, report.publiable) == (Times.ESTIMATES, True)


def test_how_far_the_nearest_place_is_for_those_who_reach_one(missions_locales):
    south = missions_locales.report.zones.loc[0]

    assert south["nearest_id"] == "dila--mission_locale-94028-01"
    assert south["nearest_name"] == "Mission locale de Créteil"
    assert south["nearest_time_s"] == pytest.approx(3910, abs=10)
    assert south["beyond_max_s"] == pytest.approx(south["nearest_time_s"] - 1800)
    assert missions_locales.report.zones.loc[1:, "nearest_id"].isna().all()


def test_what_would_close_them(missions_locales):
    closing = missions_locales.report.zones[
        ["site_id", "site_covers", "sites_needed", "sites_cover", "site_type"]
    ]

    assert closing.to_numpy().tolist() == [
        # Melun and Le Kremlin-Bicêtre, a square away
        ["mairie-77288", 153_600, 1, 153_600, "mairie"],
        # Saclay, a square from the middle of Paris: the station is a little nearer
        ["gare-chatelet", 3_200, 1, 3_200, "gare"],
        # all but Cergy, two squares away
        ["mairie-93066", 1_400, 1, 1_400, "mairie"],
    ]


def test_zones_are_drawn_as_the_communes_they_are_made_of(missions_locales):
    polygons = missions_locales.report.polygons

    for polygon, codes in zip(polygons, (SOUTH, WEST, NORTH), strict=True):
        assert polygon.equals(shapely.union_all([squares()[code] for code in codes]))


def test_zones_are_drawn_alike_where_every_vertex_is_shared(shared_directory_url, missions_locales):
    with connect(shared_directory_url) as conn:
        ground = read_ground(conn)
    # quadrants of Paris have vertices in the middle of the sides of squares
    shared = shapely.transform(shapely.segmentize(ground.polygons, 0.051), lambda xy: xy.round(6))
    assert not ground.is_coverage
    assert shapely.coverage_is_valid(shared)

    report, survey = missions_locales.report, missions_locales.survey
    faster = replace(ground, polygons=shared, is_coverage=True)
    again = find_gaps(faster, survey, report.question, SilentReporter())
    drawn = zip(again.polygons, report.polygons, strict=True)
    assert all(one.equals(other) for one, other in drawn)


def test_in_one_piece_where_no_border_stops_a_zone(find):
    zones = find(reseau="mission-locale", partition="region").report.zones

    assert zones["origins"].tolist() == [10]
    assert zones["left_out"].tolist() == [198_300]
    assert zones["territory_code"].tolist() == ["11"]


def test_a_need_is_answered_from_afar_too(find):
    report = find(profil=Profil.JEUNE, besoin=Mission.CONSEIL, mode=Mode.MARCHE).report

    assert report.reference.au_plus_s == 900
    # the chat is for the young of the region
    assert report.zones["helped_remotely"].tolist() == report.zones["left_out"].tolist()


def test_a_threshold_that_is_asked_is_no_reference(find):
    report = find(reseau="tous", cutoff_s=7200).report

    assert (report.reference, report.gaps.cutoff_s) == (None, 7200)
    assert report.zones.empty
    assert len(report.polygons) == 0


def test_on_a_network_that_may_not_be_published(find, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.VOITURE], publiable=False)
    found = find(reseau="mission-locale", network=network)

    assert found.manifest.name == "paris"
    assert (found.report.times, found.report.publiable) == (Times.BOTH, False)
    assert not zone_rows(found.report, found.names)["publiable"].any()
    for name in ("z.csv", "z.geojson"):
        write_gaps(found.report, tmp_path / name, found.names, found.manifest)
    told = json.loads((tmp_path / "z.geojson").read_text(encoding="utf-8"))
    rows = pd.read_csv(tmp_path / "z.csv", sep=";", decimal=",")
    source = found.manifest.source
    for one in (told, told["features"][0]["properties"], rows.iloc[0]):
        assert one["reseau_rues"] == "paris"
        assert "ne pas publier" in one["avertissement"]
        assert one["attribution"] == f"{source.attribution}, {source.licence}"


def test_csv(missions_locales, tmp_path):
    write_gaps(missions_locales.report, tmp_path / "zones.csv", missions_locales.names)
    rows = pd.read_csv(tmp_path / "zones.csv", sep=";", decimal=",", dtype=str)

    assert rows["rang"].tolist() == ["1", "2", "3"]
    assert rows["solidite"].tolist() == ["ferme"] * 3
    assert rows["nom_territoire"].tolist() == ["Sud", "Ouest", "Nord"]
    assert rows["origine_ids"][1] == "78646 91534"
    first = rows.iloc[0]
    assert first[["reseau", "mode", "au_plus_s"]].tolist() == ["mission-locale", "voiture", "1800"]
    assert first[["habitants", "habitants_sans_acces"]].tolist() == ["192000", "166400"]
    assert first[["site_habitants", "estime", "publiable"]].tolist() == ["153600", "oui", "oui"]
    assert rows[["profil", "besoin", "habitants_a_distance"]].isna().all(axis=None)
    assert rows[["reseau_rues", "avertissement", "attribution"]].isna().all(axis=None)
    lon, lat = (float(first[name].replace(",", ".")) for name in ("site_lon", "site_lat"))
    assert shapely.contains_xy(squares()["77288"], lon, lat)


def test_geojson(missions_locales, tmp_path):
    paths = [tmp_path / name for name in ("un.geojson", "deux.GEOJSON")]
    for path in paths:
        write_gaps(missions_locales.report, path, missions_locales.names)
    text = paths[0].read_text(encoding="utf-8")
    features = json.loads(text)["features"]

    assert text == paths[1].read_text(encoding="utf-8")
    assert [one["properties"]["habitants"] for one in features] == [192_000, 4_800, 1_500]
    assert features[1]["properties"]["point"] is None
    polygons = shapely.from_geojson([json.dumps(one["geometry"]) for one in features])
    assert shapely.equals(polygons, missions_locales.report.polygons).all()
    assert shapely.is_ccw(shapely.get_exterior_ring(polygons)).all()


def test_no_zone_is_an_empty_file_that_is_still_one(find, tmp_path):
    found = find(reseau="tous", cutoff_s=7200)
    for name in ("z.csv", "z.geojson"):
        write_gaps(found.report, tmp_path / name, found.names)

    assert pd.read_csv(tmp_path / "z.csv", sep=";").empty
    assert json.loads((tmp_path / "z.geojson").read_text())["features"] == []


def test_a_file_that_cannot_be_written_is_said_so(missions_locales, tmp_path):
    (tmp_path / "z.geojson").mkdir()
    with pytest.raises(OutputError, match="dossier"):
        write_gaps(missions_locales.report, tmp_path / "z.geojson", {})


def test_the_same_twice(missions_locales, find):
    again = find(reseau="mission-locale").report

    pd.testing.assert_frame_equal(again.zones, missions_locales.report.zones)


def test_what_cannot_be_asked_is_refused(find):
    with pytest.raises(SourceError, match="« cia »"):
        find(reseau="cia")
    for asked in ({}, {"profil": Profil.JEUNE}, {"reseau": "cio", "besoin": Mission.CONSEIL}):
        with pytest.raises(InputError, match="a réseau, or a public and a need"):
            GapQuestion(**asked)


def test_a_report_that_does_not_fit_together_is_refused(missions_locales):
    with pytest.raises(InputError, match="3 polygons"):
        replace(missions_locales.report, polygons=np.array([], dtype=object))


def test_without_doubts_one_is_told_how_to_load_them(directory_url):
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM incertitudes")
        with pytest.raises(StoreEmptyError, match="ingest reference"):
            read_ground(conn)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [([False], Times.STREETS), ([True], Times.ESTIMATES), ([True, False], Times.BOTH)],
)
def test_where_times_come_from(flags, expected):
    assert times_of(np.array(flags)) is expected
