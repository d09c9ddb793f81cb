from geo.domain.rejet import Motif
from geo.sources.dila import TOWN_HALL_COLUMNS, Illisible, town_halls
from tests.geo.sources.dila.synthetic import SIDE, SOUTH, WEST, record, territory, to_degrees

COMMUNES = territory()


def hall(number, *position, **facts):
    return record(*position, id=f"mairie-77001-{number:02d}", pivot="mairie", nom="Mairie", **facts)


def test_town_halls_are_told_from_places_and_sorted():
    frame, rejects = town_halls(
        [hall(2), record(), hall(1), Illisible(nom_fichier="x", detail="y")], communes=COMMUNES
    )

    assert list(frame.index) == ["mairie-77001-01", "mairie-77001-02"]
    assert tuple(frame.columns) == TOWN_HALL_COLUMNS
    assert frame.index.name == "id"
    assert rejects == []


def test_a_town_hall_has_its_position_and_how_far_out_it_is():
    frame, _ = town_halls([hall(1, WEST - 120.0, SOUTH + SIDE / 2)], communes=COMMUNES)

    (row,) = frame.itertuples()
    assert (row.code_commune, row.nom) == ("77001", "Mairie")
    assert (row.lon, row.lat) == to_degrees(WEST - 120.0, SOUTH + SIDE / 2)
    assert abs(row.distance_m - 120.0) < 0.1


def test_wrong_missing_and_foreign_positions_are_rejected():
    wrong = [
        hall(1, latitude="0", longitude="0"),
        hall(2, latitude=None),
        hall(3, code_commune="13001"),
    ]

    frame, rejects = town_halls(wrong, communes=COMMUNES)

    assert frame.empty
    assert tuple(frame.columns) == TOWN_HALL_COLUMNS
    assert [reject.motif for reject in rejects] == [
        Motif.POSITION_FAUSSE,
        Motif.SANS_POSITION,
        Motif.HORS_TERRITOIRE,
    ]


def test_the_hall_of_a_merged_commune_is_of_the_commune_it_merged_into():
    frame, _ = town_halls([hall(1, code_commune="77999")], communes=COMMUNES)

    assert frame["code_commune"].tolist() == ["77001"]
