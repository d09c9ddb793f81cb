"""Tables are read at 80 columns, with names as long as the real ones."""

from dataclasses import replace

import pytest
from rich.console import Console

from geo.cli.layout import table
from geo.cli.show_inventory import show_inventory
from geo.cli.show_measure import show_measure
from geo.cli.show_partition import show_partitions
from geo.domain.mesure import Measure
from geo.network.estimate import Mode
from geo.pipeline.inventory import InventoryAsked, take_inventory
from geo.pipeline.measure import MeasureAsked, find_measure
from geo.pipeline.partition import PartitionAsked, find_partitions
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests import directory

LONG = "CC Les Portes Briardes Entre Villes et Forêts"
COMMUNE = "Saint-Martin-de-Bréthencourt"
RESEAU = "Centre d’information sur les droits des femmes et des familles"
MANY = 12_463_067
NARROW, WIDE = 80, 400


def inventory(conn):
    asked = InventoryAsked(today=directory.TUESDAY_MORNING.date())
    found = take_inventory(conn, asked, SilentReporter())
    found = replace(
        found,
        names=dict.fromkeys(found.names, LONG),
        reseaux=found.reseaux.assign(nom=RESEAU),
        reconciliation=found.reconciliation.assign(announced=MANY, announced_antennes=1_000),
    )
    return lambda: show_inventory(found, asked)


def measure(conn, kind, **asked):
    asked = MeasureAsked(measure=kind, mode=Mode.MARCHE, **asked)
    found = find_measure(conn, asked, SilentReporter())
    crowded = {
        name: one.assign(demand=MANY, known=MANY, without=MANY, median=360_000.0)
        for name, one in found.summaries.items()
    }
    names = {"bassin": dict.fromkeys(directory.BASSINS, LONG)}
    found = replace(found, names={**found.names, **names}, summaries=crowded)
    return lambda: show_measure(found, asked)


def nearest(conn):
    return measure(conn, Measure.NEAREST)


def shared(conn):
    return measure(conn, Measure.TWO_STEP, cutoff_s=1800)


def partitions(conn, *names):
    asked = PartitionAsked(mode=Mode.VOITURE, reseau="france-travail", partitions=names)
    found = find_partitions(conn, asked, SilentReporter())
    found = replace(
        found,
        names={name: dict.fromkeys(codes, LONG) for name, codes in found.names.items()},
        comparison=found.comparison.assign(far_population=MANY, parts=1_285),
        parts={name: one.assign(population=MANY) for name, one in found.parts.items()},
        crossings={name: one.assign(population=MANY) for name, one in found.crossings.items()},
        commune_names=found.commune_names.map(lambda _: COMMUNE),
    )
    return lambda: show_partitions(found, asked)


def one_partition(conn):
    return partitions(conn, "bassin")


VIEWS = [inventory, nearest, shared, partitions, one_partition]


@pytest.fixture
def tables(shared_directory_url, capsys, monkeypatch):
    """Print a view at a width; give the lines of its tables."""

    def read(view, width):
        monkeypatch.setenv("COLUMNS", str(width))
        with connect(shared_directory_url) as conn:
            show = view(conn)
        capsys.readouterr()
        show()
        lines = capsys.readouterr().out.splitlines()
        return [line for line in lines if line[:1] in set("┏┃┡│├└")]

    return read


def numbers(lines):
    """Give the cells that are aligned to the right, and headings word by word."""
    told = []
    for line in lines:
        cells = [cell.strip() for cell in line.strip("┃│").replace("┃", "│").split("│")]
        told.append([cell for cell in cells if cell[:1].isdigit() or cell == "—"])
    return [row for row in told if row]


def headings(lines):
    return sorted(" ".join(line for line in lines if line[:1] == "┃").replace("┃", " ").split())


@pytest.mark.parametrize("view", VIEWS)
def test_numbers_and_headings_are_whole_at_80_columns(tables, view):
    narrow, wide = tables(view, NARROW), tables(view, WIDE)

    assert max(map(len, narrow)) <= NARROW
    assert "…" not in "".join(narrow)
    assert headings(narrow) == headings(wide)
    assert numbers(narrow) == numbers(wide)


@pytest.mark.parametrize("view", VIEWS)
def test_names_are_there_to_the_last_letter_at_80_columns(tables, view):
    letters = "".join("".join(tables(view, NARROW)).split())

    if view is not partitions:
        assert letters.count("Forêts") > 1
    if view is one_partition:
        assert letters.count(COMMUNE) > 1
    if view is inventory:
        assert letters.count("familles") > 1


def test_however_narrow_nothing_is_cut(capsys):
    laid_out = table("Titre", ["nom"], ["habitants", "dans\nsa part"])
    laid_out.add_row(LONG, "12\u202f463\u202f067", "100,0\u202f%")
    Console(width=24).print(laid_out)

    assert "…" not in capsys.readouterr().out
