"""Runs: what access is computed from, and the results kept under their `run_id`."""

from collections.abc import Mapping

import pandas as pd

from geo.domain.run import Run
from geo.store.engine import Connection, store_errors
from geo.store.inputs import (
    directory_digest,
    read_destinations,
    read_members,
    read_origins,
    read_reseaux,
    read_territory_populations,
)
from geo.store.results import (
    COVERAGE,
    DOORS,
    NEAREST,
    NEEDS,
    NeedResults,
    copy_results,
    read_coverage,
    read_doors,
    read_nearest,
    read_need_coverage,
    with_estimates,
)
from geo.store.run_rows import (
    computed_at,
    insert_run,
    latest_run,
    read_findings,
    read_run,
    recall_run,
)
from geo.tables import check_columns

__all__ = [
    "NeedResults",
    "computed_at",
    "directory_digest",
    "latest_run",
    "read_coverage",
    "read_destinations",
    "read_doors",
    "read_findings",
    "read_members",
    "read_nearest",
    "read_need_coverage",
    "read_origins",
    "read_reseaux",
    "read_run",
    "read_territory_populations",
    "recall_run",
    "save_run",
    "with_estimates",
]


def save_run(
    conn: Connection,
    run: Run,
    nearest: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    needs: NeedResults | None = None,
    findings: Mapping[str, object] | None = None,
) -> bool:
    """
    Keep the results of a run, all of them or none.

    Parameters
    ----------
    conn
        Connection in autocommit.
    run
        What determined the results.
    nearest
        `NEAREST_COLUMNS`; with `ESTIMATED_TIME`, missing where a row has none, where it is known.
    coverage
        `COVERAGE_COLUMNS`; with ``is_estimate`` where it is known, else a row is an
        estimate as soon as one nearest place of its réseau and mode is.
    needs
        Coverage and doors by public and need, where they were counted.
    findings
        What else is to be told of the run; values that JSON can write.

    Returns
    -------
    saved
        False where the run was there already: it only becomes the latest again.

    Raises
    ------
    MissingColumnError, InputError
        If a table breaks its contract.
    StoreUnavailableError
        If the server does not answer.
    """
    check_columns(nearest, NEAREST.columns, name=NEAREST.name)
    check_columns(coverage, COVERAGE.columns, name=COVERAGE.name)
    told = coverage if "is_estimate" in coverage else with_estimates(coverage, nearest)
    kept = [(NEAREST, nearest), (COVERAGE, told)]
    if needs is not None:
        kept += [(NEEDS, needs.coverage), (DOORS, needs.doors)]
    with store_errors(), conn.transaction():
        if not insert_run(conn, run, findings):
            return False
        for kind, frame in kept:
            copy_results(conn, run.run_id, kind, frame)
    return True
