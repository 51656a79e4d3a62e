"""Worker processes, or workers on other machines, through dask.distributed (the extra `scale`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client, LocalCluster
from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.errors import NotReadyError
from sar.models import Report

PATIENCE_SECONDS = 10

Witness = tuple[int, str | None]
"""A report's number and receipt: whoever finds another receipt there reads another database."""


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


def witness_of(session: Session, report_id: int) -> Witness:
    """Return what a worker compares with what it finds."""
    query = select(Report.receipt).where(Report.report_id == report_id)
    return report_id, session.execute(query).scalar_one_or_none()


def check_witness(session: Session, witness: Witness) -> None:
    """Raise NotReadyError if a worker's database is not the one that the witness was read from."""
    if witness_of(session, witness[0]) != witness:
        raise NotReadyError(
            "A worker reads another database.",
            remedy="Give every worker the SAR_DATABASE_URL of this installation.",
        )
