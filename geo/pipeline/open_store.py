"""The store, found or started, at the version of this program."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from geo.progress import Reporter
from geo.settings import Settings
from geo.store.migrate import migrate
from geo.store.server import borrow_server


@contextmanager
def open_store(settings: Settings, report: Reporter) -> Iterator[str]:
    """
    Find or start PostGIS, bring its schema to this version, and leave things as they were.

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
    ServerError
        If no server could be found or started.
    StoreError
        If the schema could not be brought up to date.

    Notes
    -----
    Contract: a private server that was started for this is stopped at the end, unless someone
    else uses it.
    """
    with ExitStack() as stack:
        with report.step("PostGIS"):
            server = stack.enter_context(
                borrow_server(database_url=settings.database_url, home=settings.processed_dir)
            )
            migrate(server.url)
        yield server.url
