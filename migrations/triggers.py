"""Rules that the database itself enforces: one condition, written as a trigger for either kind.

A migration's history must not change, so neither may this module: a rule that needs more than it
can say is written out in its own migration.
"""

from typing import NamedTuple

from alembic import op


class Rule(NamedTuple):
    """A trigger: when `condition` holds for a row, the statement is refused with `refusal`.

    `event` is INSERT, UPDATE or DELETE. In the condition ``{differs}`` compares two values, NULL
    among them; ``{lock}`` at the end of a subquery locks its row on PostgreSQL, so that the answer
    still holds at the commit (SQLite has one writer at a time).
    """

    name: str
    event: str
    table: str
    condition: str
    refusal: str


def make(rule: Rule) -> None:
    """Make the trigger of a rule, and on PostgreSQL its function."""
    if is_sqlite():
        condition = rule.condition.format(differs="IS NOT", lock="")
        op.execute(
            f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{rule.refusal}'); END"
        )
        return
    condition = rule.condition.format(differs="IS DISTINCT FROM", lock="FOR SHARE")
    row = "OLD" if rule.event == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{rule.refusal}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW "
        f"EXECUTE FUNCTION {rule.name}()"
    )


def remove(rule: Rule) -> None:
    """Remove the trigger of a rule."""
    if is_sqlite():
        op.execute(f"DROP TRIGGER {rule.name}")
        return
    op.execute(f"DROP TRIGGER {rule.name} ON {rule.table}")
    op.execute(f"DROP FUNCTION {rule.name}()")


def any_differs(names: tuple[str, ...]) -> str:
    """Return the condition that one of these columns would change."""
    return " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in names)


def is_sqlite() -> bool:
    """Tell whether the migration runs on SQLite."""
    return bool(op.get_bind().dialect.name == "sqlite")
