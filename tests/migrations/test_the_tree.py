"""A chained log becomes a tree, says how it was carried over, and can become a chain again."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, text

from sar import db
from sar.commands import database
from sar.log import audit

START = datetime(2026, 3, 2, 15, 30, 0, 123456, tzinfo=UTC)
SIZE = 7


def chain(engine: Engine, size: int = SIZE) -> None:
    """Write a log as the release before did: a chain of hashes."""
    head, rows = "0" * 64, []
    for position in range(1, size + 1):
        row = {
            "recorded_at": START + timedelta(hours=position), "actor_id": position % 3 or None,
            "role": "analyst", "action": "report.read", "subject": f"report:{position}",
            "purpose": "", "details": {"count": position, "text": "\u00e4"},
        }  # fmt: skip
        plain = row | {"recorded_at": row["recorded_at"].isoformat(timespec="microseconds")}
        leaf = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        hashed = b"sar-log-entry-v1\x00" + position.to_bytes(8, "big") + bytes.fromhex(head)
        before, head = head, sha256(hashed + leaf.encode()).hexdigest()
        details = {"details": json.dumps(row["details"])}
        rows.append(row | details | {"position": position, "before": before, "head": head})
    with engine.begin() as link:
        link.execute(
            text(
                "INSERT INTO audit_entries (position, recorded_at, actor_id, role, action, subject,"
                " purpose, details, previous_hash, entry_hash) VALUES (:position, :recorded_at,"
                " :actor_id, :role, :action, :subject, :purpose, :details, :before, :head)"
            ),
            rows,
        )
        link.execute(text("UPDATE audit_heads SET size = :n, head = :h"), {"n": size, "h": head})
        link.execute(
            text(
                "INSERT INTO audit_checkpoints (size, head, signed_at, key_id, signature)"
                " VALUES (4, :head, :now, '', '')"
            ),
            {"head": rows[3]["head"], "now": START},
        )


def last_entry(engine: Engine) -> tuple[str, dict[str, object]]:
    with engine.connect() as link:
        query = "SELECT action, details FROM audit_entries ORDER BY position DESC LIMIT 1"
        action, details = link.execute(text(query)).one()
    return action, details if isinstance(details, dict) else json.loads(details)


def is_intact(engine: Engine) -> bool:
    with db.reading(engine) as session:
        return audit.verify(session).is_intact


def test_a_chained_log_is_carried_over_and_back(engine: Engine) -> None:
    database.downgrade(engine, revision="0013")
    chain(engine)
    database.upgrade(engine)
    assert is_intact(engine)
    action, details = last_entry(engine)
    assert action == "log.carried_over"
    assert (details["size"], details["first_bad"]) == (SIZE, None)
    database.downgrade(engine, revision="0013")
    database.upgrade(engine)
    assert is_intact(engine)
    assert last_entry(engine)[1]["size"] == SIZE + 1
    assert last_entry(engine)[1]["first_bad"] is None


@pytest.mark.parametrize(
    ("change", "first_bad"),
    [
        ("UPDATE audit_entries SET role = 'officer' WHERE position = 5", 5),
        ("DELETE FROM audit_entries WHERE position = 3", 3),
        ("UPDATE audit_checkpoints SET head = 'x'", 4),
        ("UPDATE audit_heads SET head = 'x'", 8),
    ],
)
def test_a_chain_that_did_not_hold_is_carried_over_with_its_fault(
    sqlite_url: str, change: str, first_bad: int
) -> None:
    engine = db.open_engine(sqlite_url)
    database.downgrade(engine, revision="0013")
    chain(engine)
    with engine.begin() as link:
        link.execute(text(change))
    database.upgrade(engine)
    assert last_entry(engine)[1]["first_bad"] == first_bad
    assert is_intact(engine)
    engine.dispose()
