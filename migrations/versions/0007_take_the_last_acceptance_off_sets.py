"""Take the date until which a version is accepted off its row: the activation after it says so."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# The activation that begins next after one of this version's, and so ends it.
LAST_ACCEPTANCE = """
    UPDATE definition_sets SET accept_until = (
        SELECT following.accept_previous_until FROM activations AS following
        WHERE following.set_id = definition_sets.set_id AND following.state = 'confirmed'
            AND (following.effective_from, following.activation_id) > (
                SELECT own.effective_from, own.activation_id FROM activations AS own
                WHERE own.definition_set_id = definition_sets.definition_set_id
                    AND own.state = 'confirmed'
                ORDER BY own.effective_from DESC, own.activation_id DESC LIMIT 1
            )
        ORDER BY following.effective_from, following.activation_id LIMIT 1
    )
    WHERE state = 'published'
"""


def upgrade() -> None:
    """Drop the column; SQLite does so without rebuilding the table, so its triggers stay."""
    op.execute("ALTER TABLE definition_sets DROP COLUMN accept_until")


def downgrade() -> None:
    """Make the column again and fill it in."""
    op.add_column(
        "definition_sets", sa.Column("accept_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute(LAST_ACCEPTANCE)
