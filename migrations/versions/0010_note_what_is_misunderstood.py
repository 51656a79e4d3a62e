"""Add what tells which indicators are misunderstood: return reasons, corrections, tuning marks."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the two tables."""
    reason = sa.Column("return_reason", sa.String(length=24), nullable=False, server_default="")
    op.add_column("decisions", reason)
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        *_references("corrections"),
        sa.PrimaryKeyConstraint("correction_id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_report_id", "corrections", ["report_id"])
    op.create_table(
        "tuning_marks",
        sa.Column("tuning_mark_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=32), nullable=False),
        sa.Column("set_version", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        *_references("tuning_marks"),
        sa.PrimaryKeyConstraint("tuning_mark_id", name="pk_tuning_marks"),
        sa.UniqueConstraint(
            "account_id",
            "report_id",
            "indicator_id",
            name="uq_tuning_marks_account_id_report_id_indicator_id",
        ),
    )
    op.create_index("ix_tuning_marks_report_id", "tuning_marks", ["report_id"])
    op.create_index("ix_tuning_marks_indicator", "tuning_marks", ["indicator_id", "set_version"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("tuning_marks")
    op.drop_table("corrections")
    op.drop_column("decisions", "return_reason")


def _references(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{name}_id"], [f"{name}s.{name}_id"], name=f"fk_{table}_{name}_id_{name}s"
        )
        for name in ("report", "account")
    ]
