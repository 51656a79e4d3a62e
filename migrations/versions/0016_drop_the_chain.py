"""Drop the columns of the chain, which the tree replaces."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = (
    ("audit_entries", "previous_hash", 64),
    ("audit_entries", "entry_hash", 64),
    ("audit_heads", "head", 64),
    ("audit_checkpoints", "head", 64),
    ("audit_checkpoints", "key_id", 64),
    ("audit_checkpoints", "signature", 200),
)


def upgrade() -> None:
    """Drop them; SQLite does so without rebuilding the table."""
    for table, name, _length in COLUMNS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def downgrade() -> None:
    """Make them again, empty; the migration before this one fills them in."""
    for table, name, length in COLUMNS:
        empty = sa.Column(name, sa.String(length), nullable=False, server_default=sa.text("''"))
        op.add_column(table, empty)
