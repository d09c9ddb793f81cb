import shutil
from contextlib import contextmanager

import pandas as pd
import pytest

from geo.domain.run import TypeRun, build_run
from geo.pipeline import prepare as prepare_module
from geo.pipeline.prepare import KEPT, prepare
from geo.pipeline.publish import coverage_map_path, exports_folder
from geo.pipeline.version import code_version
from geo.settings import REPOSITORY, Settings
from geo.store.engine import connect
from geo.store.runs import directory_digest, save_run
from geo.tables import COVERAGE_COLUMNS, NEAREST_COLUMNS


class Recorder:
    """Remembers the steps that were really done."""

    def __init__(self):
        self.steps = []

    @contextmanager
    def step(self, label, total=None):
        del total
        self.steps.append(label)
        yield lambda _done: None


@pytest.fixture(scope="module")
def prepared(databases, template_database, tmp_path_factory):
    """A first demo: database to copy, folder of data to copy, steps, run."""
    name, url = databases.create(template_database)
    data = tmp_path_factory.mktemp("demo") / "data"
    for folder in ("raw", "reference"):
        shutil.copytree(REPOSITORY / "data" / folder, data / folder)
    return name, data, *steps_of(Settings(database_url=url, data_dir=data))


@pytest.fixture
def settings(prepared, databases, tmp_path):
    """What the first demo left, copied so that a test may touch it."""
    name, data, *_ = prepared
    shutil.copytree(data, tmp_path / "data")
    return Settings(database_url=databases.create(name)[1], data_dir=tmp_path / "data")


def steps_of(settings):
    recorder = Recorder()
    run = prepare(settings.database_url, settings, recorder)
    return recorder.steps, run


def one(url, query):
    with connect(url) as conn:
        return conn.execute(query).fetchone()


def test_the_demo_stores_and_publishes_the_region(settings, prepared):
    *_, steps, _ = prepared

    stored = one(
        settings.database_url,
        "SELECT (SELECT count(*) FROM communes WHERE type = 'commune'),"
        " (SELECT count(*) FROM communes WHERE type = 'arrondissement'),"
        " (SELECT count(*) FROM bassins), (SELECT sum(population) FROM origins),"
        " (SELECT count(*) FROM origins), (SELECT count(*) FROM points_accueil)",
    )
    imported = one(
        settings.database_url,
        "SELECT lus, acceptes, rejetes, (SELECT count(*) FROM rejets r WHERE r.import_id ="
        " i.import_id AND motif = 'reseau_non_repris') FROM imports i WHERE source = 'dila'",
    )
    assert stored == (1266, 20, 25, 12_463_067, 1285, 642)
    assert imported == (746, 642, 104, 97)
    assert len(steps) > 5
    assert coverage_map_path(settings).stat().st_size > 1_000_000
    assert any(exports_folder(settings).glob("*.gpkg"))


def test_a_second_demo_does_nothing(settings, prepared):
    *_, first = prepared

    steps, second = steps_of(settings)

    assert steps == []
    assert second.run_id == first.run_id


def on_a_network(settings, version):
    """Leave a run on a network as the latest, computed by a version of the program."""
    url = settings.database_url
    with connect(url) as conn:
        streets = {"nom": "ville", "profils": {"marche": {}, "voiture": {}}}
        run = build_run(
            TypeRun.ACCES,
            parametres={"reseau_rues": streets},
            empreintes={"annuaire": directory_digest(conn)},
            version_code=version,
        )
        empty = [pd.DataFrame(columns=list(c)) for c in (NEAREST_COLUMNS, COVERAGE_COLUMNS)]
        save_run(conn, run, empty[0], empty[1].assign(is_estimate=[]))
    return run


def test_a_run_on_a_network_that_still_holds_is_kept_and_the_way_back_said(settings, monkeypatch):
    monkeypatch.setattr(prepare_module, "_show", lambda _run, _paths: True)
    kept = on_a_network(settings, code_version())

    steps, run = steps_of(settings)

    assert run == kept
    assert steps == ["Calcul sur le réseau « ville » gardé ; estimations : deuxportes access run"]


def test_estimates_in_the_place_of_an_outdated_run_on_a_network_say_how_to_return(settings):
    on_a_network(settings, "0.0")

    steps, run = steps_of(settings)

    assert "reseau_rues" not in run.parametres
    assert steps[0].startswith("Des estimations remplacent le calcul sur le réseau « ville »")
    assert steps[0].endswith("deuxportes access run --network ville --mode marche --mode voiture")


def test_changed_rules_are_taken_up(settings, prepared):
    *_, before = prepared
    rules = settings.raw_dir / "reseaux.toml"
    text = rules.read_text(encoding="utf-8")
    changed = text.replace('nom = "Mission locale"', 'nom = "Mission locale des jeunes"')
    rules.write_text(changed, encoding="utf-8")

    _, after = steps_of(settings)

    named = one(settings.database_url, "SELECT nom FROM reseaux WHERE code = 'mission-locale'")
    assert named == ("Mission locale des jeunes",)
    assert after.run_id != before.run_id


def test_a_changed_declaration_is_taken_up_like_a_reseau(settings, prepared):
    *_, before = prepared
    rules = settings.rules_dir / "competences.toml"
    text = rules.read_text(encoding="utf-8")
    assert "sauf = []" in text
    rules.write_text(text.replace("sauf = []", 'sauf = ["france-services"]'), encoding="utf-8")

    _, after = steps_of(settings)

    sending = "SELECT bool_or(renvoie) FROM competences WHERE reseau = 'france-services'"
    assert one(settings.database_url, sending) == (False,)
    assert after.run_id != before.run_id


def test_what_the_user_loaded_is_kept(settings):
    with connect(settings.database_url) as conn:
        conn.execute("UPDATE imports SET fichier = 'annuaire-de-la-region.tar.zst'")
    rules = settings.raw_dir / "reseaux.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")

    steps, _ = steps_of(settings)

    assert steps == [KEPT]


def test_what_shows_another_run_or_is_gone_is_made_again(settings, prepared):
    *_, run = prepared
    page, table = coverage_map_path(settings), exports_folder(settings) / "couverture.csv"
    page.write_text(page.read_text(encoding="utf-8").replace(run.run_id, "acces-0"), "utf-8")
    table.unlink()

    steps, _ = steps_of(settings)

    assert steps == ["Carte de couverture", "Tableaux de couverture"]
    assert run.run_id in page.read_text(encoding="utf-8")
    assert table.exists()


def log_single_file(conn, accepted):
    conn.execute(
        "INSERT INTO imports (source, fichier, empreinte, entier, lus, acceptes, rejetes, ajoutes,"
        " modifies, retires, version_code)"
        " VALUES ('dila', 'seule.xml', 'x', false, 1, %s, %s, %s, 0, 0, 'v')",
        [accepted, 1 - accepted, accepted],
    )


def test_without_any_place_the_reference_is_loaded(settings):
    with connect(settings.database_url) as conn:
        conn.execute("DELETE FROM points_accueil")
        conn.execute("DELETE FROM imports WHERE source = 'dila'")
        log_single_file(conn, accepted=0)

    steps_of(settings)

    assert one(settings.database_url, "SELECT count(*) FROM points_accueil") == (642,)


def test_a_single_file_does_not_stop_the_reference_from_being_refreshed(settings):
    with connect(settings.database_url) as conn:
        log_single_file(conn, accepted=1)
    rules = settings.raw_dir / "reseaux.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace('nom = "Mission locale"', 'nom = "ML"'), encoding="utf-8")

    steps_of(settings)

    named = one(settings.database_url, "SELECT nom FROM reseaux WHERE code = 'mission-locale'")
    assert named == ("ML",)


@pytest.mark.parametrize(
    ("foreign", "old", "done"),
    [
        ("dila", "territoires", ["Lecture des territoires", "Chargement des territoires"]),
        ("territoires", "dila", []),
    ],
)
def test_beside_what_the_user_loaded_only_territories_are_refreshed(settings, foreign, old, done):
    with connect(settings.database_url) as conn:
        conn.execute("UPDATE imports SET fichier = 'autre' WHERE source = %s", [foreign])
        conn.execute("UPDATE imports SET empreinte = 'ancienne' WHERE source = %s", [old])

    steps, _ = steps_of(settings)

    assert steps == [KEPT, *done]
