"""Each wrong row is refused by PostgreSQL itself, whoever writes it."""

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import (
    CheckViolation,
    ForeignKeyViolation,
    InvalidParameterValue,
    NotNullViolation,
    UniqueViolation,
)
from sqlalchemy import PrimaryKeyConstraint

from geo.store.schema import metadata
from tests import directory

SQUARE = "SRID=4326;MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)))"
BOW = "SRID=4326;MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))"
NO_SQUARE = "SRID=4326;MULTIPOLYGON EMPTY"
HERE = "SRID=4326;POINT(2 48)"
FAR = "SRID=4326;POINT(2 248)"
NOWHERE = "SRID=4326;POINT EMPTY"

GOOD = {
    "reseaux": {
        "code": "essai", "nom": "Essai", "membre": "oui", "rang": 1, "publics": ["femme"],
        "missions": ["accueil"],
    },
    "competences": {
        "reseau": "cio", "profil": "femme", "mission": "accueil", "renvoie": True,
    },
    "services_a_distance": {
        "service_id": "ligne-1", "nom": "Essai", "reseau": "cio", "canaux": ["chat"],
        "site_web": "https://example.org", "publics": ["femme"], "missions": ["accueil"],
        "zone_competence": ["france"], "source": "s", "consulte_le": "2026-11-20",
    },
    "temps_reference": {"mode": "trottinette", "au_plus_s": 1, "source": "s"},
    "incertitudes": {"estime": True, "part": 0, "source": "s"},
    "publics": {
        "type_territoire": "commune", "code_territoire": "75056", "profil": "femme", "nombre": 0,
        "source": "s",
    },
    "communes": {
        "code_commune": "01001", "nom": "Essai", "nom_recherche": "essai", "type": "commune",
        "code_departement": "01", "code_region": "84", "population": 1, "millesime": 2024,
        "geom": SQUARE,
    },
    "territoires": {"type": "epci", "code": "1", "nom": "Essai", "population": 1, "geom": SQUARE},
    "bassins": {
        "code_bassin": "9", "nom": "Essai", "code_region": "84", "population": 1, "geom": SQUARE,
    },
    "bassins_communes": {"code_bassin": "1101", "code_commune": "01001"},
    "partitions_communes": {
        "partition": "zone_emploi", "code_commune": "01002", "code": "1", "nom": "Essai",
    },
    "sites_candidats": {
        "site_id": "s", "type": "gare", "nom": "Essai", "code_commune": "75056", "geom": HERE,
    },
    "origins": {
        "origine_id": "o", "code_commune": "75056", "nom": "Essai", "population": 1,
        "methode": "mairie", "geom": HERE,
    },
    "imports": {
        "source": "dila", "fichier": "f", "empreinte": "e", "entier": True, "lus": 3,
        "acceptes": 2, "rejetes": 1, "ajoutes": 1, "modifies": 1, "retires": 0,
        "version_code": "v",
    },
    "rejets": {"import_id": 1, "id_source": "x", "motif": "mairie", "detail": "d"},
    "points_accueil": {
        "id": "dila--cio-75101-09", "source": "dila", "reseau": "cio", "nom": "Essai",
        "nom_recherche": "essai", "code_commune": "75101", "accessibilite_pmr": "inconnue",
        "precision_position": "rue", "geom": HERE,
    },
    "runs": {
        "run_id": "r", "type": "acces", "parametres": "{}", "empreintes": "{}",
        "version_code": "v",
    },
    "acces_proches": {
        "run_id": "acces-0", "origine_id": "o", "reseau": "cio", "mode": "marche",
        "point_id": "p", "distance_m": 1, "duree_s": 1, "estime": True,
    },
    "couverture": {
        "run_id": "acces-0", "type_territoire": "bassin", "code_territoire": "1101",
        "reseau": "cio", "mode": "marche", "au_plus_s": 600, "population": 2,
        "population_couverte": 1, "estime": True,
    },
    "deux_portes": {
        "run_id": "acces-0", "type_territoire": "bassin", "code_territoire": "1101",
        "profil": "femme", "besoin": "accueil", "mode": "marche", "au_plus_s": 0,
        "population_1": 0, "population_2": 0, "population_plus": 0, "population_aucune": 0,
        "estime": True,
    },
    "indicateurs": {
        "run_id": "acces-0", "type_territoire": "bassin", "code_territoire": "1101",
        "indicateur": "part_deux_portes", "reseau": "tous", "profil": "femme", "besoin": "accueil",
        "mode": "marche", "au_plus_s": 0, "valeur": None, "estime": True, "publiable": True,
    },
    "diagnostics": {
        "run_id": "acces-0", "type_territoire": "region", "code_territoire": "11",
        "contenu": "{}",
    },
}  # fmt: skip

WRONG = {
    "reseaux": [
        ({"code": "Mission Locale"}, CheckViolation),
        ({"nom": "  "}, CheckViolation),
        ({"membre": "peut-etre"}, CheckViolation),
        ({"annonce": -1}, CheckViolation),
        ({"annonce": 1, "annonce_antennes": 2}, CheckViolation),
        ({"publics": ["tous"]}, CheckViolation),
        ({"missions": ["vente"]}, CheckViolation),
        ({"publics": []}, CheckViolation),
        ({"missions": []}, CheckViolation),
        ({"code": "cio"}, UniqueViolation),
        ({"rang": None}, NotNullViolation),
    ],
    "competences": [
        ({"reseau": "inconnu"}, ForeignKeyViolation),
        ({"profil": "martien"}, CheckViolation),
        ({"mission": "vente"}, CheckViolation),
        ({"renvoie": None}, NotNullViolation),
        ({"profil": "tout-public"}, UniqueViolation),
    ],
    "services_a_distance": [
        ({"service_id": "Ligne 1"}, CheckViolation),
        ({"service_id": "ligne-nationale"}, UniqueViolation),
        ({"nom": " "}, CheckViolation),
        ({"reseau": "inconnu"}, ForeignKeyViolation),
        ({"canaux": ["pigeon"]}, CheckViolation),
        ({"publics": ["martien"]}, CheckViolation),
        ({"missions": ["vente"]}, CheckViolation),
        ({"canaux": []}, CheckViolation),
        ({"publics": []}, CheckViolation),
        ({"missions": []}, CheckViolation),
        ({"zone_competence": []}, CheckViolation),
        ({"site_web": None}, CheckViolation),
        ({"source": ""}, CheckViolation),
        ({"consulte_le": None}, NotNullViolation),
    ],
    "temps_reference": [
        ({"au_plus_s": 0}, CheckViolation),
        ({"source": " "}, CheckViolation),
        ({"mode": "marche"}, UniqueViolation),
    ],
    "incertitudes": [
        ({"part": -0.1}, CheckViolation),
        ({"part": 1}, CheckViolation),
        ({"part": float("nan")}, CheckViolation),
        ({"source": ""}, CheckViolation),
    ],
    "publics": [
        ({"type_territoire": "pays"}, CheckViolation),
        ({"profil": "martien"}, CheckViolation),
        ({"nombre": -1}, CheckViolation),
        ({"source": ""}, CheckViolation),
        ({"code_territoire": "93066", "profil": "demandeur-emploi"}, UniqueViolation),
    ],
    "communes": [
        ({"code_commune": "1001"}, CheckViolation),
        ({"code_commune": "2C001", "code_departement": "2C"}, CheckViolation),
        ({"code_departement": "02"}, CheckViolation),
        ({"nom": ""}, CheckViolation),
        ({"type": "ville"}, CheckViolation),
        ({"type": "arrondissement"}, CheckViolation),
        ({"code_parent": "75056"}, CheckViolation),
        ({"type": "arrondissement", "code_parent": "01999"}, ForeignKeyViolation),
        ({"population": -1}, CheckViolation),
        ({"millesime": 24}, CheckViolation),
        ({"geom": BOW}, CheckViolation),
        ({"geom": NO_SQUARE}, CheckViolation),
        ({"geom": None}, NotNullViolation),
        ({"geom": HERE}, InvalidParameterValue),
        ({"geom": SQUARE.replace("4326", "2154")}, InvalidParameterValue),
        ({"code_commune": "75101", "code_departement": "75"}, UniqueViolation),
    ],
    "territoires": [
        ({"type": "canton"}, CheckViolation),
        ({"code": " "}, CheckViolation),
        ({"nom": ""}, CheckViolation),
        ({"population": -1}, CheckViolation),
        ({"geom": BOW}, CheckViolation),
        ({"type": "region", "code": "11"}, UniqueViolation),
    ],
    "bassins": [
        ({"code_bassin": ""}, CheckViolation),
        ({"nom": ""}, CheckViolation),
        ({"population": -1}, CheckViolation),
        ({"geom": BOW}, CheckViolation),
        ({"code_bassin": "1101"}, UniqueViolation),
    ],
    "bassins_communes": [
        ({"code_bassin": "0000"}, ForeignKeyViolation),
        ({"code_commune": "01999"}, ForeignKeyViolation),
        ({"code_commune": "75101"}, UniqueViolation),
    ],
    "partitions_communes": [
        ({"partition": "paroisse"}, CheckViolation),
        ({"code_commune": "01999"}, ForeignKeyViolation),
        ({"code": " "}, CheckViolation),
        ({"nom": ""}, CheckViolation),
    ],
    "sites_candidats": [
        ({"type": "parc"}, CheckViolation),
        ({"nom": ""}, CheckViolation),
        ({"code_commune": "01999"}, ForeignKeyViolation),
        ({"geom": FAR}, CheckViolation),
        ({"geom": NOWHERE}, CheckViolation),
        ({"site_id": "gare-chatelet"}, UniqueViolation),
    ],
    "origins": [
        ({"code_commune": "01999"}, ForeignKeyViolation),
        ({"nom": ""}, CheckViolation),
        ({"population": -1}, CheckViolation),
        ({"methode": "hasard"}, CheckViolation),
        ({"geom": FAR}, CheckViolation),
        ({"geom": NOWHERE}, CheckViolation),
        ({"origine_id": "75101"}, UniqueViolation),
    ],
    "imports": [
        ({"lus": 4}, CheckViolation),
        ({"rejetes": -1, "lus": 1}, CheckViolation),
        ({"ajoutes": 3}, CheckViolation),
        ({"retires": -1}, CheckViolation),
    ],
    "rejets": [
        ({"import_id": 999}, ForeignKeyViolation),
        ({"motif": "parce_que"}, CheckViolation),
        ({"detail": None}, NotNullViolation),
    ],
    "points_accueil": [
        ({"id": "cio-75101-09"}, CheckViolation),
        ({"id": "dila--cio 75101"}, CheckViolation),
        ({"source": "manuel"}, CheckViolation),
        ({"id": "dila--cio-75102-01"}, UniqueViolation),
        ({"reseau": "inconnu"}, ForeignKeyViolation),
        ({"code_commune": "01999"}, ForeignKeyViolation),
        ({"nom": " "}, CheckViolation),
        ({"accessibilite_pmr": "yes"}, CheckViolation),
        ({"accessibilite_pmr": None}, NotNullViolation),
        ({"horaires": ""}, CheckViolation),
        ({"horaires_reserves": ["autre"]}, CheckViolation),
        ({"missions": ["accueil", "vente"]}, CheckViolation),
        ({"publics": ["tous"]}, CheckViolation),
        ({"publics": [None]}, CheckViolation),
        ({"modes_accueil": ["pigeon"]}, CheckViolation),
        ({"label_debut": "2024-01-02", "label_fin": "2024-01-01"}, CheckViolation),
        ({"zone_competence": []}, CheckViolation),
        ({"signalements": ["autre"]}, CheckViolation),
        ({"doublons": ["dila--cio-75101-09"]}, CheckViolation),
        ({"precision_position": "exacte"}, CheckViolation),
        ({"geom": FAR}, CheckViolation),
        ({"geom": NOWHERE}, CheckViolation),
        ({"geom": "SRID=4326;POINT(NaN 48)"}, CheckViolation),
        ({"geom": "SRID=2154;POINT(2 48)"}, InvalidParameterValue),
    ],
    "runs": [
        ({"run_id": ""}, CheckViolation),
        ({"type": "autre"}, CheckViolation),
        ({"run_id": "acces-0"}, UniqueViolation),
        ({"type": "diagnostic"}, CheckViolation),
        ({"au": "2026-11-22"}, CheckViolation),
        ({"precedent": "acces-0"}, CheckViolation),
        ({"type": "diagnostic", "au": "2026-11-22", "precedent": "r"}, CheckViolation),
        ({"type": "diagnostic", "au": "2026-11-22", "precedent": "autre"}, ForeignKeyViolation),
    ],
    "acces_proches": [
        ({"run_id": "autre"}, ForeignKeyViolation),
        ({"distance_m": -1}, CheckViolation),
        ({"duree_s": -1}, CheckViolation),
        ({"duree_s": float("inf")}, CheckViolation),
        ({"estime": False, "duree_estimee_s": -1}, CheckViolation),
        ({"estime": False, "duree_estimee_s": float("inf")}, CheckViolation),
        ({"duree_estimee_s": 1}, CheckViolation),
        ({"distance_m": float("nan")}, CheckViolation),
        ({"point_id": None}, NotNullViolation),
    ],
    "couverture": [
        ({"run_id": "autre"}, ForeignKeyViolation),
        ({"type_territoire": "pays"}, CheckViolation),
        ({"au_plus_s": -1}, CheckViolation),
        ({"population_couverte": 3}, CheckViolation),
        ({"population_couverte": -1}, CheckViolation),
        ({"profil": "martien"}, CheckViolation),
        ({"besoin": "vente"}, CheckViolation),
        ({"forme": "pigeon"}, CheckViolation),
    ],
    "deux_portes": [
        ({"run_id": "autre"}, ForeignKeyViolation),
        ({"type_territoire": "pays"}, CheckViolation),
        ({"profil": "tous"}, CheckViolation),
        ({"besoin": "tous"}, CheckViolation),
        ({"au_plus_s": -1}, CheckViolation),
        ({"population_1": -1}, CheckViolation),
        ({"population_2": -1}, CheckViolation),
        ({"population_plus": -1}, CheckViolation),
        ({"population_aucune": -1}, CheckViolation),
        ({"estime": None}, NotNullViolation),
    ],
    "indicateurs": [
        ({"run_id": "autre"}, ForeignKeyViolation),
        ({"type_territoire": "pays"}, CheckViolation),
        ({"indicateur": "Part couverte"}, CheckViolation),
        ({"profil": "martien"}, CheckViolation),
        ({"besoin": "vente"}, CheckViolation),
        ({"au_plus_s": -1}, CheckViolation),
        ({"valeur": float("inf")}, CheckViolation),
        ({"valeur": float("-inf")}, CheckViolation),
        ({"valeur": float("nan")}, CheckViolation),
        ({"estime": None}, NotNullViolation),
        ({"publiable": None}, NotNullViolation),
    ],
    "diagnostics": [
        ({"run_id": "autre"}, ForeignKeyViolation),
        ({"type_territoire": "pays"}, CheckViolation),
        ({"contenu": " "}, CheckViolation),
    ],
}

WITHOUT_A_KEY_OF_THEIR_OWN = {
    "pk_imports",
    "pk_rejets",
    "pk_bassins_communes",
    "pk_incertitudes",
    "pk_partitions_communes",
    "pk_acces_proches",
    "pk_couverture",
    "pk_deux_portes",
    "pk_indicateurs",
    "pk_diagnostics",
}
"""Numbered by PostgreSQL, of one truth value, or made of the columns tried elsewhere."""

CASES = [
    pytest.param(table, change, error, id=f"{table}-{'-'.join(map(str, change.items()))}")
    for table, rows in WRONG.items()
    for change, error in rows
]


@pytest.fixture(scope="module")
def _loaded(databases, directory_template):
    _, url = databases.create(directory_template)
    with psycopg.connect(url, autocommit=True) as connection:
        insert(connection, "runs", {**GOOD["runs"], "run_id": "acces-0"})
        insert(connection, "communes", {**GOOD["communes"], "code_commune": "01002"})
        connection.execute("DELETE FROM incertitudes")
        yield connection


@pytest.fixture
def loaded(_loaded):
    with _loaded.transaction(force_rollback=True):
        yield _loaded


def insert(connection, table, row):
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(map(sql.Placeholder, row)),
    )
    connection.execute(query, row)


def good_row(table):
    row = GOOD[table]
    return {**row, "code_commune": "01002"} if table == "bassins_communes" else row


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_enters(loaded, table):
    # so that each refusal below is due to its one change
    insert(loaded, table, good_row(table))


@pytest.mark.parametrize(("table", "change", "error"), CASES)
def test_a_wrong_row_is_refused(loaded, table, change, error):
    with pytest.raises(error):
        insert(loaded, table, {**good_row(table), **change})


def test_every_rule_of_the_schema_is_tried(loaded):
    rules = {
        str(rule.name)
        for table in metadata.tables.values()
        for rule in table.constraints
        if not (isinstance(rule, PrimaryKeyConstraint) and rule.name in WITHOUT_A_KEY_OF_THEIR_OWN)
    }

    assert {broken(loaded, *case.values[:2]) for case in CASES} >= rules


def broken(connection, table, change):
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        insert(connection, table, {**good_row(table), **change})
    return caught.value.diag.constraint_name


def test_a_run_goes_with_its_results_and_an_import_with_its_rejects(loaded):
    insert(loaded, "acces_proches", GOOD["acces_proches"])
    insert(loaded, "couverture", GOOD["couverture"])
    insert(loaded, "deux_portes", GOOD["deux_portes"])
    insert(loaded, "indicateurs", GOOD["indicateurs"])
    insert(loaded, "diagnostics", GOOD["diagnostics"])

    loaded.execute("DELETE FROM runs")
    loaded.execute("DELETE FROM imports")

    results = (
        "acces_proches", "couverture", "deux_portes", "indicateurs", "diagnostics", "rejets",
    )  # fmt: skip
    left = " UNION ALL ".join(f"SELECT FROM {table}" for table in results)
    assert loaded.execute(left).fetchall() == []


def test_a_commune_with_places_cannot_go(loaded):
    with pytest.raises(ForeignKeyViolation):
        loaded.execute("DELETE FROM communes WHERE code_commune = '93066'")


def test_foreign_keys_can_wait_for_the_end_of_a_transaction(loaded):
    loaded.execute("SET CONSTRAINTS ALL DEFERRED")
    loaded.execute("UPDATE communes SET code_commune = '93999' WHERE code_commune = '93066'")
    loaded.execute("UPDATE communes SET code_commune = '93066' WHERE code_commune = '93999'")
    loaded.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_column_of_a_place_is_a_field_of_it():
    made_by_the_store = {"geom", "nom_recherche"}
    fields = set(directory.points()[0].__dataclass_fields__)

    columns = set(metadata.tables["points_accueil"].columns.keys())

    assert columns - made_by_the_store == fields - {"lon", "lat"}
