"""Let an agency have its supervisors look at reports before analysts do; off at first."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of what waits, and the agency's number of hours, 0."""
    op.add_column(
        "agencies", sa.Column("supervisor_hours", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "supervisor_checks",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_supervisor_checks_report_id_reports"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_supervisor_checks_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_supervisor_checks")),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("supervisor_checks")
    with op.batch_alter_table("agencies") as table:
        table.drop_column("supervisor_hours")
