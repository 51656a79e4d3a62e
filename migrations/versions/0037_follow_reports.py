"""Note when an officer last looked at a report of their own, and how useful its end was."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "followings",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usefulness", sa.String(8), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_followings_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_followings")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("followings")
