"""Create the tables of requests by the public and of corrected reports."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "redress_requests",
        sa.Column("redress_request_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("key_sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("appeals", sa.String(16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_redress_requests_answered_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("redress_request_id", name=op.f("pk_redress_requests")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_redress_requests_key_sha256")),
        sa.UniqueConstraint("number", name=op.f("uq_redress_requests_number")),
    )
    op.create_index("ix_redress_requests_open", "redress_requests", ["answered_at", "due_at"])
    op.create_table(
        "redress_contents",
        sa.Column("context", sa.String(64), nullable=False),
        sa.Column("redress_request_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month"], ["month_keys.month"], name=op.f("fk_redress_contents_month_month_keys")
        ),
        sa.ForeignKeyConstraint(
            ["redress_request_id"],
            ["redress_requests.redress_request_id"],
            name=op.f("fk_redress_contents_redress_request_id_redress_requests"),
        ),
        sa.PrimaryKeyConstraint("context", name=op.f("pk_redress_contents")),
    )
    for column in ("redress_request_id", "month"):
        op.create_index(op.f(f"ix_redress_contents_{column}"), "redress_contents", [column])
    op.create_table(
        "amendments",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("before_sha256", sa.String(64), nullable=False),
        sa.Column("after_sha256", sa.String(64), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_amendments_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_amendments_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("amendment_id", name=op.f("pk_amendments")),
    )
    op.create_index(op.f("ix_amendments_report_id"), "amendments", ["report_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("amendments", "redress_contents", "redress_requests"):
        op.drop_table(table)
