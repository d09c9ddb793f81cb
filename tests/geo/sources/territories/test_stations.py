import numpy as np
import pandas as pd
import pytest

from geo.domain.rejet import Motif
from geo.errors import SourceError
from geo.sources.territories.stations import (
    PLATFORM_COLUMNS,
    SAME_STATION_M,
    read_idfm,
    read_sncf,
    to_stations,
)
from tests.geo.sources.territories import toy

METRE = 1 / 111_195  # of latitude, in degrees


def platforms(*rows):
    return pd.DataFrame(rows, columns=list(PLATFORM_COLUMNS))


def test_lines_of_one_station_are_one_site():
    stations = to_stations(
        platforms(
            ("idfm-2", "Châtelet", "metro", 2.0, 48.0),
            ("idfm-1", "Chatelet", "rer", 2.0, 48.0 + 100 * METRE),
            ("idfm-3", "Hôtel de Ville", "metro", 2.0, 48.0),
        )
    )
    assert stations.index.tolist() == ["gare--idfm-1", "gare--idfm-3"]
    both = stations.loc["gare--idfm-1"]
    assert both[["nom", "modes", "lon"]].tolist() == ["Chatelet", "metro rer", 2.0]
    assert both["lat"] == pytest.approx(48.0 + 50 * METRE, abs=1e-6)


@pytest.mark.parametrize(
    ("distance_m", "count"), [(SAME_STATION_M - 1, 1), (SAME_STATION_M + 1, 2)]
)
def test_one_name_far_apart_is_two_stations(distance_m, count):
    far = 48.0 + distance_m * METRE
    table = platforms(
        ("a", "Malesherbes", "metro", 2.0, 48.0), ("b", "Malesherbes", "train", 2.0, far)
    )
    assert len(to_stations(table)) == count


@pytest.mark.parametrize(("distance_m", "count"), [(580, 1), (620, 2)])
def test_distances_along_a_parallel_are_shorter_than_the_degrees(distance_m, count):
    east = 2.0 + distance_m * METRE / np.cos(np.radians(60))
    table = platforms(("a", "Nom", "metro", 2.0, 60.0), ("b", "Nom", "train", east, 60.0))
    assert len(to_stations(table)) == count


def test_platforms_link_from_one_to_the_next():
    lats = [48.0 + 500 * METRE * n for n in range(4)]
    table = platforms(*((f"p{n}", "Longue", "train", 2.0, lat) for n, lat in enumerate(lats)))
    assert len(to_stations(table)) == 1


def test_two_stations_of_one_id_have_two():
    table = platforms(
        ("x", "Aubervilliers", "metro", 2.3, 48.9), ("x", "Saint-Cyr", "tramway", 2.0, 48.7)
    )
    assert to_stations(table).index.tolist() == ["gare--x", "gare--x-2"]


def test_row_order_is_irrelevant():
    rows = [
        ("c", "B", "rer", 2.0, 48.0),
        ("a", "B", "metro", 2.001, 48.0),
        ("b", "A", "rer", 2.0, 48.0),
    ]
    pd.testing.assert_frame_equal(
        to_stations(platforms(*rows)), to_stations(platforms(*rows[::-1]))
    )


def test_no_platform_gives_no_station():
    assert len(to_stations(platforms())) == 0


def test_reading_ile_de_france_mobilites(tmp_path):
    table, rejects = read_idfm(toy.write_idfm(tmp_path / "g.csv"))
    assert table["id_source"].tolist() == ["idfm-00002", "idfm-00003", "idfm-00009", "idfm-00007"]
    assert table["mode"].tolist() == ["metro", "rer", "tramway", "train"]
    assert rejects == []


def test_reading_sncf_and_what_has_no_position(tmp_path):
    table, rejects = read_sncf(toy.write_sncf(tmp_path / "g.csv"))
    assert table["id_source"].tolist() == ["sncf-00004"]
    assert [(reject.id_source, reject.motif) for reject in rejects] == [
        ("sncf-00005", Motif.SANS_POSITION)
    ]


def test_a_table_of_something_else(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="id_gare"):
        read_idfm(path)
    with pytest.raises(SourceError, match=r"absent\.csv"):
        read_sncf(tmp_path / "absent.csv")
