"""Add the index by which programs read what changed, oldest change first."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it."""
    op.create_index("ix_reports_updated", "reports", ["updated_at", "report_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_reports_updated", "reports")
