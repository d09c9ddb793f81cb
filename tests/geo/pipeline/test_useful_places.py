"""A réseau of which the directory has no place: nothing that is measured of it means anything."""

import pytest

from geo.access.gap_report import GapQuestion
from geo.domain.mesure import Measure
from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.pipeline.coverage import CoverageAsked, find_coverage
from geo.pipeline.gaps import find_gaps, find_gaps_in_store, read_ground
from geo.pipeline.measure import MeasureAsked, find_measure
from geo.pipeline.partition import PartitionAsked, find_partitions
from geo.pipeline.site_candidates import SitesAsked
from geo.pipeline.sites import find_best_per_part
from geo.pipeline.survey import read_surveys
from geo.pipeline.useful_places import check_has_places, check_reseau_is_there
from geo.progress import SilentReporter
from geo.store.engine import connect

QUESTION = GapQuestion(reseau="apec")


@pytest.fixture
def conn(directory_url):
    with connect(directory_url) as connection:
        connection.execute("DELETE FROM points_accueil WHERE reseau = 'apec'")
        yield connection


@pytest.mark.parametrize(
    "find",
    [
        lambda conn: check_reseau_is_there(conn, "apec"),
        lambda conn: find_gaps_in_store(conn, QUESTION, Mode.VOITURE, SilentReporter()),
        lambda conn: find_gaps(
            read_ground(conn), *read_surveys(conn, [Mode.VOITURE]), QUESTION, SilentReporter()
        ),
        lambda conn: find_partitions(
            conn, PartitionAsked(reseau="apec", mode=Mode.VOITURE), SilentReporter()
        ),
        lambda conn: find_measure(
            conn,
            MeasureAsked(measure=Measure.NEAREST, reseau="apec", mode=Mode.VOITURE),
            SilentReporter(),
        ),
        lambda conn: find_best_per_part(
            conn,
            SitesAsked(mode=Mode.VOITURE, kinds=("mairies",), reseau="apec"),
            SilentReporter(),
        ),
    ],
    ids=["alone", "gaps", "gaps from ready times", "partition", "measure", "sites"],
)
def test_it_is_refused_in_the_same_words(conn, find):
    with pytest.raises(SourceError, match=r"APEC : l’annuaire chargé n’a aucun lieu de ce réseau"):
        find(conn)


def test_coverage_is_nothing_and_says_why(conn):
    asked = CoverageAsked(reseaux=("apec", "cio"), modes=(Mode.VOITURE,))
    found = find_coverage(conn, asked, SilentReporter())

    assert found.without_place == ("apec",)
    apec = found.table["reseau"] == "apec"
    assert found.table.loc[apec, "covered_population"].sum() == 0


def test_any_door_is_always_asked():
    check_has_places("tous", "Tous les réseaux", ())
