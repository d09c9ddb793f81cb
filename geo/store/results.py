"""Results of runs, and their names outside: nearest places, coverage, the two doors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd
from psycopg import sql
from sqlalchemy import ColumnElement, Table, select, true

from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.errors import InputError
from geo.store.engine import Connection
from geo.store.frames import read_frame
from geo.store.run_rows import read_run
from geo.store.schema import acces_proches, couverture, deux_portes
from geo.tables import (
    COVERAGE_COLUMNS,
    DOORS_COLUMNS,
    ESTIMATED_TIME,
    NEAREST_COLUMNS,
    NEED_COVERAGE_COLUMNS,
    check_columns,
)

TERRITORY = {"type_territoire": "territory_type", "code_territoire": "territory_code"}
COVERED = {
    "mode": "mode",
    "au_plus_s": "cutoff_s",
    "population": "population",
    "population_couverte": "covered_population",
    "estime": "is_estimate",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """
    Rows of results of one kind.

    Attributes
    ----------
    name
        Said in messages.
    table
        Where they are.
    columns
        Contract of the table in Python.
    outside
        Columns of the store, in the order of rows up to `rank`, and their names in Python.
    rank
        How many of them order the rows.
    same
        Columns of the store that have one value in all of these rows.
    only
        What tells them from other rows of the table.
    optional
        Columns in Python whose values may be missing; a frame may do without those columns.
    """

    name: str
    table: Table
    columns: tuple[str, ...]
    outside: Mapping[str, str]
    rank: int
    same: Mapping[str, str] = field(default_factory=dict)
    only: ColumnElement[bool] = field(default_factory=true)
    optional: tuple[str, ...] = ()


NEAREST = Kept(
    name="nearest places",
    table=acces_proches,
    columns=NEAREST_COLUMNS,
    outside={
        "origine_id": "origin_id",
        "reseau": "reseau",
        "mode": "mode",
        "point_id": "destination_id",
        "distance_m": "distance_m",
        "duree_s": "travel_time_s",
        "estime": "is_estimate",
        "duree_estimee_s": ESTIMATED_TIME,
    },
    rank=3,
    optional=(ESTIMATED_TIME,),
)

COVERAGE = Kept(
    name="coverage",
    table=couverture,
    columns=COVERAGE_COLUMNS,
    outside={**TERRITORY, "reseau": "reseau", **COVERED},
    rank=5,
    same={"profil": ALL_RESEAUX, "besoin": ALL_RESEAUX, "forme": Forme.PHYSIQUE.value},
    only=couverture.c.profil == ALL_RESEAUX,
)

NEEDS = Kept(
    name="coverage of needs",
    table=couverture,
    columns=NEED_COVERAGE_COLUMNS,
    outside={
        **TERRITORY,
        "profil": "profile",
        "besoin": "mission",
        "forme": "form",
        **COVERED,
    },
    rank=7,
    same={"reseau": ALL_RESEAUX},
    only=couverture.c.profil != ALL_RESEAUX,
)

DOORS = Kept(
    name="doors",
    table=deux_portes,
    columns=DOORS_COLUMNS,
    outside={
        **TERRITORY,
        "profil": "profile",
        "besoin": "mission",
        "mode": "mode",
        "au_plus_s": "cutoff_s",
        "population_1": "one_door",
        "population_2": "two_doors",
        "population_plus": "beyond",
        "population_aucune": "nobody",
        "estime": "is_estimate",
    },
    rank=6,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NeedResults:
    """
    What a run found of publics and needs.

    Attributes
    ----------
    coverage
        `NEED_COVERAGE_COLUMNS`.
    doors
        `DOORS_COLUMNS`.

    Raises
    ------
    MissingColumnError
        If a table breaks its contract.
    """

    coverage: pd.DataFrame
    doors: pd.DataFrame

    def __post_init__(self) -> None:
        check_columns(self.coverage, NEED_COVERAGE_COLUMNS, name=NEEDS.name)
        check_columns(self.doors, DOORS_COLUMNS, name=DOORS.name)


def with_estimates(coverage: pd.DataFrame, nearest: pd.DataFrame) -> pd.DataFrame:
    """
    Say of each row of coverage whether it rests on an estimate.

    Parameters
    ----------
    coverage
        `COVERAGE_COLUMNS`.
    nearest
        `NEAREST_COLUMNS` it was counted from.

    Returns
    -------
    coverage
        With ``is_estimate``: true as soon as one nearest place of its réseau and mode
        is; where that réseau has none, of its mode; where nothing was reached, true.
    """
    by_reseau = nearest.groupby(["reseau", "mode"])["is_estimate"].any()
    by_mode = nearest.groupby("mode")["is_estimate"].any()
    pairs = pd.MultiIndex.from_frame(coverage[["reseau", "mode"]])
    own = pd.Series(by_reseau.reindex(pairs).to_numpy(dtype=object), index=coverage.index)
    known = own.where(own.notna(), coverage["mode"].map(by_mode).astype(object))
    return coverage.assign(is_estimate=known.where(known.notna(), other=True).astype(bool))


def copy_results(conn: Connection, run_id: str, kept: Kept, frame: pd.DataFrame) -> None:
    """
    Keep rows of a run.

    Parameters
    ----------
    conn
        In the transaction that keeps the run too.
    run_id
        That run.
    kept
        Their kind.
    frame
        Its columns in Python.

    Raises
    ------
    InputError
        If a value is missing that is not optional.
    """
    names = ["run_id", *kept.same, *kept.outside]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(kept.table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    first = (run_id, *kept.same.values())
    with conn.cursor().copy(into) as copy:
        for row in _rows(frame, kept):
            copy.write_row((*first, *row))


def _rows(frame: pd.DataFrame, kept: Kept) -> Iterator[tuple[object, ...]]:
    absent = {name: None for name in kept.optional if name not in frame}
    values = frame.assign(**absent)[list(kept.outside.values())].astype(object)
    missing = values.isna()
    if missing.drop(columns=list(kept.optional)).any(axis=None):
        raise InputError(
            "needed results without missing values; an unreached pair is an absent row."
        )
    return values.mask(missing, None).itertuples(index=False, name=None)


def read_nearest(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the nearest places a run found.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    nearest
        `NEAREST_COLUMNS` and `ESTIMATED_TIME`, by origin, réseau and mode.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    return _read(conn, run_id, NEAREST).astype({ESTIMATED_TIME: float})


def read_coverage(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the residents covered that a run counted, by réseau.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    coverage
        `COVERAGE_COLUMNS` and ``is_estimate``, by territory, réseau, mode and threshold.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    return _read(conn, run_id, COVERAGE)


def read_need_coverage(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the residents helped that a run counted, by public and need.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    coverage
        `NEED_COVERAGE_COLUMNS`, by territory, public, need, form, mode and threshold; empty for a
        run of before they were counted.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    return _read(conn, run_id, NEEDS)


def read_doors(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the residents that a run counted by how many doors they push.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    doors
        `DOORS_COLUMNS`, by territory, public, need, mode and budget; empty for a run of before
        they were counted.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    return _read(conn, run_id, DOORS)


def _read(conn: Connection, run_id: str, kept: Kept) -> pd.DataFrame:
    read_run(conn, run_id)
    return read_results(conn, run_id, kept)


def read_results(conn: Connection, run_id: str, kept: Kept) -> pd.DataFrame:
    """
    Give rows of a run.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        That run, known to be kept.
    kept
        Their kind.

    Returns
    -------
    frame
        Its columns in Python, in the order of its rank.
    """
    columns = kept.table.c
    query = (
        select(*(columns[theirs].label(ours) for theirs, ours in kept.outside.items()))
        .where(columns.run_id == run_id, kept.only)
        .order_by(*(columns[name] for name in list(kept.outside)[: kept.rank]))
    )
    return read_frame(conn, query)
