"""Make the table of what rankers became that learned on after they were judged."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, empty: no ranker learned on before."""
    op.create_table(
        "ranker_continuations",
        sa.Column("ranker_continuation_id", sa.Integer(), nullable=False),
        sa.Column("ranker_switch_id", sa.Integer(), nullable=False),
        sa.Column("ranker_version_id", sa.Integer(), nullable=False),
        sa.Column("artefact", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data_sha256", sa.String(length=64), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("relevant", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("drift", sa.Float(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_ranker_continuations_made_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["ranker_switch_id"],
            ["ranker_switches.ranker_switch_id"],
            name=op.f("fk_ranker_continuations_ranker_switch_id_ranker_switches"),
        ),
        sa.ForeignKeyConstraint(
            ["ranker_version_id"],
            ["ranker_versions.ranker_version_id"],
            name=op.f("fk_ranker_continuations_ranker_version_id_ranker_versions"),
        ),
        sa.PrimaryKeyConstraint("ranker_continuation_id", name=op.f("pk_ranker_continuations")),
    )
    op.create_index(
        "ix_ranker_continuations_ranker_switch_id", "ranker_continuations", ["ranker_switch_id"]
    )


def downgrade() -> None:
    """Drop it; the rankers as they were judged order the queue again."""
    op.drop_table("ranker_continuations")
