"""Make the tables of learned rankers, and a place for the reasons of the rules beside theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them, empty: the rules order the queue."""
    op.create_table(
        "ranker_versions",
        sa.Column("ranker_version_id", sa.Integer(), nullable=False),
        sa.Column("artefact", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data_sha256", sa.String(64), nullable=False),
        sa.Column("set_id", sa.String(64), nullable=False),
        sa.Column("set_version", sa.String(32), nullable=False),
        sa.Column("set_sha256", sa.String(64), nullable=False),
        sa.Column("code_version", sa.String(32), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("relevant", sa.Integer(), nullable=False),
        sa.Column("trained_by_id", sa.Integer(), nullable=True),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["trained_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_ranker_versions_trained_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("ranker_version_id", name=op.f("pk_ranker_versions")),
    )
    _make_switches()
    op.add_column("reports", sa.Column("rule_reasons", sa.JSON(none_as_null=True), nullable=True))


def _make_switches() -> None:
    op.create_table(
        "ranker_switches",
        sa.Column("ranker_switch_id", sa.Integer(), nullable=False),
        sa.Column("ranker_version_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("is_override", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decided_by_id <> asked_by_id OR state <> 'made'",
            name=op.f("ck_ranker_switches_four_eyes"),
        ),
        sa.CheckConstraint(
            "state <> 'made' OR NOT is_override OR decided_by_id IS NOT NULL",
            name=op.f("ck_ranker_switches_override_by_a_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["ranker_version_id"],
            ["ranker_versions.ranker_version_id"],
            name=op.f("fk_ranker_switches_ranker_version_id_ranker_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_ranker_switches_asked_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_ranker_switches_decided_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("ranker_switch_id", name=op.f("pk_ranker_switches")),
    )
    op.create_index("ix_ranker_switches_made", "ranker_switches", ["state", "decided_at"])
    op.create_index(
        "uq_ranker_switches_asked",
        "ranker_switches",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )


def downgrade() -> None:
    """Drop them; a score that a ranker gave stays until the report is scored anew."""
    op.drop_column("reports", "rule_reasons")
    op.drop_table("ranker_switches")
    op.drop_table("ranker_versions")
