"""The table of facts gives back exactly what it was given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain.horaires import Reserve
from geo.errors import SourceError
from geo.sources.dila import Illisible, Organisme
from geo.sources.reference_points import COLUMNS, read_organismes_table, write_organismes

FULL = Organisme(
    id="cio-77001-01",
    pivot="cio",
    code_commune="77001",
    nom='CIO, « l’Exemple » "cité"',
    date_maj=date(2021, 3, 4),
    adresse="7, rue de l’Exemple",
    code_postal="01000",
    latitude="48.8768997192",
    longitude="2.70351004601",
    precision="8.0",
    horaires='Mo 09:00-12:00, Tu 09:00-12:00 unknown "voir la note"',
    horaires_note="Fermé — en août",
    horaires_reserves=(Reserve.VACANCES_SCOLAIRES, Reserve.NOTE_A_LIRE),
)
BARE = Organisme(id="cij-2A004-01", pivot="cij", code_commune="2A004", nom="PIJ")


def test_records_come_back_as_they_were_sorted_by_id(tmp_path):
    path = tmp_path / "points.csv"

    write_organismes(path, [FULL, BARE])

    assert read_organismes_table(path) == [BARE, FULL]


def test_the_file_is_the_same_whatever_the_order_and_has_one_line_a_record(tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    write_organismes(one, [FULL, BARE])
    write_organismes(other, [BARE, FULL])

    assert one.read_bytes() == other.read_bytes()
    assert len(one.read_text(encoding="utf-8").splitlines()) == 3
    assert b"\r" not in one.read_bytes()


# what `clean` leaves: words separated by one space, never empty
WORDS = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Z", "C")), min_size=1), min_size=1
).map(" ".join)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | st.dates())))
def test_any_cleaned_text_survives(tmp_path_factory, rows):
    records = [
        replace(FULL, id=f"cio-{n:06d}", nom=nom, adresse=adresse, horaires_note=note, date_maj=day)
        for n, (nom, adresse, note, day) in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("table") / "points.csv"

    write_organismes(path, records)

    assert read_organismes_table(path) == records


@pytest.fixture
def table(tmp_path):
    def write(change):
        path = tmp_path / "points.csv"
        write_organismes(path, [FULL])
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: "", "il fallait les colonnes"),
        (lambda text: text.replace("adresse_postale", "email"), "il fallait les colonnes"),
        (lambda text: text + '"unclosed', "table des faits"),
    ],
)
def test_a_table_that_is_not_ours_is_refused(table, change, words):
    with pytest.raises(SourceError, match=words):
        read_organismes_table(table(change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: "cio-1,cio", "20 cellules attendues, 2 reçues"),
        (lambda line: line.replace("cio-77001-01,cio", ","), "sans id ni pivot"),
        (lambda line: line.replace("77001,", " ,"), "sans code_commune"),
        (lambda line: line.replace(",77001,", ",7700,"), "code_commune='7700'"),
        (lambda line: line.replace("2021-03-04", "04/03/2021"), "04/03/2021"),
        (lambda line: line.replace("note_a_lire", "autre"), "autre"),
        (lambda line: line.replace("rue de", "rue\0de"), "caractère nul dans adresse"),
    ],
)
def test_a_wrong_row_is_counted_and_the_others_are_read(table, change, words):
    def twice(text):
        header, line = text.splitlines()
        return "\n".join([header, change(line), line]) + "\n"

    wrong, right = read_organismes_table(table(twice))

    assert right == FULL
    assert isinstance(wrong, Illisible)
    assert wrong.nom_fichier == "points.csv, enregistrement 2"
    assert words in wrong.detail


def test_a_table_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.csv"):
        read_organismes_table(tmp_path / "absent.csv")


def test_no_column_is_made_for_emails_or_persons():
    assert not {"email", "courriel", "contact", "responsable"} & set(COLUMNS)
