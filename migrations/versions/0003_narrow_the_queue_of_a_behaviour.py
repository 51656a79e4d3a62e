"""Let one index serve any two or three filters of the queue; 0004 fills the new columns."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ORDER = ["queue_place", "report_id"]
INDEXES = (
    ("ix_reports_queue_sector_state", "reports", ["sector", "state"]),
    ("ix_report_behaviours_sector", "report_behaviours", ["indicator_id", "sector"]),
    ("ix_report_behaviours_state", "report_behaviours", ["indicator_id", "state"]),
    ("ix_report_behaviours_sector_state", "report_behaviours", ["indicator_id", "sector", "state"]),
)


def upgrade() -> None:
    """Add the columns and the indexes."""
    for name, length in (("sector", 16), ("state", 24)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("report_behaviours", column)
    for index, table, filters in INDEXES:
        op.create_index(index, table, [*filters, *ORDER])


def downgrade() -> None:
    """Remove the indexes and the columns."""
    for index, table, _filters in INDEXES:
        op.drop_index(index, table)
    for name in ("sector", "state"):
        op.drop_column("report_behaviours", name)
