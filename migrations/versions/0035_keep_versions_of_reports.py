"""Keep the versions of a report that its officer corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: a report that was never corrected has no row in it."""
    op.create_table(
        "report_versions",
        sa.Column("report_version_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_report_versions_report_id_reports")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_report_versions_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("report_version_id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint(
            "report_id", "number", name=op.f("uq_report_versions_report_id_number")
        ),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("report_versions")
