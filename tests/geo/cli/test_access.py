from typer.testing import CliRunner

from geo.cli.app import app


def test_a_wheelchair_without_a_network_is_refused_in_french():
    done = CliRunner().invoke(app, ["access", "run", "--mode", "fauteuil"])

    assert done.exit_code == 2
    assert "--network" in done.output
    assert "fauteuil" in done.output
