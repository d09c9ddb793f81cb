"""One synthetic file → facts, or the reason why there are none."""

from dataclasses import asdict
from datetime import date

import pytest

from geo.sources.dila import Illisible, Organisme, read_organismes
from geo.sources.dila.archive import XmlFile
from geo.sources.dila.records import to_organisme
from tests.geo.sources.dila.synthetic import ADDRESS, POSTAL, opening, plage_j, xml


def facts(inside=ADDRESS, **attributes):
    organisme = to_organisme(XmlFile("x.xml", xml(inside, **attributes)))
    assert isinstance(organisme, Organisme), organisme
    return organisme


def test_every_fact_of_a_record_is_read():
    contact = (
        "<CoordonnéesNum><Télécopie>01 00 00 00 09</Télécopie>"
        '<Téléphone coût="Numéro vert : appel gratuit">01.00.00.00.01</Téléphone>'
        "<Url> https://www.exemple.fr </Url></CoordonnéesNum>"
    )
    hours = opening(plage_j("lundi", "mardi", ("09:00", "12:00")), comment="Sans interruption")

    assert asdict(facts(ADDRESS + POSTAL + contact + hours)) == {
        "id": "cio-77001-01",
        "pivot": "cio",
        "code_commune": "77001",
        "nom": "CIO - Alpha",
        "date_maj": date(2021, 3, 4),
        "adresse": "Bâtiment B, 7 rue de l’Exemple",
        "code_postal": "77100",
        "ville": "Alpha",
        "adresse_postale": "BP 12, 77101 Alpha Cedex",
        "latitude": "48.3",
        "longitude": "1.7",
        "precision": "8",
        "accessibilite": "ACC",
        "accessibilite_note": "plain-pied",
        "telephone": "01 00 00 00 01",
        "telephone_note": "Numéro vert : appel gratuit",
        "site_web": "https://www.exemple.fr",
        "horaires": "Mo-Tu 09:00-12:00",
        "horaires_note": "Sans interruption",
        "horaires_reserves": (),
    }


def test_a_bare_record_is_all_unknown():
    got = facts("")

    known = {name for name, value in asdict(got).items() if value not in (None, ())}
    assert known == {"id", "pivot", "code_commune", "nom", "date_maj"}


@pytest.mark.parametrize("addresses", [ADDRESS + POSTAL, POSTAL + ADDRESS])
def test_people_go_to_the_located_address_whatever_the_order(addresses):
    got = facts(addresses)

    assert (got.ville, got.latitude) == ("Alpha", "48.3")
    assert got.adresse_postale == "BP 12, 77101 Alpha Cedex"


def test_of_two_located_addresses_the_postal_one_is_not_visited():
    located_postal = ADDRESS.replace('"géopostale"', '"postale"').replace(
        "Alpha", "Bureau de poste"
    )

    got = facts(located_postal + ADDRESS)

    assert got.ville == "Alpha"


def test_without_a_position_the_street_comes_before_the_post():
    street = '<Adresse type="physique"><Ligne>1 rue</Ligne><NomCommune>Alpha</NomCommune></Adresse>'

    got = facts(POSTAL + street)

    assert (got.adresse, got.latitude, got.adresse_postale) == (
        "1 rue",
        None,
        "BP 12, 77101 Alpha Cedex",
    )


def test_every_further_address_is_kept():
    third = POSTAL.replace("BP 12", "Antenne").replace("77101", "77102").replace(" Cedex", "")

    assert facts(ADDRESS + POSTAL + third).adresse_postale == (
        "BP 12, 77101 Alpha Cedex ; Antenne, 77102 Alpha"
    )


def test_access_is_that_of_the_visited_address():
    other = ADDRESS.replace('type="ACC"', 'type="NAC"').replace("<Latitude>48.3</Latitude>", "")

    assert facts(other + ADDRESS).accessibilite == "ACC"


def test_several_phones_are_kept():
    phones = "".join(f"<Téléphone>01 00 00 00 0{n}</Téléphone>" for n in (1, 2))

    got = facts(f"<CoordonnéesNum>{phones}</CoordonnéesNum>")

    assert got.telephone == "01 00 00 00 01 ou 01 00 00 00 02"


def test_neither_an_email_nor_a_person_is_kept_anywhere():
    inside = (
        '<Adresse type="physique"><Ligne>Bureau a@b.example.fr</Ligne>'
        '<Accessibilité type="DEM">appeler Mme Exemple</Accessibilité></Adresse>'
        '<CoordonnéesNum><Téléphone coût="Contact : Camille EXEMPLE c@b.example.fr">01 00 00 00 01'
        "</Téléphone><Email>d@b.example.fr</Email></CoordonnéesNum>"
        + opening(plage_j("lundi", "lundi", ("09:00", "12:00"), note="voir M. Exemple"))
        + "<Commentaire>écrire à e@b.example.fr</Commentaire>"
    )

    kept = " ".join(str(value) for value in asdict(facts(inside)).values())

    assert "@" not in kept
    assert "exemple" not in kept.lower()


def test_a_street_named_after_a_person_stays():
    street = ADDRESS.replace("7 rue de l’Exemple", "15 rue Madame-de-Sévigné")

    assert facts(street).adresse == "Bâtiment B, 15 rue Madame-de-Sévigné"


@pytest.mark.parametrize("day", ["", "04/03/2021", "2021-13-01"])
def test_a_date_that_is_none_is_unknown(day):
    assert facts(day=day).date_maj is None


# « a billion laughs »: every letter is ten of the one before
LAUGHS = "".join(
    f'<!ENTITY {entity} "{f"&{before};" * 10}">'
    for before, entity in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]>'
    '<Organisme id="cio-77001-01" codeInsee="77001" pivotLocal="cio"><Nom>&i;</Nom></Organisme>'
).encode()

# whoever tried to open it would say that it is not there
THIEF = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY s SYSTEM "file:///nowhere/at/all">]>
<Organisme id="cio-77001-01" codeInsee="77001" pivotLocal="cio"><Nom>&s;</Nom></Organisme>"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "lien"),
        (b"", "mal formé"),
        (b"<Organisme", "mal formé"),
        (xml()[:-20], "mal formé"),
        (b"\xff\xfe\x00 not XML", "mal formé"),
        (xml().replace("é".encode(), b"\xe9"), "mal formé"),
        (b"<Autre/>", "Organisme attendu, Autre"),
        (xml(insee="7700"), "codeInsee='7700'"),
        (xml(nom=" "), "sans Nom"),
        (xml(nom="accueil@exemple.fr"), "sans Nom"),
        (xml(ident="cio 77001/01"), "reçu 'cio 77001/01'"),
        (xml().replace(b' id="cio-77001-01"', b""), "sans id"),
        (xml().replace(b' pivotLocal="cio"', b' pivotLocal=" "'), "sans pivotLocal"),
        (BOMB, "mal formé"),
        (THIEF, "type de document"),
    ],
)
def test_a_file_that_holds_no_record_is_counted_with_its_reason(content, reason):
    got = to_organisme(XmlFile("77/cio-77001-01.xml", content, None if content else "un lien"))

    assert isinstance(got, Illisible)
    assert got.nom_fichier == "77/cio-77001-01.xml"
    assert reason in got.detail


def test_every_file_of_a_folder_gives_one_entry_and_one_step(tmp_path):
    (tmp_path / "a.xml").write_bytes(xml())
    (tmp_path / "b.xml").write_bytes(b"<broken")
    steps = []

    got = read_organismes(tmp_path, advance=steps.append)

    assert [type(entry) for entry in got] == [Organisme, Illisible]
    assert steps == [1, 1]
