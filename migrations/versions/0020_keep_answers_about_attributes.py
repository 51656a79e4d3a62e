"""Make the table of what was answered about protected attributes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, empty: nobody was asked before."""
    op.create_table(
        "attribute_answers",
        sa.Column("attribute_answer_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(12), nullable=False),
        sa.Column("answer", sa.String(24), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_attribute_answers_report_id_reports"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_attribute_answers_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("attribute_answer_id", name=op.f("pk_attribute_answers")),
    )
    op.create_index("ix_attribute_answers_report_id", "attribute_answers", ["report_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_attribute_answers_report_id", "attribute_answers")
    op.drop_table("attribute_answers")
