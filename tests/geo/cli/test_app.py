import logging
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from geo.cli import app
from geo.errors import StoreError


@pytest.fixture
def failing(monkeypatch):
    """Make the command fail with the error a test gives."""

    def fail_with(error):
        def fail():
            raise error

        monkeypatch.setattr(app, "app", fail)

    before = signal.getsignal(signal.SIGINT)
    yield fail_with
    signal.signal(signal.SIGINT, before)


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
    found = dict(commands(get_command(app.app)))

    assert ("ingest", "points") in found
    for path, command in found.items():
        assert command.help, path
        assert (command.epilog or "").startswith("Exemple"), path
        assert f"deuxportes {' '.join(path)}" in command.epilog, path


def printed_help(path):
    done = CliRunner().invoke(app.app, [*path, "--help"], env={"COLUMNS": "80"})
    assert done.exit_code == 0, path
    return done.output


def test_help_flows_a_paragraph_at_a_time():
    for path, _ in commands(get_command(app.app)):
        prose = printed_help(path).partition("╭")[0]
        lines = [line.strip() for line in prose.splitlines()[3:]]
        for line, following in pairwise(lines):
            first, *_ = following.split() or [""]
            # a line is broken only where the next word does not fit
            assert not (line and first) or len(line) + 1 + len(first) > 78, (path, line)


@pytest.mark.parametrize("command", ["measure", "partition"])
def test_help_lists_publics_and_needs_whole(command):
    lines = printed_help([command]).splitlines()
    words = " ".join(line.strip("│ ") for line in lines)

    assert "<collegien" not in words
    for word in ("demandeur-emploi", "createur-entreprise", "accompagnement"):
        assert any(word in line.split("│")[1] for line in lines if line.count("│") > 1), word


def test_showing_help_loads_no_table_library():
    code = (
        "import sys; import geo.cli.app; "
        "print(sorted({'pandas', 'geopandas', 'psycopg', 'fastapi'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def interrupt_when_read(fifo, arguments, **given):
    """Run the command until it reads a file that never ends, then type Ctrl-C."""
    os.mkfifo(fifo)
    program = "from geo.cli.app import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **given,
    )  # fmt: skip
    writing = None
    while writing is None and process.poll() is None:
        try:
            writing = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            time.sleep(0.02)
    try:
        process.send_signal(signal.SIGINT)
        return process, *process.communicate(timeout=20)
    finally:
        process.kill()
        if writing is not None:
            os.close(writing)


def test_a_command_interrupted_says_so_and_leaves_nothing(tmp_path):
    roads = tmp_path / "routes"
    roads.mkdir()
    process, said, told = interrupt_when_read(
        roads / "nodes.csv",
        ("network", "build", "routes", "--edges", roads),
        env={**os.environ, "DEUXPORTES_DATA_DIR": str(tmp_path / "data")},
    )

    assert process.returncode == 130
    assert told.splitlines()[-1] == "Interrompu ; rien n’a été changé à moitié."
    assert "Traceback" not in told
    assert said == ""
    assert not (tmp_path / "data").exists()


def test_what_is_rolled_back_when_interrupted_is_no_warning():
    driver = logging.getLogger("psycopg")
    before = driver.level
    try:
        with pytest.raises(KeyboardInterrupt):
            app.interrupt(signal.SIGINT, None)
        assert not logging.getLogger("psycopg.pool").isEnabledFor(logging.WARNING)
    finally:
        driver.setLevel(before)


def test_a_command_told_to_ignore_ctrl_c_goes_on_ignoring_it(failing):
    failing(SystemExit(0))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with pytest.raises(SystemExit):
            app.main()
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
