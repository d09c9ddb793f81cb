"""
The PostGIS server: the one given by ``DATABASE_URL``, or a private cluster of this project.

The private cluster is made from the system's PostgreSQL and PostGIS, installed where they are
missing, and listens on a Unix socket only. See ``docs/server.md``.
"""

from typing import TYPE_CHECKING

from geo.store.server.ensure import (
    Server,
    ServerStatus,
    ensure_server,
    install_server,
    reset_server,
    running_server,
    server_status,
    stop_server,
)
from geo.store.server.lease import borrow_server, keep_server

if TYPE_CHECKING:
    from geo.store.server.databases import create_database, drop_database

__all__ = [
    "Server",
    "ServerStatus",
    "borrow_server",
    "create_database",
    "drop_database",
    "ensure_server",
    "install_server",
    "keep_server",
    "reset_server",
    "running_server",
    "server_status",
    "stop_server",
]


def __getattr__(name: str) -> object:
    """Import psycopg (0.3 s) only for what needs it."""
    if name in {"create_database", "drop_database"}:
        from geo.store.server import databases  # noqa: PLC0415  # the point of this function

        return getattr(databases, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
