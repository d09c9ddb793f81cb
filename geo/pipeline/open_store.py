"""The store, found or started, at the version of this program."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from geo.progress import Reporter
from geo.settings import Settings
from geo.store.migrate import migrate
from geo.store.server import borrow_server, ensure_server


def open_store(settings: Settings, report: Reporter) -> str:
    """
    Find or start PostGIS, and bring its schema to this program's version.

    Parameters
    ----------
    settings
        Where the server is, or where the private one lives.
    report
        Shows the step.

    Returns
    -------
    url
        Address of the database.

    Raises
    ------
    ServerError
        If no server could be found or started.
    StoreError
        If the schema could not be brought up to date.
    """
    with report.step("PostGIS"):
        server = ensure_server(database_url=settings.database_url, home=settings.processed_dir)
        migrate(server.url)
    return server.url


@contextmanager
def lent_store(settings: Settings, report: Reporter) -> Iterator[str]:
    """
    Open the store for as long as the context lasts; stop the server then if nobody else needs it.

    Parameters
    ----------
    settings
        Where the server is, or where the private one lives.
    report
        Shows the step.

    Yields
    ------
    url
        Address of the database.

    Raises
    ------
    ServerError, StoreError
        As `open_store`.
    """
    with ExitStack() as stack:
        with report.step("PostGIS"):
            server = stack.enter_context(
                borrow_server(database_url=settings.database_url, home=settings.processed_dir)
            )
            migrate(server.url)
        yield server.url
