"""What practice shows of a definition set: misses per behaviour and version, never of a person.

Practice stores answers per account for that person alone. Whoever else asks gets counts over at
least `LEAST_PEOPLE` people.
"""

from datetime import datetime

from sqlalchemy import Integer, cast, func, not_, select
from sqlalchemy.orm import Session

from sar.models import PracticeAnswer
from sar.values import frozen

LEAST_PEOPLE = 5
"""Groups smaller than this are not shown, so that nobody's result can be told from a count."""


@frozen
class IndicatorMisses:
    """First answers to practice reports about one behaviour of one version.

    `misses` of `answers` were wrong; `people` gave them, five at least.
    """

    set_id: str
    set_version: str
    indicator_id: str
    people: int
    answers: int
    misses: int

    @property
    def percent(self) -> int:
        """Return how many of a hundred answers were wrong, rounded."""
        return round(100 * self.misses / self.answers)


@frozen
class Misses:
    """What may be shown, most missed first, and how many groups are too small to show."""

    rows: tuple[IndicatorMisses, ...]
    suppressed: int


def misses(session: Session, *, since: datetime | None = None) -> Misses:
    """Count misses per behaviour and version, of all time or `since` a moment (aware).

    Only the first answer that a person ever gave to a part of a report counts: who repeats a
    report learns, and changes no count.
    """
    people = func.count(PracticeAnswer.account_id.distinct())
    wrong = func.sum(cast(not_(PracticeAnswer.is_right), Integer))
    keys = (PracticeAnswer.set_id, PracticeAnswer.set_version, PracticeAnswer.indicator_id)
    query = (
        select(*keys, people, func.count(), wrong).where(PracticeAnswer.is_first).group_by(*keys)
    )
    if since is not None:
        query = query.where(PracticeAnswer.answered_at >= since)
    found = [IndicatorMisses(*row) for row in session.execute(query)]
    shown = [each for each in found if each.people >= LEAST_PEOPLE]
    shown.sort(key=lambda each: (-each.misses / each.answers, -each.answers, each.indicator_id))
    return Misses(tuple(shown), len(found) - len(shown))
