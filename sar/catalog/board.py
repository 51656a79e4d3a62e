"""The board of misunderstood indicators: which behaviours officers and reviewers read differently.

A report counts as misunderstood under a behaviour if it was returned to the officer, if an analyst
put another behaviour in its place, if an analyst marked the indicator as one that needs tuning, or
if part one of its review had both outcomes. Until reports are read twice on purpose, the last one
only sees decisions that somebody corrected.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import TypeAlias

from sqlalchemy import Select, distinct, func, literal, select
from sqlalchemy.orm import Session

from sar.models import Correction, Decision, Report, ReportBehaviour, ReturnReason, TuningMark
from sar.sets import practice_results, published
from sar.values import frozen
from triage.decisions import Action

MOST_WORDS = 50
SMALLEST = 5
"""Counts below this are not shown (k = 5, the usual least size of a published cell)."""

# Two-sided 95 %, as everywhere in this project.
_Z = 1.959964

Cell: TypeAlias = tuple[str, str, str]
"""Set id, version and indicator id."""


@frozen
class BoardRow:
    """One indicator of one version; every count is rounded down to fives, None when below five.

    `share` is the share of misunderstood reports in whole per cent, of the rounded counts. `usual`
    is why reports are mostly returned, in words that go on after "because"; "" if that is not
    known well enough. `missed` is the share of wrong answers in practice, in whole per cent, None
    if too few people practised.
    """

    indicator_id: str
    name: str
    version: str
    filed: int
    misunderstood: int | None
    returned: int | None
    corrected: int | None
    marks: int | None
    disagreed: int | None
    share: int | None
    usual: str
    missed: int | None


@frozen
class Words:
    """What an analyst wrote about an indicator, redacted, without who it was."""

    version: str
    reason: str
    words: str
    marked_on: datetime


@frozen
class Board:
    """The rows, the most misunderstood first, and how many cells have too few reports to show."""

    rows: tuple[BoardRow, ...]
    too_few: int


@dataclass(slots=True)
class _Counts:
    """The true counts of one cell; they leave this module only rounded."""

    filed: int
    returned: set[int]
    corrected: set[int]
    marked: set[int]
    disagreed: set[int]
    reasons: Counter[str]

    @property
    def misunderstood(self) -> int:
        return len(self.returned | self.corrected | self.marked | self.disagreed)


def board(session: Session) -> Board:
    """Count every indicator of every version and order them by how surely they are misunderstood.

    The order is by the lower end of Wilson's 95 % interval for the share (E. B. Wilson, Journal of
    the American Statistical Association 22, 1927), so that two of three reports do not lead over
    forty of a hundred.
    """
    cells = _count(session)
    shown = {cell: counts for cell, counts in cells.items() if counts.filed >= SMALLEST}
    names = _names(session, shown)
    practised = {
        (each.set_id, each.set_version, each.indicator_id): each.percent
        for each in practice_results.misses(session).rows
    }
    ordered = sorted(
        shown.items(),
        key=lambda item: (-lower_bound(item[1].misunderstood, item[1].filed), item[0]),
    )
    return Board(
        tuple(
            _row(cell, counts, name=names[cell], missed=practised.get(cell))
            for cell, counts in ordered
        ),
        too_few=len(cells) - len(shown),
    )


def words_about(session: Session, indicator_id: str) -> list[Words]:
    """List what analysts wrote when they marked an indicator, the latest `MOST_WORDS` first."""
    rows = session.execute(
        select(TuningMark)
        .where(TuningMark.indicator_id == indicator_id)
        .order_by(TuningMark.marked_at.desc(), TuningMark.tuning_mark_id.desc())
        .limit(MOST_WORDS)
    ).scalars()
    return [Words(each.set_version, each.reason, each.words, each.marked_at) for each in rows]


def lower_bound(hits: int, total: int) -> float:
    """Return the lower end of Wilson's 95 % interval for `hits` of `total`; 0 of 0 gives 0."""
    if total == 0:
        return 0.0
    share = min(hits, total) / total
    spread = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return max(0.0, (share + _Z**2 / (2 * total) - spread) / (1 + _Z**2 / total))


def rounded(count: int) -> int | None:
    """Round a count down to fives, None when it is below five.

    What is shown, None too, stands for five possible counts, so that nothing small comes out by
    taking one number from another. Down, because the nearest five would stand for three at 5.
    """
    return None if count < SMALLEST else count - count % SMALLEST


def _row(cell: Cell, counts: _Counts, *, name: str, missed: int | None) -> BoardRow:
    filed, misunderstood = rounded(counts.filed) or SMALLEST, rounded(counts.misunderstood)
    return BoardRow(
        indicator_id=cell[2],
        name=name,
        version=cell[1],
        filed=filed,
        misunderstood=misunderstood,
        returned=rounded(len(counts.returned)),
        corrected=rounded(len(counts.corrected)),
        marks=rounded(len(counts.marked)),
        disagreed=rounded(len(counts.disagreed)),
        share=None if misunderstood is None else min(100, round(100 * misunderstood / filed)),
        usual=_usual(counts.reasons),
        missed=missed,
    )


def _usual(reasons: Counter[str]) -> str:
    """Name the reason that at least half of the returns give, if those are five or more."""
    for reason, count in reasons.most_common(1):
        if count >= SMALLEST and 2 * count >= reasons.total() and reason != ReturnReason.OTHER:
            return ReturnReason(reason).label
    return ""


def _count(session: Session) -> dict[Cell, _Counts]:
    picks = _original_picks(session)
    cells: dict[Cell, _Counts] = defaultdict(
        lambda: _Counts(0, set(), set(), set(), set(), Counter())
    )
    for cell, number in _filed(session):
        cells[cell].filed = number
    _count_corrections(session, picks, cells)
    for report_id, cell, reason in _decided(session, picks, _returned()):
        cells[cell].returned.add(report_id)
        cells[cell].reasons[reason] += 1
    for report_id, cell, _reason in _decided(session, picks, _disagreed()):
        cells[cell].disagreed.add(report_id)
    for row in session.execute(
        select(
            TuningMark.report_id, Report.set_id, Report.set_version, TuningMark.indicator_id
        ).join(Report, Report.report_id == TuningMark.report_id)
    ):
        cells[row[1], row[2], row[3]].marked.add(row[0])
    return cells


def _filed(session: Session) -> Iterable[tuple[Cell, int]]:
    rows = session.execute(
        select(Report.set_id, Report.set_version, ReportBehaviour.indicator_id, func.count())
        .join(Report, Report.report_id == ReportBehaviour.report_id)
        .group_by(Report.set_id, Report.set_version, ReportBehaviour.indicator_id)
    )
    return (((set_id, version, indicator), number) for set_id, version, indicator, number in rows)


def _original_picks(session: Session) -> dict[int, tuple[Cell, ...]]:
    """Return what officers picked, for the reports that were corrected since."""
    rows = session.execute(
        select(Correction.report_id, Report.set_id, Report.set_version, Correction.before)
        .join(Report, Report.report_id == Correction.report_id)
        .order_by(Correction.correction_id.desc())
    )
    return {
        row.report_id: tuple((row.set_id, row.set_version, each) for each in row.before)
        for row in rows
    }


def _count_corrections(
    session: Session, picks: Mapping[int, tuple[Cell, ...]], cells: dict[Cell, _Counts]
) -> None:
    """Count what officers picked, not what analysts put in its place."""
    present: dict[int, set[Cell]] = defaultdict(set)
    for row in session.execute(
        select(Report.report_id, Report.set_id, Report.set_version, ReportBehaviour.indicator_id)
        .join(Report, Report.report_id == ReportBehaviour.report_id)
        .where(Report.report_id.in_(select(Correction.report_id)))
    ):
        present[row[0]].add((row[1], row[2], row[3]))
    for report_id, original in picks.items():
        for cell in set(original) - present[report_id]:
            cells[cell].filed += 1
            cells[cell].corrected.add(report_id)
        for cell in present[report_id] - set(original):
            cells[cell].filed -= 1


def _decided(
    session: Session, picks: Mapping[int, tuple[Cell, ...]], found: "Select[int, str]"
) -> Iterable[tuple[int, Cell, str]]:
    """Yield the reports of a query of (report id, reason) under every behaviour picked first."""
    chosen = found.subquery()
    rows = session.execute(
        select(
            chosen.c.report_id,
            Report.set_id,
            Report.set_version,
            ReportBehaviour.indicator_id,
            chosen.c.reason,
        )
        .join(Report, Report.report_id == chosen.c.report_id)
        .join(ReportBehaviour, ReportBehaviour.report_id == chosen.c.report_id)
    )
    corrected: dict[int, str] = {}
    for report_id, set_id, version, indicator_id, reason in rows:
        if report_id in picks:
            corrected[report_id] = reason
        else:
            yield report_id, (set_id, version, indicator_id), reason
    for report_id, reason in corrected.items():
        for cell in picks[report_id]:
            yield report_id, cell, reason


def _returned() -> "Select[int, str]":
    """Select the reports that were returned, once each, with one of the reasons."""
    return (
        select(Decision.report_id, func.min(Decision.return_reason).label("reason"))
        .where(Decision.action == Action.RETURN_TO_OFFICER)
        .group_by(Decision.report_id)
    )


def _disagreed() -> "Select[int, str]":
    """Select the reports whose part one was decided both ways."""
    return (
        select(Decision.report_id, literal("").label("reason"))
        .where(Decision.action.in_([Action.MEETS_CRITERIA, Action.FAILS_CRITERIA]))
        .group_by(Decision.report_id)
        .having(func.count(distinct(Decision.action)) > 1)
    )


def _names(session: Session, cells: Iterable[Cell]) -> dict[Cell, str]:
    """Return each indicator's name as its own version has it."""
    names: dict[Cell, str] = {}
    for set_id, version in {(cell[0], cell[1]) for cell in cells}:
        found = published.names_in(session, set_id=set_id, version=version)
        names |= {(set_id, version, each): name for each, name in found.items()}
    return {cell: names.get(cell, cell[2]) for cell in cells}
