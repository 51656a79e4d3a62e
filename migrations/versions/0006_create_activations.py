"""Create the table of activations, with one for every version that is published.

Until now a published row held from when it was in force and how long it was accepted, so that an
earlier version could not be put in force again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.triggers import Rule, any_differs, make, remove

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IDENTITY = (
    "activation_id", "set_id", "definition_set_id", "reason", "wanted_from", "accept_days",
    "asked_by_id", "asked_at",
)  # fmt: skip
TERMS = ("effective_from", "accept_previous_until", "confirmed_by_id", "confirmed_at")

RULES = (
    Rule(
        "activations_no_update",
        "UPDATE",
        "activations",
        f"{any_differs(IDENTITY)} OR OLD.state IN ('declined', 'withdrawn')"
        f" OR (OLD.state = 'confirmed' AND (NEW.state <> 'withdrawn' OR {any_differs(TERMS)}))",
        "an activation is never changed, only confirmed, declined or withdrawn",
    ),
    Rule(
        "activations_no_delete",
        "DELETE",
        "activations",
        "1 = 1",
        "an activation stays on record",
    ),
)

definition_sets = sa.table(
    "definition_sets",
    sa.column("definition_set_id", sa.Integer),
    sa.column("set_id", sa.String),
    sa.column("state", sa.String),
    sa.column("author_id", sa.Integer),
    sa.column("approver_id", sa.Integer),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("submitted_at", sa.DateTime(timezone=True)),
    sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("effective_from", sa.DateTime(timezone=True)),
    sa.column("accept_until", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Make the table, fill it from the published versions, then make the triggers."""
    create_table()
    fill()
    for rule in RULES:
        make(rule)


def downgrade() -> None:
    """Remove the table; the dates stand in the published versions again."""
    for rule in RULES:
        remove(rule)
    op.drop_table("activations")


def create_table() -> None:
    op.create_table(
        "activations",
        sa.Column("activation_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.String(length=64), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_days", sa.Integer(), nullable=True),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("confirmed_by_id <> asked_by_id", name=op.f("ck_activations_four_eyes")),
        sa.CheckConstraint(
            "state <> 'confirmed' OR asked_by_id IS NULL OR confirmed_by_id IS NOT NULL",
            name=op.f("ck_activations_confirmed_by_a_second_person"),
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR effective_from IS NOT NULL",
            name=op.f("ck_activations_confirmed_has_a_date"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR effective_from IS NULL OR ended_at < effective_from",
            name=op.f("ck_activations_withdrawn_before_its_date"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_activations_definition_set_id_definition_sets"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["accounts.account_id"], name=op.f(f"fk_activations_{name}_accounts")
            )
            for name in ("asked_by_id", "confirmed_by_id", "ended_by_id")
        ),
        sa.PrimaryKeyConstraint("activation_id", name=op.f("pk_activations")),
    )
    op.create_index(op.f("ix_activations_definition_set_id"), "activations", ["definition_set_id"])
    where = sa.text("state = 'asked'")
    op.create_index(
        "uq_activations_asked",
        "activations",
        ["set_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def fill() -> None:
    """Give every published version its activation, in the order of their dates."""
    link = op.get_bind()
    rows = link.execute(
        sa.select(definition_sets)
        .where(definition_sets.c.state == "published")
        .order_by(
            definition_sets.c.set_id,
            definition_sets.c.effective_from,
            definition_sets.c.definition_set_id,
        )
    ).all()
    table = sa.Table("activations", sa.MetaData(), autoload_with=link)
    previous: Any = None
    for row in rows:
        if previous is not None and previous.set_id != row.set_id:
            previous = None
        link.execute(table.insert().values(activation_of(row, previous)))
        previous = row


def activation_of(row: Any, previous: Any) -> dict[str, Any]:
    return {
        "set_id": row.set_id,
        "definition_set_id": row.definition_set_id,
        "state": "confirmed",
        "reason": "",
        "effective_from": row.effective_from,
        "accept_previous_until": previous.accept_until if previous else None,
        "asked_by_id": row.author_id,
        "asked_at": row.submitted_at or row.created_at,
        "confirmed_by_id": row.approver_id,
        "confirmed_at": row.published_at or row.created_at,
        "end_reason": "",
    }
