from dataclasses import replace

import pytest

from geo.domain.mission import Mission
from geo.errors import InputError, StoreError
from geo.store.engine import connect
from geo.store.load import Changes, replace_reseaux
from tests import directory

RESEAUX = directory.reseaux()


def stored(connection):
    return [code for (code,) in connection.execute("SELECT code FROM reseaux ORDER BY rang")]


def without(code):
    """Give the réseaux and the rules without one of them."""
    rules = directory.rules()
    kept = tuple(line for line in rules.competences if line.reseau != code)
    return [one for one in RESEAUX if one.code != code], replace(rules, competences=kept)


def test_they_are_stored_in_the_order_given(connection):
    replace_reseaux(connection, RESEAUX[::-1])

    assert stored(connection) == [reseau.code for reseau in RESEAUX[::-1]]


def test_every_field_is_stored(connection):
    replace_reseaux(connection, RESEAUX[:1])

    assert connection.execute("SELECT * FROM reseaux").fetchone() == (
        "information-jeunesse", "Information Jeunesse", "oui", 230,
        ["collegien", "lyceen", "etudiant", "jeune"], ["accueil", "information"], [], ["cij"], 0,
        None,
    )  # fmt: skip


def test_only_what_differs_is_touched(connection):
    replace_reseaux(connection, RESEAUX)
    wider = replace(RESEAUX[7], missions=tuple(Mission))

    assert replace_reseaux(connection, RESEAUX) == Changes()
    changes = replace_reseaux(connection, (*RESEAUX[:7], wider, RESEAUX[8]))
    assert changes == Changes(updated=1, removed=1)


def test_none_at_all_is_refused(connection):
    with pytest.raises(InputError, match="got none"):
        replace_reseaux(connection, [])


def test_a_repeated_code_is_named(connection):
    with pytest.raises(InputError, match="1 reseaux repeat code: cio"):
        replace_reseaux(connection, (*RESEAUX, RESEAUX[5]))


def test_one_that_still_has_places_cannot_go(directory_url):
    with connect(directory_url) as connection:
        with pytest.raises(StoreError, match=r"1 points_accueil .*apec-92050-01 → apec.*toml"):
            replace_reseaux(connection, *without("apec"))

        assert len(stored(connection)) == len(RESEAUX)
