"""Record who may edit a draft; nobody of them approves it, and what is approved stays as it is.

An editor who joins and an approval at the same moment cannot both succeed: the rule on new editors
locks the set's row.
"""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import Rule, any_differs, make, remove

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FROZEN = (
    "set_id", "version", "edition", "content", "sha256", "based_on_id", "author_id", "approver_id",
    "note", "created_at", "submitted_at", "approved_at",
)  # fmt: skip

RULES = (
    Rule(
        "definition_sets_approver_is_no_editor",
        "UPDATE",
        "definition_sets",
        "NEW.approver_id IS NOT NULL AND EXISTS (SELECT 1 FROM set_editors"
        " WHERE set_editors.definition_set_id = NEW.definition_set_id"
        " AND set_editors.account_id = NEW.approver_id)",
        "whoever edited a draft does not approve it",
    ),
    Rule(
        "definition_sets_approval_has_an_approver",
        "UPDATE",
        "definition_sets",
        "NEW.state = 'approved' AND (NEW.approver_id IS NULL OR NEW.approved_at IS NULL)",
        "an approved draft has an approver and a date",
    ),
    Rule(
        "definition_sets_approved_stays_as_it_is",
        "UPDATE",
        "definition_sets",
        "OLD.state = 'approved' AND NEW.state IN ('approved', 'published')"
        f" AND ({any_differs(FROZEN)})",
        "an approved draft is published as it was approved",
    ),
    Rule(
        "definition_sets_approval_stays_on_record",
        "UPDATE",
        "definition_sets",
        f"OLD.state = 'published' AND ({any_differs(('approved_at',))})",
        "a published definition set is never changed or deleted",
    ),
    Rule(
        "set_editors_only_of_drafts",
        "INSERT",
        "set_editors",
        "(SELECT state FROM definition_sets"
        " WHERE definition_sets.definition_set_id = NEW.definition_set_id {lock}) <> 'draft'",
        "only a draft gets a further editor",
    ),
    Rule("set_editors_no_update", "UPDATE", "set_editors", "1 = 1", "an editor stays on record"),
    Rule("set_editors_no_delete", "DELETE", "set_editors", "1 = 1", "an editor stays on record"),
)


def upgrade() -> None:
    """Make the table, fill in the authors, then make the triggers."""
    op.add_column(
        "definition_sets", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "set_editors",
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_set_editors_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_set_editors_definition_set_id_definition_sets"),
        ),
        sa.PrimaryKeyConstraint("definition_set_id", "account_id", name=op.f("pk_set_editors")),
    )
    op.execute(
        "INSERT INTO set_editors (definition_set_id, account_id, since) "
        "SELECT definition_set_id, author_id, created_at FROM definition_sets "
        "WHERE author_id IS NOT NULL"
    )
    for rule in RULES:
        make(rule)


def downgrade() -> None:
    """Remove the triggers, the table and the column."""
    for rule in RULES:
        remove(rule)
    op.drop_table("set_editors")
    op.execute("UPDATE definition_sets SET state = 'in_review' WHERE state = 'approved'")
    op.execute("ALTER TABLE definition_sets DROP COLUMN approved_at")
