"""A preview's counting on several processes or machines, through dask.distributed.

Each task counts the reports of a range of ids and opens the database that the settings of its own
environment name. What travels is the sets, the range, and back the counts and receipt numbers. A
task whose worker dies is run again elsewhere; the sum is the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from distributed import Client, LocalCluster, as_completed
from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.preview import Basis
from sar import db, installation
from sar import settings as configuration
from sar.catalog.counting import Counted, Scan, Step, scan_here
from sar.catalog.past_reports import Scope
from sar.errors import NotReadyError
from sar.models import Report

TASK_REPORTS = 5_000
PATIENCE_SECONDS = 10


@contextmanager
def workers_of(*, count: int | None, address: str | None) -> Iterator[Client]:
    """Connect to the scheduler at `address`, or start `count` worker processes for the block.

    Raises NotReadyError if nothing answers at the address within `PATIENCE_SECONDS`.
    """
    if address is not None:
        with _connected(address) as client:
            yield client
        return
    # Nothing of it can be reached from another machine; port 0 is any that is free.
    with (
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=PATIENCE_SECONDS)
    except (OSError, ValueError):
        raise NotReadyError(
            "The scheduler does not answer.",
            remedy="Check that it runs, and its address: tcp://HOST:PORT or tls://HOST:PORT.",
        ) from None


def scan_on(client: Client, *, task_reports: int = TASK_REPORTS) -> Scan:
    """Return a scan that lets the workers of `client` count, so many ids in each task."""

    def scan(session: Session, basis: Basis, scope: Scope) -> Iterator[Step]:
        witness = _receipt_of(session, scope.last)
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


def _count(basis: Basis, part: Scope, *, witness: tuple[int, str | None]) -> Counted:
    """Count one part; runs in a worker."""
    settings, total = configuration.from_environment(), Counted()
    with installation.database(settings) as engine, db.reading(engine) as session:
        if _receipt_of(session, witness[0]) != witness:
            raise NotReadyError(
                "A worker reads another database.",
                remedy="Give every worker the SAR_DATABASE_URL of this installation.",
            )
        for step in scan_here(session, basis, part):
            total.add(step.counted)
    return total


def _receipt_of(session: Session, report_id: int) -> tuple[int, Any]:
    query = select(Report.receipt).where(Report.report_id == report_id)
    return report_id, session.execute(query).scalar_one_or_none()
