"""Create the disclosure register: what was given out to whom, and what recipients were told."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "disclosures",
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(120), nullable=False),
        sa.Column("agency", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("authority", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_disclosures_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_disclosures_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("disclosure_id", name=op.f("pk_disclosures")),
    )
    op.create_index(op.f("ix_disclosures_report_id"), "disclosures", ["report_id"])
    op.create_index("ix_disclosures_released", "disclosures", ["released_at"])
    op.create_table(
        "recipient_notices",
        sa.Column("recipient_notice_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("caused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosures.disclosure_id"],
            name=op.f("fk_recipient_notices_disclosure_id_disclosures"),
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_recipient_notices_told_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("recipient_notice_id", name=op.f("pk_recipient_notices")),
        sa.UniqueConstraint(
            "disclosure_id",
            "cause",
            "caused_at",
            name=op.f("uq_recipient_notices_disclosure_id_cause_caused_at"),
        ),
    )


def downgrade() -> None:
    """Drop them: nobody knows any more who received what."""
    op.drop_table("recipient_notices")
    op.drop_table("disclosures")
