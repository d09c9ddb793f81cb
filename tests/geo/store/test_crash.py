"""An import killed at any moment leaves the old directory or the new; readers never see another."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from geo.errors import StoreUnavailableError
from geo.store.engine import connect
from tests.geo.store import doomed_ingest

REPOSITORY = Path(__file__).resolve().parents[3]
POINTS = (
    "(SELECT string_agg(p::text, '' ORDER BY id) FROM points_accueil p),"
    "(SELECT string_agg(r::text, '' ORDER BY rang) FROM reseaux r)"
)
RULES = (
    "(SELECT string_agg(c::text, '' ORDER BY reseau, profil, mission) FROM competences c),"
    "(SELECT string_agg(s::text, '' ORDER BY service_id) FROM services_a_distance s),"
    "(SELECT string_agg(t::text, '' ORDER BY mode) FROM temps_reference t)"
)
TERRITORIES = (
    "(SELECT string_agg(c::text, '' ORDER BY code_commune) FROM communes c),"
    "(SELECT string_agg(b::text, '' ORDER BY code_bassin) FROM bassins b),"
    "(SELECT string_agg(m::text, '' ORDER BY code_commune) FROM bassins_communes m),"
    "(SELECT string_agg(o::text, '' ORDER BY origine_id) FROM origins o)"
)
LOG = (
    "(SELECT string_agg(fichier, ' ' ORDER BY source) FROM"
    " (SELECT DISTINCT ON (source) source, fichier FROM imports"
    " ORDER BY source, import_id DESC) last)"
)
STATE = {
    "points": f"SELECT md5(concat({POINTS}, {LOG}))",
    "territories": f"SELECT md5(concat({TERRITORIES}, {LOG}))",
    "reference": f"SELECT md5(concat({POINTS}, {RULES}, {TERRITORIES}, {LOG}))",
}
LOST = (
    "SELECT count(*) FROM points_accueil LEFT JOIN communes USING (code_commune)"
    " WHERE communes.code_commune IS NULL"
)
PAUSE_S = 0.005  # between two polls: the machine has other things to do


class Ingester:
    """Imports in children of another process, and kills them."""

    def __init__(self, url):
        command = [sys.executable, "-m", "tests.geo.store.doomed_ingest", url]
        self.process = subprocess.Popen(
            command, cwd=REPOSITORY, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def start(self, what, version, *, die_at=0):
        self.process.stdin.write(f"{what} {version} {die_at}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


class Reader(threading.Thread):
    """Polls as an API would, and keeps every state it saw."""

    def __init__(self, url, what):
        super().__init__()
        self.url, self.what = url, what
        self.seen, self.polls = set(), 0
        self.done = threading.Event()

    def run(self):
        with connect(self.url) as connection:
            while not self.done.is_set():
                self.seen.add(state(connection, self.what))
                self.polls += 1
                time.sleep(PAUSE_S)

    def poll_again(self):
        """Wait for a poll that starts from now on."""
        later, until = self.polls + 2, time.monotonic() + 30
        while self.polls < later:
            assert time.monotonic() < until, "the reader is held up"
            time.sleep(PAUSE_S)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join(timeout=30)


def state(connection, what):
    return connection.execute(STATE[what]).fetchone()[0]


@pytest.fixture
def ingester(directory_url):
    made = Ingester(directory_url)
    yield made
    made.close()


def settled(connection, what, version):
    """Import a version here, and give what readers then see."""
    doomed_ingest.ingest(connection, what, version)
    return state(connection, what)


@pytest.mark.parametrize(
    ("what", "old_version", "new_version", "steps"),
    [
        ("points", "few-old", "few-new", range(1, 100, 3)),
        ("territories", "old", "new", range(1, 300, 12)),
        ("reference", "old", "new", range(1, 500, 12)),
    ],
)
def test_killed_at_each_step_it_leaves_the_old_set(
    directory_url, ingester, what, old_version, new_version, steps
):
    with connect(directory_url) as connection:
        old = settled(connection, what, old_version)
        with Reader(directory_url, what) as reader:
            for step in steps:
                ingester.start(what, new_version, die_at=step)
                end = ingester.end()
                if end != "killed":
                    break
                assert state(connection, what) == old, f"killed at step {step}"
            new = state(connection, what)

    assert end == "ended 0"
    assert step > 30
    assert new != old
    assert reader.seen <= {old, new}
    with connect(directory_url) as connection:
        assert settled(connection, what, old_version) == old
        assert connection.execute(LOST).fetchone() == (0,)


def test_killed_at_any_moment_readers_see_the_old_set_or_the_new(directory_url, ingester):
    moments = random.Random(20_261_121)  # noqa: S311 - repeatable, nothing secret
    with connect(directory_url) as connection:
        states = {"new": settled(connection, "points", "many-new")}
        start = time.perf_counter()
        states["old"] = settled(connection, "points", "many-old")
        lasts_s = time.perf_counter() - start
        assert states["old"] != states["new"]

        with Reader(directory_url, "points") as reader:
            for attempt in range(12):
                pid = ingester.start("points", f"many-{('new', 'old')[attempt % 2]}")
                time.sleep(lasts_s * moments.uniform(0, 1.5))
                kill(pid)
                ingester.end()
            for version in ("new", "old"):  # whatever the moments were, both states are seen
                ingester.start("points", f"many-{version}")
                assert ingester.end() == "ended 0"
                reader.poll_again()

        assert reader.seen == set(states.values())
        for version, expected in states.items():
            assert settled(connection, "points", f"many-{version}") == expected


def kill(pid):
    with contextlib.suppress(ProcessLookupError):  # it may have ended
        os.kill(pid, signal.SIGKILL)


def test_cut_off_by_the_server_it_says_so_and_leaves_the_old_set(databases, directory_url):
    with connect(directory_url) as doomed, connect(directory_url) as connection:
        old = state(connection, "points")
        with connection.transaction():
            # the place to update is held: the import waits in the middle of its swap
            connection.execute("SELECT FROM points_accueil FOR UPDATE")
            killer = threading.Thread(target=cut_off, args=(databases, doomed))
            killer.start()
            with pytest.raises(StoreUnavailableError, match="ne répond pas"):
                doomed_ingest.ingest(doomed, "points", "few-new")
            killer.join()

        assert state(connection, "points") == old
        assert settled(connection, "points", "few-new") != old


def cut_off(databases, connection):
    pid = connection.info.backend_pid
    waits = "SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s"
    until = time.monotonic() + 30
    with psycopg.connect(databases.server_url, autocommit=True) as other:
        while other.execute(waits, [pid]).fetchone() != ("Lock",) and time.monotonic() < until:
            time.sleep(0.01)
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_readers_are_not_held_up(directory_url):
    with connect(directory_url) as connection:
        settled(connection, "points", "many-old")
        with connection.transaction(), Reader(directory_url, "points") as reader:
            doomed_ingest.ingest(connection, "points", "many-new")
            # swapped and not committed yet: this is when a lock would show
            reader.poll_again()
