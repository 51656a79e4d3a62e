"""Purging everything that is due: report by report, so that it can be stopped at any moment."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Engine

from privacy.clocks import Standing
from privacy.retention_policies import Policies
from sar import db
from sar.actors import Actor
from sar.log import audit
from sar.retention import purging, second_drawer
from sar.retention.standings import candidates, standing_of
from sar.values import frozen


@frozen
class Run:
    """Where, by which policies, on whose behalf and at what time a purge runs."""

    engine: Engine
    policies: Policies
    actor: Actor
    clock: Callable[[], datetime]


def due_ids(run: Run) -> list[int]:
    """List the reports that are old enough to be looked at, the oldest first."""
    with db.reading(run.engine) as session:
        return candidates(session, run.policies, now=run.clock())


def count_standings(run: Run) -> Counter[Standing]:
    """Count what a purge would find now; writes nothing."""
    found: Counter[Standing] = Counter()
    now = run.clock()
    with db.reading(run.engine) as session:
        for report_id in candidates(session, run.policies, now=now):
            standing = standing_of(session, report_id, run.policies, now=now)
            if standing is not None:
                found[standing.due.standing] += 1
    return found


def count_records(run: Run) -> Counter[Standing]:
    """Count the same in the intelligence drawer, by its own clock."""
    with db.reading(run.engine) as session:
        found = second_drawer.standings(session, run.policies, now=run.clock())
        return Counter(judged.standing for _crossing, _report, judged in found)


def purge_all(run: Run) -> Iterator[str | None]:
    """Purge what is due, each report in a transaction of its own; yield its receipt, or None.

    When the process is killed, what was committed is purged and the rest is as it was: the same
    call again goes on. Each report is judged anew under its lock, so a hold that somebody places
    meanwhile counts.
    """
    for report_id in due_ids(run):
        with db.transaction(run.engine) as session:
            now = run.clock()
            receipt = purging.purge_if_due(
                session, report_id, run.policies, actor=run.actor, now=now
            )
        yield receipt


def finish(run: Run, purged: int) -> int:
    """Destroy the keys of months that are over and empty, and log the run; return how many keys."""
    with db.transaction(run.engine) as session:
        records = second_drawer.purge_due(session, run.policies, actor=run.actor, now=run.clock())
        requests = purging.destroy_requests(session, now=run.clock())
        keys = purging.destroy_month_keys(session, actor=run.actor, now=run.clock())
        details: dict[str, audit.Detail] = {
            "purged": purged,
            "records": records,
            "requests": requests,
            "month_keys": keys,
        }
        event = audit.Event("retention.purge_run", "reports", details=details)
        audit.record(session, event, actor=run.actor, now=run.clock())
    return keys
