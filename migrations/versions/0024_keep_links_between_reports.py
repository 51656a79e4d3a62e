"""Make the table of links between reports."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, empty."""
    op.create_table(
        "report_links",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("report_id < other_id", name=op.f("ck_report_links_smaller_first")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_report_links_report_id_reports")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["reports.report_id"], name=op.f("fk_report_links_other_id_reports")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_report_links_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("report_id", "other_id", name=op.f("pk_report_links")),
    )
    op.create_index(op.f("ix_report_links_other_id"), "report_links", ["other_id"])


def downgrade() -> None:
    """Drop it; the log still knows who linked what."""
    op.drop_table("report_links")
