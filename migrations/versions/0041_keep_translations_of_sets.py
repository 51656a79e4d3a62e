"""Keep translations of published sets: offered by one person, approved by another."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_REFERENCES = {
    "definition_set_id": "definition_sets.definition_set_id",
    "offered_by_id": "accounts.account_id",
    "decided_by_id": "accounts.account_id",
}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "set_translations",
        sa.Column("set_translation_id", sa.Integer(), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("set_sha256", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [referred],
                name=op.f(f"fk_set_translations_{name}_{referred.partition('.')[0]}"),
            )
            for name, referred in _REFERENCES.items()
        ),
        sa.CheckConstraint(
            "decided_by_id <> offered_by_id",
            name=op.f("ck_set_translations_decided_by_somebody_else"),
        ),
        sa.PrimaryKeyConstraint("set_translation_id", name=op.f("pk_set_translations")),
    )
    op.create_index(
        op.f("ix_set_translations_definition_set_id"), "set_translations", ["definition_set_id"]
    )
    op.create_index("ix_set_translations_language_state", "set_translations", ["language", "state"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("set_translations")
