"""Runs on a lattice over Paris: 100 s an edge on foot, half as much again by car."""

from contextlib import contextmanager

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from geo.access.street_run import MAIN_ROADS
from geo.errors import GeoError, InputError, SourceError, StoreEmptyError
from geo.maps.couverture import render_coverage
from geo.network.estimate import Mode
from geo.pipeline import street_access
from geo.pipeline.access import SINGLE, compute_access
from geo.pipeline.doors import door_shares
from geo.pipeline.need_coverage import need_coverage
from geo.pipeline.publish import coverage_report
from geo.pipeline.survey import read_surveys
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from geo.store.runs import (
    computed_at,
    latest_run,
    read_coverage,
    read_doors,
    read_findings,
    read_nearest,
    read_need_coverage,
)
from geo.store.surveys import read_competences, read_services
from tests import directory
from tests.geo.pipeline.lattice_network import CORNER, EDGE_S, LINES, STEP, build_lattice, steps

CROUS = (2.36, 48.83)  # on a node
IN_PARIS = {"75101", "75102", "75103", "75104"}


class Recorder(SilentReporter):
    """Remembers the steps that were really done."""

    def __init__(self):
        self.steps = []

    @contextmanager
    def step(self, label, total=None):
        del total
        self.steps.append(label)
        yield lambda _done: None


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return build_lattice(tmp_path_factory.mktemp("networks"))


@pytest.fixture(scope="module")
def measured(databases, directory_template, network):
    """Address of a store with a run on the network, and the run."""
    url = databases.create(directory_template)[1]
    return url, compute_access(url, SilentReporter(), network=network)


def tables(url, run):
    with connect(url) as conn:
        return read_nearest(conn, run.run_id), read_coverage(conn, run.run_id)


def by_need(url, run):
    """Give coverage of needs and doors."""
    with connect(url) as conn:
        return read_need_coverage(conn, run.run_id), read_doors(conn, run.run_id)


def covered(url, run, reseau, mode, cutoff_s, code):
    _, coverage = tables(url, run)
    keys = ["reseau", "mode", "cutoff_s", "territory_code"]
    return coverage.set_index(keys).loc[(reseau, mode, cutoff_s, code)]


def test_times_are_those_of_the_streets_with_the_estimate_beside(measured):
    nearest, _ = tables(*measured)
    rows = nearest.set_index(["origin_id", "reseau", "mode"])
    walk, drive = (rows.loc[("75102", "mission-locale", mode)] for mode in ("marche", "voiture"))

    # from the middle of the 2e to HERE: 3 lines west, 3 south
    assert not walk["is_estimate"]
    assert walk["destination_id"] == "dila--mission_locale-75102-01"
    assert walk["travel_time_s"] == 6 * EDGE_S
    assert drive["travel_time_s"] == 6 * EDGE_S * 1.5
    # 1,101 m east, 1,668 m north, straight: 33 minutes on foot at 16.7 minutes a kilometre
    assert walk["estimated_time_s"] == pytest.approx(33.3 * 60, rel=0.01)


def test_off_the_network_times_are_estimates(measured):
    nearest, coverage = (table[table["mode"] != "velo"] for table in tables(*measured))
    estimated = nearest.groupby("origin_id")["is_estimate"].all()

    assert set(estimated[~estimated].index) == IN_PARIS
    assert nearest.loc[nearest["is_estimate"], "estimated_time_s"].isna().all()
    told = coverage.groupby("territory_code")["is_estimate"].any()
    assert told.loc[["1101", "1102", "1103", "11"]].all()
    # the only doors of the CIDFF are off the network, those of the crous on it
    by_reseau = coverage[coverage["territory_code"] == "1107"].groupby("reseau")["is_estimate"]
    assert not by_reseau.any()["crous"]
    assert by_reseau.any()["cidff"]


@pytest.mark.parametrize(("mode", "factor"), [("marche", 1), ("voiture", 1.5)])
@pytest.mark.parametrize("cutoff_s", [600, 1200, 3600])
def test_residents_are_counted_where_they_live_along_the_streets(measured, mode, factor, cutoff_s):
    row = covered(*measured, "crous", mode, cutoff_s, "1107")

    # residents of an arrondissement stand evenly on its nodes, those of a line shared with the
    # next one in the first by code: 11 × 10, 11 × 11, 10 × 10, 10 × 11 nodes or so
    squares = {code: directory.squares()[code].bounds for code in sorted(IN_PARIS)}
    at = [(CORNER[0] + i * STEP, CORNER[1] + j * STEP) for i in range(LINES) for j in range(LINES)]
    home = [next(c for c, box in squares.items() if inside(box, *node)) for node in at]
    near = [steps(*node, *CROUS) * EDGE_S * factor <= cutoff_s for node in at]
    expected = sum(
        directory.POPULATION[code]
        * np.mean([n for n, own in zip(near, home, strict=True) if own == code])
        for code in squares
    )
    assert row["covered_population"] == pytest.approx(expected, abs=len(at))
    assert row["population"] == sum(directory.POPULATION[code] for code in squares)


def inside(box, lon, lat):
    left, bottom, right, top = box
    return left - 1e-9 <= lon <= right + 1e-9 and bottom - 1e-9 <= lat <= top + 1e-9


def test_a_run_says_its_network_and_what_it_met(measured):
    url, run = measured
    with connect(url) as conn:
        found = read_findings(conn, run.run_id)["marche"]
    paris = sum(directory.POPULATION[code] for code in IN_PARIS)

    told = run.parametres["reseau_rues"]
    assert (told["nom"], told["publiable"], told["licence"]) == ("paris", True, "ODbL 1.0")
    assert told["profils"]["voiture"]["tranche"] == {"code": "pointe", "facteur": 1.5}
    assert told["profils"]["marche"]["tranche"] is None
    assert run.empreintes["reseau_rues"] == "1" * 64
    assert run.empreintes["profil_voiture"] == "1"
    assert told["modes"] == {"marche": "1", "voiture": "1"}
    assert found["habitants_le_long_des_rues"] == paris
    assert found["habitants_a_un_point"] == directory.TOTAL - paris
    assert found["habitants_hors_reseau"] == directory.TOTAL - paris
    assert found["communes"] == {
        "repartie": 4, "sans_rue_habitee": 0, "en_partie_couverte": 8, "hors_reseau": 3,
    }  # fmt: skip
    assert found["noeuds_habites"] == LINES**2


QUESTION = ["territory_type", "territory_code", "profile", "mission", "mode", "cutoff_s"]


def test_every_public_and_need_is_counted_by_every_mode_and_threshold(measured):
    coverage, doors = by_need(*measured)

    # 4 bassins and the region, 14 publics, 4 needs, 3 modes, 7 thresholds
    assert len(doors) == 5 * 14 * 4 * 3 * 7
    assert len(coverage) == 3 * len(doors)
    assert not doors.duplicated(QUESTION).any()
    assert not coverage.duplicated([*QUESTION, "form"]).any()


def test_whom_a_place_covers_pushes_one_door_and_everyone_is_counted_once(measured):
    coverage, doors = by_need(*measured)
    told = coverage[coverage["form"] == "physique"].set_index(QUESTION)
    doors = doors.set_index(QUESTION).drop(columns="is_estimate")
    both = told.join(doors, validate="1:1")

    assert len(both) == len(doors)
    assert (both["covered_population"] == both["one_door"]).all()
    four = both[["one_door", "two_doors", "beyond", "nobody"]].sum(axis=1)
    assert (four == both["population"]).all()
    assert both["one_door"].gt(0).any()
    assert both["two_doors"].gt(0).any()


def test_needs_are_those_of_the_surveys_on_the_same_network(measured, network):
    url, run = measured
    coverage, doors = by_need(url, run)
    with connect(url) as conn:
        surveys = read_surveys(conn, network=network)
        competences, services = read_competences(conn), read_services(conn)

    by_rows = [*QUESTION, "form"]
    expected = need_coverage(surveys, competences, services).sort_values(by_rows)
    assert_frame_equal(
        coverage.sort_values(by_rows).reset_index(drop=True), expected.reset_index(drop=True)
    )
    expected = door_shares(surveys, competences).sort_values(QUESTION)
    assert_frame_equal(
        doors.sort_values(QUESTION).reset_index(drop=True), expected.reset_index(drop=True)
    )


def test_help_from_afar_is_whom_the_service_is_for_whatever_the_time(measured):
    coverage, _ = by_need(*measured)
    afar = coverage[coverage["form"] == "a_distance"]
    share = afar["covered_population"] / afar["population"]
    of = share.groupby([afar["profile"], afar["mission"]])

    # the line of everyone informs; the chat of the young informs and advises
    told = of.agg(["min", "max"]).apply(tuple, axis=1)
    assert told["femme", "information"] == told["jeune", "conseil"] == (1, 1)
    assert told["femme", "conseil"] == told["jeune", "accueil"] == (0, 0)
    assert not afar["is_estimate"].any()


def test_a_run_says_what_it_counted_and_from_where(measured):
    _, run = measured

    assert run.parametres["besoins"]["formes"] == ["physique", "a_distance", "l_un_ou_l_autre"]
    assert len(run.parametres["besoins"]["profils"]) == 14
    assert run.parametres["origines"]["besoins"] == SINGLE


def test_a_base_without_competences_is_told_what_to_load_and_keeps_no_run(directory_url):
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM competences")
    recorder = Recorder()

    with pytest.raises(StoreEmptyError, match=r"compétences.*ingest reference.*ingest points"):
        compute_access(directory_url, recorder)

    assert recorder.steps == []
    with connect(directory_url) as conn:
        assert latest_run(conn) is None


def test_modes_that_the_network_was_not_asked_for_are_estimated_beside(measured):
    url, run = measured
    nearest, coverage = tables(url, run)
    estimates = tables(url, compute_access(url, SilentReporter()))

    assert run.parametres["modes_estimes"] == ["velo"]
    assert set(run.parametres["modes"]) == {"marche", "voiture", "velo"}
    for ours, theirs in zip((nearest, coverage), estimates, strict=True):
        beside = [table[table["mode"] == "velo"].reset_index(drop=True) for table in (ours, theirs)]
        assert len(beside[0])
        assert beside[0]["is_estimate"].all()
        assert beside[0].equals(beside[1])


def test_nobody_lives_along_a_list_of_roads(directory_url, tmp_path):
    network = build_lattice(tmp_path, kind="edges", modes=[Mode.VOITURE])
    run = compute_access(directory_url, SilentReporter(), network=network)
    with connect(directory_url) as conn:
        found = read_findings(conn, run.run_id)["voiture"]
    report = coverage_report(directory_url, Settings())

    assert run.parametres["reseau_rues"]["origine"] == "edges"
    assert found["habitants_le_long_des_rues"] == found["noeuds_habites"] == 0
    assert found["habitants_a_un_point"] == directory.TOTAL
    assert found["communes"]["sans_rue_habitee"] == len(IN_PARIS)
    # residents of the 2e stand at its middle, 6 edges away from the crous, 100 × 1.5 s each
    by_car = report.nearest.set_index(["origin_id", "reseau", "mode"]).sort_index()
    row = covered(directory_url, run, "crous", "voiture", 3600, "1107")
    near = [
        by_car.loc[(code, "crous", "voiture"), "travel_time_s"] <= 3600 for code in sorted(IN_PARIS)
    ]
    assert row["covered_population"] == sum(
        directory.POPULATION[code]
        for code, within in zip(sorted(IN_PARIS), near, strict=True)
        if within
    )
    assert report.streets.main_roads
    assert MAIN_ROADS in render_coverage(report).lower()


def test_a_network_that_nobody_is_on_is_refused_and_no_run_kept(directory_url, tmp_path):
    network = build_lattice(tmp_path, corner=(7.4, 43.7))

    with pytest.raises(SourceError, match="aucun habitant n’est sur le réseau « paris »"):
        compute_access(directory_url, SilentReporter(), network=network)

    with connect(directory_url) as conn:
        assert latest_run(conn) is None


def test_whoever_asks_again_is_told_when_it_was_computed(directory_url):
    told = []
    for _ in range(2):
        run = compute_access(directory_url, SilentReporter(), recalled=told.append)

    with connect(directory_url) as conn:
        assert told == [computed_at(conn, run.run_id)]


def test_the_same_run_is_recalled_and_the_same_bytes_come_of_it_again(measured, network):
    url, run = measured
    recorder = Recorder()
    first = (*tables(url, run), *by_need(url, run))

    again = compute_access(url, recorder, network=network)
    assert (again, recorder.steps) == (run, [])

    with connect(url) as conn:
        conn.execute("DELETE FROM runs WHERE run_id = %s", [run.run_id])
    assert compute_access(url, recorder, network=network, threads=3) == run
    assert recorder.steps
    for one, other in zip(first, (*tables(url, run), *by_need(url, run)), strict=True):
        assert one.equals(other)


def test_another_profile_or_network_is_another_run(directory_url, tmp_path):
    runs = {
        compute_access(
            directory_url,
            SilentReporter(),
            modes=[Mode.MARCHE],
            network=build_lattice(tmp_path, version=version, publiable=publiable),
        ).run_id
        for version, publiable in (("1", True), ("2", True), ("1", False))
    }
    runs.add(compute_access(directory_url, SilentReporter(), modes=[Mode.MARCHE]).run_id)

    assert len(runs) == 4


def test_a_wheelchair_goes_by_the_streets_or_not_at_all(directory_url, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.FAUTEUIL])
    run = compute_access(directory_url, SilentReporter(), network=network)
    nearest, coverage = (table[table["mode"] == "fauteuil"] for table in tables(directory_url, run))

    assert set(nearest["origin_id"]) == IN_PARIS
    assert not nearest["is_estimate"].any()
    assert not coverage["is_estimate"].any()
    # of other bassins nothing is known; more than 90 % of the residents of the region are in Paris
    assert set(coverage["territory_code"]) == {"1107", "11"}
    assert coverage.loc[coverage["territory_code"] == "1107", "covered_population"].max() > 0
    needs, doors = (
        table[table["mode"] == "fauteuil"] for table in by_need(directory_url, run)
    )  # fmt: skip
    assert set(doors["territory_code"]) == {"1107", "11"}
    assert not doors["is_estimate"].any()
    told = needs.groupby("form")["territory_code"].agg(set)
    assert told["physique"] == told["l_un_ou_l_autre"] == {"1107", "11"}
    assert len(told["a_distance"]) == 5  # a telephone needs no street


def test_what_nothing_can_time_is_refused(directory_url, network, tmp_path):
    with pytest.raises(InputError, match="fauteuil"):
        compute_access(directory_url, SilentReporter(), modes=[Mode.FAUTEUIL])
    with pytest.raises(SourceError, match=r"velo.*marche, voiture.*Reconstruisez-le"):
        compute_access(directory_url, SilentReporter(), modes=[Mode.VELO], network=network)
    roads = build_lattice(tmp_path, kind="edges", modes=[Mode.VOITURE])
    with pytest.raises(SourceError, match=r"Sa source n’en donne pas d’autre"):
        compute_access(directory_url, SilentReporter(), modes=[Mode.VELO], network=roads)
    with pytest.raises(SourceError, match="absent"):
        compute_access(directory_url, SilentReporter(), network=tmp_path / "absent")


def test_a_network_built_again_meanwhile_is_not_measured_under_the_former_name(
    directory_url, tmp_path, monkeypatch
):
    network = build_lattice(tmp_path, modes=[Mode.MARCHE])
    survey = street_access._survey  # noqa: SLF001 - the last step before the streets are opened

    def build_again(*args, **named):
        build_lattice(tmp_path, modes=[Mode.MARCHE], version="2")
        return survey(*args, **named)

    monkeypatch.setattr(street_access, "_survey", build_again)
    with pytest.raises(GeoError):
        compute_access(directory_url, SilentReporter(), network=network)

    with connect(directory_url) as conn:
        assert latest_run(conn) is None


def test_what_is_published_names_the_network_and_its_licence(measured, directory_url, tmp_path):
    report = coverage_report(measured[0], Settings())
    trial = build_lattice(tmp_path, publiable=False)
    compute_access(directory_url, SilentReporter(), network=trial)

    assert report.streets.name == "paris"
    assert report.publiable
    assert ("Essai", "ODbL 1.0") in {(one.producer, one.licence) for one in report.credits}
    assert "ne pas publier" not in render_coverage(report)
    assert "éseau d’essai — ne pas publier" in render_coverage(
        coverage_report(directory_url, Settings())
    )
