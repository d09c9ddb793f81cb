import pytest

from geo.errors import StoreEmptyError, StoreError
from geo.pipeline.access import compute_access
from geo.pipeline.publish import coverage_report
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect


def test_nothing_is_published_before_access_is_computed(shared_directory_url):
    with pytest.raises(StoreEmptyError, match="access run"):
        coverage_report(shared_directory_url, Settings())


def test_a_run_of_an_earlier_directory_is_not_published_with_the_new_one(directory_url):
    compute_access(directory_url, SilentReporter())
    assert coverage_report(directory_url, Settings()).places.size

    with connect(directory_url) as conn:
        conn.execute("DELETE FROM points_accueil WHERE reseau = 'cio'")

    with pytest.raises(StoreError, match="access run"):
        coverage_report(directory_url, Settings())


def test_only_the_files_of_the_region_loaded_are_credited(directory_url):
    compute_access(directory_url, SilentReporter())
    with connect(directory_url) as conn:
        conn.execute(
            "INSERT INTO imports (source, fichier, empreinte, entier, lus, acceptes, rejetes,"
            " ajoutes, modifies, retires, version_code)"
            " VALUES ('territoires', 'bretagne', 'x', true, 1, 1, 0, 0, 0, 0, '1')"
        )

    subjects = [credit.subject for credit in coverage_report(directory_url, Settings()).credits]

    assert len(subjects) == 1
    assert "éseaux" in subjects[0]
