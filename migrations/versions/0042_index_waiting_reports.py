"""Index the waiting reports by number, so that it is told at once which of them changed."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_WAITING = sa.text("queue_place IS NOT NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_reports_waiting",
        "reports",
        ["report_id", "revision", "queue_place"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_reports_waiting", "reports")
