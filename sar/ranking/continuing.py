"""Letting the ranker in force learn on from the decisions since it was judged.

What it becomes is never further from what the gate judged than a bound allows. It belongs to the
change that put its version in force: whoever puts the version in force again, or switches rankers
off and on, gets what was judged; while it is held, it stays that.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.errors import ConflictError
from sar.log import audit
from sar.models import RankerContinuation, SwitchKind
from sar.ranker import scoring
from sar.ranking.ground import Ground, Part, read_ground
from sar.ranking.memory import Memory
from sar.values import frozen
from triage.audits.gate import Judged
from triage.audits.staying import HeldBack, stays_as_judged
from triage.errors import NotEnoughLabelsError

if TYPE_CHECKING:
    from sar.ranker.learned import ContinuedRanker, LoadedRanker

_CONTINUED = db.table_of(RankerContinuation)
_NUMBER = _CONTINUED.c.ranker_continuation_id
_LAST = select(func.max(_NUMBER)).scalar_subquery()
_EMPTY_THE_LAST = update(_CONTINUED).where(_NUMBER == _LAST).values(artefact=b"")


def learn_on(
    engine: Engine, memory: Memory, *, actor: Actor, now: datetime
) -> RankerContinuation | None:
    """Let the ranker in force learn from all decisions so far.

    Nobody waits for it: the database is only read meanwhile, and whoever finds that somebody else
    took a step begins anew. Return None if no ranker is in force, if it is held, or if nothing is
    new. Raises ConflictError if it cannot be loaded, or if it would order the held-back reports
    clearly worse than what was judged, or say less truly how likely they matter; then it stays as
    it is.
    """
    while (step := _next_step(engine, memory)) is not None:
        with db.transaction(engine) as session:
            audit.head_of(session, is_locked=True)
            is_next = scoring.in_force_now(session) == step.at
            row = _store(session, step, actor=actor, now=now) if is_next else None
        if row is not None:
            scoring.remember(row, step.continued.loaded)
            return row
    return None


@frozen
class _Step:
    """A step that could be taken from what was in force when it was worked out."""

    at: Any
    ground: Ground
    continued: "ContinuedRanker"


def _next_step(engine: Engine, memory: Memory) -> _Step | None:
    with db.reading(engine) as session:
        at = scoring.in_force_now(session)
        if at is None or at.ranker_version_id is None or at.kind == SwitchKind.HOLD:
            return None
        judged = memory.serve(session, at)
        ground = read_ground(session, memory, judged)
        if ground is None or ground.data_sha256 == (at.continued_data or at.judged_data):
            return None
    number = at.ranker_version_id
    return _Step(at, ground, _continued(judged, ground, seed=at.seed, number=number))


def _continued(
    judged: "LoadedRanker", ground: Ground, *, seed: int, number: int
) -> "ContinuedRanker":
    from sar.ranker.learned import continue_from

    learned = ground.learned
    try:
        continued = continue_from(judged, learned.rows, learned.labels, counts=learned.counts)
    except NotEnoughLabelsError as error:
        raise ConflictError(str(error), remedy="Decide more reports first.") from error
    against = _against(continued.loaded, judged, ground.held_back, seed=seed)
    if against:
        raise ConflictError(
            f"Ranker {number} stays as it is. " + " ".join(against),
            remedy="Train a new one, and have the gate judge it.",
        )
    return continued


def _against(
    continued: "LoadedRanker", judged: "LoadedRanker", held_back: Part, *, seed: int
) -> list[str]:
    """Return what the held-back reports say against a ranker that learned on."""
    if not len(held_back.labels):
        return []
    decided = HeldBack(held_back.labels, held_back.counts)
    findings = stays_as_judged(
        _judged(continued, held_back), _judged(judged, held_back), decided, seed=seed
    )
    return [each.words for each in findings if not each.is_passed]


def _judged(ranker: "LoadedRanker", held_back: Part) -> Judged:
    chances = ranker.chances_weighed(held_back.rows, held_back.points)
    return Judged(chances, chances)


def _store(session: Session, step: _Step, *, actor: Actor, now: datetime) -> RankerContinuation:
    at, learned, continued = step.at, step.ground.learned, step.continued
    row = RankerContinuation(
        ranker_switch_id=at.ranker_switch_id,
        ranker_version_id=at.ranker_version_id,
        artefact=continued.artefact,
        sha256=scoring.sha256(continued.artefact),
        data_sha256=step.ground.data_sha256,
        reports=len(learned.labels),
        relevant=int(learned.labels.sum()),
        share=continued.share,
        drift=continued.drift,
        made_by_id=actor.account_id,
        made_at=now,
    )
    # What orders nothing any more keeps its numbers and hashes, and not its megabyte.
    session.execute(_EMPTY_THE_LAST)
    session.add(row)
    session.flush()
    details: dict[str, audit.Detail] = {
        "continuation": row.ranker_continuation_id,
        "reports": row.reports,
        "mattered": row.relevant,
        "data": row.data_sha256,
        "sha256": row.sha256,
        "drift_of_1000": round(1000 * row.drift),
        "share_of_1000": round(1000 * row.share),
    }
    event = audit.Event("ranker.learned_on", f"ranker:{row.ranker_version_id}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return row
