import pytest

from geo.maps.hours import in_french


@pytest.mark.parametrize(
    ("horaires", "words"),
    [
        (None, None),
        ("", None),
        ("Mo-Fr 09:00-17:30", "lundi à vendredi 9 h – 17 h 30"),
        ("Mo,We 08:45-12:00", "lundi, mercredi 8 h 45 – 12 h"),
        ('Mo-Fr 09:00-12:00 "sur rendez-vous"', "lundi à vendredi 9 h – 12 h (sur rendez-vous)"),
        (
            'Fr 09:00-12:00, Fr 17:00-18:00 unknown "voir la note"',
            "vendredi 9 h – 12 h ; vendredi 17 h – 18 h (à vérifier, voir la note)",
        ),
        ("Sa 10:00-12:00 unknown", "samedi 10 h – 12 h (à vérifier)"),
        ("Tu 09:00-12:00; Sa 10:00-12:00", "mardi 9 h – 12 h ; samedi 10 h – 12 h"),
    ],
)
def test_days_and_hours_are_said_in_french(horaires, words):
    said = in_french(horaires)

    assert (said and said.replace("\N{NO-BREAK SPACE}", " ")) == words


def test_an_hour_is_never_broken_over_two_lines():
    assert in_french("Sa 08:45-12:00") == "samedi 8\xa0h\xa045 – 12\xa0h"


@pytest.mark.parametrize(
    "horaires", ["Mo-Fr 09:00-12:00; SH off", "24/7", "We[1] 09:00-12:00", "Mo 09:00+"]
)
def test_what_says_more_is_left_whole(horaires):
    assert in_french(horaires) == horaires
