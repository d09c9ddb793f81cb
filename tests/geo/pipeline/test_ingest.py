"""On the embedded reference: what an ingest replaces, refuses and leaves."""

import shutil
from dataclasses import replace

import pytest
import shapely

from geo.errors import SourceError, StoreEmptyError, StoreError
from geo.pipeline import ingest
from geo.pipeline.ingest import (
    POINTS_FILE,
    ingest_points,
    ingest_reference,
    ingest_territories,
    points_import,
    reading_of,
)
from geo.progress import SilentReporter
from geo.settings import REPOSITORY, Settings
from geo.sources.rules import RESEAUX_FILE
from geo.store.engine import connect
from geo.store.runs import directory_digest

REPORT = SilentReporter()
EVERYTHING = (
    "SELECT (SELECT count(*) FROM communes), (SELECT count(*) FROM points_accueil),"
    " (SELECT count(*) FROM imports)"
)


@pytest.fixture(scope="module")
def loaded_database(databases, template_database):
    """Name of a database to copy that holds the embedded reference."""
    name, url = databases.create(template_database)
    settings = Settings(database_url=url, data_dir=REPOSITORY / "data")
    ingest_reference(url, settings.reference_dir, settings, REPORT)
    return name


@pytest.fixture
def settings(loaded_database, databases, tmp_path):
    """The reference loaded, and a copy of the files that a test may touch."""
    for folder in ("raw", "reference"):
        shutil.copytree(REPOSITORY / "data" / folder, tmp_path / folder)
    return Settings(database_url=databases.create(loaded_database)[1], data_dir=tmp_path)


def one(settings, query):
    with connect(settings.database_url) as conn:
        return conn.execute(query).fetchone()


def digest(settings):
    with connect(settings.database_url) as conn:
        return directory_digest(conn)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def take_out(path, head, line):
    """Take out of a file the tables that have a line."""
    tables = path.read_text(encoding="utf-8").split(head)
    kept = [table for table in tables if line not in table]
    path.write_text(head.join(kept), encoding="utf-8")


def ingest_the_points(settings, **options):
    reading = reading_of("reference", None, settings)
    return ingest_points(settings.database_url, reading, settings, REPORT, **options)


def test_a_reference_is_loaded_whole_and_the_second_time_nothing_changes(settings):
    before = one(settings, EVERYTHING)

    territories, summary = ingest_reference(
        settings.database_url, settings.reference_dir, settings, REPORT
    )

    assert before == (1286, 642, 2)
    assert len(territories.communes) == 1286
    assert (summary.read, summary.unchanged) == (746, 642)
    assert one(settings, EVERYTHING) == before


def test_a_reseau_taken_out_of_its_table_goes_with_its_places(settings):
    take_out(settings.raw_dir / RESEAUX_FILE, "[[reseaux]]", 'code = "cidff"')
    take_out(settings.rules_dir / "competences.toml", "[[competences]]", 'reseau = "cidff"')
    take_out(settings.rules_dir / "services_a_distance.toml", "[[services]]", 'reseau = "cidff"')

    summary = ingest_the_points(settings)

    gone = "SELECT count(*) FILTER (WHERE reseau = 'cidff'), count(*) FROM points_accueil"
    assert summary.removed > 0
    assert one(settings, gone) == (0, 642 - summary.removed)
    assert one(settings, "SELECT count(*) FROM reseaux WHERE code = 'cidff'") == (0,)


def test_refused_places_leave_the_rules_as_they_were(settings):
    edit(settings.raw_dir / RESEAUX_FILE, 'nom = "Mission locale"', 'nom = "Autre nom"')
    table = settings.reference_dir / POINTS_FILE
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(rows[:50]), encoding="utf-8")
    before = digest(settings)

    with pytest.raises(StoreError, match=r"--allow-shrink.*Rien n’a été changé"):
        ingest_the_points(settings)

    assert digest(settings) == before
    ingest_the_points(settings, allow_shrink=True)
    assert digest(settings) != before


def test_what_the_service_declares_is_loaded_with_the_places(settings):
    counts = "SELECT (SELECT count(*) FROM competences), (SELECT count(*) FROM temps_reference),"
    counts += " (SELECT count(*) FROM incertitudes), (SELECT count(*) FROM publics)"
    competences, *others = one(settings, counts)

    assert competences > 50
    assert others[:2] == [5, 2]
    assert others[2] > 0


def test_an_edited_rule_is_a_change_and_what_places_serve_follows_it(settings):
    reading = reading_of("reference", None, settings)
    before, described = digest(settings), points_import(reading, settings)
    edit(settings.rules_dir / "competences.toml", 'publics = ["femme"]', 'publics = ["jeune"]')

    assert points_import(reading, settings) != described
    summary = ingest_the_points(settings)

    assert summary.updated > 0
    assert digest(settings) != before
    query = "SELECT DISTINCT publics FROM points_accueil WHERE reseau = 'cidff'"
    assert one(settings, query) == (["jeune"],)


def test_a_folder_without_rules_is_refused_before_anything_is_read(settings):
    shutil.rmtree(settings.rules_dir)
    before = digest(settings)

    with pytest.raises(SourceError, match=r"competences\.toml.*reprenez-les du dépôt"):
        ingest_the_points(settings)
    with pytest.raises(SourceError, match=r"competences\.toml"):
        ingest_reference(settings.database_url, settings.reference_dir, settings, REPORT)

    assert digest(settings) == before


def test_without_communes_nothing_is_read(database_url):
    settings = Settings(database_url=database_url, data_dir=REPOSITORY / "data")

    def read(*_):
        pytest.fail("the file was read")

    reading = replace(reading_of("reference", None, settings), read=read)
    with pytest.raises(StoreEmptyError, match="deuxportes ingest territories"):
        ingest_points(database_url, reading, settings, REPORT)


def merged(territories, code, into):
    """Give territories where a commune was merged into another."""
    communes = territories.communes.copy()
    shapes = communes.geometry.copy()
    shapes[into] = shapely.union(shapes[into], shapes[code])
    others, cut = territories.bassins_communes, territories.partitions_communes
    return replace(
        territories,
        communes=communes.set_geometry(shapes).drop(code),
        bassins_communes=others[others["code_commune"] != code],
        partitions_communes=cut[cut["code_commune"] != code],
        origins=territories.origins[territories.origins["code_commune"] != code],
        sites=territories.sites[territories.sites["code_commune"] != code],
    )


def test_communes_that_merge_are_replaced_with_their_places(settings, monkeypatch):
    url, folder = settings.database_url, settings.reference_dir
    code, into = one(
        settings,
        "SELECT c.code_commune, n.code_commune FROM communes c JOIN communes n"
        " ON ST_Touches(c.geom, n.geom) WHERE c.code_departement = '77'"
        " AND n.code_departement = '77' AND EXISTS (SELECT FROM points_accueil p"
        " WHERE p.code_commune = c.code_commune) ORDER BY 1, 2 LIMIT 1",
    )
    there = f"SELECT count(*) FROM points_accueil WHERE code_commune = '{code}'"  # noqa: S608 - ours
    assert one(settings, there)[0] > 0
    read = ingest.read_reference
    monkeypatch.setattr(ingest, "read_reference", lambda path: merged(read(path), code, into))
    before = digest(settings)

    with pytest.raises(StoreError, match=r"deuxportes ingest reference \[DOSSIER\].*DATABASE_URL"):
        ingest_territories(url, folder, REPORT)
    assert digest(settings) == before

    ingest_reference(url, folder, settings, REPORT)

    assert one(settings, there) == (0,)
    assert one(settings, EVERYTHING)[:2] == (1285, 642)


@pytest.mark.parametrize(
    ("name", "content", "whole"),
    [
        ("fiche.XML", "<service/>", False),
        ("fiche", "<service/>", False),
        ("fiche.txt", "<service/>", False),
        ("annuaire.tar", None, True),
    ],
)
def test_one_record_is_never_the_whole_source(tmp_path, name, content, whole):
    path = tmp_path / name
    if content is None:
        path.mkdir()
    else:
        path.write_text(content)

    assert reading_of("dila", path, Settings(data_dir=tmp_path)).whole is whole


@pytest.mark.parametrize("form", ["dila", "reference"])
def test_a_path_that_leads_nowhere_is_said(tmp_path, form):
    with pytest.raises(SourceError, match="absent"):
        reading_of(form, tmp_path / "absent", Settings(data_dir=tmp_path))
