"""A scenario against what the store holds: the same as places loaded so, in any partition."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.access.comparison import compare
from geo.access.gains import territory_changes
from geo.access.situation import situation
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Fault, Move, NewHours, Opening, Scenario, ScenarioError
from geo.errors import SourceError, StoreEmptyError
from geo.network.estimate import Mode
from geo.pipeline.scenario import ScenarioAsked, find_changes, write_changes
from geo.pipeline.survey import read_surveys
from geo.progress import SilentReporter
from geo.store.engine import connect
from geo.store.load import replace_points
from geo.store.surveys import read_competences
from tests import directory
from tests.directory import TOTAL
from tests.geo.pipeline.lattice_network import build_lattice

CIO, YOUTH = "dila--cio-75102-01", "dila--cij-75102-02"
THERE = {"lon": 2.15, "lat": 48.95}
SCENARIO = Scenario(
    changes=(
        Opening(reseau="mission-locale", **THERE),
        Closing(point_id=CIO),
        Move(point_id=YOUTH, **THERE),
    )
)


@pytest.fixture
def find(shared_directory_url):
    def found(scenario=SCENARIO, mode=Mode.VOITURE, **asked):
        with connect(shared_directory_url) as conn:
            return find_changes(
                conn, ScenarioAsked(scenario=scenario, mode=mode, **asked), SilentReporter()
            )

    return found


@pytest.mark.parametrize("on_network", [False, True])
def test_the_same_as_a_directory_loaded_so(directory_url, find, tmp_path, on_network):
    """The slow way: load the places that there would be, and measure everything again."""
    network = build_lattice(tmp_path) if on_network else None
    asked = {"cutoffs_s": (600, 1800), "network": network}
    found = find(**asked)
    like = next(one for one in directory.points() if one.reseau == "mission-locale")
    points = [
        replace(one, **THERE) if one.id == YOUTH else one
        for one in directory.points()
        if one.id != CIO and one.source == "dila"
    ]
    new = replace(like, id="dila--nouveau-1", **THERE, zone_competence=None, horaires=None)
    with connect(directory_url) as conn:
        (before,) = read_surveys(conn, [Mode.VOITURE], network=network)
        replace_points(
            conn, [*points, new], (), source="dila", file="dila.xml", digest="1" * 64,
            read=len(points) + 1, code_version="essai", whole=True,
        )  # fmt: skip
        (after,) = read_surveys(conn, [Mode.VOITURE], network=network)
        competences = read_competences(conn)
    slow = compare(
        situation(before, competences),
        situation(after, competences),
        questions=[(profil, mission) for profil in Profil for mission in Mission],
        cutoffs_s=asked["cutoffs_s"],
    )

    for one, other in zip(found.changes, territory_changes(slow, before.people), strict=True):
        access = {"access_before": None, "access_after": None, "mean_change_s": None}
        assert replace(one, **access) == replace(other, **access)
        for name in access:
            assert getattr(one, name) == pytest.approx(getattr(other, name))
    assert (found.manifest is not None) is on_network


def test_the_reference_time_of_the_mode_where_none_is_asked(find):
    found = find(mode=Mode.MARCHE, profiles=(Profil.JEUNE,))

    assert found.cutoffs_s == (900,)
    assert [one.au_plus_s for one in found.references] == [900]
    assert find(cutoffs_s=(60,)).references == []


def test_partitions_may_be_chosen_and_are_named(find):
    found = find(profiles=(Profil.JEUNE,), missions=(Mission.CONSEIL,), partitions=("departement",))

    assert {one.territory_type for one in found.changes} == {"departement"}
    assert sum(one.population for one in found.changes) == TOTAL
    assert found.names["departement"]["95"] == "Val-d’Oise"
    assert found.origin_names["95127"] == "Cergy"


def test_a_place_that_opens_far_from_everyone_is_told(find):
    assert find().far_m is None
    assert find(Scenario()).far_m is None
    near, swapped = (
        Scenario(changes=(Opening(reseau="cio", lon=lon, lat=lat),))
        for lon, lat in ((1.3, 48.9), (48.86, 2.36))
    )
    assert 50_000 < find(near).far_m < 100_000
    with pytest.raises(ScenarioError, match="hors de la région chargée"):
        find(swapped)


def test_hours_that_nobody_knows_are_counted(find):
    told = (NewHours(point_id=CIO, horaires="24/7"),)
    at = find(Scenario(changes=told, instant=directory.TUESDAY_MORNING))
    none = find(Scenario(instant=directory.TUESDAY_MORNING))

    assert none.unknown_hours == at.unknown_hours + 1  # its holidays put it in doubt
    assert find().unknown_hours == 0


def test_what_is_not_known_is_refused(find, tmp_path):
    with pytest.raises(ScenarioError) as raised:
        find(Scenario(changes=(Closing(point_id="a"),)))
    assert raised.value.fault is Fault.LIEU_INCONNU
    with pytest.raises(SourceError):
        find(network=tmp_path)


def test_an_empty_store_says_what_to_type(database_url):
    with connect(database_url) as conn, pytest.raises(StoreEmptyError, match="deuxportes ingest"):
        find_changes(conn, ScenarioAsked(scenario=SCENARIO, mode=Mode.MARCHE), SilentReporter())


def test_every_line_is_written_for_a_spreadsheet(find, tmp_path):
    found = find(profiles=(Profil.JEUNE, Profil.FEMME), missions=(Mission.CONSEIL,))
    path = write_changes(found, tmp_path / "scenario.csv")
    rows = pd.read_csv(
        path, sep=";", decimal=",", encoding="utf-8-sig", dtype={"code_territoire": str}
    )

    assert len(rows) == len(found.changes) == 2 * (4 + 1)
    region = rows[rows["type_territoire"] == "region"].set_index("profil").loc["jeune"]
    total = region[["gagnants", "perdants", "inchanges", "non_mesures"]].sum()
    results = [f"resultat_apres_{result}" for result in ("1", "2", "plus", "aucune")]
    assert total == region[results].sum() == TOTAL
    assert set(rows["mode"]) == {"voiture"}
    assert set(rows["publiable"]) == {"oui"}
    assert set(rows["nom_territoire"]) == {"Nord", "Ouest", "Sud", "T1 Paris", "Île-de-France"}
