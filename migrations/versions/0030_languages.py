"""Keep the language that a person chose, and the one of the form a report was written on."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns; what was filed before was filed in English."""
    op.add_column("accounts", sa.Column("language", sa.String(8), nullable=True))
    op.add_column(
        "reports",
        sa.Column("form_language", sa.String(8), nullable=False, server_default="en"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_column("reports", "form_language")
    op.drop_column("accounts", "language")
