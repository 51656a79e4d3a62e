"""Make the tables around reveals: requests, reviews of emergencies, alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them; no reveal so far was an emergency."""
    op.add_column(
        "reveals",
        sa.Column("is_emergency", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index("ix_reveals_account_granted", "reveals", ["account_id", "granted_at"])
    make_requests()
    make_reviews()
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("pattern", sa.String(32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "acknowledged_by_id IS NULL OR acknowledged_by_id <> account_id",
            name=op.f("ck_alerts_acknowledged_by_another"),
        ),
        sa.CheckConstraint(
            "(acknowledged_by_id IS NULL) = (acknowledged_at IS NULL)",
            name=op.f("ck_alerts_acknowledged_by_somebody"),
        ),
        to("alerts", "account_id", "accounts.account_id"),
        to("alerts", "report_id", "reports.report_id"),
        to("alerts", "acknowledged_by_id", "accounts.account_id"),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("key", name=op.f("uq_alerts_key")),
    )
    op.create_index("ix_alerts_acknowledged", "alerts", ["acknowledged_at"])


def make_requests() -> None:
    op.create_table(
        "reveal_requests",
        sa.Column("reveal_request_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reveal_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'declined', 'opened')",
            name=op.f("ck_reveal_requests_state_is_known"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> account_id",
            name=op.f("ck_reveal_requests_decided_by_another"),
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_by_id IS NULL)"
            " AND (decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_reveal_requests_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'opened') = (reveal_id IS NOT NULL)",
            name=op.f("ck_reveal_requests_opened_by_a_reveal"),
        ),
        to("reveal_requests", "report_id", "reports.report_id"),
        to("reveal_requests", "account_id", "accounts.account_id"),
        to("reveal_requests", "decided_by_id", "accounts.account_id"),
        to("reveal_requests", "reveal_id", "reveals.reveal_id"),
        sa.PrimaryKeyConstraint("reveal_request_id", name=op.f("pk_reveal_requests")),
        sa.UniqueConstraint("reveal_id", name=op.f("uq_reveal_requests_reveal_id")),
    )
    op.create_index("ix_reveal_requests_state", "reveal_requests", ["state", "expires_at"])


def make_reviews() -> None:
    op.create_table(
        "emergency_reviews",
        sa.Column("emergency_review_id", sa.Integer(), nullable=False),
        sa.Column("reveal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "reviewer_id <> account_id", name=op.f("ck_emergency_reviews_reviewed_by_another")
        ),
        sa.CheckConstraint(
            "outcome IN ('justified', 'not_justified', 'follow_up')",
            name=op.f("ck_emergency_reviews_outcome_is_known"),
        ),
        to("emergency_reviews", "reveal_id", "reveals.reveal_id"),
        to("emergency_reviews", "account_id", "accounts.account_id"),
        to("emergency_reviews", "reviewer_id", "accounts.account_id"),
        sa.PrimaryKeyConstraint("emergency_review_id", name=op.f("pk_emergency_reviews")),
    )
    op.create_index(op.f("ix_emergency_reviews_reveal_id"), "emergency_reviews", ["reveal_id"])
    op.create_index(
        "ix_emergency_reviews_final",
        "emergency_reviews",
        ["reveal_id"],
        unique=True,
        sqlite_where=sa.text("outcome <> 'follow_up'"),
        postgresql_where=sa.text("outcome <> 'follow_up'"),
    )


def to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    referred = target.partition(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{referred}"))


def downgrade() -> None:
    """Remove them."""
    for table in ("alerts", "emergency_reviews", "reveal_requests"):
        op.drop_table(table)
    op.drop_index("ix_reveals_account_granted", "reveals")
    op.drop_column("reveals", "is_emergency")
