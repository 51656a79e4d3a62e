"""Scoring the reports that wait on several processes or machines.

Workers read and score; this process alone writes, so that nothing is written twice and a worker
that dies leaves nothing half-written: its task is run again elsewhere. Each worker opens the
database that the settings of its own environment name. The scores are those of a run without
workers, because both call the same function.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from distributed import Client, as_completed
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from sar import db, installation
from sar import settings as configuration
from sar.errors import ConflictError
from sar.outside.workers import Witness, check_witness, witness_of
from sar.ranker import scoring
from sar.ranker.scoring import InForce
from sar.ranking.rescoring import CHUNK_REPORTS, Scored, left, scores

IN_FLIGHT = 3
"""Chunks for each worker that are on their way at the same time: enough to keep it busy, and what
is held in memory is a few thousand scores, however many reports wait."""

Score = Callable[[str, Sequence[int], Witness], list[Scored]]


def score_on(
    client: Client, engine: Engine, *, size: int = CHUNK_REPORTS, score: Score | None = None
) -> Iterator[list[Scored]]:
    """Yield the scores of all reports that are left, chunk by chunk, as they come.

    `score` is what a worker runs; the default opens the installation of its environment. Raises
    ConflictError if another ranker is put in force meanwhile.
    """
    label = _label(engine)
    chunks = _chunks(engine, label, size)
    score = score or score_here
    first = list(islice(chunks, IN_FLIGHT * len(client.scheduler_info()["workers"])))
    done = as_completed(
        [client.submit(score, label, *each, pure=False) for each in first], with_results=True
    )
    for future, found in done:
        future.release()
        following = next(chunks, None)
        if following is not None:
            done.add(client.submit(score, label, *following, pure=False))
        yield found


def score_here(label: str, numbers: Sequence[int], witness: Witness) -> list[Scored]:
    """Score one chunk; runs in a worker."""
    with installation.database(configuration.from_environment()) as engine:
        return score_with(engine, label, numbers, witness)


def score_with(
    engine: Engine, label: str, numbers: Sequence[int], witness: Witness
) -> list[Scored]:
    """Score one chunk from this database by the ranker of this label."""
    with db.reading(engine) as session:
        check_witness(session, witness)
        return scores(session, _still_in_force(session, label), numbers)


def _chunks(engine: Engine, label: str, size: int) -> Iterator[tuple[Sequence[int], Witness]]:
    """Yield the numbers of the reports that are left, looked up when they are needed."""
    last = 0
    while True:
        with db.reading(engine) as session:
            numbers = left(session, _still_in_force(session, label), after=last, size=size)
            if not numbers:
                return
            witness = witness_of(session, numbers[-1])
        last = numbers[-1]
        yield numbers, witness


def _still_in_force(session: Session, label: str) -> InForce:
    found = scoring.in_force(session)
    if found.label != label:
        raise ConflictError(f"{found.label} orders the queue meanwhile.", remedy="Score once more.")
    return found


def _label(engine: Engine) -> str:
    with db.reading(engine) as session:
        return scoring.in_force(session).label
