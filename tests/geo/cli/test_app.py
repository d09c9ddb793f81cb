import sys

import pytest

from geo.cli import app
from geo.errors import StoreError


@pytest.fixture
def failing(monkeypatch):
    """Make the command fail with the error a test gives."""

    def fail_with(error):
        def fail():
            raise error

        monkeypatch.setattr(app, "app", fail)

    return fail_with


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            StoreError("rien[bold]x.zip [/rouge] [[reseaux]]"),
            "rien[bold]x.zip [/rouge] [[reseaux]]",
        ),
        (IsADirectoryError(21, "Is a directory", "/tmp/carte"), "/tmp/carte"),  # noqa: S108
    ],
)
def test_an_expected_error_is_one_line_as_it_was_written(failing, capsys, error, said):
    failing(error)

    with pytest.raises(SystemExit) as stopped:
        app.main()

    shown = capsys.readouterr().err
    assert stopped.value.code == 1
    assert shown.startswith("Erreur : ")
    assert said in shown
    assert shown.count("\n") == 1


def test_a_bug_is_not_dressed_up_as_an_expected_error(failing):
    failing(KeyError("bug"))

    with pytest.raises(KeyError):
        app.main()


def commands(group, path=()):
    if not hasattr(group, "commands"):
        yield path, group
        return
    for name, command in group.commands.items():
        yield from commands(command, (*path, name))


def test_every_command_has_french_help_with_an_example():
    from typer.main import get_command  # noqa: PLC0415 - only here

    found = dict(commands(get_command(app.app)))

    assert ("ingest", "points") in found
    for path, command in found.items():
        assert command.help, path
        assert (command.epilog or "").startswith("Exemple"), path
        assert f"deuxportes {' '.join(path)}" in command.epilog, path


def test_showing_help_loads_no_table_library():
    import subprocess  # noqa: PLC0415 - only here

    code = (
        "import sys; import geo.cli.app; "
        "print(sorted({'pandas', 'geopandas', 'psycopg', 'fastapi'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
