"""Make the tables of desk settings and of marks on the rank, and keep the reason of a decision."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them, empty: everybody works as it was shipped; old decisions have no such reason."""
    op.create_table(
        "desk_settings",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("has_keys", sa.Boolean(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("after_decision", sa.String(8), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_desk_settings_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_desk_settings")),
    )
    op.create_table(
        "rank_marks",
        sa.Column("rank_mark_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("score_version", sa.String(32), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_rank_marks_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_rank_marks_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("rank_mark_id", name=op.f("pk_rank_marks")),
        sa.UniqueConstraint(
            "account_id", "report_id", name=op.f("uq_rank_marks_account_id_report_id")
        ),
    )
    op.create_index("ix_rank_marks_report_id", "rank_marks", ["report_id"])
    op.add_column(
        "decisions", sa.Column("reason", sa.String(24), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_column("decisions", "reason")
    op.drop_index("ix_rank_marks_report_id", "rank_marks")
    op.drop_table("rank_marks")
    op.drop_table("desk_settings")
