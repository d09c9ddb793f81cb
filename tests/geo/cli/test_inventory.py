"""What people read of the inventory."""

import pytest

from geo.cli.show_inventory import show_inventory
from geo.pipeline.inventory import InventoryAsked, take_inventory
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests import directory

TODAY = directory.TUESDAY_MORNING.date()


@pytest.fixture
def said(shared_directory_url, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def read(**fields):
        asked = InventoryAsked(today=TODAY, **fields)
        with connect(shared_directory_url) as conn:
            taken = take_inventory(conn, asked, SilentReporter())
        show_inventory(taken, asked)
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        return [" ".join(line.replace("│", "|").split()) for line in words.splitlines()]

    return read


def test_found_beside_announced_and_what_was_not_announced_is_no_zero(said):
    lines = said()
    assert "| Information Jeunesse | 2 | 0 | 1 | 1 |" in lines
    assert "| Information Jeunesse | 230 | 228 | — | — |" in lines
    assert [line for line in lines if "CIDFF |" in line] == ["| CIDFF | 1 | 0 | 0 | 1 |"]
    assert "| CROUS (pas une porte) | 1 | 0 | 0 | 1 |" in lines
    assert any(line.startswith("| en tout | 14 |") for line in lines)


def test_reseaux_active_in_each_bassin_the_fewest_first(said):
    lines = said()
    rows = [line for line in lines if line.split("|")[1:2] and line.split("|")[1].strip() in
            {"Nord", "Ouest", "Sud", "T1 Paris"}]  # fmt: skip
    assert rows[0] == "| Ouest | 1 | 0 | 1 |"
    assert rows[-1] == "| T1 Paris | 7 | 5 | 5 |"


def test_members_that_some_territories_lack_are_named_and_counted(said):
    words = " ".join(said())
    assert "dans une partie des 4 territoires" in words
    assert "Cap emploi, 3" in words
    assert "cap-emploi" not in words


def test_doubles_doubts_rejects_and_age_are_said(said):
    words = " ".join(said())
    assert "Quartier Jeunes / Point information jeunesse" in words
    assert "hors de la commune que dit leur fiche, 1" in words
    assert "Écartées à l’import, faute d’une position ou d’une fiche lisible : 1" in words
    assert "85,7 % des fiches ont plus de 24 mois" in words
    assert "Réseaux actifs : 7 des 7 membres" in words
    assert "pour la région seulement" in words


def test_without_totals_nothing_is_compared_and_it_is_said(said):
    lines = said(announced=False)
    assert "| Information Jeunesse | 2 | 0 | 1 | 1 |" in lines
    assert "rien ne leur est comparé ici" in " ".join(lines)
