"""What would help each bassin, against trying everything."""

from itertools import product

import numpy as np
import pytest

from geo.access.equity import weighted_quantile
from geo.network.estimate import Mode, travel_time_s
from geo.network.geodesic import straight_matrix_m
from tests import directory
from tests.directory import BASSINS

STATIONS = [
    ("gare-0", "75101", 2.31, 48.89), ("gare-1", "75104", 2.32, 48.82),
    ("gare-2", "75103", 2.38, 48.81), ("gare-3", "95127", 2.16, 48.96),
    ("gare-4", "92050", 2.22, 48.93), ("gare-5", "93048", 2.47, 48.94),
    ("gare-6", "91534", 2.24, 48.86), ("gare-7", "78646", 2.12, 48.82),
    ("gare-8", "77288", 2.43, 48.71), ("gare-9", "94043", 2.36, 48.76),
    ("gare-a", "91228", 2.14, 48.74), ("gare-b", "94028", 2.44, 48.88),
]  # fmt: skip
CUTOFF_S = 700
MODES = ("velo", "voiture")


@pytest.fixture(scope="module")
def found(diagnosed):
    return diagnosed(open_stations, modes=tuple(map(Mode, MODES)), cutoff_s=CUTOFF_S)


def open_stations(conn):
    conn.cursor().executemany(
        "INSERT INTO sites_candidats (site_id, type, nom, code_commune, geom)"
        " VALUES (%s, 'gare', 'Gare', %s, ST_SetSRID(ST_Point(%s, %s), 4326))",
        STATIONS,
    )


@pytest.fixture(scope="module")
def candidates(found):
    """By bassin: identifier, position and whether it is fit for outreach."""
    listed = {code: {} for code in BASSINS}
    bassin_of = {code: row[1] for code, row in directory.SQUARES.items()}
    bassin_of |= dict.fromkeys(("75056", *directory.QUADRANTS), "1107")
    for site, row in directory.territories().sites.iterrows():
        if site != "gare-ailleurs":  # in no commune
            position = (row.geometry.x, row.geometry.y)
            listed[bassin_of[row["code_commune"]]][site] = (*position, True)
    for site, code, lon, lat in STATIONS:
        listed[bassin_of[code]][site] = (lon, lat, True)
    welcoming = {"cio", "cite-des-metiers", "france-services"}
    places = found.inventory.places
    for place, row in places[places["reseau"].isin(welcoming)].iterrows():
        listed[row["part"]][place] = (row["lon"], row["lat"], False)
    return listed


def times(found, code, listed, mode):
    inside = found.origins[found.origins["code_bassin"] == code]
    ends = np.array([position[:2] for position in listed.values()])
    metres = straight_matrix_m(inside[["lon", "lat"]].to_numpy(), ends)
    seconds = np.vectorize(lambda metre: travel_time_s(metre, Mode(mode)))(metres)
    now = found.access[found.access["mode"] == mode].set_index("origin_id")
    return (
        inside["population"].to_numpy(),
        now.loc[inside.index, "travel_time_s"].to_numpy(),
        seconds,
    )


@pytest.mark.parametrize(("code", "mode"), list(product(BASSINS, MODES)))
def test_the_one_place_is_the_nearest_to_all_residents(found, candidates, code, mode):
    listed = candidates[code]
    people, now_s, times_s = times(found, code, listed, mode)
    (told,) = _told(found, code, mode, "tout-public")

    spent = people @ times_s
    chosen = list(listed).index(told["site_id"])
    assert spent[chosen] == pytest.approx(spent.min(), rel=1e-6)
    helped = (now_s > CUTOFF_S) & (times_s[:, chosen] <= CUTOFF_S)
    assert told["gained"] == people[helped].sum()
    then_s = np.minimum(now_s, times_s[:, chosen])
    medians = [weighted_quantile(time_s, people, q=0.5) for time_s in (now_s, then_s)]
    assert [told["median_before_s"], told["median_after_s"]] == pytest.approx(medians, rel=1e-6)


@pytest.mark.parametrize(("code", "mode"), list(product(BASSINS, MODES)))
def test_each_outing_reaches_most_of_those_still_left_out(found, candidates, code, mode):
    listed = {one: where for one, where in candidates[code].items() if where[2]}
    people, now_s, times_s = times(found, code, listed, mode)
    left = np.where(now_s > CUTOFF_S, people, 0)
    told = _told(found, code, mode, "hors-les-murs")

    assert [row["rank"] for row in told] == list(range(1, len(told) + 1))
    for row in told:
        gains = left @ (times_s <= CUTOFF_S)
        assert row["gained"] == gains.max() > 0
        left = np.where(times_s[:, list(listed).index(row["site_id"])] <= CUTOFF_S, 0, left)
    if len(told) < 3:
        assert (left @ (times_s <= CUTOFF_S)).max() == 0


def test_outings_are_found_somewhere(found):
    outings = found.sites[found.sites["kind"] == "hors-les-murs"]
    assert outings["rank"].max() >= 2
    assert set(outings["site_type"]) <= {"mairie", "gare"}


def test_a_site_tells_where_it_is(found):
    site = found.sites[found.sites["site_id"] == "mairie-93066"].iloc[0]
    assert site[["name", "site_type", "commune", "lon", "lat", "territory_code"]].tolist() == [
        "Mairie de Saint-Denis", "mairie", "Saint-Denis", 2.35, 48.94, "1101",
    ]  # fmt: skip


def test_a_site_in_no_commune_never_opens(found):
    assert "gare-ailleurs" not in set(found.sites["site_id"])


def _told(found, code, mode, kind):
    sites = found.sites
    asked = (sites["territory_code"] == code) & (sites["mode"] == mode) & (sites["kind"] == kind)
    return sites[asked].to_dict("records")
