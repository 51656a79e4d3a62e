"""The log in the database: filling it, verifying it, and tampering with it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Engine,
    Executable,
    delete,
    insert,
    select,
    update,
)

from privacy import log
from sar import audit, db
from sar.actors import Actor
from sar.models import AuditEntry, AuditHead

SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
KEY = log.public_key(SEED)
START = datetime(2026, 3, 2, 15, 30, 0, 123456, tzinfo=UTC)
SIZE = 12


def write(engine: Engine, count: int = SIZE, *, first: int = 0) -> None:
    with db.transaction(engine) as session:
        for number in range(first, first + count):
            event = audit.Event(
                ("report.filed", "report.followed", "account.signed_in")[number % 3],
                f"report:{number:04d}",
                purpose="check_detail" if number % 4 == 0 else "",
                details={"count": number, "is_new": number % 2 == 0, "none": None, "a": "ä"},
            )
            who = Actor(account_id=number % 5 or None, role="analyst")
            audit.record(session, event, actor=who, now=START + timedelta(seconds=number))


def write_many(engine: Engine, count: int) -> None:
    """Fill an empty log fast: the chain is built here, not by `audit.record`."""
    head, rows = log.GENESIS, []
    for position in range(1, count + 1):
        values: dict[str, object] = {
            "position": position, "recorded_at": START + timedelta(seconds=position),
            "actor_id": position % 7 or None, "role": "analyst", "action": "report.followed",
            "subject": f"report:{position}", "purpose": "", "details": {"count": position},
            "previous_hash": head,
        }  # fmt: skip
        head = log.entry_hash(position, head, audit.leaf_of(AuditEntry(**values)))
        rows.append(values | {"entry_hash": head})
    with db.transaction(engine) as session:
        session.execute(insert(AuditEntry), rows)
        session.execute(update(AuditHead).values(size=count, head=head))


def verify(engine: Engine, *kept: log.Checkpoint, keys: tuple[bytes, ...] = ()) -> log.Verdict:
    with db.reading(engine) as session:
        return audit.verify(session, public_keys=keys, checkpoints=kept)


def sign(engine: Engine, *, seed: bytes = SEED) -> log.Checkpoint:
    with db.transaction(engine) as session:
        signed = audit.sign_checkpoint(session, seed=seed, now=START + timedelta(days=1))
    assert signed is not None
    return signed


def run(engine: Engine, *statements: Executable) -> None:
    with db.transaction(engine) as session:
        for statement in statements:
            session.execute(statement)


def at(position: int) -> ColumnElement[bool]:
    return AuditEntry.position == position


def cut_after(engine: Engine, position: int, *, is_head_fixed: bool) -> None:
    run(engine, delete(AuditEntry).where(AuditEntry.position > position))
    if is_head_fixed:
        with db.transaction(engine) as session:
            head = session.execute(select(AuditEntry.entry_hash).where(at(position))).scalar_one()
            session.execute(update(AuditHead).values(size=position, head=head))


def rebuild(engine: Engine, *, forged: int) -> None:
    """Do what only somebody with write access to everything can: a new chain over a forged leaf."""
    with db.transaction(engine) as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars().all()
        head = log.GENESIS
        for row in rows:
            if row.position == forged:
                row.actor_id, row.purpose = 77, "legal_order"
            row.previous_hash = head
            row.entry_hash = head = log.entry_hash(row.position, head, audit.leaf_of(row))
        session.execute(update(AuditHead).values(size=len(rows), head=head))
