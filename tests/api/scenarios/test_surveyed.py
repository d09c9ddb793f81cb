"""What a worker remembers of people, places and times, and when it forgets it."""

import asyncio
import threading

import numpy as np
import pytest

from api.networks.listing import Listing, Network
from api.networks.region import choose_for_all, share
from api.networks.service import Networks, Service
from api.scenarios import surveyed as module
from geo.network.estimate import Mode
from geo.store.engine import connect
from geo.store.load import replace_points
from tests import directory
from tests.api.serving import serving
from tests.geo.access import toy_city

SCENARIOS = "/v1/scenarios"
CIO = "dila--cio-75102-01"
WOMEN = {"mode": "marche", "profils": ["femme"], "besoins": ["information"]}


def lieux(client):
    response = client.post(SCENARIOS, json=WOMEN)
    assert response.status_code == 200, response.text
    return response.json()["lieux_avant"]


def test_places_are_read_again_after_an_import(directory_url, monkeypatch):
    monkeypatch.setattr("api.directory.REFRESH_S", 0.0)
    few = [point for point in directory.points() if point.source == "dila"][:-1]
    with serving(directory_url) as client:
        before = lieux(client)
        with connect(directory_url) as connection:
            replace_points(
                connection, few, (), source="dila", file="dila.xml", digest="1" * 64,
                read=len(few), code_version="essai", whole=True,
            )  # fmt: skip
        after = lieux(client)

    assert (before, after) == (14, 13)


def test_times_are_found_once_whoever_asks(shared_directory_url, monkeypatch):
    calls, survey = [], module.survey
    monkeypatch.setattr(module, "survey", lambda *told: calls.append(told) or survey(*told))
    with serving(shared_directory_url) as client:
        threads = [threading.Thread(target=lieux, args=(client,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert lieux(client) == 14

    assert len(calls) == 1


def test_whoever_finds_times_under_way_is_told_to_come_back(shared_directory_url, monkeypatch):
    release, survey = threading.Event(), module.survey
    monkeypatch.setattr(module, "PATIENCE_S", 0.05)
    monkeypatch.setattr(module, "survey", lambda *told: release.wait(10) and survey(*told))
    with serving(shared_directory_url) as client:
        waiting = client.post(SCENARIOS, json=WOMEN)
        release.set()
        monkeypatch.setattr(module, "PATIENCE_S", 10.0)
        after = client.post(SCENARIOS, json=WOMEN)

    assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "15")
    assert after.status_code == 200


def test_times_that_could_not_be_found_are_looked_for_again(shared_directory_url, monkeypatch):
    survey, broken = module.survey, [True]

    def once(*told):
        if broken.pop():
            raise OSError
        return survey(*told)

    monkeypatch.setattr(module, "survey", once)
    with serving(shared_directory_url) as client:
        failed = client.post(SCENARIOS, json=WOMEN)
        broken.append(False)
        after = client.post(SCENARIOS, json=WOMEN)

    assert (failed.status_code, after.status_code) == (500, 200)


def test_an_empty_store_is_said(databases, template_database):
    url = databases.create(template_database)[1]
    with serving(url) as client:
        response = client.post(SCENARIOS, json=WOMEN)

    assert (response.status_code, response.json()["title"]) == (503, "Annuaire vide")


# the network of everyone


class Engine:
    def __init__(self, covered):
        self.covered = np.array(covered)

    def covers(self, lon_lat):
        assert len(lon_lat) == len(self.covered)
        return self.covered


class Source:
    def __init__(self, publiable):
        self.publiable = publiable


class Told:
    def __init__(self, bounds, publiable, profiles):
        self.bounds, self.source, self.profiles = bounds, Source(publiable), profiles


PEOPLE = toy_city.people(*toy_city.TOWNS)
"""A 1, B 2, C 4, D 8, E 16, of 31 residents; E far from the others."""

EVERYWHERE = (0.0, 0.0, 90.0, 90.0)
BUT_E = (1.9, 47.9, 2.2, 48.2)


def chosen(monkeypatch, *candidates, mode=Mode.VOITURE):
    """Choose among networks told as ``(covered, bounds, publiable)``; give which."""
    networks = Networks(None)
    listed = []
    for covered, bounds, publiable in candidates:
        told = Told(bounds, publiable, {Mode.VOITURE: None})
        network = Network(None, (0, 0, 0), told)
        listed.append((network, None if covered is None else Service(network, Engine(covered))))
    networks.listing = Listing(tuple(network for network, _ in listed))

    async def open_one(_networks, network, _mode):
        return next(service for one, service in listed if one is network)

    monkeypatch.setattr("api.networks.region.open_one", open_one)
    found = asyncio.run(choose_for_all(networks, PEOPLE, mode))
    return next((n for n, (_, service) in enumerate(listed) if service is found and found), None)


ALL, ONLY_E, NOT_E = [True] * 5, [False] * 4 + [True], [True] * 4 + [False]


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], None),
        ([(NOT_E, EVERYWHERE, True)], None),  # 15 residents of 31
        ([(ALL, BUT_E, True)], None),  # what its bounds leave out is not asked
        ([(ONLY_E, EVERYWHERE, True)], 0),  # 16 of 31
        ([(ONLY_E, EVERYWHERE, True), (ALL, EVERYWHERE, True)], 1),
        ([(ALL, EVERYWHERE, False), (ONLY_E, EVERYWHERE, True)], 1),  # may be published
        ([(ALL, EVERYWHERE, False), (NOT_E, EVERYWHERE, True)], 0),
        ([(None, EVERYWHERE, True), (ALL, EVERYWHERE, False)], 1),  # the first cannot be read
    ],
)
def test_the_network_of_most_residents_that_may_be_published(monkeypatch, candidates, expected):
    assert chosen(monkeypatch, *candidates) == expected


def test_a_network_without_the_mode_is_none(monkeypatch):
    assert chosen(monkeypatch, (ALL, EVERYWHERE, True), mode=Mode.VELO) is None


def test_share_of_nobody_is_none():
    nobody = toy_city.people()
    assert share(nobody, np.zeros(0, dtype=np.bool_)) == 0
