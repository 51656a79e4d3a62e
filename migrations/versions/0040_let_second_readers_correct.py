"""Keep which behaviors a second reader saw in a report, beside what they decided."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody corrected anything so far."""
    op.add_column("second_readings", sa.Column("behaviours", sa.JSON(), nullable=True))
    op.add_column("second_readings", sa.Column("why", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "second_readings", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("corrected_at", "why", "behaviours"):
        op.drop_column("second_readings", name)
