from datetime import datetime

import pytest
from typer.testing import CliRunner

from geo.cli.access import _say_recalled
from geo.cli.app import app
from geo.errors import SourceError


def test_a_wheelchair_without_a_network_is_refused_in_french():
    done = CliRunner().invoke(app, ["access", "run", "--mode", "fauteuil"])

    assert done.exit_code == 2
    assert "--network" in done.output
    assert "fauteuil" in done.output


def test_a_name_that_no_network_can_have_is_refused_before_anything_is_started():
    done = CliRunner().invoke(app, ["access", "run", "--network", "../ailleurs"])

    assert isinstance(done.exception, SourceError)
    with pytest.raises(SourceError, match="minuscules"):
        raise done.exception


def test_whoever_asks_for_the_same_again_is_told_since_when_it_is_there(capsys):
    _say_recalled(datetime(2026, 11, 21, 20, 5).astimezone())

    assert capsys.readouterr().out == "Déjà calculé le 21/11/2026 à 20:05 : rien n’a changé.\n"
