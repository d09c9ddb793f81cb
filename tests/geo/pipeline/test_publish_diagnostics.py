"""Diagnostics of the small region, published for real: every file, every number, twice the same."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from geo.diagnostics.pdf import missing_for_pdf
from geo.domain.dossier_json import from_json
from geo.domain.unite import Unite, in_french
from geo.errors import OutputError, SourceError
from geo.export.empreintes import check_fingerprints
from geo.pipeline.diagnostic import DiagnosticAsked
from geo.pipeline.publish_diagnostics import LOCK, Wanted, publish_diagnostics
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.diagnostics import read_dossier
from geo.store.engine import connect
from tests import directory
from tests.api.serving import serving

ASKED = DiagnosticAsked(on=date(2026, 11, 22))
FIRST = "1101"


def publish(url, folder, **fields):
    return publish_diagnostics(
        url, Settings(), ASKED, Wanted(folder=folder, **fields), SilentReporter()
    )


@pytest.fixture(scope="module")
def store(databases, directory_template):
    return databases.create(directory_template)[1]


@pytest.fixture(scope="module")
def region(store, tmp_path_factory):
    """The whole region, written by two processes."""
    return publish(store, tmp_path_factory.mktemp("cartes"), processes=2)


@pytest.fixture(scope="module")
def folder(region):
    return region.index.parent


def dossier_of(folder, path):
    return from_json((folder / path / "diagnostic.json").read_text(encoding="utf-8"))


def every(folder):
    return sorted(path.parent for path in folder.glob("*/*/diagnostic.json"))


def hashes(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LOCK)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_a_document_a_bassin_and_the_synthesis(region, folder):
    written = [path.relative_to(folder).as_posix() for path in region.documents]

    assert sorted(written) == sorted(
        [f"bassins/{code}/diagnostic.html" for code in directory.BASSINS]
        + [f"region/{directory.REGION}/diagnostic.html"]
    )
    names = set(hashes(folder))
    for code in directory.BASSINS:
        for suffix in ("json", "xlsx", "gpkg", *([] if missing_for_pdf() else ["pdf"])):
            assert f"bassins/{code}/diagnostic.{suffix}" in names
        assert f"bassins/{code}/carte.html" in names
    assert {"index.html", "accessibilite.html", "empreintes.json"} <= names
    assert check_fingerprints(folder) == ()
    assert not [name for name in names if "/." in name]


def test_the_same_again_by_one_process_is_the_same_bytes(store, folder, tmp_path):
    publish(store, tmp_path / "again", processes=1)

    assert hashes(tmp_path / "again") == hashes(folder)


def figures(dossier):
    """Give every figure of a dossier, with its unit."""
    for chiffre in dossier.chiffres():
        yield chiffre.valeur, chiffre.unite
    for tableau in dossier.tableaux():
        for ligne in tableau.lignes:
            yield from zip(ligne, (colonne.unite for colonne in tableau.colonnes), strict=True)


def page_of(path):
    return html.fromstring((path / "diagnostic.html").read_text(encoding="utf-8"))


def test_every_number_of_the_page_is_a_figure_of_the_workbook_and_of_the_api(
    store, folder, tmp_path
):
    with serving(store, data_dir=tmp_path) as client:
        for path in every(folder):
            kind = "region/" if path.parent.name == "region" else ""
            answer = client.get(f"/v1/diagnostics/{kind}{path.name}")
            assert answer.status_code == 200
            told = from_json(answer.text)
            assert told == dossier_of(path, ".")
            shown = [data.get("value") for data in page_of(path).iter("data")]
            known = {_raw(value) for value, _ in figures(told)}
            assert len(shown) > 50
            assert set(shown) <= known
            book = openpyxl.load_workbook(path / "diagnostic.xlsx")
            cells = {
                _comparable(cell)
                for sheet in book
                for row in sheet.iter_rows(values_only=True)
                for cell in row
            }
            for value, unite in figures(told):
                assert _cell(value, unite) & cells, (path.name, value, unite)


def _raw(value):
    return value if isinstance(value, str) else json.dumps(value)


def _comparable(cell):
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return round(float(cell), 9)
    return str(cell.date()) if hasattr(cell, "date") else cell


def _cell(value, unite):
    """Give what a cell may hold of a figure."""
    if value is None:
        return {None, "non renseigné"}
    if isinstance(value, bool):
        return {value, "oui" if value else "non"}
    if isinstance(value, int | float):
        return {round(float(value), 9), round(float(value) / 60, 9)}
    return {value, in_french(value, unite)}


@pytest.mark.skipif(missing_for_pdf() is not None, reason="WeasyPrint cannot write PDF here")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_every_number_of_the_pdf_is_a_figure_or_a_word_of_the_dossier(folder):
    for path in every(folder):
        dossier = dossier_of(path, ".")
        said = subprocess.run(
            ["pdftotext", "-layout", path / "diagnostic.pdf", "-"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        known = set(_numbers(json.dumps(json.loads((path / "diagnostic.json").read_text()))))
        known |= {
            number
            for value, unite in figures(dossier)
            for number in _numbers(in_french(value, unite))
        }
        known |= set(_numbers(in_french(dossier.au, Unite.DATE)))
        pages = said.count("\f")
        known |= {str(page) for page in range(1, pages + 1)}
        known |= set(_graduations(path / "figures"))
        # « 5 lignes sur 51 : toutes sont dans le fichier … »
        known |= {str(len(tableau.lignes)) for tableau in dossier.tableaux()}
        known |= {str(tableau.montrees) for tableau in dossier.tableaux()}
        strange = [number for number in _numbers(said) if number not in known]
        assert not strange, (path.name, strange)


def _graduations(folder):
    """Give the numbers of axes and scales, which measure a picture and are no figure found."""
    for path in sorted(folder.glob("*.svg")):
        for one in html.fromstring(path.read_bytes()).xpath("//*[@class='graduation']"):
            yield from _numbers(one.text_content())


def _numbers(text):
    # pdftotext writes a narrow space as any other; columns are two spaces apart at least
    spaced = re.sub(r"(?<=\d)[ \u202f\u00a0](?=\d{3}(?!\d))", "", text)
    return re.findall(r"\d+(?:,\d+)?", spaced)


def test_the_store_keeps_what_was_written(store, region, folder):
    with connect(store) as conn:
        kept = read_dossier(conn, region.run.run_id, "bassin", FIRST)

    assert kept == dossier_of(folder, f"bassins/{FIRST}")


def test_one_bassin_of_a_later_day_is_compared_with_the_day_before(store, region, folder, tmp_path):
    later = replace(ASKED, on=date(2027, 2, 22))
    shutil.copytree(folder / "bassins" / "1102", tmp_path / "bassins" / "1102")
    left = tmp_path / "bassins" / ".1101-0a1b2c3d-neuf"  # as a killed writer leaves it
    left.mkdir()
    (left / "half.html").write_text("<p>")

    published = publish_diagnostics(
        store, Settings(), later, Wanted(folder=tmp_path, bassins=(FIRST,)), SilentReporter()
    )

    assert published.previous == region.run
    assert published.other_runs == (region.run.run_id,)
    assert [path.parent.name for path in published.documents] == [FIRST]
    assert dossier_of(tmp_path, f"bassins/{FIRST}").precedent == region.run.run_id
    assert check_fingerprints(tmp_path) == ()
    assert not (tmp_path / "region").exists()
    assert not left.exists()


def test_an_unknown_bassin_is_told_from_the_others(store, tmp_path):
    with pytest.raises(SourceError, match=r"bassin inconnu : 9999\..*1101 Nord"):
        publish(store, tmp_path, bassins=("9999",))


def test_writers_end_when_who_started_them_is_killed(tmp_path):
    program = tmp_path / "starts.py"
    program.write_text(STARTS)
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as started:
        writer = int(started.stdout.readline())
        started.kill()
    deadline = time.monotonic() + 20
    while _runs(writer) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not _runs(writer)


STARTS = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from geo.pipeline.diagnostic_files import end_with_parent

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent)
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 60)
    time.sleep(60)
"""


def _runs(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("name", ["photo.jpg", "notes", "lien.html"])
def test_a_folder_of_something_else_is_refused_before_anything_is_computed(store, tmp_path, name):
    if name == "lien.html":
        (tmp_path / name).symlink_to("/dev/zero")
    else:
        (tmp_path / name).write_text("")

    with pytest.raises(OutputError, match=f"autre chose .*{name}"):
        publish(store, tmp_path, bassins=(FIRST,))


def test_two_publications_do_not_mix(store, tmp_path):
    import fcntl  # noqa: PLC0415 - this test only

    with (tmp_path / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="s’écrivent déjà"):
            publish(store, tmp_path, bassins=(FIRST,))
