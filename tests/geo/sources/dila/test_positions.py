"""Positions judged in a territory drawn in metres, so that distances are known."""

import numpy as np
import pytest

from geo.domain.point_accueil import PrecisionPosition, Signalement
from geo.domain.rejet import Motif
from geo.sources.dila.positions import (
    DOUBTFUL_FROM_M,
    FALSE_FROM_M,
    Ecart,
    Position,
    distances_outside,
    judge_positions,
    precision_of,
)
from tests.geo.sources.dila.synthetic import SIDE, SOUTH, WEST, record, territory, to_degrees

COMMUNES = territory()
MIDDLE = WEST + SIDE / 2, SOUTH + SIDE / 2


def judge(organisme):
    (verdict,) = judge_positions([organisme], COMMUNES)
    return verdict


def west_of_alpha(metres, **facts):
    return record(WEST - metres, SOUTH + SIDE / 2, **facts)


def test_a_position_in_its_commune_is_kept_as_it_is():
    verdict = judge(record())

    assert isinstance(verdict, Position)
    assert (verdict.lon, verdict.lat) == to_degrees(*MIDDLE)
    assert (verdict.code_commune, verdict.distance_m, verdict.signalements) == ("77001", 0.0, ())
    assert verdict.precision is PrecisionPosition.ADRESSE


@pytest.mark.parametrize("metres", [1.0, 250.0, 4_000.0, 30_000.0])
def test_distances_are_metres_outside_the_polygon(metres):
    verdict = judge(west_of_alpha(metres))

    assert verdict.distance_m == pytest.approx(metres, abs=0.5)
    assert Signalement.HORS_COMMUNE in verdict.signalements


def test_overseas_distances_are_metres_of_the_local_projection():
    verdict = judge(record(340_000.0 - 700.0, 7_695_000.0, epsg=2975, code_commune="97401"))

    assert verdict.distance_m == pytest.approx(700.0, abs=0.5)


@pytest.mark.parametrize(
    ("metres", "is_kept"), [(FALSE_FROM_M - 1, True), (FALSE_FROM_M + 1, False)]
)
def test_beyond_fifty_kilometres_a_position_is_false(metres, is_kept):
    verdict = judge(west_of_alpha(metres))

    assert isinstance(verdict, Position) is is_kept
    assert is_kept or (verdict.motif, "50 km" in verdict.detail) == (Motif.POSITION_FAUSSE, True)


@pytest.mark.parametrize(
    ("metres", "is_doubtful"), [(DOUBTFUL_FROM_M - 1, False), (DOUBTFUL_FROM_M + 1, True)]
)
def test_beyond_five_kilometres_a_position_in_no_named_town_is_only_approached(metres, is_doubtful):
    verdict = judge(west_of_alpha(metres))

    assert (verdict.precision is PrecisionPosition.INCONNUE) is is_doubtful
    assert (Signalement.POSITION_APPROCHEE in verdict.signalements) is is_doubtful


@pytest.mark.parametrize(
    ("ville", "precision"),
    [
        ("Gamma", PrecisionPosition.ADRESSE),
        ("GAMMA CEDEX 3", PrecisionPosition.ADRESSE),
        ("Alpha", PrecisionPosition.INCONNUE),
        (None, PrecisionPosition.INCONNUE),
    ],
)
def test_far_out_the_written_town_corroborates_the_position(ville, precision):
    in_gamma = record(WEST + 2.5 * SIDE, MIDDLE[1], ville=ville)

    verdict = judge(in_gamma)

    assert verdict.precision is precision
    assert Signalement.HORS_COMMUNE in verdict.signalements


def test_a_city_corroborates_its_arrondissement():
    in_paris = record(WEST + 1.0, SOUTH + 100_000 + 1.0, ville="Paris", code_commune="77001")

    # 90 km out: too far whatever the address says
    assert judge(in_paris).motif is Motif.POSITION_FAUSSE
    for code in ("75056", "75101"):
        near = record(WEST + 1.0, SOUTH + 100_000 + 1.0, ville="Paris", code_commune=code)
        assert judge(near).distance_m == 0.0


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_half_a_position_is_none(missing):
    assert judge(record(**{missing: None})).motif is Motif.SANS_POSITION


LON, LAT = (repr(value) for value in to_degrees(*MIDDLE))


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (LON, LAT, "km de la commune"),  # swapped
        (LAT, LAT, "identiques"),
        ("48926098", LON, "pas des degrés"),  # scaled
        (LAT, "3734884", "pas des degrés"),
        (LAT, f"-{LON}", "km de la commune"),
        ("0", "0", "identiques"),
        ("0", "0.0", "km de la commune"),
        ("nan", LON, "pas des degrés"),
        ("inf", LON, "pas des degrés"),
        ("1e2", LON, "pas des degrés"),
        ("48°17'", LON, "pas des degrés"),
        ("\u0664\u0668", LON, "pas des degrés"),
        ("90", "180", ""),
        ("-90", "-180", ""),
    ],
)
def test_a_wrong_position_is_rejected_with_what_it_looks_like_and_never_repaired(
    latitude, longitude, words
):
    verdict = judge(record(latitude=latitude, longitude=longitude))

    assert isinstance(verdict, Ecart)
    assert verdict.motif is Motif.POSITION_FAUSSE
    assert words in verdict.detail


def test_a_comma_is_read_as_the_french_decimal_point():
    verdict = judge(record(latitude=LAT.replace(".", ","), longitude=LON.replace(".", ",")))

    assert (verdict.lon, verdict.lat) == (float(LON), float(LAT))


def test_a_merged_commune_is_replaced_by_the_one_the_position_falls_in():
    verdict = judge(record(code_commune="77999"))

    assert (verdict.code_commune, verdict.distance_m) == ("77001", 0.0)


def test_an_arrondissement_does_not_replace_a_commune():
    assert judge(record(WEST + 1, SOUTH + 100_001, code_commune="75999")).code_commune == "75056"


@pytest.mark.parametrize("code", ["78999", "13001", "98818"])
def test_an_unknown_commune_of_another_departement_is_of_elsewhere(code):
    verdict = judge(record(code_commune=code))

    assert (verdict.motif, code in verdict.detail) == (Motif.HORS_TERRITOIRE, True)


def test_an_unknown_commune_without_a_usable_position_is_of_elsewhere():
    assert judge(record(code_commune="77999", latitude=None)).motif is Motif.HORS_TERRITOIRE


def test_verdicts_come_in_the_order_of_the_records():
    records = [record(), record(latitude=None), west_of_alpha(100.0), record(code_commune="13001")]

    verdicts = judge_positions(records, COMMUNES)

    assert [type(verdict) for verdict in verdicts] == [Position, Ecart, Position, Ecart]
    assert judge_positions(records[::-1], COMMUNES) == verdicts[::-1]


def test_no_record_no_verdict():
    assert judge_positions([], COMMUNES) == []


def test_unknown_positions_are_infinitely_far():
    lon_lat = np.array([[np.nan, 48.0], to_degrees(*MIDDLE), to_degrees(*MIDDLE)])

    assert distances_outside(lon_lat, ["77001", "77001", None], COMMUNES).tolist() == [
        np.inf,
        0.0,
        np.inf,
    ]


@pytest.mark.parametrize(
    ("code", "precision"),
    [
        ("9", "adresse"),
        ("8", "adresse"),
        ("8.0", "adresse"),
        ("7", "rue"),
        ("6.0", "rue"),
        ("5", "commune"),
        ("4.0", "commune"),
        ("3", "inconnue"),
        ("2", "inconnue"),
        ("8.5", "inconnue"),
        ("", "inconnue"),
        (None, "inconnue"),
    ],
)
def test_precision_is_the_level_of_the_code(code, precision):
    assert precision_of(code).value == precision


def test_a_position_known_to_the_commune_only_is_flagged():
    assert judge(record(precision="4")).signalements == (Signalement.POSITION_APPROCHEE,)
