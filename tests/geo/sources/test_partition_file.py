"""Tables of communes and parts as spreadsheets write them, and what is refused of others."""

import csv
import errno
import os
from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.sources.partition_file import LARGEST_BYTES, read_partition_file

TABLE = "code_commune,code\n75056,A\n2A004,B\n"
PARTS = {"75056": "A", "2A004": "B"}


@pytest.fixture
def write(tmp_path):
    def written(text, encoding="utf-8"):
        path = tmp_path / "zones.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "code_commune;code\r\n75056;A\r\n2A004;B\r\n",
        "code_commune\tcode\n75056\tA\n2A004\tB",
        "code_commune,code\r75056,A\r2A004,B\r",
        "nom;code;code_commune\nParis ;A ; 75056\nAjaccio;B;2A004\n",
        'nom;code;code_commune\n"Paris, ; capitale";A;75056\nAjaccio;"B";2A004\n',
        "code_commune,code\n75056,A\n2A004,B\n75056,A\n",
        # what a spreadsheet leaves at the end of lines, and after the last
        "code_commune,code\n75056,A,\n2A004,B,,\n",
        "code_commune,code,,\n75056,A,,\n2A004,B,,\n,,,\n",
        "\n code_commune , code \n\n75056,A\n,\n2A004,B\n\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_write_is_read(write, text, encoding):
    assert read_partition_file(write(text, encoding)) == PARTS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_parts_may_have_accents(write, encoding):
    path = write("code_commune;code\n75056;Cœur d’Île\n", encoding)

    assert read_partition_file(path) == {"75056": "Cœur d’Île"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("commune,code\n75056,A\n", "il manque la colonne code_commune.*Reçu : commune, code"),
        ("code_commune,part\n75056,A\n", "il manque la colonne code "),
        ("code_commune,code,code\n75056,A,B\n", "deux colonnes code "),
        ("code_commune,code\n1001,A\n", "ligne 2 : '1001' n’est pas un code INSEE.*premier zéro"),
        ("code_commune,code\n75,A\n", "'75' n’est pas un code INSEE"),
        ("code_commune,code\n75056,\n", "ligne 2 : la commune 75056 n’a pas de code de part"),
        ("code_commune,code\n75056\n", "75056 n’a pas de code de part"),
        ("code_commune,code\n75056,A\n75056,B\n", "ligne 3 : la commune 75056 est dans deux parts"),
        ("code_commune,code\n75056,A,B\n", "ligne 2 : 3 valeurs pour 2 colonnes"),
        ('code_commune,code\n75056,"A\n', "guillemets"),
        ('code_commune,code\n75056,"A"B\n', "ligne 2 : des guillemets"),
        ("code_commune,code\n75056,A\x1b[31mB\n", "code de part de 75056 a un caractère invisible"),
        ("code_commune,code\n75056,A\u202eB\n", "caractère invisible"),
        ("code_commune,code\n75056,A\u2028B\n", "caractère invisible"),
        ('code_commune,code\n75056,"A\nB"\n', "caractère invisible"),
        ("code_commune,code\n75056,A\0B\n", "n’est pas du texte.*CSV UTF-8"),
        ("", "il manque la colonne code_commune.*Reçu : rien"),
        ("\n,,\n", "Reçu : rien"),
    ],
)
def test_what_is_no_partition_is_refused_and_said(write, text, message):
    with pytest.raises(SourceError, match=message) as raised:
        read_partition_file(write(text))

    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TABLE.encode("utf-16"), "enregistrez-le en CSV UTF-8"),
        (b"code_commune,code\n75056,\x81\n", "enregistrez-le en CSV UTF-8"),
        (TABLE.encode() + b"\n" * LARGEST_BYTES, "dépasse 10 Mo"),
        (b"x " * 50_000, "Reçu : "),
        (b"x" * 200_000, "trop longue"),
        (b'code_commune,code\n"' + b"x" * 200_000, "guillemets"),
    ],
)
def test_what_is_no_text_or_too_much_is_refused_in_few_words(tmp_path, content, message):
    path = tmp_path / "zones.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message) as raised:
        read_partition_file(path)

    assert len(str(raised.value)) < 600 + len(str(path))


def test_what_a_library_allows_the_reader_changes_nothing(write):
    path = write("x" * 200_000)
    before = csv.field_size_limit(LARGEST_BYTES)
    try:
        with pytest.raises(SourceError, match="trop longue"):
            read_partition_file(path)
    finally:
        csv.field_size_limit(before)


def test_a_file_of_the_largest_size_is_read(tmp_path):
    path = tmp_path / "zones.csv"
    path.write_bytes(TABLE.encode().ljust(LARGEST_BYTES, b"\n"))

    assert read_partition_file(path) == PARTS


def test_a_file_that_never_ends_is_not_read_to_its_end(tmp_path):
    (tmp_path / "zones.csv").symlink_to("/dev/zero")

    with pytest.raises(SourceError, match="dépasse 10 Mo"):
        read_partition_file(tmp_path / "zones.csv")


def test_a_file_that_is_not_there_or_is_none(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.csv n’existe pas"):
        read_partition_file(tmp_path / "absent.csv")
    with pytest.raises(SourceError, match="est un dossier"):
        read_partition_file(tmp_path)


@pytest.mark.parametrize(
    ("number", "message"), [(errno.EACCES, "pas le droit"), (errno.EIO, "ne se lit pas")]
)
def test_a_file_that_may_not_be_read(write, monkeypatch, number, message):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    path = write(TABLE)
    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(SourceError, match=message):
        read_partition_file(path)


def test_a_name_that_would_do_something_to_a_terminal_is_refused(tmp_path):
    path = tmp_path / "zones\x1b[31m.csv"
    path.write_text(TABLE)

    with pytest.raises(SourceError, match="renommez ce fichier") as raised:
        read_partition_file(path)
    assert str(raised.value).isprintable()
