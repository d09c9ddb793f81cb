"""Alembic environment of the store; `geo.store.migrate` runs it."""
