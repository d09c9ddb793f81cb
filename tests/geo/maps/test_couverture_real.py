"""The pages of the embedded Île-de-France, whole: their size, their figures, no request."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.access.coverage import coverage, territory_members
from geo.access.door_outcomes import DoorOutcomes
from geo.access.nearest import nearest_by_reseau
from geo.access.need_coverage import NEEDS
from geo.access.report import CoverageReport, Credit
from geo.maps.couverture import draw_coverage
from geo.maps.door_views import door_terrain
from geo.maps.sheet import Sheet, land_of, spots_of
from geo.maps.terrain_page import draw_terrain
from geo.network.estimate import ESTIMATED_MODES
from geo.network.straight import estimated_travel_times, nearest_straight_pairs
from geo.sources.dila import to_directory
from geo.sources.reference_points import read_organismes_table
from geo.sources.rules import read_rules
from geo.sources.territories.reference import read_reference
from geo.tables import ALL_RESEAUX

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"
REFERENCE = RAW / "ile-de-france"
RESIDENTS = 12_463_067  # census 2023
MEGABYTES = 4

pytestmark = pytest.mark.skipif(
    not (REFERENCE / "communes.parquet").exists(), reason="needs the embedded Île-de-France"
)


@pytest.fixture(scope="module")
def report():
    land = read_reference(REFERENCE)
    reseaux, _ = read_rules(RAW, RAW.parent / "reference")
    directory = to_directory(
        read_organismes_table(REFERENCE / "points_accueil.csv"),
        communes=land.communes,
        reseaux=reseaux,
    )
    places = pd.DataFrame([dataclasses.asdict(point) for point in directory.points])
    places = places.set_index("id").rename_axis("point_id")
    doors = [reseau.code for reseau in reseaux if reseau.is_door]
    pairs = nearest_straight_pairs(land.origins, places)
    nearest = pd.concat(
        nearest_by_reseau(
            estimated_travel_times(pairs, mode), places["reseau"], mode=mode.value, doors=doors
        )
        for mode in ESTIMATED_MODES
    ).reset_index(drop=True)
    members = territory_members(land.bassins_communes, land.bassins["code_region"])
    return CoverageReport(
        run_id="acces-0000000000000000",
        computed_at=datetime(2026, 11, 21, tzinfo=UTC),
        region_names={"11": "Île-de-France"},
        reseaux=reseaux,
        communes=land.communes,
        bassins=land.bassins,
        origins=land.origins,
        nearest=nearest,
        coverage=coverage(
            nearest,
            land.origins,
            members,
            reseaux=[ALL_RESEAUX, *doors],
            modes=list(ESTIMATED_MODES),
        ),
        places=places,
        credits=(Credit(subject="Points", producer="DILA", licence="LO 2.0", vintage="2022"),),
    )


def test_every_resident_is_counted_once_in_a_bassin(report):
    rows = report.coverage[report.coverage["reseau"] == ALL_RESEAUX]
    first = rows[(rows["mode"] == "marche") & (rows["cutoff_s"] == 1800)]

    assert first.groupby("territory_type")["population"].sum().to_dict() == {
        "bassin": RESIDENTS,
        "region": RESIDENTS,
    }
    assert (first["territory_type"] == "bassin").sum() == 25


def test_the_page_opens_offline_and_its_legend_adds_up(report, browser, tmp_path):
    path = draw_coverage(report, tmp_path / "couverture.html")
    assert path.stat().st_size < MEGABYTES * 1_000_000
    asked, complaints = [], []
    context = browser.new_context(offline=True, locale="fr-FR")
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    people = page.locator("#legende .habitants").all_inner_texts()
    page.fill("#recherche", "melun")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Melun", exact=True).wait_for()
    page.fill("#recherche", "mission locale paris")
    found = page.locator("#resultats b").all_inner_texts()
    context.close()

    assert sum(int("".join(filter(str.isdigit, text))) for text in people) == RESIDENTS
    assert found
    assert all("ission" in name and "Paris" in name for name in found)
    assert asked == [path.as_uri()]
    assert complaints == []


def test_a_thematic_page_of_every_public_and_need_is_light(report, browser, tmp_path):
    on = Sheet(
        where="Île-de-France", when="au 22 novembre 2026", run_id="", times="",
        land=land_of(
            report.origins.assign(code_bassin=_bassins(report)), report.communes, report.bassins
        ),
        spots=spots_of(report.places, {}), reseau_names={},
    )  # fmt: skip
    found = {
        mode.value: DoorOutcomes(
            needs=NEEDS,
            of_need=np.arange(len(NEEDS)),
            outcome=_outcomes(report, mode.value),
            is_estimate=np.ones((len(NEEDS), len(report.origins)), dtype=np.bool_),
        )
        for mode in ESTIMATED_MODES
    }
    terrain = door_terrain(found, dict.fromkeys(found, 1200), on)
    path = draw_terrain(terrain, tmp_path / "deux-portes.html")
    page = browser.new_context(offline=True, locale="fr-FR").new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    page.select_option("select[data-demande='0']", "3")
    people = page.locator("#legende .habitants").all_inner_texts()
    page.context.close()

    assert len(terrain.views) == 168
    assert path.stat().st_size < 2_500_000
    assert sum(int("".join(filter(str.isdigit, text))) for text in people) == RESIDENTS
    assert complaints == []


def _bassins(report):
    centres = gpd.GeoDataFrame(
        geometry=report.communes.representative_point(), crs=report.communes.crs
    )
    inside = gpd.sjoin(centres, report.bassins[["geometry"]])["code_bassin"]
    return report.origins["code_commune"].map(inside[~inside.index.duplicated()]).fillna("")


def _outcomes(report, mode):
    """Make outcomes as ragged as real ones: from the times to any door, by ever other bounds."""
    told = report.nearest[(report.nearest["mode"] == mode) & (report.nearest["reseau"] == "tous")]
    time_s = told.set_index("origin_id")["travel_time_s"].reindex(report.origins.index).to_numpy()
    bounds = np.arange(1, len(NEEDS) + 1)[:, np.newaxis] * 60
    return np.select([time_s <= bounds, time_s <= 2 * bounds], [0, 1], 2).astype(np.int8)
