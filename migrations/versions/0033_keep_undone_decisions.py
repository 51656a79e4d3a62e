"""Make the table of decisions that were undone at once."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, empty."""
    op.create_table(
        "undone_decisions",
        sa.Column("undone_decision_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("from_state", sa.String(length=24), nullable=False),
        sa.Column("to_state", sa.String(length=24), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("innocent_explanation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("referred_to", sa.Text(), nullable=False),
        sa.Column("officer_text", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.String(length=24), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=24), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_undone_decisions_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_undone_decisions_report_id_reports"),
        ),
        sa.PrimaryKeyConstraint("undone_decision_id", name=op.f("pk_undone_decisions")),
    )
    op.create_index(op.f("ix_undone_decisions_report_id"), "undone_decisions", ["report_id"])


def downgrade() -> None:
    """Drop it; the log still knows what was undone, and when."""
    op.drop_table("undone_decisions")
