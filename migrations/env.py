"""Run migrations on the connection that `sar.commands.database` hands over."""

from alembic import context
from sqlalchemy import Column, Connection
from sqlalchemy.sql.type_api import TypeEngine

from sar.db import Base, UtcDateTime
from sar.models import Report  # noqa: F401  importing one model registers every table


def same_type(
    _context: object,
    _inspected: Column[object],
    _metadata: Column[object],
    _inspected_type: TypeEngine[object],
    metadata_type: TypeEngine[object],
) -> bool | None:
    """Compare our time column by its implementation; leave every other type to Alembic."""
    return False if isinstance(metadata_type, UtcDateTime) else None


def run(connection: Connection) -> None:
    """Migrate within one transaction; batch mode lets SQLite alter tables."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=same_type,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
