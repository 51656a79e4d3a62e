"""Create the tables of consultations: who is asked, what they say, what was answered.

The database refuses to approve or publish a draft while a comment has no disposition.
"""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import Rule, any_differs, make, remove

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What was said, by whom and when; only the answer to it changes.
SAID = (
    "set_comment_id", "definition_set_id", "consultation_id", "indicator_id", "indicator_name",
    "revision", "author_id", "author_name", "agency_name", "words", "made_at", "recorded_by_id",
    "file_key",
)  # fmt: skip
STATE = (
    "(SELECT state FROM definition_sets"
    " WHERE definition_sets.definition_set_id = NEW.definition_set_id {lock})"
)

RULES = (
    Rule(
        "definition_sets_every_comment_is_answered",
        "UPDATE",
        "definition_sets",
        "NEW.state IN ('approved', 'published') AND OLD.state NOT IN ('approved', 'published')"
        " AND EXISTS (SELECT 1"
        " FROM set_comments WHERE set_comments.definition_set_id = NEW.definition_set_id"
        " AND set_comments.disposition IS NULL)",
        "every comment needs a disposition before the draft is approved",
    ),
    Rule(
        "set_comments_only_on_drafts",
        "INSERT",
        "set_comments",
        f"{STATE} NOT IN ('draft', 'in_review')",
        "only a draft is commented on",
    ),
    Rule(
        "set_comments_words_stay",
        "UPDATE",
        "set_comments",
        any_differs(SAID),
        "what was said stays as it was said",
    ),
    Rule(
        "set_comments_answers_stay",
        "UPDATE",
        "set_comments",
        f"{STATE} NOT IN ('draft', 'in_review') OR NEW.disposition IS NULL",
        "an answer stays once the draft is approved",
    ),
    Rule("set_comments_no_delete", "DELETE", "set_comments", "1 = 1", "a comment stays on record"),
)

TABLES = ("set_comments", "invitations", "consultations")


def upgrade() -> None:
    """Make the tables, then the rules."""
    create_consultations()
    create_invitations()
    create_set_comments()
    for rule in RULES:
        make(rule)


def downgrade() -> None:
    """Remove the rules and the tables."""
    for rule in RULES:
        remove(rule)
    for name in TABLES:
        op.drop_table(name)


def create_consultations() -> None:
    op.create_table(
        "consultations",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_consultations_definition_set_id_definition_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_consultations_opened_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultations")),
    )
    op.create_index(
        op.f("ix_consultations_definition_set_id"),
        "consultations",
        ["definition_set_id"],
        unique=False,
    )
    op.create_index(
        "uq_consultations_open",
        "consultations",
        ["definition_set_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(agency_id IS NULL) <> (account_id IS NULL)",
            name=op.f("ck_invitations_agency_or_person"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_invitations_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.agency_id"], name=op.f("fk_invitations_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.consultation_id"],
            name=op.f("fk_invitations_consultation_id_consultations"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "consultation_id", "account_id", name=op.f("uq_invitations_consultation_id_account_id")
        ),
        sa.UniqueConstraint(
            "consultation_id", "agency_id", name=op.f("uq_invitations_consultation_id_agency_id")
        ),
    )


def create_set_comments() -> None:
    op.create_table(
        "set_comments",
        sa.Column("set_comment_id", sa.Integer(), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("indicator_id", sa.String(length=32), nullable=True),
        sa.Column("indicator_name", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("disposition", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "disposition IS NULL OR (disposition IN ('accepted', 'in_part', 'declined', 'noted') "
            "AND answer <> '' AND answered_by_id IS NOT NULL AND answered_at IS NOT NULL)",
            name=op.f("ck_set_comments_disposition_has_words"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_set_comments_answered_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.account_id"], name=op.f("fk_set_comments_author_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.consultation_id"],
            name=op.f("fk_set_comments_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_set_comments_definition_set_id_definition_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_set_comments_recorded_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("set_comment_id", name=op.f("pk_set_comments")),
        sa.UniqueConstraint(
            "definition_set_id", "file_key", name=op.f("uq_set_comments_definition_set_id_file_key")
        ),
    )
