"""Create the drawer of criminal intelligence: its keys, contents, crossings and permissions."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it, empty and closed to everybody."""
    op.create_table(
        "intelligence_keys",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("master_id", sa.String(32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_intelligence_keys")),
    )
    op.create_table(
        "intelligence_contents",
        sa.Column("context", sa.String(64), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month"],
            ["intelligence_keys.month"],
            name=op.f("fk_intelligence_contents_month_intelligence_keys"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_intelligence_contents_report_id_reports"),
        ),
        sa.PrimaryKeyConstraint("context", name=op.f("pk_intelligence_contents")),
    )
    for column in ("report_id", "month"):
        name = op.f(f"ix_intelligence_contents_{column}")
        op.create_index(name, "intelligence_contents", [column])
    create_crossings()


def create_crossings() -> None:
    """Create who may open the drawer, and what crossed into it."""
    op.create_table(
        "crossings",
        sa.Column("crossing_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("predicate", sa.String(24), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_crossings_report_id_reports")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts.account_id"], name=op.f("fk_crossings_asked_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_crossings_decided_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("crossing_id", name=op.f("pk_crossings")),
    )
    op.create_index("ix_crossings_report", "crossings", ["report_id", "is_approved"])
    op.create_table(
        "drawer_permissions",
        sa.Column("drawer_permission_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_drawer_permissions_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_drawer_permissions_granted_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("drawer_permission_id", name=op.f("pk_drawer_permissions")),
    )
    op.create_index(op.f("ix_drawer_permissions_account_id"), "drawer_permissions", ["account_id"])


def downgrade() -> None:
    """Drop the drawer with everything in it."""
    for table in ("drawer_permissions", "crossings", "intelligence_contents", "intelligence_keys"):
        op.drop_table(table)
