"""Index decisions by time, so that what was decided lately is found among those of many years."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_decisions_decided", "decisions", ["decided_at", "account_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_decisions_decided", "decisions")
