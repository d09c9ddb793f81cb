import pytest

from geo.store.server import lease


class FakeServer:
    """Stands for the cluster: who is up is all that borrowing is about."""

    def __init__(self):
        self.up = False
        self.stops = 0

    def running(self, _home):
        return "up" if self.up else None

    def ensure(self, **_asked):
        self.up = True
        return "up"

    def stop(self, _home):
        self.up = False
        self.stops += 1


@pytest.fixture
def server(monkeypatch):
    fake = FakeServer()
    monkeypatch.setattr(lease, "running_server", fake.running)
    monkeypatch.setattr(lease, "ensure_server", fake.ensure)
    monkeypatch.setattr(lease, "stop", fake.stop)
    return fake


def borrow(home, database_url=None):
    return lease.borrow_server(database_url=database_url, home=home)


def test_a_server_started_by_a_borrower_is_stopped_at_the_end(server, tmp_path):
    with borrow(tmp_path):
        assert server.up

    assert not server.up


def test_a_server_that_ran_before_goes_on(server, tmp_path):
    server.up = True

    with borrow(tmp_path):
        pass

    assert server.up


@pytest.mark.parametrize("first_out", [0, 1])
def test_the_last_of_two_borrowers_stops_it_whichever_that_is(server, tmp_path, first_out):
    borrowers = [borrow(tmp_path), borrow(tmp_path)]
    for borrower in borrowers:
        borrower.__enter__()

    borrowers[first_out].__exit__(None, None, None)
    still_up = server.up
    borrowers[1 - first_out].__exit__(None, None, None)

    assert still_up
    assert (server.up, server.stops) == (False, 1)


def test_one_left_running_by_a_killed_borrower_is_stopped_by_the_next(server, tmp_path):
    (tmp_path / lease.NOTE).write_text("1", encoding="utf-8")
    server.up = True

    with borrow(tmp_path):
        pass

    assert not server.up


def test_a_server_the_user_keeps_survives_its_borrowers(server, tmp_path):
    with borrow(tmp_path):
        lease.keep_server(tmp_path)

    assert server.up


def test_a_server_given_by_its_address_is_never_stopped(server, tmp_path):
    with borrow(tmp_path, database_url="postgresql://db/places"):
        pass

    assert (server.up, server.stops) == (True, 0)


def test_it_is_stopped_when_the_borrower_fails(server, tmp_path):
    def fail():
        with borrow(tmp_path):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert not server.up
