"""
A network of streets around `tests.directory.HERE`, with every time on paper.

::

        D  2.36, 48.89   France Travail Paris Nord
        |
        C ------------ F    C: Quartier Jeunes; the other information-jeunesse 15 m east of it
        |              |
        B  CIO         |
        |              |
        A ------------ E    A: HERE, and the mission locale

The area covered leaves out what stands north of 48.9. The Cité des métiers is 2.9 km from these
streets, on a footpath of its own (G – H) that leads nowhere. By car C → B → A is one-way. In a
wheelchair there is no street to D, the surface of B – C is not mapped, and E and F are not reached.
By bicycle there is no network.
"""

from dataclasses import replace

from pyproj import Geod

from api.networks.service import open_engine
from geo.network.build.assemble import assemble
from geo.network.estimate import Mode, travel_time_s
from geo.network.graph import INHABITED, UNKNOWN_SURFACE
from geo.network.library import write_network
from geo.network.manifest import Manifest
from geo.network.profiles.profile import Tranche
from geo.network.raw import DEGREE, Source
from tests import directory
from tests.directory import HERE
from tests.geo.network.toy import Street, parts_of, town_manifest

NEAREST = "/v1/points-accueil/proches"
WGS84 = Geod(ellps="WGS84")
POINTS = {point.id: point for point in directory.points()}
NO_DOOR = "dila--crous-75103-01"
NAME = "rues"
BOUNDS = (2.31, 48.85, 2.39, 48.895)
FAR_FROM_STREETS = {"lon": 2.33, "lat": 48.87}
"""Within the bounds, 1.3 km from any street: outside the area."""

ON_THE_FOOTPATH = {"lon": 2.319, "lat": 48.88}
"""In the area, 2.9 km from any street but the footpath."""

JUNCTIONS = {
    "A": (2.36, 48.86), "B": (2.36, 48.87), "C": (2.36, 48.88), "D": (2.36, 48.89),
    "E": (2.37, 48.86), "F": (2.37, 48.88), "G": (2.318, 48.88), "H": (2.322, 48.88),
}  # fmt: skip

BY_CAR = {
    "AE": (60, 60, 800), "EF": (120, 120, 2300), "FC": (60, 60, 800),
    "CB": (90, None, 1100), "BA": (30, None, 1100), "CD": (1500, 1500, 1100),
}  # fmt: skip
ON_FOOT = {
    "AE": (600, 600, 800), "EF": (1800, 1800, 2300), "FC": (600, 600, 800),
    "CB": (900, 900, 1100), "BA": (900, 900, 1100), "CD": (900, 900, 1100), "GH": (300, 300, 290),
}  # fmt: skip
IN_A_WHEELCHAIR = {"BA": (1200, 1200, 1100), "CB": (1200, 1200, 1100)}
"""Seconds one way and the other, and metres."""

MISSION, CIO = "dila--mission_locale-75102-01", "dila--cio-75102-01"
YOUTH, OTHER_YOUTH = "dila--cij-75102-01", "dila--cij-75102-02"
WORK = "dila--pole_emploi-75102-01"
UNREACHED = "manuel--cite_des_metiers-75101-01"
EAST = 0.0002 / 0.01
"""How far along C – F the second information-jeunesse stands."""

TIMES_S = {
    Mode.VOITURE: {MISSION: 0, OTHER_YOUTH: 240 - 60 * EAST, YOUTH: 240, CIO: 330, WORK: 1740},
    Mode.MARCHE: {MISSION: 0, CIO: 900, YOUTH: 1800, OTHER_YOUTH: 1800 + 600 * EAST, WORK: 2700},
    Mode.FAUTEUIL: {MISSION: 0, CIO: 1200, YOUTH: 2400, OTHER_YOUTH: 2400 + 14.7},
}
"""From `HERE`; a metre a second from the street to the place."""

RUSH = Tranche(code="pointe", facteur=1.5, jours=(0, 1, 2, 3, 4), debut_h=7.0, fin_h=10.0)
CALM = Tranche(code="fluide", facteur=1.0, jours=tuple(range(7)), debut_h=0.0, fin_h=24.0)
TRAFFIC = {"tranches": (RUSH, CALM), "tranche_par_defaut": "fluide"}
IN_RUSH, IN_CALM = "2026-11-24T08:00:00+01:00", "2026-11-24T10:30:00+01:00"

SOURCE = Source(
    kind="osm",
    name="essai.osm.pbf",
    sha256="0" * 64,
    licence="ODbL-1.0",
    attribution="© les contributeurs d’OpenStreetMap",
    publiable=True,
)


def graph_of(streets, *, unknown=(), at=HERE):
    """Lay out streets, named by their two junctions, so that A stands somewhere."""
    east, north = at[0] - HERE[0], at[1] - HERE[1]
    return assemble(
        parts_of(
            {
                name: (round((lon + east) * DEGREE), round((lat + north) * DEGREE))
                for name, (lon, lat) in JUNCTIONS.items()
                if name in set("".join(streets))
            },
            [
                Street(
                    tail=name[0],
                    head=name[1],
                    forward_s=forward_s,
                    backward_s=backward_s,
                    length_m=length_m,
                    flags=INHABITED | (UNKNOWN_SURFACE if name in unknown else 0),
                )
                for name, (forward_s, backward_s, length_m) in streets.items()
            ],
        )
    )


MODES = tuple(TIMES_S)
INSIDE = {*TIMES_S[Mode.VOITURE], UNREACHED}
SAID = {
    "nom": NAME,
    "licence": SOURCE.licence,
    "attribution": SOURCE.attribution,
    "publiable": True,
}
"""What answers say of the network."""


def write_streets(root, *, modes=MODES, by_car=BY_CAR, publiable=True, at=HERE, **told):
    """Write the network below `root`, its manifest as `told`; give its folder."""
    streets = {Mode.MARCHE: ON_FOOT, Mode.VOITURE: by_car, Mode.FAUTEUIL: IN_A_WHEELCHAIR}
    unknown = {Mode.FAUTEUIL: {"CB"}}
    graphs = {mode: graph_of(streets[mode], unknown=unknown.get(mode, ()), at=at) for mode in modes}
    traffic = {Mode.VOITURE: TRAFFIC}
    manifest = Manifest(
        name=NAME,
        source=replace(SOURCE, publiable=publiable),
        bounds=BOUNDS,
        code_version="essai",
        skipped={},
        profiles={
            mode: town_manifest(graph, mode=mode, **traffic.get(mode, {}))
            for mode, graph in graphs.items()
        },
    )
    folder = write_network(root, replace(manifest, **told), graphs)
    open_engine(folder, modes[0])  # so that no request waits for kernels to be compiled
    return folder


def nearest(client, **parameters):
    """Ask for every place, those of other communes included."""
    here = {"lon": HERE[0], "lat": HERE[1]}
    everything = {**here, "k": 50, "hors_zone": "inclus", "depart_a": IN_CALM}
    answer = client.get(NEAREST, params={**everything, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def straight_m(identifier, *, lon=HERE[0], lat=HERE[1]):
    point = POINTS[identifier]
    return WGS84.inv(lon, lat, point.lon, point.lat)[2]


def on_paper(mode, *, factor=1.0):
    """
    Seconds to each door: along the streets, and estimated beyond the network; None unknown.

    What traffic does to streets it does to estimates beside them.
    """
    times = {id_: seconds * factor for id_, seconds in TIMES_S[mode].items()}
    for identifier in POINTS.keys() - INSIDE - {NO_DOOR}:
        metres = straight_m(identifier)
        times[identifier] = None if mode is Mode.FAUTEUIL else travel_time_s(metres, mode) * factor
    return times
