"""Make the tables by which reports are found, and let an alert be about no report.

The full-text table `search_index` is the database's own: FTS5 in SQLite, a `tsvector` in
PostgreSQL. Triggers keep it in step with `search_texts`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_texts',"
    " content_rowid='report_id', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN"
    " INSERT INTO search_index(rowid, words) VALUES (new.report_id, new.words); END",
    "CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts BEGIN"
    " INSERT INTO search_index(search_index, rowid, words)"
    " VALUES ('delete', old.report_id, old.words); END",
    "CREATE TRIGGER search_texts_changed AFTER UPDATE ON search_texts BEGIN"
    " INSERT INTO search_index(search_index, rowid, words)"
    " VALUES ('delete', old.report_id, old.words);"
    " INSERT INTO search_index(rowid, words) VALUES (new.report_id, new.words); END",
)
_POSTGRESQL = (
    "CREATE TABLE search_index (report_id integer PRIMARY KEY"
    " REFERENCES search_texts (report_id) ON DELETE CASCADE, vector tsvector NOT NULL)",
    "CREATE INDEX ix_search_index_vector ON search_index USING gin (vector)",
    "CREATE FUNCTION index_search_text() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO search_index VALUES (new.report_id, to_tsvector('english', new.words))"
    " ON CONFLICT (report_id) DO UPDATE SET vector = excluded.vector; RETURN NULL; END $$",
    "CREATE TRIGGER search_texts_written AFTER INSERT OR UPDATE ON search_texts"
    " FOR EACH ROW EXECUTE FUNCTION index_search_text()",
)


def upgrade() -> None:
    """Make them, empty; `sar search rebuild` fills them for reports that are there already."""
    _create_tables()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        op.execute(sa.text(statement.replace(":", "\\:")))
    with op.batch_alter_table("alerts") as table:
        table.alter_column("report_id", existing_type=sa.Integer(), nullable=True)


def _create_tables() -> None:
    report = {"columns": ["report_id"], "refcolumns": ["reports.report_id"]}
    op.create_table(
        "search_texts",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(**report, name=op.f("fk_search_texts_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_search_texts")),
    )
    op.create_table(
        "lookup_tokens",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(**report, name=op.f("fk_lookup_tokens_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", "part", "token", name=op.f("pk_lookup_tokens")),
    )
    op.create_index("ix_lookup_tokens_token", "lookup_tokens", ["token", "report_id"])
    op.create_table(
        "wording_marks",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(**report, name=op.f("fk_wording_marks_report_id_reports")),
        sa.PrimaryKeyConstraint("number", "report_id", name=op.f("pk_wording_marks")),
    )
    op.create_index("ix_wording_marks_report_id", "wording_marks", ["report_id"])
    op.create_table(
        "saved_searches",
        sa.Column("saved_search_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("seen_report_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_saved_searches_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("saved_search_id", name=op.f("pk_saved_searches")),
    )
    op.create_index(op.f("ix_saved_searches_account_id"), "saved_searches", ["account_id"])


def downgrade() -> None:
    """Drop them; alerts that are about no report go with them."""
    op.execute("DELETE FROM alerts WHERE report_id IS NULL")
    with op.batch_alter_table("alerts") as table:
        table.alter_column("report_id", existing_type=sa.Integer(), nullable=False)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("added", "removed", "changed") if is_sqlite else ("written",):
        on = "" if is_sqlite else " ON search_texts"
        op.execute(f"DROP TRIGGER search_texts_{name}{on}")
    op.execute("DROP TABLE search_index")
    if not is_sqlite:
        op.execute("DROP FUNCTION index_search_text()")
    for table_name in ("saved_searches", "wording_marks", "lookup_tokens", "search_texts"):
        op.drop_table(table_name)
