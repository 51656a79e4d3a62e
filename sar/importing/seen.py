"""What a rehearsal has already met; kept on disk, so that memory does not grow with the file."""

import sqlite3


class Seen:
    """Content hashes by key digest, both hex, in a private file that vanishes when it is closed."""

    def __init__(self) -> None:
        # An empty name makes SQLite use a temporary file ("In-Memory Databases", sqlite.org).
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA synchronous=OFF")
        self._rows.execute(
            "CREATE TABLE seen (digest BLOB PRIMARY KEY, content BLOB) WITHOUT ROWID"
        )

    def get(self, digest: str) -> str | None:
        """Return the content hash that was added under a digest."""
        row = self._rows.execute(
            "SELECT content FROM seen WHERE digest = ?", (bytes.fromhex(digest),)
        ).fetchone()
        return row[0].hex() if row else None

    def add(self, digest: str, content: str) -> None:
        """Remember a digest that was not there yet."""
        self._rows.execute(
            "INSERT INTO seen VALUES (?, ?)", (bytes.fromhex(digest), bytes.fromhex(content))
        )

    def close(self) -> None:
        """Let the file vanish."""
        self._rows.close()
