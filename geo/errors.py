"""
Errors raised by :mod:`geo`; nothing here knows HTTP.

* GeoError
    * InputError (also ValueError): the caller passed something that breaks a contract
        - MissingColumnError
        - DuplicateIdError
        - CrsError
    * NotFoundError (also LookupError): a well-formed identifier that names nothing
    * SourceError (also ValueError): a file received from elsewhere cannot be used
    * OutputError (also OSError): a file could not be written where it was asked for
    * StoreError (also RuntimeError): PostGIS could not do what was asked
        - ServerError: no PostGIS server could be found or started
        - StoreUnavailableError: the server does not answer
        - StoreEmptyError: it answers, but what is needed was never loaded

A message says what was needed, what came, and what to do: in French where it reaches people at a
terminal (SourceError, OutputError, StoreError and below), else in English, for programmers.
"""


class GeoError(Exception):
    """Base of every error raised on purpose by :mod:`geo`."""


class InputError(GeoError, ValueError):
    """The caller passed data that breaks a documented contract."""


class MissingColumnError(InputError):
    """A table lacks a column its contract requires."""


class DuplicateIdError(InputError):
    """A table whose index must be unique has repeated identifiers."""


class CrsError(InputError):
    """A geometry has no coordinate reference system, or the wrong one."""


class NotFoundError(GeoError, LookupError):
    """A well-formed identifier names nothing that is known."""


class SourceError(GeoError, ValueError):
    """A file received from elsewhere cannot be used."""


class OutputError(GeoError, OSError):
    """A file could not be written where it was asked for; an earlier one is unchanged."""


class StoreError(GeoError, RuntimeError):
    """PostGIS could not do what was asked; what was stored before is unchanged."""


class ServerError(StoreError):
    """No PostGIS server could be found or started."""


class StoreUnavailableError(StoreError):
    """The server does not answer, or has not been migrated."""


class StoreEmptyError(StoreError):
    """The server answers, but the data needed have not been loaded."""
