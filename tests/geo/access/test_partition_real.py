"""Partitions, inventory and demand of the embedded Île-de-France, against polygons and sums."""

import dataclasses
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer
from scipy.spatial import cKDTree

from geo.access.demand import demand_by_public
from geo.access.inventory import (
    active_reseaux,
    ages,
    duplicate_groups,
    found_by_part,
    reconciliation,
)
from geo.access.partition import Parts, comparison, containment
from geo.access.survey import People
from geo.domain.profil import Profil
from geo.sources.dila import to_directory
from geo.sources.reference_points import read_organismes_table
from geo.sources.rules import read_rules
from geo.sources.territories.check import cells_of
from geo.sources.territories.reference import read_reference

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"
REFERENCE = RAW / "ile-de-france"
TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.skipif(
    not (REFERENCE / "communes.parquet").exists(), reason="needs the embedded Île-de-France"
)


@pytest.fixture(scope="module")
def land():
    return read_reference(REFERENCE)


@pytest.fixture(scope="module")
def declared():
    return read_rules(RAW, RAW.parent / "reference")


@pytest.fixture(scope="module")
def reseaux(declared):
    rows = [(one.code, one.nom, one.membre.value, one.annonce, one.annonce_antennes)
            for one in declared[0]]  # fmt: skip
    columns = ["reseau", "nom", "membre", "announced", "announced_antennes"]
    return pd.DataFrame(rows, columns=columns).set_index("reseau")


@pytest.fixture(scope="module")
def places(land, declared):
    """The directory, and the commune whose polygon each place stands in."""
    told = to_directory(
        read_organismes_table(REFERENCE / "points_accueil.csv"),
        communes=land.communes, reseaux=declared[0],
    )  # fmt: skip
    table = pd.DataFrame([dataclasses.asdict(point) for point in told.points]).set_index("id")
    cells = cells_of(land.communes)
    near = shapely.STRtree(cells.to_numpy()).nearest(shapely.points(table[["lon", "lat"]]))
    return table.assign(standing=cells.index[near])


@pytest.fixture(scope="module")
def people(land):
    origins = land.origins
    return People(
        ids=tuple(origins.index),
        lon_lat=origins[["lon", "lat"]].to_numpy(),
        population=origins["population"].to_numpy(np.int64),
        codes=tuple((code,) for code in origins["code_commune"]),
        partitions={},
    )


@pytest.fixture(scope="module")
def part_of(land):
    """The part of each commune, by partition."""
    codes = land.communes[["code_departement", "code_epci", "code_region"]].fillna("")
    zones = land.partitions_communes.set_index("code_commune")["code"]
    bassins = land.bassins_communes.set_index("code_commune")["code_bassin"]
    named = codes.rename(columns=lambda name: name.removeprefix("code_"))
    return named.assign(bassin=bassins, zone_emploi=zones)


def metres(lon_lat):
    to_lambert = Transformer.from_crs(4326, 2154, always_xy=True)
    return np.column_stack(to_lambert.transform(*np.asarray(lon_lat).T))


@pytest.fixture(scope="module")
def times_of(places, people):
    """Give the straight distances to the places of a réseau, as if they were seconds."""

    def found(reseau):
        chosen = places[places["reseau"] == reseau]
        apart = metres(people.lon_lat)[:, None] - metres(chosen[["lon", "lat"]])[None]
        return chosen, np.hypot(*np.moveaxis(apart, 2, 0)).astype(np.float32)

    return found


def parts_for(part_of, partition, people, chosen):
    lookup = part_of[partition]
    return Parts(
        people=tuple(lookup[held[0]] for held in people.codes),
        places=tuple(lookup[code] for code in chosen["standing"]),
    )


@pytest.mark.parametrize("reseau", ["cio", "france-travail", "mission-locale"])
def test_bassins_against_their_polygons_and_a_tree_of_places(
    reseau, land, people, part_of, times_of
):
    chosen, times_s = times_of(reseau)
    # another way: the nearest by a tree, its bassin by the polygons of bassins
    nearest = cKDTree(metres(chosen[["lon", "lat"]])).query(metres(people.lon_lat))[1]
    polygons = shapely.STRtree(land.bassins.geometry.to_numpy())
    goals = polygons.nearest(shapely.points(chosen[["lon", "lat"]].to_numpy()))[nearest]
    homes = polygons.nearest(shapely.points(people.lon_lat))
    expected = people.population[goals == homes].sum()

    parts = parts_for(part_of, "bassin", people, chosen)
    table = containment(times_s, people.population, parts)
    assert table["contained_population"].sum() == expected
    assert table["population"].to_dict() == land.bassins["population"].to_dict()
    assert table["places"].sum() == len(chosen)


def test_partitions_side_by_side_obey_what_must_hold(people, part_of, times_of):
    chosen, times_s = times_of("mission-locale")
    at = {held[0]: row for row, held in enumerate(people.codes)}
    place_origins = np.array([at[code] for code in chosen["standing"]])
    partitions = {
        name: parts_for(part_of, name, people, chosen)
        for name in ("bassin", "zone_emploi", "epci", "departement", "region")
    }
    table = comparison(times_s, people, partitions, place_origins=place_origins, draws=19)
    assert table["parts"].to_dict() == {
        "bassin": 25, "zone_emploi": 15, "epci": 52, "departement": 8, "region": 1,
    }  # fmt: skip
    assert (table["population"] == 12_463_067).all()
    assert table.loc["region", ["share", "random_share", "expected_share"]].tolist() == [1, 1, 1]
    assert table["share"].between(table["expected_share"], 1).all()  # near beats far
    again = comparison(times_s, people, partitions, place_origins=place_origins, draws=19)
    pd.testing.assert_frame_equal(again, table)


def test_the_inventory_of_the_directory(places, reseaux, part_of):
    told = places.assign(part=part_of["bassin"].reindex(places["standing"]).to_numpy())
    bassins = sorted(set(part_of["bassin"]))
    found = found_by_part(told, reseaux, bassins)
    assert found.to_numpy().sum() == len(told)
    assert found.index.tolist() == bassins  # nobody stands outside
    # the strategy announced 76 Missions locales beside their antennes, and as many were found
    table = reconciliation(told, reseaux, duplicate_groups(told))
    assert table.loc["mission-locale", "missing_structures"] == 0
    assert table.loc["mission-locale", "missing"] == table.loc["mission-locale", "missing_antennes"]
    assert table.loc["cap-emploi", ["found", "missing"]].tolist() == [8, 11]
    assert (table["announced"].dropna() > 0).all()
    active = active_reseaux(found, reseaux)
    members = set(reseaux.index[reseaux["membre"] == "oui"])
    assert active["members"].max() <= len(members & set(told["reseau"]))
    assert active["members"].min() >= 1
    # 7 pairs within 30 m, and one with the same name and address drawn at two places
    groups = duplicate_groups(told)
    assert groups.groupby("group").size().tolist() == [2] * 8
    assert groups["reason"].value_counts().to_dict() == {
        "meme_endroit": 14,
        "meme_nom_et_adresse": 2,
    }
    ageing = ages(told, reseaux, today=TODAY)
    assert ageing["oldest"].min() >= date(2018, 1, 1)
    assert ageing["newest"].max() <= date(2022, 1, 31)
    assert ageing["to_confirm"].sum() == len(told)


def test_every_public_counted_for_the_region_is_spread_exactly(land, declared):
    counts = declared[1].publics
    population = land.origins["population"].astype("int64")
    region = pd.Series("11", index=population.index)
    totals = {one.profil: one.nombre for one in counts}
    assert totals[Profil.DEMANDEUR_EMPLOI] == 771_000
    for profil in Profil:
        table = demand_by_public(population, region, counts, profil)
        if profil is Profil.TOUT_PUBLIC:
            assert table["demand"].sum() == 12_463_067
            assert not table["is_estimate"].any()
        elif profil in totals:
            assert table["demand"].sum() == totals[profil]
            assert table["is_estimate"].all()
            exact = population * totals[profil] / 12_463_067
            assert (table["demand"] - exact).abs().max() < 1
        else:
            assert table.isna().all(axis=None)
