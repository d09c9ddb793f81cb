"""The page of the embedded Île-de-France, whole: its size, its figures, no request."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from geo.access.coverage import coverage, territory_members
from geo.access.nearest import nearest_by_reseau
from geo.access.report import CoverageReport, Credit
from geo.maps.couverture import draw_coverage
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
