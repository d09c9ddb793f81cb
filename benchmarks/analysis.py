"""
Time the tables of the analysis on the embedded reference, then E2SFCA on 30 million pairs.

    ./scripts/bench analysis           two to three minutes
    ./scripts/bench analysis --quick   E2SFCA on 1 million pairs only

Coverage: by car, by bicycle and on foot, every réseau and every public × need, seven thresholds,
bassins and region. Two doors: every public × need × origin, same modes and budgets. Travel times
are there before the clock starts. Peers, in the same run: the same coverage of réseaux by pandas
over the long table of pairs; the same doors question by question, every pair of legs (some
questions, scaled to all). Answers are compared before times. Siting: ``./scripts/bench siting``.
"""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import fca
import numpy as np
import pandas as pd

from geo.access.eligibility import competent, sends_on, served
from geo.access.survey import Survey
from geo.domain.competence import Competence
from geo.domain.couverture import ALL_RESEAUX, THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import ServiceDistance
from geo.network.estimate import ESTIMATED_MODES
from geo.pipeline.doors import door_shares
from geo.pipeline.ingest import ingest_reference
from geo.pipeline.need_coverage import need_coverage, reseau_coverage
from geo.pipeline.survey import read_surveys
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from geo.store.migrate import migrate
from geo.store.runs import read_reseaux
from geo.store.server import borrow_server
from geo.store.server.databases import create_database, drop_database
from geo.store.surveys import read_competences, read_services

ROUNDS = 3
ASKED = ((Profil.JEUNE, Mission.CONSEIL), (Profil.DEMANDEUR_EMPLOI, Mission.ACCOMPAGNEMENT))
"""Questions that the slow peer is asked."""

Result = TypeVar("Result")


def main() -> None:
    """Compare, then print times and ratios; E2SFCA at the end."""
    surveys, competences, services, reseaux = read_region()
    people, places = surveys[0].times.to_place_s.shape
    print(f"Embedded reference: {people} origins × {places} places × {len(surveys)} modes\n")
    print("| job | seconds, quickest of three (median) | rows | peer | its seconds | ratio |")
    print("|---|---|---|---|---|---|")
    time_coverage(surveys, competences, services, reseaux)
    time_doors(surveys, competences)
    print("\nE2SFCA\n", flush=True)
    fca.main()


def read_region() -> tuple[
    Sequence[Survey], Sequence[Competence], Sequence[ServiceDistance], list[str]
]:
    """Load the embedded reference in a database of its own, dropped once it was read."""
    settings, report = Settings(), SilentReporter()
    name = "dp_test_bench_analysis"
    with borrow_server(database_url=None, home=settings.processed_dir) as server:
        url = create_database(server.url, name)
        try:
            migrate(url)
            ingest_reference(url, settings.reference_dir, settings, report)
            with connect(url) as conn:
                reseaux = [ALL_RESEAUX, *read_reseaux(conn).index]
                surveys = read_surveys(conn, ESTIMATED_MODES)
                return surveys, read_competences(conn), read_services(conn), reseaux
        finally:
            drop_database(server.url, name)


def time_coverage(
    surveys: Sequence[Survey],
    competences: Sequence[Competence],
    services: Sequence[ServiceDistance],
    reseaux: list[str],
) -> None:
    """Time all the tables of coverage; those of the réseaux beside pandas."""
    by_need_s, rows = timed(lambda: need_coverage(surveys, competences, services))
    by_reseau_s, ours = timed(lambda: reseau_coverage(surveys, reseaux))
    peer_s, theirs = timed(lambda: coverage_by_pandas(surveys))
    check_same_coverage(ours, theirs)
    quickest = min(by_need_s) + min(by_reseau_s)
    print(f"| all tables of coverage | {quickest:.2f} | {len(rows) + len(ours):,} | | | |")
    print(line("of which réseaux", by_reseau_s, len(ours), "pandas, long table", peer_s))


def coverage_by_pandas(surveys: Sequence[Survey]) -> pd.DataFrame:
    """Count residents of bassins as anyone would: a row a pair, group, minimum, compare, sum."""
    parts = [_coverage_of_mode(survey) for survey in surveys]
    return pd.concat(parts, ignore_index=True)


def _coverage_of_mode(survey: Survey) -> pd.DataFrame:
    people, places = survey.people, survey.places
    origin, place = np.indices(survey.times.to_place_s.shape)
    pairs = pd.DataFrame(
        {
            "bassin": np.array(people.partitions["bassin"])[origin.ravel()],
            "origin": origin.ravel(),
            "reseau": np.array(places.reseau)[place.ravel()],
            "time_s": survey.times.to_place_s.ravel(),
        }
    )
    pairs = pairs[served(places.zones, people.codes).ravel()]
    doors = pairs[pairs["reseau"].isin({
        code for code, door in zip(places.reseau, places.is_door, strict=True) if door
    })].assign(reseau=ALL_RESEAUX)  # fmt: skip
    both = pd.concat([pairs, doors])
    nearest = both.groupby(["bassin", "origin", "reseau"])["time_s"].min().reset_index()
    nearest["population"] = people.population[nearest["origin"]]
    tables = []
    for cutoff_s in THRESHOLDS_S:
        within = nearest[nearest["time_s"] <= cutoff_s]
        sums = within.groupby(["bassin", "reseau"])["population"].sum().rename("covered")
        tables.append(sums.reset_index().assign(cutoff_s=cutoff_s))
    return pd.concat(tables).assign(mode=survey.times.mode)


def check_same_coverage(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Stop unless both counted the same residents."""
    keys = ["territory_code", "reseau", "mode", "cutoff_s"]
    mine = ours[ours["territory_type"] == "bassin"].set_index(keys)["covered_population"]
    other = theirs.rename(columns={"bassin": "territory_code"}).set_index(keys)["covered"]
    other = other.reindex(mine.index, fill_value=0)
    pd.testing.assert_series_equal(mine, other, check_names=False, check_dtype=False)


def time_doors(surveys: Sequence[Survey], competences: Sequence[Competence]) -> None:
    """Time the two doors of everyone; a question beside one that looks at every pair of legs."""
    ours_s, rows = timed(lambda: door_shares(surveys, competences))
    peer_s, found = timed(lambda: doors_pair_by_pair(surveys[0], competences), rounds=1)
    check_same_doors(rows, found, surveys[0])
    asked = len(Profil) * len(Mission) * len(surveys)
    scaled = [seconds * asked / len(ASKED) for seconds in peer_s]
    name = f"question by question, {len(ASKED)} of {asked}, scaled"
    print(line("two doors, all", ours_s, len(rows), name, scaled))


def doors_pair_by_pair(survey: Survey, competences: Sequence[Competence]) -> dict[str, list[int]]:
    """Find the two doors of everyone, one person at a time; residents by result and threshold."""
    found = {}
    may = served(survey.places.zones, survey.people.codes)
    for profil, mission in ASKED:
        helping = competent(survey.places, competences, [profil], mission)
        first = sends_on(survey.places, competences, [profil])
        within = np.zeros((2, len(THRESHOLDS_S)), dtype=np.int64)
        rows = zip(survey.times.to_place_s, may, survey.people.population, strict=True)
        for to_place_s, allowed, residents in rows:
            ends, starts = allowed & helping, allowed & first
            direct = to_place_s[ends].min(initial=np.inf)
            legs = np.maximum(to_place_s[starts][:, None], survey.times.onward_s[starts][:, ends])
            through = legs.min(initial=np.inf)
            for number, cutoff_s in enumerate(THRESHOLDS_S):
                if direct <= cutoff_s:
                    within[0, number] += residents
                elif through <= cutoff_s:
                    within[1, number] += residents
        found[f"{profil} {mission}"] = within.tolist()
    return found


def check_same_doors(rows: pd.DataFrame, found: dict[str, list[int]], survey: Survey) -> None:
    """Stop unless both counted the same residents."""
    region = rows[(rows["territory_type"] == "region") & (rows["mode"] == survey.times.mode)]
    for profil, mission in ASKED:
        mine = region[(region["profile"] == profil) & (region["mission"] == mission)]
        by_cutoff = mine.set_index("cutoff_s").loc[list(THRESHOLDS_S)]
        told = by_cutoff[["one_door", "two_doors"]].to_numpy().T.tolist()
        if told != found[f"{profil} {mission}"]:
            raise SystemExit(f"{profil} {mission}: {told} is not {found[f'{profil} {mission}']}.")


def line(job: str, ours_s: list[float], rows: int, peer: str, peer_s: list[float]) -> str:
    """Write a line of the table."""
    ours, theirs = min(ours_s), min(peer_s)
    median = sorted(ours_s)[len(ours_s) // 2]
    times = f"{ours:.2f} ({median:.2f}) | {rows:,}"
    return f"| {job} | {times} | {peer} | {theirs:.1f} | {theirs / ours:.1f} × |"


def timed(work: Callable[[], Result], *, rounds: int = ROUNDS) -> tuple[list[float], Result]:
    """Run some times; give the seconds of each and the last result."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - start)
    return taken, result


if __name__ == "__main__":
    main()
