"""Measures of what the store holds, against what paper says of the small region."""

import csv

import numpy as np
import pytest

from geo.domain.mesure import Measure, Shape
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError, SourceError, StoreEmptyError
from geo.network.estimate import PACES, Mode
from geo.network.geodesic import WGS84_GEOD
from geo.pipeline.measure import (
    HEADS,
    MeasureAsked,
    find_measure,
    write_measure,
    write_summary,
)
from geo.pipeline.survey import read_surveys
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests import directory
from tests.geo.pipeline.lattice_network import build_lattice, then_build_again

PEOPLE = directory.POPULATION
NORTH = [code for code, row in directory.SQUARES.items() if row[1] == "1101"]
DEPARTEMENT_93 = ["93048", "93066"]
ALL_DAY_S = 86_400


@pytest.fixture
def find(shared_directory_url):
    def found(measure, **asked):
        wanted = MeasureAsked(measure=measure, **({"mode": Mode.VOITURE} | asked))
        with connect(shared_directory_url) as conn:
            return find_measure(conn, wanted, SilentReporter()), wanted

    return found


def by_origin(found):
    return dict(zip(found.survey.people.ids, found.values.tolist(), strict=True))


def seconds_between(origin, place, mode):
    _, _, metres = WGS84_GEOD.inv(*origin, *place)
    return metres * PACES[mode].s_per_straight_m


def test_the_nearest_is_that_of_those_who_may_be_helped(find):
    found, _ = find(Measure.NEAREST, reseau="france-travail", mode=Mode.MARCHE)

    got = by_origin(found)
    # Montreuil is of the agency of département 93, however near that of Paris is
    assert got["93048"] == pytest.approx(
        min(
            seconds_between((2.45, 48.95), place, Mode.MARCHE)
            for place in ((2.36, 48.91), (2.36, 48.89))
        ),
        rel=1e-6,
    )
    assert got["75102"] == pytest.approx(
        seconds_between((2.375, 48.875), (2.36, 48.89), Mode.MARCHE), rel=1e-6
    )
    assert found.is_estimate.all()
    assert found.places == 2
    assert found.decay is None


def test_within_a_day_supply_is_shared_by_all_whom_its_zone_lets_in(find):
    found, _ = find(Measure.TWO_STEP, reseau="france-travail", cutoff_s=ALL_DAY_S)

    # one agency for everyone, one for département 93 alone
    everyone = directory.TOTAL
    of_93 = sum(PEOPLE[code] for code in DEPARTEMENT_93)
    for code, access in by_origin(found).items():
        expected = 1 / everyone + (1 / of_93 if code in DEPARTEMENT_93 else 0)
        assert access == pytest.approx(HEADS * expected)
    region = found.summaries["region"].loc["11"]
    assert region["demand"] == directory.TOTAL
    assert region["average"] * directory.TOTAL / HEADS == pytest.approx(2)
    assert found.reseau_name == "France Travail"


@pytest.mark.parametrize("measure", [Measure.ENHANCED, Measure.THREE_STEP])
@pytest.mark.parametrize("shape", [None, Shape.GAUSSIAN])
def test_what_people_have_is_the_supply_there_is(find, measure, shape):
    found, _ = find(measure, shape=shape, cutoff_s=3600)

    # every door has somebody within an hour
    assert found.places == 13
    assert (found.values * found.demand.people).sum() / HEADS == pytest.approx(13)


def test_cumulative_counts_places_and_reference_times_are_the_default(find):
    found, asked = find(Measure.CUMULATIVE)

    assert found.reference.mode == "voiture"
    assert found.decay.cutoff_s == found.reference.au_plus_s
    assert set(by_origin(found).values()) <= set(range(found.places + 1))
    given, _ = find(Measure.CUMULATIVE, cutoff_s=ALL_DAY_S)
    assert given.reference is None
    # of 13 doors, 10 are for all; the others for Paris, département 93, Créteil and L’Haÿ
    counts = by_origin(given)
    assert {code for code, number in counts.items() if number == 11} == {
        *directory.QUADRANTS, *DEPARTEMENT_93, "94028", "94038",
    }  # fmt: skip
    assert set(counts.values()) == {10, 11}
    assert asked.cutoff_s is None


def test_demand_is_the_public_where_it_is_counted(find):
    found, _ = find(Measure.TWO_STEP, profil=Profil.DEMANDEUR_EMPLOI, besoin=Mission.CONSEIL)

    assert found.demand.public is Profil.DEMANDEUR_EMPLOI
    assert found.demand.people.sum() == 327_670
    counted = dict(zip(found.survey.people.ids, found.demand.is_estimate, strict=True))
    assert not counted["93066"]
    assert counted["93048"]
    assert found.summaries["region"].loc["11", "demand"] == 327_670
    assert found.reseau_name is None


def test_a_public_that_nobody_counted_is_everyone(find):
    found, _ = find(Measure.TWO_STEP, profil=Profil.FEMME, besoin=Mission.INFORMATION)

    assert found.demand.public is Profil.TOUT_PUBLIC
    assert found.demand.people.sum() == directory.TOTAL
    assert not found.demand.is_estimate.any()
    assert found.demand.known == 0


def test_a_public_that_some_communes_counted_is_everyone_and_it_is_said_how_many(directory_url):
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM publics WHERE type_territoire = 'region'")
        asked = MeasureAsked(
            measure=Measure.TWO_STEP, mode=Mode.VOITURE,
            profil=Profil.DEMANDEUR_EMPLOI, besoin=Mission.CONSEIL,
        )  # fmt: skip
        found = find_measure(conn, asked, SilentReporter())

    assert found.demand.public is Profil.TOUT_PUBLIC
    assert found.demand.known == 1
    assert found.demand.people.sum() == directory.TOTAL


def test_supply_a_head_rests_on_the_estimates_of_those_who_share_it(find, tmp_path):
    # the network knows Paris alone; the agency of Paris 2e is for everyone
    network = build_lattice(tmp_path)
    fields = {"mode": Mode.MARCHE, "network": network, "reseau": "france-travail"}

    alone, _ = find(Measure.CUMULATIVE, cutoff_s=ALL_DAY_S, **fields)
    shared, _ = find(Measure.TWO_STEP, cutoff_s=ALL_DAY_S, **fields)

    paris = np.isin(alone.survey.people.ids, [*directory.QUADRANTS])
    assert alone.is_estimate.tolist() == (~paris).tolist()
    assert shared.is_estimate.all()


def test_there_is_no_mean_among_people_of_what_is_not_a_head(find, tmp_path):
    found, asked = find(Measure.BALANCED, reseau="cio", cutoff_s=3600)

    assert found.summaries["bassin"]["average"].isna().all()
    assert found.summaries["bassin"]["median"].notna().all()
    assert {row["moyenne"] for row in rows(write_summary(found, asked, tmp_path / "b.csv"))} == {""}


def test_a_reseau_that_is_no_door_is_measured_and_said_to_be_none(find):
    crous, _ = find(Measure.NEAREST, reseau="crous")
    cio, _ = find(Measure.NEAREST, reseau="cio")

    assert crous.places == 1
    assert np.isfinite(crous.values).all()
    assert [crous.is_door, cio.is_door, find(Measure.NEAREST)[0].is_door] == [False, True, True]


def test_a_reseau_without_a_place_is_not_measured_as_if_there_were_none(directory_url):
    asked = MeasureAsked(measure=Measure.NEAREST, mode=Mode.MARCHE, reseau="cite-des-metiers")
    with connect(directory_url) as conn:
        assert find_measure(conn, asked, SilentReporter()).places == 1
        conn.execute("DELETE FROM points_accueil WHERE reseau = 'cite-des-metiers'")
        with pytest.raises(SourceError, match="Cité des métiers : l’annuaire chargé n’a aucun"):
            find_measure(conn, asked, SilentReporter())


def test_a_network_built_again_meanwhile_is_not_mixed_with_the_old_one(find, tmp_path, monkeypatch):
    network = build_lattice(tmp_path, publiable=False)

    meanwhile = then_build_again(read_surveys, tmp_path)
    monkeypatch.setattr("geo.pipeline.measure.read_surveys", meanwhile)
    found, _ = find(Measure.NEAREST, mode=Mode.MARCHE, network=network)

    assert not found.survey.times.publiable
    assert not found.manifest.source.publiable


def test_territories_are_those_asked_and_the_region(find):
    bassins, _ = find(Measure.NEAREST)
    departements, _ = find(Measure.NEAREST, partition="departement")
    region, _ = find(Measure.NEAREST, partition="region")

    assert list(bassins.summaries) == ["bassin", "region"]
    assert bassins.summaries["bassin"].loc["1101", "demand"] == sum(PEOPLE[c] for c in NORTH)
    assert list(departements.summaries) == ["departement", "region"]
    assert list(region.summaries) == ["region"]
    assert region.inequality.between == 0
    assert bassins.inequality.theil == pytest.approx(region.inequality.theil)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_files_say_what_they_are_of(find, tmp_path):
    found, asked = find(Measure.ENHANCED, reseau="cio", cutoff_s=1800)
    written = rows(write_measure(found, asked, tmp_path / "communes.csv"))

    assert [row["origine_id"] for row in written] == list(found.survey.people.ids)
    first = written[0]
    assert list(first)[:8] == [
        "origine_id", "code_commune", "nom", "code_bassin", "population", "demande",
        "demande_estimee", "acces",
    ]  # fmt: skip
    context = {
        "mesure": "e2sfca", "decroissance": "paliers", "au_plus_s": "1800", "reseau": "cio",
        "profil": "", "besoin": "", "public_de_la_demande": "tout-public", "mode": "voiture",
        "pour_habitants": "100000", "estime": "oui", "publiable": "oui",
    }  # fmt: skip
    assert {name: first[name] for name in context} == context
    total = sum(
        float(row["acces"].replace(",", ".")) * int(row["demande"]) / HEADS for row in written
    )
    assert total == pytest.approx(2, abs=1e-3)

    summed = rows(write_summary(found, asked, tmp_path / "bassins.csv"))
    assert {row["demande_estimee"] for row in summed} == {"non"}
    assert [row["type_territoire"] for row in summed] == ["bassin"] * 4 + ["region"]
    assert summed[0]["nom"] == "Nord"
    assert int(summed[-1]["demande"]) == directory.TOTAL
    assert float(summed[-1]["moyenne"].replace(",", ".")) == pytest.approx(
        2 * HEADS / directory.TOTAL, rel=1e-3
    )


def test_a_summary_says_where_any_of_the_demand_is_an_estimate(directory_url, tmp_path):
    asked = MeasureAsked(
        measure=Measure.TWO_STEP, mode=Mode.VOITURE, cutoff_s=3600, partition="departement",
        profil=Profil.DEMANDEUR_EMPLOI, besoin=Mission.CONSEIL,
    )  # fmt: skip
    with connect(directory_url) as conn:
        # both communes of 93 are counted, the total of the region is spread over the others
        conn.execute(
            "INSERT INTO publics (type_territoire, code_territoire, profil, nombre, source) "
            "SELECT type_territoire, '93048', profil, nombre, source FROM publics "
            "WHERE code_territoire = '93066'"
        )
        found = find_measure(conn, asked, SilentReporter())
    summed = rows(write_summary(found, asked, tmp_path / "departements.csv"))

    assert {row["code_territoire"]: row["demande_estimee"] for row in summed} == {
        **dict.fromkeys([*directory.DEPARTEMENTS, "11"], "oui"), "93": "non",
    }  # fmt: skip


def test_a_time_is_whole_seconds_or_nothing(find, tmp_path):
    found, asked = find(Measure.NEAREST, reseau="cidff")
    found.values[0] = np.inf
    written = rows(write_measure(found, asked, tmp_path / "durees.csv"))

    assert written[0]["duree_s"] == ""
    assert int(written[1]["duree_s"]) == np.ceil(found.values[1])
    assert written[1]["au_plus_s"] == written[1]["decroissance"] == ""


def test_on_a_network_it_is_said_what_is_estimated_and_what_may_be_published(find, tmp_path):
    network = build_lattice(tmp_path, publiable=False)
    found, asked = find(Measure.NEAREST, mode=Mode.MARCHE, network=network, reseau="crous")

    assert 0 < found.is_estimate.sum() < len(found.values)
    assert found.manifest.name == "paris"
    assert rows(write_measure(found, asked, tmp_path / "a.csv"))[0]["publiable"] == "non"


def test_of_whom_a_wheelchair_knows_nothing_nothing_is_said(find, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.FAUTEUIL])
    found, asked = find(Measure.TWO_STEP, mode=Mode.FAUTEUIL, network=network, cutoff_s=3600)

    got = by_origin(found)
    assert np.isnan(got["95127"])
    assert got["75102"] > 0
    assert np.isnan(found.summaries["bassin"].loc["1101", "average"])
    assert found.summaries["bassin"].loc["1107", "known"] == PEOPLE["75056"]
    written = {row["origine_id"]: row["acces"] for row in rows(
        write_measure(found, asked, tmp_path / "a.csv")
    )}  # fmt: skip
    assert written["95127"] == ""


def test_what_cannot_be_measured_is_refused(find, database_url, directory_url):
    with pytest.raises(SourceError, match="« abc » inconnu"):
        find(Measure.NEAREST, reseau="abc")
    with pytest.raises(InputError, match="takes no cut-off"):
        find(Measure.APL, cutoff_s=600)
    asked = MeasureAsked(measure=Measure.NEAREST, mode=Mode.MARCHE)
    with connect(database_url) as conn, pytest.raises(StoreEmptyError, match="ingest reference"):
        find_measure(conn, asked, SilentReporter())
    by_need = MeasureAsked(
        measure=Measure.NEAREST, mode=Mode.MARCHE, profil=Profil.JEUNE, besoin=Mission.CONSEIL
    )
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM competences")
        with pytest.raises(StoreEmptyError, match="compétences"):
            find_measure(conn, by_need, SilentReporter())
