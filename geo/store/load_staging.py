"""Staging tables: rows are copied beside the stored ones, and checked before any is swapped."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import psycopg
from psycopg import sql
from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Table, UniqueConstraint

from geo.errors import InputError, StoreError
from geo.store.engine import Connection
from geo.store.schema import metadata

NAMED_ROWS = 5
"""How many wrong rows a message names."""

ADVICE = {
    "communes": (
        "Chargez ces territoires avec leurs points d’accueil, d’un seul coup : deuxportes ingest "
        "reference [DOSSIER]. Ou repartez d’une base vide : deuxportes db reset, ou une base "
        "neuve dans DATABASE_URL si vous l’utilisez (db reset n’y touche jamais)."
    ),
    "reseaux": (
        "Remettez ces réseaux dans reseaux.toml ; ou chargez toute la source de ces points, "
        "dossier ou archive, et non un fichier seul."
    ),
}
"""What to do when rows of a table are still needed."""

Row = Sequence[object]


def staging_name(table: Table) -> sql.Identifier:
    """Name the staging table of a table, in the session's temporary schema."""
    return sql.Identifier("pg_temp", f"staged_{table.name}")


def key_columns(table: Table) -> list[str]:
    """Name the columns of the primary key."""
    return [column.name for column in table.primary_key]


def column_names(table: Table) -> list[str]:
    """Name the columns, in the order of the table."""
    return [column.name for column in table.columns]


def stage(conn: Connection, table: Table, rows: Iterable[Row]) -> None:
    """
    Copy rows into the staging table of a table.

    Parameters
    ----------
    conn
        In a transaction, whose end drops the staging table.
    table
        Where the rows will go; it is not touched.
    rows
        Values in the order of the table's columns.

    Raises
    ------
    InputError
        If a value is not of its column's type.
    """
    name = staging_name(table)
    conn.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
    # AS SELECT keeps types and leaves every constraint to the checks, which name the rows
    conn.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT * FROM {} WITH NO DATA").format(
            sql.Identifier(f"staged_{table.name}"),
            sql.Identifier(table.name),
        )
    )
    try:
        with conn.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.DataError as error:
        raise InputError(
            f"needed rows of {table.name}, got {error.diag.message_primary}."
        ) from error


def check_staged(conn: Connection, table: Table) -> None:
    """
    Check staged rows against what the schema says of each row and of their keys.

    Parameters
    ----------
    conn
        In the transaction that staged.
    table
        Table staged.

    Raises
    ------
    InputError
        If a value is missing, a CHECK fails or a key is repeated; names the rows.
    """
    for condition, problem in _row_conditions(table):
        _refuse(table, problem, _wrong_rows(conn, table, condition))
    for columns in _unique_keys(table):
        _refuse(table, f"repeat {', '.join(columns)}", _repeated(conn, table, columns))


def check_references(conn: Connection, table: Table, *, replaced: Collection[Table]) -> None:
    """
    Check that what staged rows refer to exists, staged beside them or stored.

    Parameters
    ----------
    conn
        In the transaction that staged.
    table
        Table staged.
    replaced
        Tables of which only the staged rows will remain.

    Raises
    ------
    InputError
        If a row refers to nothing; names the rows.
    """
    for column, target in _references(table):
        place = _place(target.table, replaced)
        missing = _missing(conn, staging_name(table), column, place, target)
        problem = f"refer to a {column.name} that {target.table.name} lack; load that first"
        _refuse(table, problem, missing)


def check_not_orphaned(conn: Connection, replaced: Collection[Table]) -> None:
    """
    Check that no stored row refers to a row about to go.

    Parameters
    ----------
    conn
        In the transaction that staged.
    replaced
        Tables of which only the staged rows will remain.

    Raises
    ------
    StoreError
        If stored rows would lose what they refer to; names them.
    """
    for table in metadata.sorted_tables:
        if table in replaced:
            continue
        for column, target in _references(table):
            if target.table in replaced:
                place = staging_name(target.table)
                lost = _missing(conn, sql.Identifier(table.name), column, place, target)
                if lost:
                    raise StoreError(
                        f"{len(lost)} {table.name} dépendent de {target.table.name} qui "
                        f"disparaîtraient ({_some(lost, more='et {} autres')}). "
                        f"{ADVICE[target.table.name]} Rien n’a été changé."
                    )


def _row_conditions(table: Table) -> Iterator[tuple[sql.Composable, str]]:
    for column in table.columns:
        if not column.nullable:
            found = sql.SQL("{} IS NOT NULL").format(sql.Identifier(column.name))
            yield found, f"lack {column.name}"
    checks = (check for check in table.constraints if isinstance(check, CheckConstraint))
    for check in sorted(checks, key=lambda check: str(check.name)):
        text = str(check.sqltext)
        # the text is the schema's own, never a caller's
        yield sql.SQL(text), f"break {str(check.name).removeprefix(f'ck_{table.name}_')} ({text})"


def _unique_keys(table: Table) -> Iterator[list[str]]:
    yield key_columns(table)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]


def _references(table: Table) -> Iterator[tuple[Column[object], Column[object]]]:
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint):
            for element in constraint.elements:
                yield element.parent, element.column


def _place(table: Table, replaced: Collection[Table]) -> sql.Identifier:
    return staging_name(table) if table in replaced else sql.Identifier(table.name)


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _key(table: Table) -> sql.Composed:
    return sql.SQL("concat_ws(' ', {})").format(_names(key_columns(table)))


def _wrong_rows(conn: Connection, table: Table, condition: sql.Composable) -> list[str]:
    return _column(
        conn,
        sql.SQL("SELECT {} FROM {} WHERE NOT ({}) ORDER BY 1").format(
            _key(table), staging_name(table), condition
        ),
    )


def _repeated(conn: Connection, table: Table, columns: list[str]) -> list[str]:
    names = _names(columns)
    return _column(
        conn,
        sql.SQL(
            "SELECT concat_ws(' ', {}) FROM {} GROUP BY {} HAVING count(*) > 1 ORDER BY 1"
        ).format(names, staging_name(table), names),
    )


def _missing(
    conn: Connection,
    rows: sql.Identifier,
    column: Column[object],
    place: sql.Identifier,
    target: Column[object],
) -> list[str]:
    name = sql.Identifier("r", column.name)
    key = sql.SQL(", ").join(sql.Identifier("r", k) for k in key_columns(column.table))
    return _column(
        conn,
        sql.SQL(
            "SELECT concat_ws(' ', {key}) || ' → ' || {name} FROM {rows} r"
            " WHERE {name} IS NOT NULL"
            " AND NOT EXISTS (SELECT FROM {place} p WHERE {target} = {name}) ORDER BY 1"
        ).format(
            key=key, name=name, rows=rows, place=place, target=sql.Identifier("p", target.name)
        ),
    )


def _column(conn: Connection, query: sql.Composed) -> list[str]:
    return [str(value) for (value,) in conn.execute(query)]


def _refuse(table: Table, problem: str, keys: list[str]) -> None:
    if keys:
        raise InputError(f"{len(keys)} {table.name} {problem}: {_some(keys)}. Nothing was changed.")


def _some(keys: list[str], *, more: str = "and {} more") -> str:
    others = len(keys) - NAMED_ROWS
    return ", ".join(keys[:NAMED_ROWS]) + (f" {more.format(others)}" if others > 0 else "")
