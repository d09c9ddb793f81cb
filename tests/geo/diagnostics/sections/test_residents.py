"""Residents, their places and their times, against slow obvious counts."""

from dataclasses import replace

import numpy as np

from geo.diagnostics.sections.figures import indicator
from geo.diagnostics.sections.residents import (
    communes_count,
    door_codes,
    door_places,
    estimated_modes,
    places_of,
    residents,
    times_of,
    within_share,
)
from tests.geo.diagnostics.sections import poorer

CODES = ("1101", "1102", "1103", "1107", "11")


def test_the_arrondissements_of_a_commune_are_one_commune(findings):
    assert [communes_count(findings, code) for code in CODES] == [4, 2, 5, 1, 12]
    assert [len(residents(findings, code)) for code in CODES] == [4, 2, 5, 4, 15]


def test_places_outside_the_service_are_no_doors(findings):
    outside = set(places_of(findings, "1107").index) - set(door_places(findings, "1107").index)
    assert outside == {"dila--crous-75103-01"}
    assert "crous" not in door_codes(findings)


def test_shares_are_those_of_a_loop(findings):
    seconds = np.array([0.0, 600.0, 900.0, 1200.0, 3600.0, 86400.0])
    for code in CODES:
        here = residents(findings, code)
        for mode in findings.modes:
            told = within_share(findings, code, mode, seconds)
            access = findings.access[findings.access["mode"] == mode].set_index("origin_id")
            for limit, share in zip(seconds, told, strict=True):
                near = sum(
                    one.population
                    for one in here.itertuples()
                    if access.loc[one.Index, "travel_time_s"] <= limit
                )
                assert share == near / here["population"].sum()


def test_the_share_at_the_reasonable_time_is_the_indicator(findings):
    for code in CODES:
        for mode in findings.modes:
            limit = np.array([float(findings.cutoffs_s[mode])])
            told = within_share(findings, code, mode, limit)[0]
            assert told == indicator(findings, code, "part_couverte", mode=mode).valeur


def test_thresholds_are_inclusive(findings):
    times = times_of(findings, "1107", "marche")["travel_time_s"]
    people = residents(findings, "1107")["population"]
    nearest = times.min()
    told = within_share(findings, "1107", "marche", np.array([nearest, np.nextafter(nearest, 0)]))
    assert told.tolist() == [people[times == nearest].sum() / people.sum(), 0.0]


def test_nobody_has_no_share(findings):
    poor = poorer.without_people(findings)
    assert within_share(poor, "1107", "marche", np.array([600.0])) is None
    assert estimated_modes(poor, "1107") == ()


def test_what_is_not_measured_has_no_time(findings):
    poor = poorer.unmeasured(findings, "marche")
    assert times_of(poor, "1107", "marche")["travel_time_s"].isna().all()
    assert estimated_modes(poor, "1107") == ("velo", "voiture")


def test_a_commune_without_a_row_is_not_known(findings):
    short = replace(findings, access=findings.access[findings.access["origin_id"] != "75101"])
    told = times_of(short, "1107", "marche")
    assert not told.loc["75101", "measured"]
    assert np.isnan(told.loc["75101", "travel_time_s"])
