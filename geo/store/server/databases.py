"""Databases of a server: the project's own, and those that tests make and drop."""

import re
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from geo.errors import InputError, ServerError, StoreError

TEST_NAME = re.compile(r"dp_test_[a-z0-9_]{1,50}")
CONNECT_S = 10


def create_database(server_url: str, name: str, template: str = "template0") -> str:
    """
    Make a database for tests.

    Parameters
    ----------
    server_url
        Any database of the server, as a libpq address.
    name
        ``dp_test_`` and letters, digits or underscores.
    template
        Database to copy, which nobody may be using; UTF-8 without PostGIS by default.

    Returns
    -------
    url
        Address of the new database.

    Raises
    ------
    InputError
        If the name is no test's.
    StoreError
        If the server refuses.
    """
    check_test_name(name)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template)
    )
    _execute(server_url, statement)
    return with_database(server_url, name)


def drop_database(server_url: str, name: str) -> None:
    """
    Drop a database of tests, ending the connections to it; nothing if it is absent.

    Parameters
    ----------
    server_url
        Another database of the server.
    name
        Must start with ``dp_test_``: no other can be dropped.

    Raises
    ------
    InputError
        If the name is no test's.
    StoreError
        If the server refuses.
    """
    check_test_name(name)
    _execute(
        server_url,
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
    )


def check_test_name(name: str) -> str:
    """
    Check that a database belongs to tests.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    name
        The same.

    Raises
    ------
    InputError
        If it does not start with ``dp_test_``.
    """
    if not TEST_NAME.fullmatch(name):
        raise InputError(
            f"needed the name of a test database ('dp_test_' then a-z, 0-9, _), got {name!r}."
        )
    return name


def with_database(url: str, name: str) -> str:
    """
    Change the database in a libpq address.

    Parameters
    ----------
    url
        A URI or a list of ``key=value``.
    name
        The other database.

    Returns
    -------
    url
        In the same form.

    Examples
    --------
    >>> with_database("postgresql://u@/a?host=%2Ftmp&port=5432", "b")
    'postgresql://u@/b?host=%2Ftmp&port=5432'
    >>> with_database("host=/tmp dbname=a", "b")
    'dbname=b host=/tmp'
    """
    if "://" not in url:
        return make_conninfo(url, dbname=name)
    head, _, query = url.partition("?")
    scheme, _, rest = head.partition("://")
    netloc = rest.partition("/")[0]
    return f"{scheme}://{netloc}/{name}" + (f"?{query}" if query else "")


def prepare_database(maintenance_url: str, url: str, name: str) -> None:
    """
    Make the project's database and enable PostGIS in it, unless they are there.

    Parameters
    ----------
    maintenance_url
        The server's ``postgres`` database.
    url
        The project's.
    name
        The project's database.

    Raises
    ------
    StoreError
        If the server refuses.
    """
    with _connect(maintenance_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(name)
                )
            )
    enable_postgis(url)


def enable_postgis(url: str) -> None:
    """
    Enable PostGIS in a database, unless it is.

    Parameters
    ----------
    url
        Its address.

    Raises
    ------
    ServerError
        If the server does not answer.
    StoreError
        If it has no PostGIS, or the account may not enable it.
    """
    with _connect(url) as connection:
        found = connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
        if found.fetchone() is None:
            _create_extension(connection)


def _create_extension(connection: psycopg.Connection) -> None:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.Error as error:
        raise StoreError(
            f"la base « {connection.info.dbname} » n’a pas PostGIS et le compte "
            f"« {connection.info.user} » ne peut pas l’activer ({_first_line(error)}). "
            "Tapez dans cette base, comme administrateur : CREATE EXTENSION postgis;"
        ) from error


def describe(url: str) -> str:
    """
    Name a database without its password.

    Parameters
    ----------
    url
        Its address.

    Returns
    -------
    text
        In French: base, host.

    Examples
    --------
    >>> describe("postgresql://moi:secret@ailleurs:5433/carte")
    'base « carte » sur ailleurs'
    """
    parts = conninfo_to_dict(url)
    name = parts.get("dbname") or parts.get("user") or "par défaut"
    return f"base « {name} » sur {parts.get('host') or 'la socket locale'}"


def is_reachable(url: str) -> bool:
    """
    Tell whether a database answers.

    Parameters
    ----------
    url
        Its address.

    Returns
    -------
    reachable
        Within ten seconds.
    """
    try:
        _connect(url).close()
    except ServerError:
        return False
    return True


def plain_url(url: str) -> str:
    """
    Turn SQLAlchemy's spelling of an address into libpq's.

    Parameters
    ----------
    url
        Either.

    Returns
    -------
    url
        That ``psycopg.connect`` takes.

    Raises
    ------
    ServerError
        If it is no address; it is not repeated, for it may hold a password.

    Examples
    --------
    >>> plain_url("postgresql+psycopg://u@h/b")
    'postgresql://u@h/b'
    """
    try:
        scheme = urlsplit(url).scheme
        plain = f"postgresql{url.removeprefix(scheme)}" if scheme.startswith("postgres") else url
        conninfo_to_dict(plain)
    except (ValueError, psycopg.ProgrammingError):
        # the parser's own words quote the address
        raise ServerError(
            "il faut dans DATABASE_URL une adresse de PostgreSQL, par exemple "
            "postgresql://compte@localhost:5432/base ; ce qui s’y trouve n’en est pas une, ou a un "
            "paramètre inconnu. Corrigez-la, ou retirez-la pour que le projet lance son propre "
            "serveur."
        ) from None
    return plain


def _execute(url: str, statement: sql.Composed) -> None:
    with _connect(url) as connection:
        try:
            connection.execute(statement)
        except psycopg.Error as error:
            raise StoreError(f"le serveur a refusé : {_first_line(error)}.") from error


def _connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_S)
    except psycopg.OperationalError as error:
        raise ServerError(
            f"la {describe(url)} ne répond pas ({_first_line(error)}). Vérifiez qu’elle est "
            "démarrée, ou retirez DATABASE_URL pour que le projet lance son propre serveur."
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
