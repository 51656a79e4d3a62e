"""What a preview counts: reports are replayed and rescored chunk by chunk, and added up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.preview import Basis, Impact, Replayed, impact_of, replay
from indicators.replaying import Fit
from sar.catalog.past_reports import Scope, StoredReport, read_chunks
from sar.sets.facts import behaviour_fact
from sar.values import frozen
from triage.candidates import BehaviourFact
from triage.movement import Ranks
from triage.rescoring import BEHAVIOUR_RULES, reasons_of_behaviours
from triage.rules import RULES_VERSION

_SCORED_BY = f"rules {RULES_VERSION}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

MAX_KEPT = 4_096
"""So many ways to answer are remembered with their points: memory is bounded, work is saved."""

Facts = tuple[BehaviourFact, ...]


@dataclass(slots=True)
class Counted:
    """What was found in a part of the reports; parts are added up in any order.

    `waiting` are those in the queue now, `others` all others. `unranked` have no score by the
    present rules, or a behaviour without a single place in one of the two sets.
    """

    impact: Impact = field(default_factory=Impact)
    waiting: Ranks = field(default_factory=Ranks)
    others: Ranks = field(default_factory=Ranks)
    unranked: int = 0

    def add(self, other: "Counted") -> None:
        """Add another part."""
        self.impact = self.impact + other.impact
        self.waiting.extend(other.waiting)
        self.others.extend(other.others)
        self.unranked += other.unranked


@frozen
class Step:
    """How far a preview has come: the share of the work in [0, 1], and what this step found."""

    share: float
    counted: Counted


Scan = Callable[[Session, Basis, Scope], Iterator[Step]]
"""Counts the reports of a scope, in this process or elsewhere."""


def scan_here(session: Session, basis: Basis, scope: Scope) -> Iterator[Step]:
    """Count the reports of a scope in this process, chunk by chunk."""
    yield from steps(read_chunks(session, scope), basis, scope)


def steps(chunks: Iterable[Sequence[StoredReport]], basis: Basis, scope: Scope) -> Iterator[Step]:
    """Count chunks of reports in the order of their ids."""
    points = Points()
    for chunk in chunks:
        share = (chunk[-1].report_id - scope.first + 1) / (scope.last - scope.first + 1)
        counted = Counted()
        counted.impact = impact_of(_count(chunk, basis, points, counted))
        yield Step(share, counted)


def _count(
    stored: Iterable[StoredReport], basis: Basis, points: "Points", counted: Counted
) -> Iterator[Replayed]:
    """Replay some reports, one at a time, and count where each is in the two orders."""
    for each in stored:
        outcome = replay(each.past, basis)
        yield outcome
        scores = _scores(each, outcome, basis, points)
        if scores is None:
            counted.unranked += 1
            continue
        ranks = counted.waiting if each.is_waiting else counted.others
        received = (each.received_at - _EPOCH) // _MILLISECOND
        ranks.append(each.report_id, received, before=scores[0], after=scores[1])


def facts_of(stored: StoredReport, outcome: Replayed, basis: Basis) -> tuple[Facts, Facts] | None:
    """Return what the ranker would be told of the behaviours under `against`, and the draft.

    None if the report has no score by the present rules, or one of its behaviours no single place
    in one of the two sets.
    """
    fits = _ranked(stored, outcome)
    if fits is None:
        return None
    to_draft, to_against = basis.routes[stored.past.pinned]
    return _facts(fits[0], to_against.target), _facts(fits[1], to_draft.target)


def _ranked(stored: StoredReport, outcome: Replayed) -> tuple[Fit, Fit] | None:
    """Return how a report fits both sets, None if it takes no part in the orders."""
    draft, against = outcome.draft, outcome.against
    if draft is None or against is None or stored.score_version != _SCORED_BY:
        return None
    return None if draft.unplaced or against.unplaced else (against, draft)


def _facts(fit: Fit, definition_set: DefinitionSet) -> Facts:
    return tuple(
        behaviour_fact(
            definition_set.indicator(indicator_id),
            answered=len(fit.answers[indicator_id]),
            asked=len(asked),
        )
        for indicator_id, asked in fit.asked.items()
    )


class Points(dict[tuple[object, ...], int]):
    """The points that behaviours give, by the set and the numbers of questions and answers."""

    def of(self, fit: Fit, definition_set: DefinitionSet) -> int:
        """Return the points of a report's behaviours, which may be of either sign."""
        counts = [(each, len(fit.answers[each]), len(asked)) for each, asked in fit.asked.items()]
        key = (definition_set.sha256, *counts)
        if key not in self:
            if len(self) >= MAX_KEPT:
                self.clear()
            reasons = reasons_of_behaviours(_facts(fit, definition_set))
            self[key] = sum(reason.points for reason in reasons)
        return self[key]


def _scores(
    stored: StoredReport, outcome: Replayed, basis: Basis, points: Points
) -> tuple[int, int] | None:
    fits = _ranked(stored, outcome)
    if fits is None or stored.points is None:
        return None
    kept = sum([each["points"] for each in stored.reasons if each["rule"] not in BEHAVIOUR_RULES])
    to_draft, to_against = basis.routes[stored.past.pinned]
    before, after = points.of(fits[0], to_against.target), points.of(fits[1], to_draft.target)
    return kept + before, kept + after
