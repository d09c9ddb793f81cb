"""What Alembic executes, on the connection that `geo.store.migrate` opened and locked."""

from alembic import context
from geoalchemy2 import alembic_helpers

from geo.store.schema import metadata


def run() -> None:
    """Apply the revisions asked for, inside the caller's transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        include_object=alembic_helpers.include_object,
    )
    with context.begin_transaction():
        context.run_migrations()


if hasattr(context, "config"):  # absent when merely imported, as test collection does
    run()
