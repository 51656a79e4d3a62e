"""Give the log's entries, its head and its checkpoints the columns of a Merkle tree."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = (
    ("audit_entries", "tree_hashes", sa.LargeBinary()),
    ("audit_heads", "edge", sa.LargeBinary()),
    ("audit_checkpoints", "note", sa.Text()),
)


def upgrade() -> None:
    """Add the columns, empty; the next migration fills them in."""
    for table, name, kind in COLUMNS:
        empty = sa.Column(name, kind, nullable=False, server_default=sa.text("''"))
        op.add_column(table, empty)


def downgrade() -> None:
    """Drop them; SQLite does so without rebuilding the table."""
    for table, name, _kind in COLUMNS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
