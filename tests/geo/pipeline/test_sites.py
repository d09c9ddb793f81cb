"""Sites in what the store holds, against what paper says of the small region."""

import numpy as np
import pytest

from geo.errors import SourceError, StoreEmptyError
from geo.network.estimate import Mode
from geo.pipeline.site_candidates import CANDIDATE_COLUMNS, SitesAsked
from geo.pipeline.sites import (
    OUTREACH_COLUMNS,
    PART_COLUMNS,
    find_best_per_part,
    find_outreach,
)
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests import directory


def asked_for(**fields):
    return SitesAsked(**{"mode": Mode.VOITURE, "kinds": ("points",), **fields})


@pytest.fixture(scope="module")
def per_part(shared_directory_url):
    def found(**fields):
        with connect(shared_directory_url) as conn:
            return find_best_per_part(conn, asked_for(**fields), SilentReporter())

    return found


@pytest.fixture(scope="module")
def day(shared_directory_url):
    def found(n=1, **fields):
        wanted = asked_for(**{"kinds": ("mairies", "gares"), **fields})
        with connect(shared_directory_url) as conn:
            return find_outreach(conn, wanted, SilentReporter(), n=n)

    return found


def test_one_place_in_each_bassin(per_part):
    found = per_part()

    table = found.table
    assert tuple(table.columns) == PART_COLUMNS
    assert table["part"].tolist() == sorted(directory.BASSINS)
    parts = found.ground.candidates["part"]
    chosen = table.dropna(subset="candidate_id")
    assert [parts[one] for one in chosen["candidate_id"]] == chosen["part"].tolist()
    assert table["population"].sum() == directory.TOTAL
    assert table["served"].sum() == directory.TOTAL
    assert found.names["1107"] == "T1 Paris"
    assert found.plan.price[0] >= 0


def test_the_mean_time_is_that_of_the_plan(per_part):
    found = per_part()

    spent = (found.table["mean_s"] * found.table["reached_population"]).sum()
    assert spent == pytest.approx(found.plan.each.objective)
    free = (found.table["free_mean_s"] * found.table["reached_population"]).sum()
    assert free == pytest.approx(found.plan.free.objective)


def test_candidates_are_doors_in_an_order_that_favours_nobody(per_part):
    candidates = per_part().ground.candidates

    assert tuple(candidates.columns) == CANDIDATE_COLUMNS
    assert "crous" not in set(candidates["kind"])
    assert candidates.index.tolist() != sorted(candidates.index)


def test_a_part_without_candidate_has_no_site(per_part):
    found = per_part(reseau="france-travail")  # in Paris and Saint-Denis alone

    table = found.table.set_index("part")
    assert table.loc[["1102", "1103"], "candidate_id"].isna().all()
    assert table.loc["1107", "candidate_id"] == "dila--pole_emploi-75102-01"
    assert len(found.plan.free.sites) == 2


def test_town_halls_of_another_partition(per_part):
    found = per_part(kinds=("mairies",), partition="departement")

    assert set(found.ground.candidates["kind"]) == {"mairie"}
    # that of a city of arrondissements, all of which are in one part
    assert found.ground.candidates["part"]["mairie-75056"] == "75"
    chosen = found.table.dropna(subset="candidate_id")
    assert len(chosen) == len(found.plan.each.sites)


def test_outreach_meets_those_whom_no_place_covers(day):
    found = day(n=2, reseau="mission-locale")

    assert tuple(found.table.columns) == OUTREACH_COLUMNS
    assert found.cutoff_s == 1800
    assert found.reference.source == "Essai"
    assert found.table["newly_covered"].sum() == found.result.objective
    assert found.table["newly_covered"].is_monotonic_decreasing
    assert found.result.objective <= found.coverable <= found.out_of_reach
    # as `deuxportes gaps` counts them, on the same places
    assert found.out_of_reach == 198_300


def test_a_station_outside_the_communes_is_in_no_part_and_may_be_gone_to(day):
    candidates = day(n=2, reseau="mission-locale").ground.candidates

    assert candidates["part"]["gare-ailleurs"] == ""


def test_one_more_site_meets_no_fewer(day):
    covered = [day(n=n, reseau="mission-locale").result.objective for n in (1, 2, 3)]

    assert covered == sorted(covered)


def test_a_longer_threshold_leaves_fewer_out(day):
    near, far = (day(cutoff_s=minutes * 60, reseau="cio") for minutes in (10, 40))

    assert far.out_of_reach <= near.out_of_reach
    assert near.reference is None


def test_nobody_is_out_of_reach(day):
    found = day(cutoff_s=80_000)

    assert (found.out_of_reach, found.result.objective) == (0, 0)
    assert np.isnan(found.table["mean_s"]).all()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reseau": "inconnu"}, "« inconnu »"),
        ({"partition": "canton"}, "« canton »"),
        ({"kinds": ()}, "aucun site candidat"),
    ],
)
def test_what_is_not_there(per_part, fields, said):
    with pytest.raises(SourceError, match=said):
        per_part(**fields)


def test_an_empty_store_says_what_to_type(database_url):
    with connect(database_url) as conn, pytest.raises(StoreEmptyError, match="deuxportes ingest"):
        find_best_per_part(conn, asked_for(), SilentReporter())
