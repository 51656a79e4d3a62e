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
from sqlalchemy.orm import Session

from privacy.log.checkpoints import Checkpoint
from privacy.log.notes import SigningKey, VerifierKey
from privacy.log.tree import Edge, edge_of, grow, leaf_hash
from privacy.log.verifying import Verdict
from sar import db
from sar.actors import Actor
from sar.log import audit, checkpoints
from sar.models import AuditEntry, AuditHead

SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
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
    """Fill an empty log fast: the tree is built here, not by `audit.record`."""
    edge, rows = Edge(), []
    for position in range(1, count + 1):
        values: dict[str, object] = {
            "position": position, "recorded_at": START + timedelta(seconds=position),
            "actor_id": position % 7 or None, "role": "analyst", "action": "report.followed",
            "subject": f"report:{position}", "purpose": "", "details": {"count": position},
        }  # fmt: skip
        edge, completed = grow(edge, leaf_hash(audit.leaf_of(AuditEntry(**values))))
        rows.append(values | {"tree_hashes": b"".join(completed)})
    with db.transaction(engine) as session:
        session.execute(insert(AuditEntry), rows)
        session.execute(update(AuditHead).values(size=count, edge=bytes(edge)))


def key_of(seed: bytes) -> SigningKey:
    return SigningKey("test.example/log", seed)


def verify(engine: Engine, *kept: Checkpoint, keys: tuple[VerifierKey, ...] = ()) -> Verdict:
    with db.reading(engine) as session:
        return audit.verify(session, keys=keys, checkpoints=kept)


def sign(engine: Engine, *, seed: bytes = SEED) -> Checkpoint:
    with db.transaction(engine) as session:
        signed = checkpoints.sign(session, key_of(seed), now=START + timedelta(days=1))
    assert signed is not None
    return signed


def run(engine: Engine, *statements: Executable) -> None:
    with db.transaction(engine) as session:
        for statement in statements:
            session.execute(statement)


def at(position: int) -> ColumnElement[bool]:
    return AuditEntry.position == position


def edge_at(session: Session, position: int) -> Edge:
    """Compute the edge of the first entries, as somebody would who cuts off the rest."""
    rows = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars()
    return edge_of(audit.leaf_of(row) for row in rows if row.position <= position)


def cut_after(engine: Engine, position: int, *, is_head_fixed: bool) -> None:
    run(engine, delete(AuditEntry).where(AuditEntry.position > position))
    if is_head_fixed:
        with db.transaction(engine) as session:
            edge = bytes(edge_at(session, position))
            session.execute(update(AuditHead).values(size=position, edge=edge))


def rebuild(engine: Engine, *, forged: int) -> None:
    """Do what only somebody with write access to everything can: a new tree over a forged leaf."""
    with db.transaction(engine) as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars().all()
        edge = Edge()
        for row in rows:
            if row.position == forged:
                row.actor_id, row.purpose = 77, "legal_order"
            edge, completed = grow(edge, leaf_hash(audit.leaf_of(row)))
            row.tree_hashes = b"".join(completed)
        session.execute(update(AuditHead).values(size=len(rows), edge=bytes(edge)))


KEY = key_of(SEED).verifier
