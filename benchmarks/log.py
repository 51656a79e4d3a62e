"""The log: entries verified per second, beside plain SHA-256 of the same bytes, and appends.

    python -m benchmarks.log [--entries 100000] [--appends 2000]

The export is verified from a folder as `sar audit verify FOLDER` does it, in this process. An
append is one entry in one transaction on a SQLite file, beside the same row without the log's
hashes and its head. Peak memory is what Python allocated while the export was verified.
"""

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from benchmarks.table import show
from privacy.log import exports, tiles
from privacy.log.checkpoints import Checkpoint, sign_checkpoint
from privacy.log.leaves import leaf_bytes
from privacy.log.notes import SigningKey
from privacy.log.tree import edge_of
from privacy.log.verifying import verify
from sar import db
from sar.actors import COMMAND_LINE
from sar.commands import database
from sar.log import audit
from sar.models import AuditEntry

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--appends", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        show_verifying(Path(folder) / "export", options.entries)
        show_appending(Path(folder), options.appends)


def show_verifying(folder: Path, count: int) -> None:
    """Export a log of `count` entries, verify it, and hash the same bytes plainly."""
    key = SigningKey("benchmark.example/log", bytes(32))
    checkpoint = sign_checkpoint(edge_of(leaves(count)), key, now=NOW)
    write = exports.write_to_folder(folder)
    exports.write_export(leaves(count), write, checkpoint=checkpoint, earlier=(), key=key.verifier)
    with exports.open_export(folder) as source:
        plain = _seconds(lambda: [sha256(leaf).digest() for leaf in _stored(source, count)][:0])
        found = _seconds(lambda: _verify(source, checkpoint))
        tracemalloc.start()
        _verify(source, checkpoint)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    rows = [
        ("read and SHA-256", f"{count / plain:,.0f}", f"{plain:.2f}", "1.0"),
        ("verified", f"{count / found:,.0f}", f"{found:.2f}", f"{found / plain:.1f}"),
    ]
    show(f"An export of {count:,} entries", ["", "entries/s", "seconds", "times"], rows)
    print(f"  peak memory of verifying: {peak / 1e6:.1f} MB")


def show_appending(folder: Path, count: int) -> None:
    """Write entries, one transaction each, with and without the log's hashes."""
    seconds = []
    for name, is_logged in (("without", False), ("with", True)):
        engine = db.open_engine(f"sqlite:///{folder / name}.sqlite3")
        database.upgrade(engine)
        begin = time.perf_counter()
        for number in range(count):
            with db.transaction(engine) as session:
                append(session, number, is_logged=is_logged)
        seconds.append(time.perf_counter() - begin)
        engine.dispose()
    rows = [
        (name, f"{count / each:,.0f}", f"{1000 * each / count:.2f}")
        for name, each in zip(("the row alone", "with the log"), seconds, strict=True)
    ]
    show(f"{count:,} entries added", ["", "entries/s", "ms each"], rows)


def append(session: Session, number: int, *, is_logged: bool) -> None:
    """Add an entry, or the same row without hashes and head."""
    if is_logged:
        event = audit.Event("report.read", f"report:{number}", details={"count": number})
        audit.record(session, event, actor=COMMAND_LINE, now=NOW)
        return
    row = {
        "position": number + 1, "recorded_at": NOW, "actor_id": None, "role": "command_line",
        "action": "report.read", "subject": f"report:{number}", "purpose": "",
        "details": {"count": number}, "tree_hashes": b"",
    }  # fmt: skip
    db.insert(session, AuditEntry, row)


def leaves(count: int) -> Iterator[bytes]:
    """Make leaves as the application writes them."""
    for position in range(1, count + 1):
        yield leaf_bytes(
            {
                "position": position, "recorded_at": "2026-03-02T15:30:00.000000+00:00",
                "actor_id": position % 97, "role": "analyst", "action": "report.read",
                "subject": f"report:{position % 1000}", "purpose": "", "details": {"count": 1},
            }
        )  # fmt: skip


def _stored(source: exports.Source, count: int) -> Iterator[bytes]:
    for number in range(-(-count // tiles.WIDTH)):
        width = tiles.width_at(number, count)
        content = source.read(tiles.entries_path(number, width), tiles.MAX_BUNDLE_BYTES)
        yield from tiles.unpack(content, width)


def _verify(source: exports.Source, checkpoint: Checkpoint) -> None:
    found = verify(exports.entries(source, checkpoint.size), checkpoints=[checkpoint])
    if not found.is_intact:
        raise SystemExit(found.reason)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
