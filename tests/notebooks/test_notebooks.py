import json
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def code_cells(name):
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run(name):
    """Run the code cells of a notebook one after the other; give the names they leave."""
    names = {}
    for number, source in enumerate(code_cells(name)):
        exec(compile(source, f"{name}[{number}]", "exec"), names)  # noqa: S102 - our own notebooks
    return names


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_defines_nothing_and_keeps_no_output(path):
    sources = code_cells(path.name)

    assert sources
    assert not any(line.startswith(("def ", "class ")) for s in sources for line in s.split("\n"))
    assert '"outputs": []' in path.read_text(encoding="utf-8")


def test_covered_residents_are_those_of_the_region():
    names = run("01-habitants-couverts.ipynb")

    covered = names["covered"]
    region = covered[covered["territory_type"] == "region"].set_index("reseau")
    assert (len(names["directory"].points), len(names["directory"].rejects)) == (642, 104)
    assert (region["population"] == 12_463_067).all()
    assert region["share"]["tous"] > region["share"]["mission-locale"] > 0
    assert len(names["by_bassin"]) == 25
