import pytest

from geo.errors import SourceError
from geo.sources.partition_file import read_partition_file


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
        "code_commune,code\n75056,A\n2A004,B\n",
        "code_commune;code\r\n75056;A\r\n2A004;B\r\n",
        "nom;code;code_commune\nParis ;A ; 75056\nAjaccio;B;2A004\n",
        "code_commune,code\n75056,A\n2A004,B\n75056,A\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_spreadsheets_write_is_read(write, text, encoding):
    assert read_partition_file(write(text, encoding)) == {"75056": "A", "2A004": "B"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("commune,code\n75056,A\n", "il manque les colonnes .*code_commune"),
        ("code_commune,code\n1001,A\n", "'1001' n’est pas un code INSEE.*premier zéro"),
        ("code_commune,code\n75,A\n", "'75' n’est pas un code INSEE"),
        ("code_commune,code\n75056,\n", "75056 n’a pas de code de part"),
        ("code_commune,code\n75056,A\n75056,B\n", "75056 est dans deux parts"),
        ("", "ne se lit pas"),
    ],
)
def test_what_is_no_partition_is_refused_and_said(write, text, message):
    with pytest.raises(SourceError, match=message):
        read_partition_file(write(text))


def test_a_file_that_is_not_there_or_not_text(write, tmp_path):
    with pytest.raises(SourceError, match=r"absent\.csv ne se lit pas"):
        read_partition_file(tmp_path / "absent.csv")
    with pytest.raises(SourceError, match="ne se lit pas"):
        read_partition_file(write("code_commune,code\n75056,É\n", "latin-1"))
