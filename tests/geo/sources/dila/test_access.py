import pytest

from geo.sources.dila.access import access_of


@pytest.mark.parametrize(
    ("code", "access"),
    [
        ("ACC", "oui"),
        ("DEM", "sur_demande"),
        ("NAC", "non"),
        (None, "inconnue"),
        ("XXX", "inconnue"),
    ],
)
def test_codes(code, access):
    assert access_of(code, None).value == access


@pytest.mark.parametrize(
    "note", ["plain-pied", "rampe et ascenseur", "rez-de-chaussée", "par l'arrière"]
)
def test_words_that_describe_the_way_in_leave_a_yes_a_yes(note):
    assert access_of("ACC", note).value == "oui"


@pytest.mark.parametrize(
    "note",
    [
        "en cours",
        "travaux à venir",
        "l'usager est invité à téléphoner avant son arrivée",
        "un agent peut recevoir les personnes au rez-de-chaussée",
        "un bureau est mis à disposition au rez-de-chaussée",
        "Sonner à l’interphone",
    ],
)
def test_words_that_make_it_depend_on_someone_take_the_yes_away(note):
    assert access_of("ACC", note).value == "sur_demande"


@pytest.mark.parametrize(
    "note", ["en cours", "plain-pied", "accès par l'entrée située 27 rue Ferrer"]
)
def test_no_word_turns_a_no_or_an_unknown_into_a_yes(note):
    assert access_of("NAC", note).value == "non"
    assert access_of(None, note).value == "inconnue"
