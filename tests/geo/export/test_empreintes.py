"""Folders of diagnostics: written whole, checked whatever they hold."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from geo.errors import OutputError, SourceError
from geo.export.classeur import write_workbook
from geo.export.couches import write_geopackage, write_geoparquet
from geo.export.donnees import write_tables
from geo.export.empreintes import (
    Nature,
    check_fingerprints,
    combine,
    fingerprint,
    read_fingerprints,
    write_fingerprints,
)
from tests.geo.diagnostics.toy import dossier
from tests.geo.export.test_couches import toy_layers

ROOT = Path(__file__).parents[3]


def write_all(folder):
    write_workbook(dossier(), folder / "diagnostic.xlsx")
    write_geopackage(dossier(), toy_layers(), folder / "diagnostic.gpkg")
    write_tables(dossier(), folder / "donnees")
    write_geoparquet(toy_layers(), folder / "donnees", dossier())
    (folder / "diagnostic.html").write_text("<p>12</p>", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    for name, text in {"a.csv": "1;2\n", "b/c.json": "{}", "b/é d.html": "<p>12</p>"}.items():
        path = tmp_path / "d" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    write_fingerprints(tmp_path / "d")
    return tmp_path / "d"


def one_file(name):
    """Give a table of one file, whose name is as JSON writes it."""
    return f'{{"version": 1, "ensemble": "", "fichiers": {{{name}: "octets:{"0" * 64}"}}}}'


def told(folder):
    return [(one.chemin, one.nature) for one in check_fingerprints(folder)]


def rewrite(folder, **changes):
    path = folder / "empreintes.json"
    table = json.loads(path.read_text()) | changes
    if "ensemble" not in changes and isinstance(table["fichiers"], dict):
        table["ensemble"] = combine({name: str(one) for name, one in table["fichiers"].items()})
    path.write_text(json.dumps(table))


def test_a_folder_just_written_has_not_changed(folder):
    table = json.loads((folder / "empreintes.json").read_text())

    assert told(folder) == []
    assert list(table["fichiers"]) == ["a.csv", "b/c.json", "b/é d.html"]
    assert (
        table["fichiers"]["a.csv"] == f"octets:{hashlib.sha256(b'1;2' + bytes([10])).hexdigest()}"
    )
    assert table["fichiers"]["b/é d.html"].startswith("html-1:")


def test_anyone_can_recompute_a_fingerprint_from_its_definition(folder):
    lines = '["balise","p",[]]\n["texte","12"]\n["fin","p"]\n'
    table = json.loads((folder / "empreintes.json").read_text())
    whole = "".join(f"{path}\t{one}\n" for path, one in sorted(table["fichiers"].items()))

    assert (
        fingerprint(folder / "b/é d.html") == f"html-1:{hashlib.sha256(lines.encode()).hexdigest()}"
    )
    assert table["ensemble"] == hashlib.sha256(whole.encode()).hexdigest()


def test_missing_added_and_changed_files_are_told_by_name(folder):
    (folder / "a.csv").unlink()
    (folder / "b" / "neuf.txt").write_text("")
    (folder / "b" / "c.json").write_text("[]")

    assert told(folder) == [
        ("a.csv", Nature.ABSENT), ("b/c.json", Nature.MODIFIE), ("b/neuf.txt", Nature.AJOUTE),
    ]  # fmt: skip
    assert [str(one) for one in check_fingerprints(folder)] == [
        "a.csv : absent", "b/c.json : modifié", "b/neuf.txt : ajouté"
    ]  # fmt: skip


def test_white_space_changes_bytes_of_csv_but_not_content_of_html(folder):
    (folder / "b" / "é d.html").write_text("<p>\n  12\n</p>\n", encoding="utf-8")
    assert told(folder) == []
    (folder / "a.csv").write_text("1;2 \n")
    assert told(folder) == [("a.csv", Nature.MODIFIE)]


def test_names_with_a_dot_are_no_part_of_it(folder):
    (folder / ".verrou").write_text("")
    (folder / ".brouillon").mkdir()
    (folder / ".brouillon" / "x.csv").write_text("1")

    assert told(folder) == []


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".gpkg", ".html"])
@pytest.mark.parametrize("data", [b"", b"\xff\x00%PDF-1.7 \xfe", b"PK\x03\x04" + b"\x00" * 40])
def test_a_file_that_is_not_what_its_suffix_says_is_unreadable(suffix, data, folder):
    path = folder / f"x{suffix}"
    path.write_bytes(data)
    rewrite(folder, fichiers=read_fingerprints(folder) | {f"x{suffix}": f"octets:{'0' * 64}"})

    expected = (
        Nature.MODIFIE
        if suffix == ".html" and not data.strip(b"PK\x03\x04\x00")
        else Nature.ILLISIBLE
    )
    assert told(folder) == [(f"x{suffix}", expected)]
    if expected is Nature.ILLISIBLE:
        with pytest.raises(OutputError, match="ne peut pas être publié"):
            write_fingerprints(folder)


def test_a_workbook_that_unfolds_without_end_is_not_unfolded(folder):
    with zipfile.ZipFile(folder / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(4):
            archive.writestr(f"xl/{part}", bytes(80_000_000))
    rewrite(folder, fichiers=read_fingerprints(folder) | {"x.xlsx": f"xlsx-1:{'0' * 64}"})
    (found,) = check_fingerprints(folder)

    assert found.nature is Nature.ILLISIBLE
    assert "déplié" in found.detail


def test_an_entity_that_reads_a_file_is_not_resolved(folder, tmp_path):
    write_workbook(dossier(), tmp_path / "a.xlsx")
    (tmp_path / "secret").write_text("SECRET")
    attack = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as old,
        zipfile.ZipFile(folder / "x.xlsx", "w") as new,
    ):
        for part in old.namelist():
            data = old.read(part).decode()
            if part == "xl/sharedStrings.xml":
                data = data.replace("<sst", f"{attack}<sst", 1).replace("<t>CIO</t>", "<t>&e;</t>")
            new.writestr(part, data)
    before = fingerprint(folder / "x.xlsx")
    (tmp_path / "secret").write_text("AUTRE")

    assert fingerprint(folder / "x.xlsx") == before


def test_links_and_pipes_are_told_never_followed_nor_opened(folder, tmp_path):
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "secret.csv").write_text("x")
    (folder / "a.csv").unlink()
    (folder / "a.csv").symlink_to(tmp_path / "dehors" / "secret.csv")
    (folder / "b" / "lien").symlink_to(tmp_path / "dehors")
    os.mkfifo(folder / "tube.csv")

    assert told(folder) == [
        ("a.csv", Nature.ILLISIBLE), ("b/lien", Nature.AJOUTE), ("tube.csv", Nature.AJOUTE),
    ]  # fmt: skip
    with pytest.raises(OutputError, match="lien, tube"):
        write_fingerprints(folder)


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/passwd", "b/../a.csv", "", ".", "b//c.json", "./a.csv", "a\0b"]
)
def test_a_path_that_leaves_the_folder_is_refused(name, folder):
    rewrite(folder, fichiers={name: f"octets:{'0' * 64}"})

    with pytest.raises(SourceError, match="sort du dossier"):
        check_fingerprints(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"fichiers": []}, {"fichiers": {"a.csv": 3}}, {"fichiers": {"a.csv": "octets:xyz"}},
        {"fichiers": {"a.csv": f"md5:{'0' * 64}"}}, {"version": 2}, {"ensemble": "0" * 64},
        {"fichiers": None}, {"version": True}, {"version": 1.0}, {"version": "1"},
        {"ensemble": None},
    ],
    ids=str,
)  # fmt: skip
def test_fingerprints_that_are_none_are_refused(changes, folder):
    rewrite(folder, **changes)

    with pytest.raises(SourceError, match="est inutilisable"):
        check_fingerprints(folder)


@pytest.mark.parametrize("text", ["", "[1", "[]", "3", "[" * 100_000, "\ufeff{}"], ids=repr)
def test_fingerprints_that_are_no_table_are_refused(text, folder):
    (folder / "empreintes.json").write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match="est inutilisable"):
        check_fingerprints(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1", "pas du JSON (ligne 1"),
        ("{\n x", "pas du JSON (ligne 2"),
        ("[" * 100_000, "emboîtement"),
        ("[]", "il fallait « version », « ensemble » et « fichiers »"),
        ('{"version": 1}', "il fallait « version », « ensemble » et « fichiers »"),
        (b"\xff", "pas du texte en UTF-8"),
        ('{"version": 2, "ensemble": "", "fichiers": {}}', "version 2, il fallait 1"),
        ('{"version": [[2]], "ensemble": "", "fichiers": {}}', "version inconnue, il fallait 1"),
        ('{"version": true, "ensemble": "", "fichiers": {}}', "version inconnue, il fallait 1"),
        (one_file('"\\ud800"'), "le chemin « \\ud800 » sort"),
        (one_file('"a\\udcff\\ud900"'), "le chemin « a\\udcff\\ud900 » sort"),
        (one_file('"\\u001b[2Jé\\u202e/.."'), "le chemin « \\x1b[2Jé\\u202e/.. » sort"),
        ('{"version": 1, "ensemble": "", "fichiers": {"é": 3}}', "l’empreinte de « é » n’en est"),
    ],
    ids=lambda told: repr(told)[:40],
)
def test_why_fingerprints_are_refused_is_said_in_plain_french(text, words, folder):
    path = folder / "empreintes.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(SourceError) as caught:
        check_fingerprints(folder)
    assert words in str(caught.value)
    told = str(caught.value).replace(str(folder), "")
    assert not re.search(r"Error|Expecting|codec|recursion|object|True", told)
    assert told.isprintable()


def test_fingerprints_that_may_not_be_read_are_refused(folder, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "non")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(SourceError, match="le système répond « non »"):
        read_fingerprints(folder)


def test_a_name_that_is_no_utf_8_is_a_name_all_the_same(folder):
    path = Path(os.fsdecode(bytes(folder) + b"/\xe9.csv"))
    try:
        path.write_text("1")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    write_fingerprints(folder)

    assert told(folder) == []
    path.write_text("2")
    assert [str(one) for one in check_fingerprints(folder)] == ["\\udce9.csv : modifié"]


def test_a_name_cannot_write_on_the_screen(folder):
    (folder / "\x1b[2J\n\u202eé.csv").write_text("")

    assert [str(one) for one in check_fingerprints(folder)] == ["\\x1b[2J\\n\\u202eé.csv : ajouté"]


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".gpkg"])
def test_why_a_file_cannot_be_read_is_said_without_words_of_libraries(suffix, folder):
    path = folder / f"x{suffix}"
    path.write_bytes(b"PK\x03\x04")

    with pytest.raises(SourceError) as caught:
        fingerprint(path)
    assert str(caught.value) == f"n’est pas un fichier {suffix} entier"


def test_a_folder_without_fingerprints_is_unfinished(folder, tmp_path):
    (folder / "empreintes.json").unlink()

    with pytest.raises(SourceError, match="n’est pas finie"):
        check_fingerprints(folder)
    with pytest.raises(SourceError, match="n’en est pas un"):
        check_fingerprints(tmp_path / "absent")


def test_a_changed_table_of_fingerprints_shows(folder):
    path = folder / "empreintes.json"
    path.write_text(path.read_text().replace("a.csv", "A.csv"))

    with pytest.raises(SourceError, match="l’ensemble"):
        check_fingerprints(folder)


def test_what_writers_computed_is_taken_as_it_is(folder):
    ready = {"a.csv": f"octets:{'1' * 64}", "absent.csv": f"octets:{'2' * 64}"}
    write_fingerprints(folder, known=ready)

    assert read_fingerprints(folder)["a.csv"] == f"octets:{'1' * 64}"
    assert told(folder) == [("a.csv", Nature.MODIFIE)]


def test_an_empty_folder_is_whole(tmp_path):
    write_fingerprints(tmp_path)

    assert told(tmp_path) == []


def test_several_processes_find_what_one_finds(folder):
    for rank in range(10):
        (folder / f"{rank}.html").write_text(f"<p>{rank}</p>")
    (folder / "x.pdf").write_bytes(b"")
    (folder / "y.csv").symlink_to("a.csv")
    with pytest.raises(OutputError):
        write_fingerprints(folder, processes=2)
    (folder / "x.pdf").unlink()
    (folder / "y.csv").unlink()
    write_fingerprints(folder, processes=2)
    two = (folder / "empreintes.json").read_bytes()
    write_fingerprints(folder, processes=1)

    assert two == (folder / "empreintes.json").read_bytes()
    assert check_fingerprints(folder, processes=2) == ()


def test_another_process_day_zone_and_seed_write_the_same_bytes(tmp_path):
    write_all(tmp_path / "a")
    code = (
        "from pathlib import Path; from tests.geo.export.test_empreintes import write_all; "
        f"write_all(Path({str(tmp_path / 'b')!r}))"
    )
    env = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    first, second = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "a", tmp_path / "b")
    )

    assert len(first) == 11
    assert [name for name in first if first[name] != second.get(name)] == []
    write_fingerprints(tmp_path / "a")
    write_fingerprints(tmp_path / "b")
    assert (tmp_path / "a" / "empreintes.json").read_bytes() == (
        tmp_path / "b" / "empreintes.json"
    ).read_bytes()
