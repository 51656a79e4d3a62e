"""Make the table of incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, empty."""
    op.create_table(
        "incidents",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("area", sa.String(120), nullable=False),
        sa.Column("behaviour", sa.String(32), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_incidents_opened_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["accounts.account_id"], name=op.f("fk_incidents_ended_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incidents")),
    )
    op.create_index("ix_incidents_ends_at", "incidents", ["ends_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_incidents_ends_at", "incidents")
    op.drop_table("incidents")
