"""Words for what a network says of itself."""

import pytest

from geo.cli.show_network import show_network, size
from geo.network.estimate import Mode
from geo.network.library import write_network
from geo.network.profiles.profile import Tranche
from tests.geo.network.test_library import manifest
from tests.geo.network.toy import town_graph


def tranche(code, days, start_h, end_h):
    return Tranche(code=code, facteur=1.5, jours=days, debut_h=start_h, fin_h=end_h)


@pytest.fixture
def shown(tmp_path, capsys):
    graphs = {Mode.MARCHE: town_graph()}
    said = manifest(graphs)
    folder = write_network(tmp_path, said, graphs)

    def show(*tranches, **changed):
        from dataclasses import replace  # noqa: PLC0415 - only here

        profile = said.profiles[Mode.MARCHE]
        constants = replace(profile.constants, tranches=tranches)
        profile = replace(profile, constants=constants, **changed)
        show_network(replace(said, profiles={Mode.MARCHE: profile}), folder)
        return capsys.readouterr().out

    return show


def test_an_hour_is_told_once_where_the_first_line_that_holds_counts(shown):
    told = shown(
        tranche("x", (0, 1), 7.0, 9.0),
        tranche("y", (0, 1), 8.0, 12.0),
        tranche("z", (0, 1), 6.0, 13.0),
        tranche("w", (1, 2), 0.0, 24.0),  # Tuesday's hours are not all taken
        tranche("v", tuple(range(7)), 0.0, 24.0),
    )
    lines = [line.split("  ")[-1].strip() for line in told.splitlines() if " × 1,5 " in line]
    assert lines == [
        "lun. et mar., 7 h à 9 h",
        "lun. et mar., 9 h à 12 h",
        "lun. et mar., 6 h à 7 h, 12 h à 13 h",
        "mar. et mer., 0 h à 24 h",
        "toutes les autres heures",
    ]


@pytest.mark.parametrize(("dropped_km", "much"), [(5.0, False), (5.3, True)])
def test_much_left_out_calls_for_a_look(shown, dropped_km, much):
    told = shown(length_km=95.0, dropped_km=dropped_km)
    assert ("coupé au bord" in told) == much


@pytest.mark.parametrize(
    ("count_bytes", "said"),
    [(0, "0,0 ko"), (999_940, "999,9 ko"), (1_000_000, "1,0 Mo"), (1_234_567_890, "1 234,6 Mo")],
)
def test_sizes_are_as_people_write_them(count_bytes, said):
    assert size(count_bytes).replace("\u202f", " ") == said
