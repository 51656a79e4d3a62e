"""Letting the ranker in force learn on from the decisions since it was judged.

What it becomes is never further from what the gate judged than a bound allows. It belongs to the
change that put its version in force: whoever puts the version in force again, or switches rankers
off and on, gets what was judged.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.orm import Session

from sar import audit, scoring
from sar.actors import Actor
from sar.errors import ConflictError
from sar.models import RankerContinuation, RankerVersion
from sar.ranking.judging import stays_as_judged
from sar.ranking.lessons import Lesson, digest, taught
from triage.errors import NotEnoughLabelsError

if TYPE_CHECKING:
    from sar.learned import ContinuedRanker


def learn_on(
    session: Session, found: Sequence[Lesson], *, actor: Actor, now: datetime
) -> RankerContinuation | None:
    """Let the ranker in force learn from all decisions so far.

    Return None if none is in force or nothing is new. Raises ConflictError if it cannot be loaded,
    or if it would order the held-back reports clearly worse than what was judged, or say less truly
    how likely they matter; then it stays as it is.
    """
    audit.head_of(session, is_locked=True)
    at = scoring.in_force_now(session)
    if at is None or at.ranker_version_id is None:
        return None
    version = session.get_one(RankerVersion, at.ranker_version_id)
    learned = [each for each in found if not each.is_held_back]
    data = digest(learned)
    if data == (at.continued_data or version.data_sha256):
        return None
    continued = _continued(version, found, learned)
    row = RankerContinuation(
        ranker_switch_id=at.ranker_switch_id,
        ranker_version_id=version.ranker_version_id,
        artefact=continued.artefact,
        sha256=scoring.sha256(continued.artefact),
        data_sha256=data,
        reports=len(learned),
        relevant=sum(each.label for each in learned),
        share=continued.share,
        drift=continued.drift,
        made_by_id=actor.account_id,
        made_at=now,
    )
    # What orders nothing any more keeps its numbers and hashes, and not its megabyte.
    session.execute(update(RankerContinuation).values(artefact=b""))
    session.add(row)
    _log(session, row, actor=actor, now=now)
    return row


def _continued(
    version: RankerVersion, found: Sequence[Lesson], learned: Sequence[Lesson]
) -> "ContinuedRanker":
    from sar.learned import continue_from

    judged = scoring.load(version)
    try:
        continued = continue_from(judged, [taught(each) for each in learned])
    except NotEnoughLabelsError as error:
        raise ConflictError(str(error), remedy="Decide more reports first.") from error
    held_back = [each for each in found if each.is_held_back]
    findings = stays_as_judged(continued.loaded, judged, held_back, seed=version.seed)
    against = [each.words for each in findings if not each.is_passed]
    if against:
        raise ConflictError(
            f"Ranker {version.ranker_version_id} stays as it is. " + " ".join(against),
            remedy="Train a new one, and have the gate judge it.",
        )
    return continued


def _log(session: Session, row: RankerContinuation, *, actor: Actor, now: datetime) -> None:
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
