"""Getting what was erased out of the database's files too, as far as the database allows."""

from sqlalchemy import Engine, text


def checkpoint(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, which still holds pages from before; else do nothing.

    Deleted bytes are overwritten in the file itself (`secure_delete`, see `sar.db`). If somebody
    reads an older snapshot just now, the log is emptied at a later call. The full-text search only
    notes that words are gone until its parts are merged (sqlite.org, "FTS5", `optimize`).
    """
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO search_index(search_index) VALUES ('optimize')"))
        _alone(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def compact(engine: Engine) -> None:
    """Rewrite a SQLite file without its free pages; on PostgreSQL, vacuum every table.

    PostgreSQL frees the space of deleted rows for new ones and overwrites them then; only
    VACUUM FULL, which locks a table while it lasts, leaves them out of the files at once.
    """
    if engine.dialect.name == "sqlite":
        _alone(engine, "VACUUM")
        checkpoint(engine)
    else:
        _alone(engine, "VACUUM")


def _alone(engine: Engine, statement: str) -> None:
    # Neither statement runs inside of a transaction.
    raw = engine.raw_connection()
    try:
        connection = raw.driver_connection
        if engine.dialect.name == "postgresql" and connection is not None:
            connection.autocommit = True
        cursor = raw.cursor()
        cursor.execute(str(text(statement)))
        cursor.close()
    finally:
        if engine.dialect.name == "postgresql":
            raw.invalidate()
        raw.close()
