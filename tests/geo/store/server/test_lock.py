import subprocess
import sys
import time

import pytest

from geo.errors import ServerError
from geo.store.server.lock import exclusive

HOLD = (
    "import sys, time; from pathlib import Path; from geo.store.server.lock import exclusive\n"
    "with exclusive(Path(sys.argv[1]), print):\n    print('held', flush=True); time.sleep(30)"
)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock, and would for long."""
    path = tmp_path / "verrou"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield path, process
        process.kill()


def test_a_second_process_waits_says_so_once_and_gives_up(holder):
    path, _ = holder
    said = []

    with pytest.raises(ServerError, match="autre processus"), exclusive(path, said.append, 0.2):
        pass

    assert said == ["Un autre processus prépare le serveur : attente"]


def test_a_lock_dies_with_its_process(holder):
    path, process = holder
    process.kill()
    began = time.monotonic()

    with exclusive(path, print, 5):
        assert time.monotonic() - began < 5


def test_a_lock_is_free_again_after_an_error(tmp_path):
    def fail():
        with exclusive(tmp_path / "verrou", print):
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with exclusive(tmp_path / "verrou", print, 0):
        pass


def test_a_lock_that_cannot_be_made_names_the_command(tmp_path):
    with pytest.raises(ServerError, match="chown"), exclusive(tmp_path / "no" / "verrou", print):
        pass
