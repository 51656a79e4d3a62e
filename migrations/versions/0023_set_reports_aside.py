"""Make the table of reports that were set aside, and note on each until when it is."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them, empty: nothing is set aside."""
    op.create_table(
        "snoozes",
        sa.Column("snooze_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_snoozes_report_id_reports")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_snoozes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("snooze_id", name=op.f("pk_snoozes")),
    )
    op.create_index("ix_snoozes_report_id", "snoozes", ["report_id"])
    op.add_column("reports", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop them: what was set aside is in the queue again."""
    op.drop_column("reports", "snoozed_until")
    op.drop_index("ix_snoozes_report_id", "snoozes")
    op.drop_table("snoozes")
