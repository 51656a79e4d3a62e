"""Make the tables of takes and their chances, of draws, and of second readings."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them, empty: what was taken before has no chance that anybody knows."""
    op.create_table(
        "sample_frames",
        sa.Column("sample_frame_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line_place", sa.BigInteger(), nullable=True),
        sa.Column("low_ranked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sample_frame_id", name=op.f("pk_sample_frames")),
    )
    op.create_table(
        "takes",
        sa.Column("take_id", sa.Integer(), nullable=False),
        _report(),
        _account(),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("route", sa.String(length=8), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("low_ranked", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=False),
        sa.Column("behaviour", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("take_id", name=op.f("pk_takes")),
        *_keys("takes"),
    )
    op.create_index("ix_takes_report_id", "takes", ["report_id"])
    op.create_index("ix_takes_taken_at", "takes", ["taken_at", "route"])
    op.create_table(
        "date_draws",
        _report(),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_date_draws")),
        _keys("date_draws")[0],
    )
    op.create_index("ix_date_draws_is_drawn", "date_draws", ["is_drawn"])
    op.create_table(
        "second_readings",
        _report(),
        _account(),
        sa.Column("first_answer", sa.String(length=24), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=24), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_second_readings")),
        *_keys("second_readings"),
    )
    op.create_index("ix_second_readings_account_id", "second_readings", ["account_id"])


def downgrade() -> None:
    """Drop them: how reports were taken is not known any more."""
    op.drop_table("second_readings")
    op.drop_table("date_draws")
    op.drop_table("takes")
    op.drop_table("sample_frames")


def _report() -> sa.Column[int]:
    return sa.Column("report_id", sa.Integer(), nullable=False)


def _account() -> sa.Column[int]:
    return sa.Column("account_id", sa.Integer(), nullable=False)


def _keys(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{one}_id"], [f"{one}s.{one}_id"], name=op.f(f"fk_{table}_{one}_id_{one}s")
        )
        for one in ("report", "account")
    ]
