import os
import pwd
from types import SimpleNamespace

import pytest

from geo.errors import ServerError
from geo.store.server import account
from geo.store.server.account import Account

POSTGRES = Account(101, 104)


@pytest.fixture
def as_root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    entry = SimpleNamespace(pw_uid=POSTGRES.uid, pw_gid=POSTGRES.gid)
    monkeypatch.setattr(pwd, "getpwnam", {"postgres": entry}.__getitem__)


def folder_of(uid, gid):
    return SimpleNamespace(stat=lambda: SimpleNamespace(st_uid=uid, st_gid=gid))


def test_an_ordinary_user_runs_its_own_cluster(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "getegid", lambda: 1001)

    assert account.cluster_account(folder_of(0, 0)) == Account(1000, 1001)


@pytest.mark.usefixtures("as_root")
@pytest.mark.parametrize(("owner", "expected"), [((0, 0), POSTGRES), ((7, 8), Account(7, 8))])
def test_root_runs_it_as_its_owner_never_as_root(owner, expected):
    assert account.cluster_account(folder_of(*owner)) == expected


@pytest.mark.usefixtures("as_root")
def test_root_makes_a_new_one_as_debian_s_account(tmp_path, monkeypatch):
    assert account.cluster_account(tmp_path / "absent") == POSTGRES
    monkeypatch.setattr(pwd, "getpwnam", {}.__getitem__)
    with pytest.raises(ServerError, match="apt-get install -y postgresql-common"):
        account.cluster_account(tmp_path / "absent")


def test_a_command_runs_from_the_root_folder_without_the_user_s_variables(monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    me = Account(os.geteuid(), os.getegid())

    done = account.run_as(
        me,
        ["/bin/sh", "-c", "pwd; echo ${PGPORT-none} $MINE; cat; umask; exit 3"],
        environment={"MINE": "1"},
        text="given\n",
    )

    assert done.stdout == "/\nnone 1\ngiven\n0077\n"
    assert done.returncode == 3


@pytest.mark.parametrize("command", [["/nowhere/program"], ["/bin/sleep", "5"]])
def test_a_command_that_cannot_end_is_an_error(command):
    with pytest.raises(ServerError, match=command[0]):
        account.run_as(Account(os.geteuid(), os.getegid()), command, timeout_s=0.05)
