"""Writing anew what all reports can be found by: for reports that were there before the search."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar import db
from sar.actors import Actor
from sar.log import audit
from sar.models import Addition, Report
from sar.originals import vault
from sar.reports import findable

BATCH = 200


def rebuild(
    engine: Engine,
    *,
    keyring: Keyring,
    actor: Actor,
    now: datetime,
    on_progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Write words, marks and tokens of every report that has redacted text; return how many.

    The originals are opened for the tokens, which the log says; nobody sees them. Each batch is a
    transaction of its own, so whoever is filing meanwhile waits for one batch at most.
    """
    done, last = 0, 0
    while True:
        with db.transaction(engine) as session:
            reports = (
                session.execute(
                    select(Report)
                    .where(Report.report_id > last, Report.redacted.is_not(None))
                    .order_by(Report.report_id)
                    .limit(BATCH)
                    # What is purged meanwhile must not be written anew.
                    .with_for_update()
                )
                .scalars()
                .all()
            )
            if not reports:
                return done
            for report in reports:
                _rewrite(session, report, keyring=keyring)
            done, last = done + len(reports), reports[-1].report_id
            event = audit.Event(
                "search.rebuilt", "search", purpose="search", details={"count": len(reports)}
            )
            audit.record(session, event, actor=actor, now=now)
        on_progress(done)


def _rewrite(session: Session, report: Report, *, keyring: Keyring) -> None:
    findable.write_words(session, report.report_id)
    parts = [(0, f"report:{report.receipt}", report.redacted)]
    added = select(Addition).where(Addition.report_id == report.report_id)
    for row in session.execute(added).scalars():
        parts.append(
            (row.addition_id, f"addition:{report.receipt}:{row.addition_id}", row.redacted)
        )
    for part, context, stored in parts:
        texts = vault.texts(session, keyring=keyring, context=context)
        values = findable.hidden_values(texts, stored)
        findable.write_tokens(session, report.report_id, values, keyring=keyring, part=part)
