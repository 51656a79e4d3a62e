"""A preview's counting on several processes or machines, through dask.distributed.

Each task counts the reports of a range of ids and opens the database that the settings of its own
environment name. What travels is the sets, the range, and back the counts and receipt numbers. A
task whose worker dies is run again elsewhere; the sum is the same.
"""

from collections.abc import Iterator
from dataclasses import replace

from distributed import Client, as_completed
from sqlalchemy.orm import Session

from indicators.preview import Basis
from sar import db, installation
from sar import settings as configuration
from sar.catalog.counting import Counted, Scan, Step, scan_here
from sar.catalog.past_reports import Scope
from sar.outside.workers import Witness, check_witness, witness_of

TASK_REPORTS = 5_000


def scan_on(client: Client, *, task_reports: int = TASK_REPORTS) -> Scan:
    """Return a scan that lets the workers of `client` count, so many ids in each task."""

    def scan(session: Session, basis: Basis, scope: Scope) -> Iterator[Step]:
        witness = witness_of(session, scope.last)
        # A task of its own, so that the sets travel once, and again to a worker that is new.
        shared = client.submit(_same, basis, key=f"sets-{basis.draft.sha256}-{id(basis)}")
        parts = _parts(scope, task_reports)
        futures = client.map(_count, [shared] * len(parts), parts, witness=witness, pure=False)
        done = as_completed(futures, with_results=True)
        for number, (_future, counted) in enumerate(done, start=1):
            yield Step(number / len(parts), counted)

    return scan


def _parts(scope: Scope, size: int) -> list[Scope]:
    return [
        replace(scope, first=first, last=min(first + size - 1, scope.last))
        for first in range(scope.first, scope.last + 1, size)
    ]


def _same(basis: Basis) -> Basis:
    return basis


def _count(basis: Basis, part: Scope, *, witness: Witness) -> Counted:
    """Count one part; runs in a worker."""
    settings, total = configuration.from_environment(), Counted()
    with installation.database(settings) as engine, db.reading(engine) as session:
        check_witness(session, witness)
        for step in scan_here(session, basis, part):
            total.add(step.counted)
    return total
