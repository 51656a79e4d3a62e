"""Protect published definition sets: nobody edits or deletes one, whatever program asks for it.

Only ``accept_until`` may still change. A later migration that rebuilds the table on SQLite (batch
mode) must make the triggers again: SQLite drops them with the old table.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PROTECTED = (
    "definition_set_id",
    "set_id",
    "version",
    "edition",
    "state",
    "content",
    "sha256",
    "based_on_id",
    "author_id",
    "approver_id",
    "note",
    "created_at",
    "submitted_at",
    "published_at",
    "effective_from",
    "revision",
)
REFUSAL = "a published definition set is never changed or deleted"

SQLITE_UPDATE = f"""
    CREATE TRIGGER definition_sets_no_update BEFORE UPDATE ON definition_sets
    WHEN OLD.state = 'published'
        AND ({" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in PROTECTED)})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
SQLITE_DELETE = f"""
    CREATE TRIGGER definition_sets_no_delete BEFORE DELETE ON definition_sets
    WHEN OLD.state = 'published'
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL_FUNCTION = f"""
    CREATE FUNCTION refuse_change_of_published_set() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
"""
POSTGRESQL_UPDATE = f"""
    CREATE TRIGGER definition_sets_no_update BEFORE UPDATE ON definition_sets FOR EACH ROW
    WHEN (OLD.state = 'published'
        AND ({" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in PROTECTED)}))
    EXECUTE FUNCTION refuse_change_of_published_set()
"""
POSTGRESQL_DELETE = """
    CREATE TRIGGER definition_sets_no_delete BEFORE DELETE ON definition_sets FOR EACH ROW
    WHEN (OLD.state = 'published')
    EXECUTE FUNCTION refuse_change_of_published_set()
"""


def upgrade() -> None:
    """Make the triggers."""
    if is_sqlite():
        statements = (SQLITE_UPDATE, SQLITE_DELETE)
    else:
        statements = (POSTGRESQL_FUNCTION, POSTGRESQL_UPDATE, POSTGRESQL_DELETE)
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Remove the triggers."""
    where = "" if is_sqlite() else " ON definition_sets"
    for name in ("definition_sets_no_update", "definition_sets_no_delete"):
        op.execute(f"DROP TRIGGER {name}{where}")
    if not is_sqlite():
        op.execute("DROP FUNCTION refuse_change_of_published_set()")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
