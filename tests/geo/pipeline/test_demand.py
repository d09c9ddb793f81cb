"""Demand by public of what the store holds."""

from dataclasses import replace

import numpy as np
import pytest

from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.errors import StoreEmptyError
from geo.pipeline.demand import people_demand, read_demand
from geo.store.engine import connect
from geo.store.surveys import read_people, read_publics
from tests import directory


@pytest.fixture
def conn(shared_directory_url):
    with connect(shared_directory_url) as opened:
        yield opened


def count(nombre, code="11", kind=TerritoireCompte.REGION):
    return PublicCompte(
        type_territoire=kind, code_territoire=code, profil=Profil.ETUDIANT, nombre=nombre,
        source="essai",
    )  # fmt: skip


def test_everyone_is_the_residents(conn):
    demand = read_demand(conn, Profil.TOUT_PUBLIC)
    assert demand["demand"].to_dict() == {code: directory.POPULATION[code] for code in demand.index}
    assert demand["demand"].sum() == directory.TOTAL


def test_what_the_store_counts_is_spread_and_what_it_does_not_is_unknown(conn):
    counts = read_publics(conn)
    regional = [one for one in counts if one.type_territoire is TerritoireCompte.REGION]
    assert regional, "the small region counts some public"
    demand = read_demand(conn, regional[0].profil)
    assert demand["demand"].sum() == regional[0].nombre
    uncounted = next(iter(set(Profil) - {one.profil for one in counts} - {Profil.TOUT_PUBLIC}))
    assert read_demand(conn, uncounted).isna().all(axis=None)


def test_a_total_of_the_region_is_not_put_on_a_part_of_it(conn):
    people = read_people(conn)
    assert people_demand(people, [count(500)], Profil.ETUDIANT)["demand"].sum() == 500
    inside = np.array([not held[0].startswith("77") for held in people.codes])
    part = replace(
        people,
        ids=tuple(np.array(people.ids, object)[inside]),
        lon_lat=people.lon_lat[inside],
        population=people.population[inside],
        codes=tuple(held for held, kept in zip(people.codes, inside, strict=True) if kept),
        partitions={
            name: tuple(np.array(codes, object)[inside])
            for name, codes in people.partitions.items()
        },
    )
    assert people_demand(part, [count(500)], Profil.ETUDIANT).isna().all(axis=None)
    counted = people_demand(
        part, [count(500), count(7, "95127", TerritoireCompte.COMMUNE)], Profil.ETUDIANT
    )
    assert counted["demand"].dropna().to_dict() == {"95127": 7}


def test_an_empty_store_says_what_to_do(database_url):
    with connect(database_url) as conn, pytest.raises(StoreEmptyError, match="ingest reference"):
        read_demand(conn, Profil.ETUDIANT)
