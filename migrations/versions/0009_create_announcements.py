"""Create the tables of the roll-out: announcements, acknowledgements, opened forms."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("form_openings", "acknowledgements", "announcement_agencies", "announcements")


def upgrade() -> None:
    """Make the tables, and the index by which reports are counted per version."""
    create_announcements()
    create_announcement_agencies()
    create_acknowledgements()
    create_form_openings()
    op.create_index("ix_reports_version", "reports", ["definition_set_id", "received_at"])


def downgrade() -> None:
    """Remove the index and the tables."""
    op.drop_index("ix_reports_version", table_name="reports")
    for name in TABLES:
        op.drop_table(name)


def create_announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("show_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_announcements_definition_set_id_definition_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_announcements_made_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("announcement_id", name=op.f("pk_announcements")),
    )
    op.create_index(
        op.f("ix_announcements_definition_set_id"),
        "announcements",
        ["definition_set_id"],
        unique=False,
    )


def create_announcement_agencies() -> None:
    op.create_table(
        "announcement_agencies",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["agencies.agency_id"],
            name=op.f("fk_announcement_agencies_agency_id_agencies"),
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.announcement_id"],
            name=op.f("fk_announcement_agencies_announcement_id_announcements"),
        ),
        sa.PrimaryKeyConstraint(
            "announcement_id", "agency_id", name=op.f("pk_announcement_agencies")
        ),
    )


def create_acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_acknowledgements_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.announcement_id"],
            name=op.f("fk_acknowledgements_announcement_id_announcements"),
        ),
        sa.PrimaryKeyConstraint("announcement_id", "account_id", name=op.f("pk_acknowledgements")),
    )


def create_form_openings() -> None:
    op.create_table(
        "form_openings",
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_form_openings_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_form_openings_definition_set_id_definition_sets"),
        ),
        sa.PrimaryKeyConstraint("definition_set_id", "account_id", name=op.f("pk_form_openings")),
    )
