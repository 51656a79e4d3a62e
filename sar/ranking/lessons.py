"""What a ranker may learn: decided reports as candidates, and how they were decided.

No author, no name, no attribute, no district: what the ranker is not given it cannot learn. A fifth
of the reports, chosen by their receipt numbers once and for all, is held back: no ranker ever
learns from these, and every ranker is judged by them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from sar.errors import ConflictError
from sar.models import Report
from sar.ranker.scoring import rule_score
from sar.ranker.stored_candidates import COLUMNS, stored_candidates
from sar.ranking.chances import Takes, stand_for
from sar.values import frozen
from triage.candidates import Candidate
from triage.decisions import State
from triage.rules import Score

if TYPE_CHECKING:
    from sar.ranker.learned import LoadedRanker, Taught

CHUNK_REPORTS = 500
HELD_BACK_OF = 5
"""One report in so many is held back."""

# What a state says of whether a report mattered, and for how many decisions it counts: part two
# decides; part one alone, or a matter for somebody else, counts half. Nothing is learned from a
# report that waits, was taken back, returned or purged.
OUTCOMES: dict[State, tuple[int, float]] = {
    State.POTENTIAL_NEXUS: (1, 1.0),
    State.CRITERIA_MET: (1, 0.5),
    State.REFERRED: (0, 0.5),
    State.NO_NEXUS: (0, 0.5),
    State.CRITERIA_NOT_MET: (0, 0.5),
    State.UNFOUNDED: (0, 1.0),
    State.PROTECTED: (0, 1.0),
}

MOST_STANDS_FOR = 10.0
"""A held-back report judges for so many others at most: no single draw decides on a ranker."""


@frozen
class Lesson:
    """A decided report: `label` is 1 if it mattered, `weight` for how many decisions it counts.

    It speaks for `stands_for` reports, those included that nobody read. `text` is the redacted
    narrative, that of `candidate` has no attributes either. `unit` says where it came from, for the
    comparison of error rates, and is never learned from.
    """

    receipt: str
    text: str = field(repr=False)
    candidate: Candidate = field(repr=False)
    rules: Score = field(repr=False)
    label: int
    weight: float
    stands_for: float
    unit: str

    @property
    def is_held_back(self) -> bool:
        """Tell whether no ranker learns from this report."""
        return is_held_back(self.receipt)

    @property
    def judges_for(self) -> float:
        """Return for how many decisions it counts when a ranker is judged."""
        return self.weight * min(self.stands_for, MOST_STANDS_FOR)


def read_lessons(session: Session) -> Iterator[Lesson]:
    """Read every decided report in the order of their numbers, in chunks."""
    takes, last = Takes(), 0
    takes.follow(session)
    while True:
        rows = session.execute(
            select(*COLUMNS, Report.receipt, Report.agency_id, Report.state)
            .where(Report.state.in_(OUTCOMES), Report.report_id > last)
            .order_by(Report.report_id)
            .limit(CHUNK_REPORTS)
        ).all()
        if not rows:
            return
        yield from _lessons(session, rows, takes)
        last = rows[-1].report_id


def first_lessons(session: Session, *, limit: int) -> list[Lesson]:
    """Return all decided reports; raises ConflictError if there are more than `limit`."""
    found = list(islice(read_lessons(session), limit + 1))
    if len(found) > limit:
        raise ConflictError(
            f"There are more than {limit:,} decided reports, which take too long for a page.",
            remedy="Whoever runs the server trains with `sar triage train`.",
        )
    return found


def is_held_back(receipt: str) -> bool:
    """Tell whether no ranker learns from the report with this receipt."""
    return hashlib.sha256(receipt.encode()).digest()[0] % HELD_BACK_OF == 0


def digest(lessons: Iterable[Lesson]) -> str:
    """Return the SHA-256 of all that is learned from, hex."""
    return digest_of(
        line_of(
            *(each.receipt, each.label, each.weight, each.stands_for, each.rules.points),
            seen=seen_of(each.candidate),
        )
        for each in lessons
    )


def digest_of(lines: Iterable[bytes]) -> str:
    """Return the SHA-256 of these lines, hex."""
    return hashlib.sha256(b"".join(lines)).hexdigest()


def line_of(
    receipt: str, label: int, weight: float, stands_for: float, points: int, *, seen: str
) -> bytes:
    """Return what is learned from one report, `seen` the hash of all that a ranker sees of it."""
    return f"{receipt} {label} {weight} {stands_for:.6g} {points} {seen}\n".encode()


def seen_of(candidate: Candidate) -> str:
    """Return the SHA-256 of what a ranker sees: every field is in the candidate's plain form."""
    return hashlib.sha256(repr(astuple(candidate)).encode()).hexdigest()


def learn(lessons: Sequence[Lesson]) -> "LoadedRanker":
    """Return the ranker that learned from these reports; the same reports give the same one."""
    from sar.ranker.learned import learn as learn_from

    return learn_from([taught(each) for each in lessons])


def taught(lesson: Lesson) -> "Taught":
    """Return what a ranker is told of a lesson: not its unit, nor its text before masking."""
    from sar.ranker.learned import Taught

    return Taught(lesson.candidate, lesson.rules, lesson.label, lesson.weight, lesson.stands_for)


def _lessons(session: Session, rows: Sequence[Row[Any]], takes: Takes) -> Iterator[Lesson]:
    """Yield what can be learned; nothing of a report whose text was purged or that has no score."""
    known = [(row, rules) for row in rows if _text(row) and (rules := rule_score(row)) is not None]
    rows = [row for row, _ in known]
    speaks = stand_for(session, takes, rows)
    for (row, rules), seen in zip(known, stored_candidates(session, rows), strict=True):
        label, weight = OUTCOMES[State(row.state)]
        yield Lesson(
            receipt=row.receipt,
            text=_text(row),
            candidate=seen,
            rules=rules,
            label=label,
            weight=weight,
            stands_for=speaks[row.report_id],
            unit=str(row.agency_id),
        )


def _text(row: Row[Any]) -> str:
    return str(((row.redacted or {}).get("narrative") or {}).get("text", ""))
