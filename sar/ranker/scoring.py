"""The score of a report: by the rules, or by the ranker in force; whatever fails, by the rules.

Filing and rescoring use it alike. numpy and scipy are loaded only where a ranker is in force.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from sar import db
from sar.errors import ConflictError
from sar.models import RankerContinuation, RankerSwitch, RankerVersion, Report, SwitchState
from sar.models.reports import queue_place
from sar.values import frozen
from triage.candidates import Candidate
from triage.errors import TriageError
from triage.rules import RULES_VERSION, Reason, Score

if TYPE_CHECKING:
    from sar.ranker.learned import LoadedRanker

RULES = f"rules {RULES_VERSION}"
"""What stands beside a score that the rules gave."""

_LOG = logging.getLogger(__name__)

# Asked with every report: the last change says what is in force, and whether it learned on since.
_SWITCHES, _VERSIONS = db.table_of(RankerSwitch), db.table_of(RankerVersion)
_CONTINUED = db.table_of(RankerContinuation)
_LAST = (
    select(func.max(_CONTINUED.c.ranker_continuation_id))
    .where(_CONTINUED.c.ranker_switch_id == _SWITCHES.c.ranker_switch_id)
    .correlate(_SWITCHES)
    .scalar_subquery()
)
_IN_FORCE = (
    select(
        _SWITCHES.c.ranker_switch_id,
        _SWITCHES.c.kind,
        _VERSIONS.c.ranker_version_id,
        _CONTINUED.c.ranker_continuation_id,
        _CONTINUED.c.data_sha256.label("continued_data"),
        func.coalesce(_CONTINUED.c.sha256, _VERSIONS.c.sha256).label("sha256"),
        _VERSIONS.c.sha256.label("judged_sha256"),
        _VERSIONS.c.data_sha256.label("judged_data"),
        _VERSIONS.c.seed,
    )
    .select_from(_SWITCHES)
    .outerjoin(_VERSIONS, _VERSIONS.c.ranker_version_id == _SWITCHES.c.ranker_version_id)
    .outerjoin(_CONTINUED, _CONTINUED.c.ranker_continuation_id == _LAST)
    .where(_SWITCHES.c.state == SwitchState.MADE)
    .order_by(_SWITCHES.c.decided_at.desc(), _SWITCHES.c.ranker_switch_id.desc())
    .limit(1)
)


@frozen
class InForce:
    """What orders the queue now; `ranker` is None for the rules, or where it cannot be loaded.

    `label` stands beside the scores that it gives. `is_broken`: the version in force cannot be
    loaded, so the rules take its place.
    """

    label: str = RULES
    ranker: "LoadedRanker | None" = field(default=None, repr=False)
    is_broken: bool = False


# The ranker in force, by number and hash, so that a process reads it once.
_loaded: dict[tuple[int, int | None, str], InForce] = {}


def in_force(session: Session) -> InForce:
    """Return what orders the queue now; a ranker that cannot be loaded never stops anything."""
    row = in_force_now(session)
    if row is None or row.ranker_version_id is None:
        return InForce()
    key = (row.ranker_version_id, row.ranker_continuation_id, row.sha256)
    found = _loaded.get(key)
    return found or _remember(key, _load_or_fall_back(session, row))


def remember(continuation: RankerContinuation, ranker: "LoadedRanker") -> None:
    """Keep what a version became in this process, which need not read it then."""
    version_id, number = continuation.ranker_version_id, continuation.ranker_continuation_id
    key = (version_id, number, continuation.sha256)
    _remember(key, InForce(label_of(*key), ranker))


def _remember(key: tuple[int, int | None, str], found: InForce) -> InForce:
    _loaded.clear()
    _loaded[key] = found
    return found


def in_force_now(session: Session) -> Any:
    """Return the row of the last change: the version that it put in force, what that became since.

    None if nothing was ever changed; the version's number is None while the rules are in force.
    """
    return db.ask(session, _IN_FORCE).first()


def forget() -> None:
    """Forget the ranker that this process has read; it is read anew when it is needed."""
    _loaded.clear()


def load(version: RankerVersion | RankerContinuation) -> "LoadedRanker":
    """Load a version's ranker; raises ConflictError if it was changed or cannot be read."""
    from sar.ranker import learned

    if sha256(version.artefact) != version.sha256:
        raise ConflictError(
            f"Ranker {version.ranker_version_id} was changed after it was trained.",
            remedy="Restore the database from its backup, or train a new one.",
        )
    try:
        return learned.read(version.artefact)
    except (TriageError, ImportError):
        raise ConflictError(
            f"Ranker {version.ranker_version_id} cannot be loaded by this version of the toolkit.",
            remedy="Train a new one; the present order stays as it is.",
        ) from None


def label_of(version_id: int, continuation_id: int | None, digest: str) -> str:
    """Return what stands beside the scores of a version, 32 characters at most.

    ``"ranker 3 1f0c2a9b"`` is as judged, ``"ranker 3+17 5d0e88c1"`` what it became.
    """
    became = "" if continuation_id is None else f"+{continuation_id}"
    return f"ranker {version_id}{became} {digest[:8]}"


def sha256(artefact: bytes) -> str:
    """Return the hash by which a ranker is known, hex."""
    return hashlib.sha256(artefact).hexdigest()


def rule_score(row: "Row[Any] | Report") -> Score | None:
    """Return what the rules gave a stored report, whatever orders it now; None while it has none.

    A score of neither the rules nor a ranker is what the demo or an import of old left; it counts.
    """
    if row.score is None:
        return None
    stored = row.reasons if row.rule_reasons is None else row.rule_reasons
    reasons = tuple(Reason(**each) for each in stored)
    return Score(sum(each.points for each in reasons), reasons)


def columns(
    found: InForce, candidates: Sequence[Candidate], rules: Sequence[Score]
) -> Iterable[dict[str, Any]]:
    """Yield the columns of each report that hold its score, without its place.

    `candidates` may be empty where the rules order the queue. If the ranker fails, the rules'
    scores are kept.
    """
    scores = _by_ranker(found, candidates, rules) if found.ranker else None
    if scores is None:
        for each in rules:
            yield _columns(each, RULES, None)
        return
    for score, each in zip(scores, rules, strict=True):
        yield _columns(score, found.label, each)


def placed(found: Mapping[str, Any], received_at: datetime) -> dict[str, Any]:
    """Return the columns of a score with the place in the queue that they give."""
    return {**found, "queue_place": queue_place(found["score"], received_at)}


def _by_ranker(
    found: InForce, candidates: Sequence[Candidate], rules: Sequence[Score]
) -> Sequence[Score] | None:
    try:
        return found.ranker.scores(candidates, rules) if found.ranker else None
    except Exception as error:
        # Nothing that a ranker does may lose a report; the text stays out of the line.
        _LOG.error("ranker.failed", {"ranker": found.label, "error": type(error).__name__})
        return None


def _load_or_fall_back(session: Session, row: Row[Any]) -> InForce:
    version_id, continuation_id = row.ranker_version_id, row.ranker_continuation_id
    version: RankerVersion | RankerContinuation
    try:
        if continuation_id is None:
            version = session.get_one(RankerVersion, version_id)
        else:
            version = session.get_one(RankerContinuation, continuation_id)
        return InForce(label_of(version_id, continuation_id, row.sha256), load(version))
    except ConflictError:
        _LOG.error("ranker.not_loaded", {"ranker": version_id, "continuation": continuation_id})
        return InForce(is_broken=True)


def _columns(score: Score, label: str, rules: Score | None) -> dict[str, Any]:
    return {
        "score": score.points,
        "score_version": label,
        "reasons": _stored(score),
        "rule_reasons": _stored(rules) if rules else None,
    }


def _stored(score: Score) -> list[dict[str, Any]]:
    return [{"rule": each.rule, "text": each.text, "points": each.points} for each in score.reasons]
