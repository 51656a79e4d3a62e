"""Make the tables of the training: practice, completions, and statements to send."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    make_practice()
    op.create_table(
        "completions",
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(120), nullable=False),
        sa.Column("set_version", sa.String(32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("completed_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 100)",
            name=op.f("ck_completions_score_is_percent"),
        ),
        account("completions"),
        sa.PrimaryKeyConstraint("completion_id", name=op.f("pk_completions")),
        sa.UniqueConstraint(
            "account_id",
            "course",
            "set_version",
            "completed_at",
            name=op.f("uq_completions_account_id_course_set_version_completed_at"),
        ),
    )
    op.create_table(
        "learners",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.String(36), nullable=False),
        account("learners"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_learners")),
        sa.UniqueConstraint("learner_id", name=op.f("uq_learners_learner_id")),
    )
    op.create_table(
        "outgoing_statements",
        sa.Column("statement_id", sa.String(36), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_answer", sa.String(40), nullable=False),
        sa.Column("is_given_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_outgoing_statements")),
    )
    op.create_index(op.f("ix_outgoing_statements_due_at"), "outgoing_statements", ["due_at"])


def make_practice() -> None:
    op.create_table(
        "practice_rounds",
        sa.Column("practice_round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.String(64), nullable=False),
        sa.Column("set_version", sa.String(32), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        account("practice_rounds"),
        sa.PrimaryKeyConstraint("practice_round_id", name=op.f("pk_practice_rounds")),
    )
    op.create_index(op.f("ix_practice_rounds_account_id"), "practice_rounds", ["account_id"])
    op.create_table(
        "practice_answers",
        sa.Column("practice_answer_id", sa.Integer(), nullable=False),
        sa.Column("practice_round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.String(64), nullable=False),
        sa.Column("set_version", sa.String(32), nullable=False),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("indicator_id", sa.String(32), nullable=False),
        sa.Column("chosen", sa.String(32), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        account("practice_answers"),
        sa.ForeignKeyConstraint(
            ["practice_round_id"],
            ["practice_rounds.practice_round_id"],
            name=op.f("fk_practice_answers_practice_round_id_practice_rounds"),
        ),
        sa.PrimaryKeyConstraint("practice_answer_id", name=op.f("pk_practice_answers")),
        sa.UniqueConstraint(
            "practice_round_id",
            "item_id",
            "part",
            name=op.f("uq_practice_answers_practice_round_id_item_id_part"),
        ),
    )
    op.create_index(
        "ix_practice_answers_own", "practice_answers", ["account_id", "item_id", "part"]
    )
    op.create_index(
        "ix_practice_answers_indicator",
        "practice_answers",
        ["set_id", "set_version", "indicator_id"],
    )


def account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"],
        ["accounts.account_id"],
        name=op.f(f"fk_{table}_account_id_accounts"),
    )


def downgrade() -> None:
    """Remove them."""
    for table in (
        "outgoing_statements",
        "learners",
        "completions",
        "practice_answers",
        "practice_rounds",
    ):
        op.drop_table(table)
