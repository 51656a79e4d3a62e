"""Running an import: a few rows at a time, checked outside of any transaction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Engine

from sar import db
from sar.actors import COMMAND_LINE
from sar.errors import NotReadyError
from sar.importing import service
from sar.importing.checking import Basis, Ready, check_row
from sar.importing.rows import Row
from sar.importing.seen import Seen
from sar.importing.verdicts import Outcome, Tally, Verdict, VerdictFile, reference_of
from sar.log import audit
from sar.sets.published import published_sets
from sar.values import frozen

BATCH_ROWS = 20
"""Rows per transaction: others wait for the log no longer than these take, some tenths of a
second, and a commit is spread over twenty."""


@frozen
class Run:
    """Where to, on what terms and for how long narratives rows are brought in."""

    engine: Engine
    filing: service.Filing
    max_narrative_chars: int
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


def rehearse(rows: Iterable[Row], run: Run, verdicts: VerdictFile) -> Iterator[int]:
    """Write a verdict per row, store nothing; yield how many rows are done after each batch."""
    with closing(Seen()) as seen:
        for batch in _checked_batches(rows, run):
            ready = [each for each in batch if isinstance(each, Ready)]
            with db.reading(run.engine) as session:
                stored = service.stored_before(session, ready, run.filing)
            judged = service.rehearse(ready, stored, seen, run.filing, now=run.clock())
            verdicts.write(_in_order(batch, judged))
            yield verdicts.tally.rows


def commit(rows: Iterable[Row], run: Run, verdicts: VerdictFile) -> Iterator[int]:
    """Store every row that will do, batch by batch; yield how many rows are done.

    When the process is killed, the batches that were committed stay; the same call again finds
    them as duplicates and goes on with the rest.
    """
    for batch in _checked_batches(rows, run):
        ready = [each for each in batch if isinstance(each, Ready)]
        judged: list[Verdict] = []
        if ready:
            with db.transaction(run.engine) as session:
                judged = service.file_rows(session, ready, run.filing, now=run.clock())
        verdicts.write(_in_order(batch, judged))
        yield verdicts.tally.rows


def record(run: Run, action: str, tally: Tally) -> None:
    """Write into the log that an import began or ended, for which account, with which outcome."""
    details: dict[str, audit.Detail] = {each.value: tally.outcomes[each] for each in Outcome}
    event = audit.Event(action, f"account:{run.filing.actor.account_id}", details=details)
    with db.transaction(run.engine) as session:
        audit.record(session, event, actor=COMMAND_LINE, now=run.clock())


def _checked_batches(rows: Iterable[Row], run: Run) -> Iterator[list[Ready | Verdict]]:
    with db.reading(run.engine) as session:
        published = published_sets(session)
    if not published:
        raise NotReadyError("No indicator set is published.", remedy="Run `sar sets publish`.")
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        basis = Basis(published, run.clock(), run.max_narrative_chars)
        yield [_checked(row, basis) for row in batch]


def _checked(row: Row, basis: Basis) -> Ready | Verdict:
    found = check_row(row, basis)
    if isinstance(found, Ready):
        return found
    reference = reference_of(row.submission)
    return Verdict(row.line, reference, Outcome.REFUSED, findings=tuple(found))


def _in_order(batch: Iterable[Ready | Verdict], judged: Iterable[Verdict]) -> list[Verdict]:
    """Put the verdicts on ready rows where those rows stood."""
    waiting = iter(judged)
    return [next(waiting) if isinstance(each, Ready) else each for each in batch]
