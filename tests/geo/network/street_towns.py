"""A lattice of streets over three villages, and times on it that take twice the estimate."""

import numpy as np
import pandas as pd

from geo.network.estimate import PACES, Mode
from geo.network.estimates import EstimatedTravelTimes
from geo.network.raw import DEGREE
from tests.geo.network.lattices import BOTTOM, LEFT, STEP, land, lattice

SLOWER = 2.0

# Villages 1 and 2 lie on the lattice of 30 × 20 lines, 3 beyond it, 4 goes on beyond it.
POLYGONS = np.array(
    [land(0, 0, 9, 19), land(10, 0, 19, 19), land(60, 0, 69, 19), land(20, 0, 89, 19)]
)
COMMUNES = pd.Index(["77001", "77002", "77003", "77004"])
POPULATION = np.array([1000, 2000, 4000, 8000])


def at(column, row):
    """Give ``lon, lat`` of a line of the lattice, whole or not."""
    return LEFT + column * STEP, BOTTOM + row * STEP


ORIGINS = pd.DataFrame(
    {
        "code_commune": COMMUNES,
        "nom": ["Un", "Deux", "Trois", "Quatre"],
        "population": POPULATION,
        "lon": [at(column, 10)[0] for column in (5, 15, 65, 25)],
        "lat": at(0, 10)[1],
    },
    index=pd.Index([f"o{code}" for code in COMMUNES], name="origin_id"),
)
PLACES = pd.DataFrame(
    [
        ("p--cio-1", "cio", *at(5, 10)),
        ("p--cio-2", "cio", *at(66, 10)),  # off the network
        ("p--ml-1", "mission-locale", *at(29, 19)),
        ("p--apec-1", "apec", *at(60, 10)),  # its only place is off the network
        ("p--crous-1", "crous", *at(0, 0)),  # no door
    ],
    columns=["destination_id", "reseau", "lon", "lat"],
).set_index("destination_id")
DOORS = ("cio", "mission-locale", "apec")
RESEAUX = dict.fromkeys(DOORS, True) | {"cirfa": False, "crous": False}
"""Whether each is a door; cirfa has no place."""


class LatticeTimes(EstimatedTravelTimes):
    """The estimate, `SLOWER`, within the lattice; a wheelchair goes as one walks."""

    is_estimate = False

    def __init__(self, mode=Mode.VOITURE):
        super().__init__(mode if mode in PACES else Mode.MARCHE)
        self.mode = mode
        self.s_per_m *= SLOWER
        self.graph = lattice(30, 20)

    def covers(self, lon_lat):
        left, bottom = at(-1, -1)
        right, top = at(30, 20)
        return ((lon_lat >= (left, bottom)) & (lon_lat <= (right, top))).all(axis=1)

    def place(self, destinations):
        assert self.covers(destinations).all()
        return destinations

    def nearest(self, origins, destinations, categories, *, k, cutoff_s, **options):
        assert self.covers(origins).all()
        assert self.covers(destinations).all()
        return super().nearest(origins, destinations, categories, k=k, cutoff_s=cutoff_s, **options)

    def nearest_from_nodes(self, placed, categories, *, k, cutoff_s, **_options):
        starts = self.graph.node_lon_lat / DEGREE
        return super().nearest(starts, placed, categories, k=k, cutoff_s=cutoff_s)
