"""Index decisions by time, waiting reports by age, and what is set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_WAITING = sa.text("queue_place IS NOT NULL")
_ASIDE = sa.text("snoozed_until IS NOT NULL")


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_decisions_decided", "decisions", ["decided_at", "account_id"])
    op.create_index(
        "ix_reports_waiting_since",
        "reports",
        ["received_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(
        "ix_reports_aside",
        "reports",
        ["queue_place", "report_id"],
        sqlite_where=_ASIDE,
        postgresql_where=_ASIDE,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_reports_aside", "reports")
    op.drop_index("ix_reports_waiting_since", "reports")
    op.drop_index("ix_decisions_decided", "decisions")
