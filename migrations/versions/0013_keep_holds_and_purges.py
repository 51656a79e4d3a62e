"""Create the tables of holds, validations and purges."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "retention_holds",
        sa.Column("retention_hold_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        *_to("retention_holds", "report_id", "account_id", "lifted_by_id"),
        sa.PrimaryKeyConstraint("retention_hold_id", name=op.f("pk_retention_holds")),
    )
    op.create_index(op.f("ix_retention_holds_report_id"), "retention_holds", ["report_id"])
    op.create_table(
        "validations",
        sa.Column("validation_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("drawer", sa.String(16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=False),
        *_to("validations", "report_id", "account_id"),
        sa.PrimaryKeyConstraint("validation_id", name=op.f("pk_validations")),
    )
    op.create_index("ix_validations_report", "validations", ["report_id", "drawer"])
    op.create_table(
        "purges",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("contents", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=False),
        *_to("purges", "report_id", "account_id"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_purges")),
    )
    op.create_index(op.f("ix_purges_purged_at"), "purges", ["purged_at"])


def downgrade() -> None:
    """Drop them: what was purged stays purged, and nobody knows under which rule."""
    for table in ("purges", "validations", "retention_holds"):
        op.drop_table(table)


def _to(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    """Tie each column to its report or its account."""
    referred = {"report_id": "reports.report_id"}
    return [
        sa.ForeignKeyConstraint(
            [column],
            [referred.get(column, "accounts.account_id")],
            name=op.f(f"fk_{table}_{column}_{referred.get(column, 'accounts.').split('.')[0]}"),
        )
        for column in columns
    ]
