"""Repeat sector and state of every report in the rows of its behaviours."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Copy both from the report."""
    op.execute(
        "UPDATE report_behaviours SET sector = reports.sector, state = reports.state "
        "FROM reports WHERE reports.report_id = report_behaviours.report_id"
    )


def downgrade() -> None:
    """Leave the copies; the columns go with 0003."""
