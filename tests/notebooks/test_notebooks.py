"""The notebooks run as they are, by a kernel of this very Python, without database or network."""

import ast
import itertools
import json
import math
import re
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs nbclient: ./scripts/setup --tests")

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = ("01-annuaire", "02-acces-d-un-bassin", "03-implanter-un-lieu")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
LAST = "import json\nprint(json.dumps({asked}))"

ASKED = {
    "01-annuaire": """{
        "read": directory.read, "points": len(directory.points), "rejects": len(directory.rejects),
        "reasons": reasons.to_dict(), "found": int(found.to_numpy().sum()),
        "bassins": len(found), "labels": labels,
        "missing": int(announced["missing"].sum()),
        "announced": int(announced["announced"].sum()), "among": int(announced["found"].sum()),
        "to_confirm": to_confirm, "seen": sorted(str(day) for day in places["date_maj"])[-1],
    }""",
    "02-acces-d-un-bassin": """{
        "region": int(people.population.sum()), "bassin": int(weights.sum()), "told": population,
        "covered": {mode.value: share for mode, share in covered.items()},
        "shares": {name: share.tolist() for name, share in shares.items()},
        "marks": marks, "classes": int(sum(people_in)),
        "doors": here[["one_door", "two_doors", "beyond", "nobody"]].sum(axis=1).tolist(),
        "types": here["territory_type"].tolist(),
        "equity": equity[nom].tolist(),
        "communes_s": {LABELS[mode]: times[inside].tolist() for mode, times in nearest_s.items()},
    }""",
    "03-implanter-un-lieu": """{
        "people": int(weights.sum()), "now_s": mean_now_s, "means_s": table["mean_s"].tolist(),
        "statuses": table["status"].tolist(), "gained": gained, "reached": reached,
        "far": int(weights[far].sum()),
        "brute_s": float(
            min(
                (weights * np.minimum(now_s, to_candidates_s[:, one])).sum()
                for one in range(to_candidates_s.shape[1])
            )
            / weights.sum()
        ),
    }""",
}
"""What is asked of the kernel once the notebook has run."""


def read(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def code_cells(name):
    return [cell.source for cell in read(name).cells if cell.cell_type == "code"]


def run(name, folder):
    """Run a notebook from top to bottom; give it with its outputs, and what was asked last."""
    output = folder / f"{name}.ipynb"
    program = Path(__file__).with_name("execute.py")
    source = NOTEBOOKS / f"{name}.ipynb"
    done = subprocess.run(
        [sys.executable, program, source, output, LAST.format(asked=ASKED[name])],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    notebook = nbformat.read(output, as_version=4)
    return notebook, json.loads(notebook.cells.pop().outputs[0].text)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Every notebook run, two at a time: each spends half its time starting a kernel."""
    if sys.platform == "win32":
        pytest.skip("kernels talk through sockets of the file system")
    pytest.importorskip("ipykernel", reason="needs ipykernel: ./scripts/setup --tests")
    pytest.importorskip("nbclient", reason="needs nbclient: ./scripts/setup --tests")
    folder = tmp_path_factory.mktemp("carnets")
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(NAMES, pool.map(lambda name: run(name, folder), NAMES), strict=True))


def printed(notebook):
    """What the cells print, in one text with plain spaces."""
    streams = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream"
    ]
    assert {stream.name for stream in streams} == {"stdout"}  # no warning
    text = "".join(stream.text for stream in streams)
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def pictures(notebook):
    return [
        output.data["image/svg+xml"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/svg+xml" in output.get("data", {})
    ]


def test_the_series_is_whole():
    assert [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_defines_nothing_and_keeps_no_output(name):
    notebook = read(name)
    nbformat.validate(notebook)
    nodes = [node for source in code_cells(name) for node in ast.walk(ast.parse(source))]

    assert not any(isinstance(node, DEFINITIONS) for node in nodes)
    assert any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geo.")
        for node in nodes
    )
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_needs_neither_database_nor_network(name):
    imported = {
        module
        for source in code_cells(name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in ([node.module] if isinstance(node, ast.ImportFrom) else _names(node))
    }

    stranger = ("geo.store", "geo.pipeline", "geo.cli", "api", "requests", "httpx", "urllib")
    assert not [module for module in imported if module.startswith(stranger)]


def _names(node):
    return [alias.name for alias in node.names]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_explains_before_it_computes(name):
    cells = read(name).cells

    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    told = [cell for cell in cells if cell.cell_type == "markdown"]
    assert len(told) >= 8
    assert "À vous" in told[-1].source


def test_the_directory_adds_up_and_says_what_is_missing(done):
    notebook, figures = done["01-annuaire"]

    assert figures["read"] == figures["points"] + figures["rejects"] == 746
    assert sum(figures["reasons"].values()) == figures["rejects"] == 104
    assert figures["found"] == figures["points"] == 642
    assert figures["bassins"] == 25
    assert figures["missing"] == figures["announced"] - figures["among"] > 0
    assert figures["labels"] is None
    text = printed(notebook)
    assert "746 fiches lues : 642 points d’accueil et 104 rejets." in text
    assert "Points labellisés : non renseigné" in text
    assert figures["seen"] < "2024-01-01"  # so all are older than 24 months on the day chosen
    assert figures["to_confirm"] == 642
    assert f"{figures['among']} lieux trouvés sur {figures['announced']} annoncés" in text
    assert len(pictures(notebook)) == 1


def test_access_of_a_bassin_is_ordered_as_it_must(done):
    notebook, figures = done["02-acces-d-un-bassin"]

    assert figures["region"] == 12_463_067
    assert figures["bassin"] == figures["told"] == figures["classes"]
    covered = figures["covered"]
    assert 0 < covered["marche"] <= covered["velo"] <= covered["voiture"] < 1
    for name, curve in figures["shares"].items():
        assert curve == sorted(curve)
        mode = {"À pied": "marche", "À vélo": "velo", "En voiture": "voiture"}[name]
        assert curve[int(figures["marks"][name])] == pytest.approx(covered[mode])
    totals = {"bassin": figures["bassin"], "region": figures["region"]}
    assert figures["doors"] == [totals[kind] for kind in figures["types"]]
    near, half, far, gini = figures["equity"]
    assert near <= half <= far
    assert 0 < gini < 1
    text = printed(notebook)
    percent = f"{100 * covered['marche']:.1f}".replace(".", ",")
    assert f"À pied, {percent} % des habitants du bassin atteignent une porte en 20 min" in text
    assert text.count("durées estimées") >= 4
    assert len(pictures(notebook)) == 2


def tables(notebook):
    """What the cells show as tables, a line of words each."""
    return [
        [re.split(r"\s{2,}", line.strip()) for line in output.data["text/plain"].splitlines()]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]


def test_a_median_of_communes_is_said_to_be_one(done):
    notebook, figures = done["02-acces-d-un-bassin"]

    modes, *lines = tables(notebook)[0]
    shown = {words: [float(told) for told in values] for words, *values in lines}
    minutes = [[math.ceil(one / 60) for one in figures["communes_s"][mode]] for mode in modes]
    assert shown == {
        "la commune la plus proche": list(map(min, minutes)),
        "la moitié des communes, au plus": list(map(statistics.median, minutes)),
        "la commune la plus loin": list(map(max, minutes)),
    }
    told = next(cell.source for cell in notebook.cells if "## Les durées" in cell.source)
    assert "compte des **communes**, non des habitants" in told


def test_the_site_is_the_best_of_all_and_more_sites_help_less(done):
    notebook, figures = done["03-implanter-un-lieu"]

    assert figures["people"] == done["02-acces-d-un-bassin"][1]["bassin"]
    assert set(figures["statuses"]) == {"optimal"}
    assert figures["means_s"][0] == pytest.approx(figures["brute_s"])  # every candidate tried
    means = [figures["now_s"], *figures["means_s"]]
    gains = [before - after for before, after in itertools.pairwise(means)]
    assert all(gain > 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)
    assert 0 < figures["gained"] <= figures["reached"] <= figures["far"]
    assert "Le site qui rapproche le plus :" in printed(notebook)
    assert len(pictures(notebook)) == 2
