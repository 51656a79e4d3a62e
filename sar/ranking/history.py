"""Which ranker orders the queue now, which did before, and what waits for a second person."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from sar.models import (
    Account,
    RankerContinuation,
    RankerSwitch,
    RankerVersion,
    SwitchKind,
    SwitchState,
)
from sar.ranker import scoring
from sar.values import frozen

MOST_VERSIONS, MOST_CHANGES = 50, 20
MOST_DRIFT = 0.5
"""As `triage.learning.continuing.FURTHEST`, which takes SciPy to import; a test compares them."""


@frozen
class Standing:
    """How the queue is ordered: `version_id` None means by the rules alone.

    `before_id` is what a roll back leads to; `may_roll_back` tells whether there is a step back.
    `is_off`: learned rankers are switched off, and `version_id` is what switching on leads to.
    """

    version_id: int | None
    before_id: int | None
    may_roll_back: bool
    is_off: bool

    @property
    def in_force(self) -> int | None:
        """Return the version that orders the queue now, None for the rules."""
        return None if self.is_off else self.version_id


@frozen
class SwitchRow:
    """One change in the history: what was done by whom and why; names of people are shown only."""

    ranker_switch_id: int
    version_id: int | None
    kind: str
    state: str
    is_override: bool
    reason: str = field(repr=False)
    who: str = field(repr=False)
    second: str = field(repr=False)
    is_own: bool
    asked_at: datetime
    decided_at: datetime | None


def standing(session: Session) -> Standing:
    """Follow the changes that were made: a roll back takes the last activation off again.

    What is activated while learned rankers are off switches them on. The last change holds what is
    in force, too, which is what `sar.ranker.scoring` reads.
    """
    made = session.execute(
        select(RankerSwitch.kind, RankerSwitch.ranker_version_id)
        .where(RankerSwitch.state == SwitchState.MADE)
        .order_by(RankerSwitch.decided_at, RankerSwitch.ranker_switch_id)
    )
    steps: list[int | None] = [None]
    is_off = False
    for kind, version_id in made:
        if kind == SwitchKind.ACTIVATE:
            steps.append(version_id)
            is_off = False
        elif kind == SwitchKind.ROLL_BACK and len(steps) > 1:
            steps.pop()
        elif kind in (SwitchKind.OFF, SwitchKind.ON):
            is_off = kind == SwitchKind.OFF
    may_roll_back = len(steps) > 1
    return Standing(steps[-1], steps[-2] if may_roll_back else None, may_roll_back, is_off)


def versions(session: Session, *, limit: int = MOST_VERSIONS) -> Sequence[RankerVersion]:
    """List the versions, the newest first, without the rankers themselves."""
    query = select(RankerVersion).order_by(RankerVersion.ranker_version_id.desc()).limit(limit)
    return session.execute(query).scalars().all()


def state_of(version: RankerVersion, found: Standing, ever_active: frozenset[int]) -> str:
    """Say where a version stands: active, switched off, retired, refused, passed or trained."""
    if version.ranker_version_id == found.version_id:
        return "switched off" if found.is_off else "active"
    if version.ranker_version_id in ever_active:
        return "retired"
    if version.is_passed is None:
        return "trained"
    return "passed" if version.is_passed else "refused"


def ever_active(session: Session) -> frozenset[int]:
    """Return the versions that were in force at some time."""
    query = select(RankerSwitch.ranker_version_id).where(
        RankerSwitch.state == SwitchState.MADE, RankerSwitch.kind == SwitchKind.ACTIVATE
    )
    return frozenset(each for each in session.execute(query).scalars() if each is not None)


@frozen
class Course:
    """How the ranker in force learned on since it was put in force, oldest first.

    `drifts` are those of the last steps, shares of the bound in [0, 1]; `last` is the latest step.
    """

    is_held: bool
    drifts: Sequence[float]
    last: RankerContinuation | None


def course(session: Session, *, limit: int = 40) -> Course | None:
    """Return how the ranker in force learned on, None while the rules are in force."""
    at = scoring.in_force_now(session)
    if at is None or at.ranker_version_id is None:
        return None
    query = (
        select(RankerContinuation)
        .where(RankerContinuation.ranker_switch_id == at.ranker_switch_id)
        .order_by(RankerContinuation.ranker_continuation_id.desc())
        .limit(limit)
    )
    steps = session.execute(query).scalars().all()
    drifts = [each.drift / MOST_DRIFT for each in reversed(steps)]
    return Course(at.kind == SwitchKind.HOLD, drifts, steps[0] if steps else None)


def changes(
    session: Session, *, viewer_id: int | None, limit: int = MOST_CHANGES
) -> Sequence[SwitchRow]:
    """List the last changes, the newest first."""
    asker, decider = aliased(Account), aliased(Account)
    query = (
        select(RankerSwitch, asker.display_name, decider.display_name)
        .outerjoin(asker, asker.account_id == RankerSwitch.asked_by_id)
        .outerjoin(decider, decider.account_id == RankerSwitch.decided_by_id)
        .order_by(RankerSwitch.ranker_switch_id.desc())
        .limit(limit)
    )
    return [
        SwitchRow(
            ranker_switch_id=row.ranker_switch_id,
            version_id=row.ranker_version_id,
            kind=row.kind,
            state=row.state,
            is_override=row.is_override,
            reason=row.reason,
            who=who or "The command line",
            second=second or "",
            is_own=row.asked_by_id is not None and row.asked_by_id == viewer_id,
            asked_at=row.asked_at,
            decided_at=row.decided_at,
        )
        for row, who, second in session.execute(query)
    ]
