"""Add the headers by which a draft that is gone from a phone is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "draft_headers",
        sa.Column("draft_id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("device_sha256", sa.String(64), nullable=False),
        sa.Column("set_id", sa.String(64), nullable=False),
        sa.Column("set_version", sa.String(32), nullable=False),
        sa.Column("set_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name="fk_draft_headers_account_id_accounts"
        ),
        sa.PrimaryKeyConstraint("draft_id", "account_id", name="pk_draft_headers"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("draft_headers")
