"""The directory of January 2022 as published: figures counted by other means, and named records."""

import re
from collections import Counter
from pathlib import Path

import pytest

from geo.domain.horaires import Reserve, check_horaires
from geo.domain.point_accueil import Signalement
from geo.domain.rejet import Motif
from geo.sources.dila import Organisme, read_organismes, to_directory, town_halls
from geo.sources.dila.positions import Position, judge_positions
from geo.sources.reference_points import read_organismes_table, write_organismes
from geo.sources.rules import read_rules
from geo.sources.territories import read_reference

ROOT = Path(__file__).parents[4]
ARCHIVE = ROOT.parent / "shared" / "data" / "directory" / "dila_annuaire_2022-01.xml.tar.zst"
REFERENCE = ROOT / "data" / "raw" / "ile-de-france"
TABLE = REFERENCE / "points_accueil.csv"
RESEAUX, _ = read_rules(ROOT / "data" / "raw", ROOT / "data" / "reference")
MAPPED = {code for reseau in RESEAUX for code in reseau.codes_dila}
ILE_DE_FRANCE = ("75", "77", "78", "91", "92", "93", "94", "95")


@pytest.fixture(scope="module")
def organismes():
    if not ARCHIVE.exists():
        pytest.skip("the directory of January 2022 is not beside the project (../shared/data)")
    return read_organismes(ARCHIVE)


@pytest.fixture(scope="module")
def places(organismes):
    """Records of Île-de-France that are no town hall."""
    return [
        organisme
        for organisme in organismes
        if organisme.code_commune.startswith(ILE_DE_FRANCE) and organisme.pivot != "mairie"
    ]


@pytest.fixture(scope="module")
def mapped(places):
    return [place for place in places if place.pivot in MAPPED]


@pytest.fixture(scope="module")
def communes():
    if not (REFERENCE / "communes.parquet").exists():
        pytest.skip("the embedded reference is not built (deuxportes sources build-reference)")
    return read_reference(REFERENCE).communes


@pytest.fixture(scope="module")
def directory(places, communes):
    return to_directory(places, communes=communes, reseaux=RESEAUX)


def test_every_file_is_read(organismes):
    assert len(organismes) == 8758
    assert all(isinstance(organisme, Organisme) for organisme in organismes)
    assert sum(organisme.pivot != "mairie" for organisme in organismes) == 7462
    assert sum(organisme.pivot in MAPPED for organisme in organismes) == 6374


def test_three_identifiers_are_repeated_all_of_an_unmapped_code(organismes):
    counts = Counter(organisme.id for organisme in organismes)

    assert {ident for ident, count in counts.items() if count > 1} == {
        "te-35288-01",
        "te-68066-01",
        "te-97105-01",
    }


def test_ile_de_france_has_746_records_of_which_649_are_mapped(places, mapped):
    assert (len(places), len(mapped)) == (746, 649)


def test_access_codes_are_those_counted(mapped):
    codes = Counter(place.accessibilite for place in mapped)

    assert codes == {"ACC": 404, "DEM": 10, "NAC": 46, None: 189}


def test_every_text_of_hours_can_be_evaluated(organismes):
    texts = {organisme.horaires for organisme in organismes} - {None}

    assert len(texts) > 1000
    assert all(check_horaires(text) == text for text in texts)


def test_records_without_hours_are_those_counted(mapped):
    silent = {place.id for place in mapped if place.horaires is None}

    # cci-93008-01 has hours, all of them in ranges that hold a 13:15-13:15
    assert len(silent - {"cci-93008-01"}) == 21
    assert Reserve.HORAIRES_ILLISIBLES in next(
        place.horaires_reserves for place in mapped if place.id == "cci-93008-01"
    )


def test_notes_are_those_counted(mapped):
    notes = [place.horaires_note for place in mapped if place.horaires_note]

    # 129 have notes beside hours, 34 more a remark only
    assert len(notes) == 163
    assert sum("rendez-vous" in note for note in notes) == 76
    assert sum("vacances" in note.lower() for note in notes) == 54


def test_no_record_that_speaks_of_an_appointment_or_of_holidays_is_simply_open(mapped):
    harmless = re.compile(
        r"possible|possibilité|de préférence|avec ou sans|hors|en dehors", re.IGNORECASE
    )
    spoken = re.compile(r"rendez-?\s*vous|rdv|vacances|congés|sanitaire|fermé|sauf", re.IGNORECASE)
    simply_open = [
        place.horaires_note
        for place in mapped
        if not place.horaires_reserves
        and place.horaires
        and '"' not in place.horaires
        and spoken.search(place.horaires_note or "")
    ]

    assert [note for note in simply_open if not harmless.search(note)] == []


def test_a_known_record_is_as_it_is_written(mapped):
    (lagny,) = [place for place in mapped if place.id == "mission_locale-77243-01"]

    assert lagny.horaires == "Mo-Th 09:00-12:00,14:00-18:00; Fr 09:00-12:00,13:15-16:30"
    assert (lagny.adresse, lagny.telephone) == ("7 rue Vacheresse", "01 60 07 34 97")
    assert (lagny.latitude, lagny.longitude) == ("48.8768997192", "2.70351004601")


def test_no_email_is_kept(organismes):
    kept = " ".join(repr(organisme) for organisme in organismes)

    assert re.findall(r"\S+@\S+\.\w+", kept) == []


def test_the_table_of_facts_gives_them_back(places, tmp_path):
    path = tmp_path / "points_accueil.csv"
    write_organismes(path, places)

    assert read_organismes_table(path) == sorted(places, key=lambda place: place.id)
    assert path.stat().st_size < 300_000


def test_of_746_records_642_are_published_and_each_other_has_its_reason(directory):
    assert (directory.read, len(directory.points)) == (746, 642)
    assert Counter(reject.motif for reject in directory.rejects) == {
        Motif.RESEAU_NON_REPRIS: 97,
        Motif.POSITION_FAUSSE: 5,
        Motif.SANS_POSITION: 2,
    }


def test_wrong_positions_are_the_known_ones(directory):
    wrong = {r.id_source: r.detail for r in directory.rejects if r.motif is Motif.POSITION_FAUSSE}

    assert set(wrong) == {
        "cij-91286-01",
        "cij-92004-01",
        "cio-95018-01",
        "maison_emploi-92050-01",
        "maison_emploi-95351-01",
    }
    assert "384 km" in wrong["cij-91286-01"]
    assert "48926098" in wrong["cij-92004-01"]
    assert "identiques" in wrong["cio-95018-01"]


def test_records_without_a_position_are_the_known_ones(directory):
    missing = {r.id_source for r in directory.rejects if r.motif is Motif.SANS_POSITION}

    assert missing == {"msap-77333-01", "msap-78545-01"}


def test_eleven_published_places_are_over_a_kilometre_outside_their_commune(mapped, communes):
    # twelve in polygons without Pierrefitte, which left a hole in Saint-Denis
    verdicts = judge_positions(mapped, communes)

    assert sum(isinstance(v, Position) and v.distance_m > 1000 for v in verdicts) == 11


def test_all_of_france_adds_up_in_the_territory_of_one_region(organismes, communes):
    got = to_directory(organismes, communes=communes, reseaux=RESEAUX)

    assert (got.read, len(got.points), len(got.points) + len(got.rejects)) == (8758, 642, 8758)


def test_seven_pairs_are_likely_duplicates(directory):
    pairs = {frozenset((point.id, twin)) for point in directory.points for twin in point.doublons}

    assert len(pairs) == 7
    assert frozenset(("dila--cio-92050-01", "dila--cio-92063-01")) in pairs


def test_places_outside_their_commune_are_flagged(directory):
    outside = {p.id for p in directory.points if Signalement.HORS_COMMUNE in p.signalements}

    # 36 in the polygons as published; cleaning them moves an edge by metres
    assert 33 <= len(outside) <= 38
    assert {"dila--cio-92050-01", "dila--apec-78423-01", "dila--cci-77146-01"} <= outside


def test_the_place_of_a_merged_commune_is_of_the_new_one(directory):
    (place,) = [point for point in directory.points if point.id == "dila--msap-93059-01"]

    assert place.code_commune == "93066"


def test_the_embedded_table_makes_the_same_directory_as_the_archive(directory, communes):
    if not TABLE.exists():
        pytest.skip("the embedded table of places is not built")
    embedded = to_directory(read_organismes_table(TABLE), communes=communes, reseaux=RESEAUX)

    assert embedded == directory


def test_town_halls_of_ile_de_france_are_nearly_all_placed(organismes, communes):
    frame, rejects = town_halls(organismes, communes=communes)

    assert len(frame) + len(rejects) == 1296
    assert {reject.id_source for reject in rejects} == {
        "mairie-77108-01",
        "mairie-77281-01",
        "mairie-95309-01",
    }
