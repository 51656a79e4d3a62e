"""Training a ranker from the decisions that were made, and having the gate judge it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from sar import __version__
from sar.actors import Actor
from sar.errors import ConflictError
from sar.log import audit
from sar.models import RankerVersion
from sar.ranker import scoring
from sar.ranking import card, judging, lessons
from sar.ranking.lessons import Lesson
from sar.sets.published import current_set

LEAST_OF_EACH = 5
"""Fewer decisions of either kind teach nothing that could be judged afterwards."""


def train(
    session: Session, found: Sequence[Lesson], *, seed: int, actor: Actor, now: datetime
) -> RankerVersion:
    """Train a ranker from the decided reports that are not held back, and store it as a version.

    It orders nothing: the gate judges it first, and a person puts it in force. Raises
    ConflictError if there are too few decisions, or a set in force that gives no weights.
    """
    from sar.ranker.learned import dump

    learned = [each for each in found if not each.is_held_back]
    relevant = sum(each.label for each in learned)
    if min(relevant, len(learned) - relevant) < LEAST_OF_EACH:
        raise ConflictError(
            f"There are {relevant} decided reports that mattered and {len(learned) - relevant} "
            f"that did not; {LEAST_OF_EACH} of each are needed.",
            remedy="The rules order the queue meanwhile. Train again after more decisions.",
        )
    published = current_set(session, now=now)
    if not any(each.weight for each in published.definition_set.indicators):
        raise ConflictError(
            f"Set {published.definition_set.version} gives its behaviors no weights.",
            remedy="Give them weights in a new version; a ranker starts from the rules' scores.",
        )
    artefact = dump(lessons.learn(learned))
    version = RankerVersion(
        artefact=artefact,
        sha256=scoring.sha256(artefact),
        data_sha256=lessons.digest(learned),
        set_id=published.definition_set.set_id,
        set_version=published.definition_set.version,
        set_sha256=published.sha256,
        code_version=__version__,
        seed=seed,
        reports=len(learned),
        relevant=relevant,
        trained_by_id=actor.account_id,
        trained_at=now,
    )
    session.add(version)
    session.flush()
    details: dict[str, audit.Detail] = {
        "reports": version.reports,
        "mattered": version.relevant,
        "data": version.data_sha256,
        "sha256": version.sha256,
    }
    _log(session, "ranker.trained", version, details, actor=actor, now=now)
    return version


def judge(
    session: Session,
    version: RankerVersion,
    found: Sequence[Lesson],
    *,
    secret: bytes,
    actor: Actor,
    now: datetime,
) -> None:
    """Let the gate judge a version against what orders the queue now, and write its card.

    Raises ConflictError if it was judged already or cannot be loaded.
    """
    if version.judged_at is not None:
        raise ConflictError(
            f"Ranker {version.ranker_version_id} was judged already.",
            remedy="Train a new one to have it judged by the decisions made since.",
        )
    candidate = scoring.load(version)
    in_force = scoring.in_force(session)
    judgement = judging.judge(
        candidate, in_force.ranker, found, data_sha256=version.data_sha256, seed=version.seed
    )
    version.card = card.make_card(version, judgement, found, against=in_force.label, secret=secret)
    version.is_passed, version.judged_at = judgement.verdict.is_passed, now
    details: dict[str, audit.Detail] = {
        "passed": version.is_passed,
        "against": in_force.label,
        "refusals": len(judgement.verdict.refusals),
    }
    _log(session, "ranker.judged", version, details, actor=actor, now=now)


def _log(
    session: Session,
    action: str,
    version: RankerVersion,
    details: dict[str, audit.Detail],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    event = audit.Event(action, f"ranker:{version.ranker_version_id}", details=details)
    audit.record(session, event, actor=actor, now=now)
