"""
Time the nearest place of each réseau against full matrices, on synthetic France.

Run: ``python benchmarks/access.py`` (half a minute). Seeded; answers are compared before times.

Peers: every pair measured on the ellipsoid with pyproj, which gives the same answers and is run
on a sample of origins; every pair on a sphere with numpy, which gives others (up to 0.5 % off).
"""

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.coverage import coverage
from geo.access.nearest import nearest_by_reseau
from geo.network.estimate import ESTIMATED_MODES
from geo.network.geodesic import WGS84_GEOD
from geo.network.straight import estimated_travel_times, nearest_straight_pairs
from geo.tables import ALL_RESEAUX

SEED = 20_261_121
EARTH_RADIUS_M = 6_371_008.8
CHUNK = 500

Result = TypeVar("Result")


def main() -> None:
    """Compare, then print times and ratios."""
    parser = argparse.ArgumentParser(description="Times of geo.network.straight and geo.access")
    parser.add_argument("--origins", type=int, default=35_000)
    parser.add_argument("--places", type=int, default=6_400)
    parser.add_argument("--reseaux", type=int, default=20)
    parser.add_argument("--sample", type=int, default=300, help="origins given to pyproj's matrix")
    options = parser.parse_args()
    origins, places = synthetic_france(options.origins, options.places, options.reseaux)
    sample = origins.sample(options.sample, random_state=SEED)
    nearest_straight_pairs(sample, places)  # imports and caches are not what is measured

    exact_s, exact = timed(lambda: exact_matrix(sample, places))
    same_s, ours = timed(lambda: nearest_straight_pairs(sample, places))
    check_same(ours, exact, places)
    all_s, pairs = timed(lambda: nearest_straight_pairs(origins, places))
    sphere_s, _ = timed(lambda: sphere_matrix(origins, places))
    rest_s, rows = timed(lambda: modes_and_coverage(pairs, origins, places))

    print(f"{len(origins)} origins, {len(places)} places, {options.reseaux} réseaux")
    print(f"nearest pairs, all origins               {all_s:8.2f} s   {len(pairs)} pairs")
    print(f"matrix on a sphere, numpy, all origins   {sphere_s:8.2f} s   {sphere_s / all_s:6.1f} ×")
    print(f"nearest pairs, {len(sample)} origins               {same_s:8.2f} s")
    print(f"matrix, pyproj, the same origins         {exact_s:8.2f} s   {exact_s / same_s:6.1f} ×")
    print(f"three modes, nearest and coverage        {rest_s:8.2f} s   {rows} rows of coverage")


def synthetic_france(
    n_origins: int, n_places: int, n_reseaux: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw origins and places around towns of uneven size."""
    rng = np.random.default_rng(SEED)
    towns = np.column_stack((rng.uniform(-4.5, 8, 300), rng.uniform(42.5, 51, 300)))
    weight = rng.pareto(1.2, 300)
    origins = _around(towns, weight / weight.sum(), n_origins, rng, spread=0.4)
    places = _around(towns, weight / weight.sum(), n_places, rng, spread=0.1)
    origins = origins.assign(
        code_commune=[f"{number % 95 + 1:02d}{number % 1000:03d}" for number in range(n_origins)],
        nom="Ici",
        population=rng.integers(0, 9000, n_origins),
    ).set_index(pd.Index([f"o{number}" for number in range(n_origins)], name="origin_id"))
    places = places.assign(
        reseau=[f"reseau-{number}" for number in rng.integers(0, n_reseaux, n_places)]
    ).set_index(pd.Index([f"p{number}" for number in range(n_places)], name="destination_id"))
    return origins, places


def _around(
    towns: NDArray[np.float64],
    weight: NDArray[np.float64],
    count: int,
    rng: np.random.Generator,
    *,
    spread: float,
) -> pd.DataFrame:
    centre = towns[rng.choice(len(towns), count, p=weight)]
    lon, lat = (centre + rng.normal(0, spread, (count, 2))).T
    return pd.DataFrame({"lon": lon, "lat": lat})


def exact_matrix(origins: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Measure every pair on the ellipsoid, then keep the shortest of each réseau."""
    rows = []
    for lon, lat in origins[["lon", "lat"]].itertuples(index=False):
        here = np.full(len(places), lon), np.full(len(places), lat)
        metres = WGS84_GEOD.inv(*here, places["lon"].to_numpy(), places["lat"].to_numpy())[2]
        rows.append(pd.Series(metres).groupby(places["reseau"].to_numpy()).min())
    return pd.DataFrame(rows).set_index(origins.index)


def sphere_matrix(origins: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Measure every pair on a sphere, some origins at a time."""
    groups = places.groupby("reseau").indices
    lon, lat = np.radians(places[["lon", "lat"]].to_numpy()).T
    rows = []
    for start in range(0, len(origins), CHUNK):
        here = np.radians(origins[["lon", "lat"]].to_numpy()[start : start + CHUNK])
        half_lat = np.sin((lat - here[:, 1:]) / 2) ** 2
        half_lon = np.sin((lon - here[:, :1]) / 2) ** 2
        chord = half_lat + np.cos(lat) * np.cos(here[:, 1:]) * half_lon
        metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))
        rows.append({code: metres[:, members].min(axis=1) for code, members in groups.items()})
    return pd.concat(map(pd.DataFrame, rows), ignore_index=True)


def modes_and_coverage(pairs: pd.DataFrame, origins: pd.DataFrame, places: pd.DataFrame) -> int:
    """Do what follows the pairs: times of three modes, nearest, residents covered."""
    reseaux = sorted(places["reseau"].unique())
    found = [
        nearest_by_reseau(
            estimated_travel_times(pairs, mode), places["reseau"], mode=mode.value, doors=reseaux
        )
        for mode in ESTIMATED_MODES
    ]
    members = origins[["code_commune"]].drop_duplicates().assign(territory_type="bassin")
    members["territory_code"] = members["code_commune"].str[:2]
    rows = coverage(
        pd.concat(found, ignore_index=True),
        origins,
        members.reset_index(drop=True),
        reseaux=[ALL_RESEAUX, *reseaux],
        modes=[mode.value for mode in ESTIMATED_MODES],
    )
    return len(rows)


def check_same(ours: pd.DataFrame, exact: pd.DataFrame, places: pd.DataFrame) -> None:
    """Stop unless both found the same distances."""
    reseau = ours["destination_id"].map(places["reseau"])
    wide = ours.assign(reseau=reseau).pivot_table("distance_m", "origin_id", "reseau")
    pd.testing.assert_frame_equal(
        wide.loc[exact.index], exact, check_names=False, rtol=0, atol=1e-6
    )


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Run once; give seconds and the result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    main()
