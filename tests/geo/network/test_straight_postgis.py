"""The engine and PostGIS measure the same metres."""

import numpy as np
import pandas as pd
import pytest

from geo.network.straight import nearest_straight_pairs

DISTANCE = """
SELECT ST_Distance(
    ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography,
    ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography
)
"""


def test_distances_are_those_of_postgis_geography(connection):
    rng = np.random.default_rng(7)
    count = 40
    lon, lat = rng.uniform(1.4, 3.6, (2, count)), rng.uniform(48.1, 49.3, (2, count))
    origins = pd.DataFrame(
        {"code_commune": "75101", "nom": "Ici", "population": 1, "lon": lon[0], "lat": lat[0]},
        index=[f"o{number}" for number in range(count)],
    )
    places = pd.DataFrame(
        {"reseau": "cio", "lon": lon[1], "lat": lat[1]},
        index=[f"p{number}" for number in range(count)],
    )

    pairs = nearest_straight_pairs(origins, places)

    for origin, place, metres in pairs.itertuples(index=False):
        ends = [*origins.loc[origin, ["lon", "lat"]], *places.loc[place, ["lon", "lat"]]]
        (expected,) = connection.execute(DISTANCE, ends).fetchone()
        assert metres == pytest.approx(expected, abs=1e-5)
