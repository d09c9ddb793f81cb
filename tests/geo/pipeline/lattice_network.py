"""A network of 21 × 21 lines over the four arrondissements of `tests.directory`, on disk."""

from dataclasses import replace

from geo.network.estimate import Mode
from geo.network.library import write_network
from geo.network.manifest import Manifest
from geo.network.profiles.profile import Tranche
from geo.network.raw import Source
from tests.geo.network.lattices import lattice
from tests.geo.network.toy import town_manifest

CORNER, STEP, LINES = (2.3, 48.8), 0.005, 21
EDGE_S = 100
RUSH = Tranche(code="pointe", facteur=1.5, jours=tuple(range(7)), debut_h=0.0, fin_h=24.0)
SOURCE = Source(
    kind="osm",
    name="paris",
    sha256="1" * 64,
    licence="ODbL 1.0",
    attribution="Essai",
    publiable=True,
)


def build_lattice(
    folder, *, publiable=True, version="1", modes=(Mode.MARCHE, Mode.VOITURE), kind="osm",
    corner=CORNER,
):  # fmt: skip
    """Write the network; time is multiplied by 1.5 by car."""
    graph = lattice(LINES, LINES, corner=corner, step=STEP, time_s=EDGE_S)
    traffic = {"tranches": (RUSH,), "tranche_par_defaut": "pointe"}
    manifest = Manifest(
        name="paris",
        source=replace(SOURCE, publiable=publiable, kind=kind),
        bounds=(*corner, *(low + (LINES - 1) * STEP for low in corner)),
        code_version="essai",
        skipped={},
        profiles={
            mode: town_manifest(
                graph, mode=mode, version=version, **(traffic if mode is Mode.VOITURE else {})
            )
            for mode in modes
        },
    )
    return write_network(folder, manifest, dict.fromkeys(modes, graph))


def then_build_again(read, folder):
    """Give a function that does what `read` does, then builds the network again, to be shown."""

    def both(*args, **fields):
        found = read(*args, **fields)
        build_lattice(folder, publiable=True)
        return found

    return both


def steps(lon, lat, other_lon, other_lat):
    """How many edges lead from a node to another."""
    return round(abs(lon - other_lon) / STEP) + round(abs(lat - other_lat) / STEP)
