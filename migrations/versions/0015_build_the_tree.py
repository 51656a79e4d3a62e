"""Carry the chained log over into the Merkle tree, and say in its next entry what was carried.

The chain is verified on the way. If it does not hold, the new entry names the first bad position
for all time; nothing is hidden by the change of form. A gap is closed, so that the tree counts from
1 without one. Checkpoints of the chain say nothing of the
tree: they are held against the chain here and then removed. Both forms are those of the day on
which this was written and do not change with the library.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BATCH = 1000
GENESIS = "0" * 64
ENTRIES = sa.table(
    "audit_entries",
    sa.column("position", sa.Integer()),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer()),
    sa.column("role", sa.String()),
    sa.column("action", sa.String()),
    sa.column("subject", sa.String()),
    sa.column("purpose", sa.String()),
    sa.column("details", sa.JSON()),
    sa.column("previous_hash", sa.String()),
    sa.column("entry_hash", sa.String()),
    sa.column("tree_hashes", sa.LargeBinary()),
)
FIELDS = ("recorded_at", "actor_id", "role", "action", "subject", "purpose", "details")
HEADS = sa.table(
    "audit_heads",
    sa.column("size", sa.Integer()),
    sa.column("head", sa.String()),
    sa.column("edge", sa.LargeBinary()),
)
CHECKPOINTS = sa.table("audit_checkpoints", sa.column("size"), sa.column("head", sa.String()))


def upgrade() -> None:
    """Hash every entry into the tree; an empty log stays empty."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(CHECKPOINTS.c.size, CHECKPOINTS.c.head))
    noted = {size: head for size, head in rows}  # noqa: C416  rows
    head, size, first_bad, edge = GENESIS, 0, None, []

    def hash_entry(row: Mapping[str, Any]) -> dict[str, Any]:
        nonlocal head, size, first_bad
        size += 1
        sound = (row["position"], row["previous_hash"]) == (size, head)
        head = chained(size, head, leaf(row))
        is_noted = noted.get(size, head) == head
        if first_bad is None and not (sound and is_noted and row["entry_hash"] == head):
            first_bad = size
        head = row["entry_hash"]
        hashes = grow(edge, size, leaf({**row, "position": size}, "position"))
        return {"position": size, "tree_hashes": hashes}

    rewrite(connection, hash_entry)
    if size:
        known = connection.execute(sa.select(HEADS.c.size, HEADS.c.head)).one_or_none()
        if first_bad is None and (known is None or tuple(known) != (size, head)):
            first_bad = size + 1
        carried = {
            "position": size + 1, "recorded_at": datetime.now(UTC), "actor_id": None,
            "role": "command_line", "action": "log.carried_over", "subject": "log", "purpose": "",
            "details": {"size": size, "head": head, "first_bad": first_bad},
        }  # fmt: skip
        hashes = grow(edge, size + 1, leaf(carried, "position"))
        row = {**carried, "tree_hashes": hashes, "previous_hash": "", "entry_hash": ""}
        connection.execute(sa.insert(ENTRIES), row)
        connection.execute(sa.update(HEADS).values(size=size + 1))
    connection.execute(sa.update(HEADS).values(edge=b"".join(edge)))
    connection.execute(sa.delete(CHECKPOINTS))


def downgrade() -> None:
    """Chain the entries again; checkpoints of the tree say nothing of the chain."""
    head, size = GENESIS, 0

    def chain_entry(row: Mapping[str, Any]) -> dict[str, Any]:
        nonlocal head, size
        size, before = size + 1, head
        head = chained(size, before, leaf(row))
        return {"previous_hash": before, "entry_hash": head}

    connection = op.get_bind()
    rewrite(connection, chain_entry)
    connection.execute(sa.update(HEADS).values(head=head))
    connection.execute(sa.delete(CHECKPOINTS))


def rewrite(
    connection: sa.Connection, change: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> None:
    """Change every entry in order, in batches."""
    place = sa.update(ENTRIES).where(ENTRIES.c.position == sa.bindparam("at"))
    for rows in batches(connection):
        changes = [{"at": row["position"], **change(row)} for row in rows]
        names = [name for name in changes[0] if name != "at"]
        connection.execute(place.values({name: sa.bindparam(name) for name in names}), changes)


def batches(connection: sa.Connection) -> Iterator[list[Mapping[str, Any]]]:
    """Read the log in order, a batch at a time."""
    after = None
    while True:
        query = sa.select(ENTRIES).order_by(ENTRIES.c.position).limit(BATCH)
        if after is not None:
            query = query.where(ENTRIES.c.position > after)
        rows = [dict(each) for each in connection.execute(query).mappings()]
        if not rows:
            return
        yield list(rows)
        after = rows[-1]["position"]


def leaf(row: Mapping[str, Any], *more: str) -> bytes:
    """Write an entry as it is hashed: canonical JSON."""
    moment = row["recorded_at"]
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    fields = {name: row[name] for name in (*FIELDS, *more)}
    fields["recorded_at"] = moment.isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def chained(position: int, before: str, plain: bytes) -> str:
    """Return the hash of an entry of the chain; "" for one that cannot follow what stands there."""
    try:
        previous = bytes.fromhex(before)
    except ValueError:
        return ""
    domain = b"sar-log-entry-v1\x00" + position.to_bytes(8, "big")
    return sha256(domain + previous + plain).hexdigest()


def grow(edge: list[bytes], position: int, plain: bytes) -> bytes:
    """Add a leaf to the right edge of the tree; return the hashes of what it completes."""
    completed = [sha256(b"\x00" + plain).digest()]
    before = position - 1
    while before & 1:
        completed.append(sha256(b"\x01" + edge.pop() + completed[-1]).digest())
        before >>= 1
    edge.append(completed[-1])
    return b"".join(completed)
