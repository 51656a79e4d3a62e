"""What a ranker may learn: the masked narrative of decided reports, and how they were decided.

No author, no name, no attribute, no place: what the ranker is not given it cannot learn. A fifth
of the reports, chosen by their receipt numbers once and for all, is held back: no ranker ever
learns from these, and every ranker is judged by them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from privacy.attributes import mask_mentions
from sar.errors import ConflictError
from sar.models import Report
from sar.scoring import rule_score
from triage.decisions import State
from triage.rules import Score

if TYPE_CHECKING:
    from sar.learned import LoadedRanker

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

_COLUMNS = (
    Report.report_id,
    Report.receipt,
    Report.redacted,
    Report.agency_id,
    Report.source,
    Report.state,
    Report.score,
    Report.score_version,
    Report.reasons,
    Report.rule_reasons,
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A decided report: `label` is 1 if it mattered, `weight` for how many decisions it counts.

    `text` is the redacted narrative and `masked` the same without attributes; `unit` and `source`
    say where it came from, for the comparison of error rates, and are never learned from.
    """

    receipt: str
    text: str = field(repr=False)
    masked: str = field(repr=False)
    rules: Score = field(repr=False)
    label: int
    weight: float
    unit: str
    source: str

    @property
    def is_held_back(self) -> bool:
        """Tell whether no ranker learns from this report."""
        return hashlib.sha256(self.receipt.encode()).digest()[0] % HELD_BACK_OF == 0


def read_lessons(session: Session) -> Iterator[Lesson]:
    """Read every decided report in the order of their numbers, in chunks."""
    last = 0
    while True:
        rows = session.execute(
            select(*_COLUMNS)
            .where(Report.state.in_(OUTCOMES), Report.report_id > last)
            .order_by(Report.report_id)
            .limit(CHUNK_REPORTS)
        ).all()
        if not rows:
            return
        yield from (lesson for row in rows if (lesson := _lesson(row)) is not None)
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


def digest(lessons: Sequence[Lesson]) -> str:
    """Return the SHA-256 of all that is learned from, hex."""
    found = hashlib.sha256()
    for each in lessons:
        text = hashlib.sha256(each.masked.encode()).hexdigest()
        line = f"{each.receipt} {each.label} {each.weight} {each.rules.points} {text}\n"
        found.update(line.encode())
    return found.hexdigest()


def learn(lessons: Sequence[Lesson], *, seed: int) -> "LoadedRanker":
    """Return the ranker that learned from these reports; the same reports give the same one."""
    from sar.learned import fit

    return fit(
        [each.masked for each in lessons],
        [each.rules for each in lessons],
        [each.label for each in lessons],
        weights=[each.weight for each in lessons],
        seed=seed,
    )


def _lesson(row: Row[Any]) -> Lesson | None:
    """Return what can be learned of a report, None if its text was purged or it has no score."""
    text = ((row.redacted or {}).get("narrative") or {}).get("text", "")
    rules = rule_score(row)
    if not text or rules is None:
        return None
    label, weight = OUTCOMES[State(row.state)]
    return Lesson(
        receipt=row.receipt,
        text=text,
        masked=mask_mentions(text),
        rules=rules,
        label=label,
        weight=weight,
        unit=str(row.agency_id),
        source=row.source,
    )
