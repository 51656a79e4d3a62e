"""Know a file that is sent again by its key, also after it was removed."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the digest of the key; files that are there already came without one."""
    op.add_column("attachments", sa.Column("key_sha256", sa.String(64), nullable=True))
    op.create_index(
        "ix_attachments_report_id_key_sha256",
        "attachments",
        ["report_id", "key_sha256"],
        unique=True,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_attachments_report_id_key_sha256", "attachments")
    op.drop_column("attachments", "key_sha256")
