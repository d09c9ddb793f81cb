import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources.dila.texts import check_url, clean, display_phone, without_persons


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        ("01 60 07 34 97", "01 60 07 34 97"),
        ("03.80.92.39.67", "03 80 92 39 67"),
        ("04-75-30-26-60", "04 75 30 26 60"),
        ("0325569445", "03 25 56 94 45"),
        ("05 49 22\n26 77", "05 49 22 26 77"),
        ("03.62.26.86.93\u2028", "03 62 26 86 93"),
        ("0 800 422 222", "08 00 42 22 22"),
        ("3949", "39 49"),
        ("36 46", "36 46"),
        ("+ 33 2 47 64 37 37", "02 47 64 37 37"),
        ("+262 2 62 34 84 34", "+262 262 34 84 34"),
        ("+262 262 40 77 77", "+262 262 40 77 77"),
        ("0(590)410626", "05 90 41 06 26"),
        ("05 61 67 45 71 ou 05 82 21 00 10", "05 61 67 45 71 ou 05 82 21 00 10"),
        ("03 80 64 32 00 ou ou 06 83 17 67 94", "03 80 64 32 00 ou 06 83 17 67 94"),
        ("04 94 31 24 32 / 06 11 28 24 73", "04 94 31 24 32 ou 06 11 28 24 73"),
        ("01 41 93 33 58 01 41 93 31 98", "01 41 93 33 58 ou 01 41 93 31 98"),
        ("Tél : 01 69 46 28 13", "01 69 46 28 13"),
    ],
)
def test_phones_are_written_as_people_dial_them(recorded, shown):
    assert display_phone(recorded) == shown


@pytest.mark.parametrize(
    "odd",
    [
        "01 69 02 46 70/72",
        "Tél. : 06 38 19 76 86 ou mairie : 02 54 75 72 72",
        "40 46 32 47",
        "+590 5 20 42 52",
        "(+689) 40 80 39 54",
        "00(681)722715",
        "0 36 31",
    ],
)
def test_odd_phones_stay_as_recorded(odd):
    assert display_phone(odd) == odd


@pytest.mark.parametrize("empty", [None, "", "  ", "néant", "contact@exemple.fr"])
def test_a_phone_without_a_number_is_none(empty):
    assert display_phone(empty) is None


@given(st.text(st.sampled_from("0123456789 .-/+()ou"), max_size=40))
def test_no_digit_of_a_phone_is_lost(text):
    shown = display_phone(text)

    kept = [letter for letter in shown or "" if letter.isdigit()]
    given_digits = [letter for letter in text if letter.isdigit()]
    # +33 is dialled 0 in France, and +262 0262… as it is recorded
    assert kept == given_digits or "".join(kept) == "0" + "".join(given_digits)[2:]


@pytest.mark.parametrize("url", ["https://www.cidj.com", "http://exemple.fr/a?b=c#d"])
def test_addresses_of_sites_are_kept(url):
    assert check_url(f"  {url}\n") == url


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        "www.mderpf.fr",
        "hrttps://www.exemple.fr",
        "htts://www.exemple.fr",
        "04",
        "javascript:alert(1)",
        "https://",
        "https://a b.fr",
        'https://a.fr/"onclick=',
        "http://[1::",
        "mailto:a@b.fr",
    ],
)
def test_anything_else_is_no_site(wrong):
    assert check_url(wrong) is None


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Écrire à sp-exemple@vienne.gouv.fr pour venir", "Écrire à pour venir"),
        ("par mail : accueil(@)exemple.fr", "par mail :"),
        ("a@b@exemple.fr (c@exemple.fr)", "()"),
        ("Contact:\nmsap.exemple@val.example.com ou au 06", "Contact: ou au 06"),
        (
            "Sur rendez-vous avec Mme Camille Exemple-Martin le lundi",
            "Sur rendez-vous avec le lundi",
        ),
        ("Voir M. Exemple", "Voir"),
        ("MM. Exemple et Madame D’Exemple reçoivent", "et reçoivent"),
        ("Contact : Camille EXEMPLE, 03 22 71 39 00", "Contact :, 03 22 71 39 00"),
        ("contacter Camille Exemple au 06", "contacter au 06"),
    ],
)
def test_notes_lose_emails_and_persons(note, kept):
    assert without_persons(note) == kept


@pytest.mark.parametrize(
    "note",
    [
        "Contact : CIO Amiens Nord, 03 22 71 39 00",
        "Accueil dans la salle PAND@byPIMMS",
        "Sur rendez-vous avec M. le Maire",
        "Fermé le mardi matin. Madame, Monsieur, bienvenue",
    ],
)
def test_notes_that_name_nobody_stay(note):
    assert without_persons(note) == note


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    once = without_persons(text)

    assert clean(once) == once
    assert once is None or "@example.org" not in (without_persons(f"{once} a@example.org") or "")


@given(
    st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.(fr|com|org)", fullmatch=True), st.text()
)
def test_an_email_never_survives(email, around):
    assert email not in (without_persons(f"{around} {email} {around}") or "")


@pytest.mark.parametrize("hostile", ["a" * 200_000, "tél " * 50_000 + "x1", "Mme A " * 50_000])
def test_a_hostile_text_costs_no_more_than_its_length(hostile):
    assert len(without_persons(hostile) or "") <= len(hostile)
    assert display_phone(f"{hostile} 0") is not None
