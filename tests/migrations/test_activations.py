"""Dates that stood in published sets become activations, and come back on the way down."""

from datetime import UTC, datetime

from sqlalchemy import Engine, text

from sar.commands import database

# (version, effective from, accepted until); two begin together, as shipped versions do.
ROWS = (
    ("1.0.0", "2009-05-21", "2015-02-23"),
    ("2.0.0", "2015-02-23", "2026-01-05"),
    ("2.1.0", "2015-02-23", "2026-03-16"),
    ("2.1.1", "2026-03-02", None),
)


def day(value: object) -> str:
    """Return the day of a moment that either database gave back."""
    return str(value)[:10] if value is not None else ""


def insert(engine: Engine) -> None:
    statement = text(
        "INSERT INTO definition_sets (set_id, version, edition, state, content, sha256, note,"
        " created_at, published_at, effective_from, accept_until, revision) VALUES ('s', :version,"
        " '1', 'published', '{}', '', '', :now, :now, :start, :end, 1)"
    )
    with engine.begin() as link:
        for version, start, end in ROWS:
            moments = {"now": datetime(2026, 3, 1, tzinfo=UTC), "version": version}
            moments["start"] = datetime.fromisoformat(f"{start}T00:00:00+00:00")
            moments["end"] = datetime.fromisoformat(f"{end}T00:00:00+00:00") if end else None
            link.execute(statement, moments)


def read(engine: Engine, columns: str) -> list[tuple[str, ...]]:
    with engine.connect() as link:
        return [tuple(map(day, row)) for row in link.execute(text(f"SELECT {columns}"))]


def test_every_published_version_gets_its_activation_and_gives_it_back(engine: Engine) -> None:
    database.downgrade(engine, revision="0005")
    insert(engine)
    database.upgrade(engine)
    filled = read(
        engine, "effective_from, accept_previous_until FROM activations ORDER BY activation_id"
    )
    assert filled == [
        ("2009-05-21", ""),
        ("2015-02-23", "2015-02-23"),
        ("2015-02-23", "2026-01-05"),
        ("2026-03-02", "2026-03-16"),
    ]
    database.downgrade(engine, revision="0006")
    given_back = read(
        engine, "version, effective_from, accept_until FROM definition_sets ORDER BY version"
    )
    assert given_back == [tuple(each or "" for each in row) for row in ROWS]
