"""Give accounts the kind of work that a person trains for, which they choose themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has chosen yet."""
    op.add_column("accounts", sa.Column("audience", sa.String(32), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("accounts", "audience")
