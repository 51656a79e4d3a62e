"""What a preview counts: reports are replayed and rescored chunk by chunk, and added up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.preview import Basis, Impact, Replayed, impact_of, replay
from indicators.replaying import Fit
from sar.catalog.past_reports import Scope, StoredReport, read_chunks
from sar.facts import behaviour_fact
from triage.candidates import BehaviourFact
from triage.movement import Ranks
from triage.rescoring import BEHAVIOUR_RULES, reasons_of_behaviours
from triage.rules import RULES_VERSION

_SCORED_BY = f"rules {RULES_VERSION}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

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


@dataclass(frozen=True, slots=True)
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
    for chunk in chunks:
        share = (chunk[-1].report_id - scope.first + 1) / (scope.last - scope.first + 1)
        yield Step(share, count(chunk, basis))


def count(stored: Sequence[StoredReport], basis: Basis) -> Counted:
    """Replay and rescore some reports."""
    counted, replayed = Counted(), []
    for each in stored:
        outcome = replay(each.past, basis)
        replayed.append(outcome)
        scores = _scores(each, outcome, basis)
        if scores is None:
            counted.unranked += 1
            continue
        ranks = counted.waiting if each.is_waiting else counted.others
        received = (each.received_at - _EPOCH) // _MILLISECOND
        ranks.append(each.report_id, received, before=scores[0], after=scores[1])
    counted.impact = impact_of(replayed)
    return counted


def facts_of(stored: StoredReport, outcome: Replayed, basis: Basis) -> tuple[Facts, Facts] | None:
    """Return what the ranker would be told of the behaviours under `against`, and the draft.

    None if the report has no score by the present rules, or one of its behaviours no single place
    in one of the two sets.
    """
    if outcome.draft is None or outcome.against is None or stored.score_version != _SCORED_BY:
        return None
    if outcome.draft.unplaced or outcome.against.unplaced:
        return None
    to_draft, to_against = basis.routes[stored.past.pinned]
    before = _facts(outcome.against, to_against.target)
    if outcome.draft is outcome.against:
        return before, before
    return before, _facts(outcome.draft, to_draft.target)


def _facts(fit: Fit, definition_set: DefinitionSet) -> Facts:
    return tuple(
        behaviour_fact(
            definition_set.indicator(indicator_id),
            answered=len(fit.answers[indicator_id]),
            asked=len(asked),
        )
        for indicator_id, asked in fit.asked.items()
    )


def _scores(stored: StoredReport, outcome: Replayed, basis: Basis) -> tuple[int, int] | None:
    facts = facts_of(stored, outcome, basis)
    if facts is None or stored.points is None:
        return None
    kept = sum(each["points"] for each in stored.reasons if each["rule"] not in BEHAVIOUR_RULES)
    before, after = facts
    return kept + _points(before), kept + _points(after)


@lru_cache(maxsize=4096)
def _points(facts: Facts) -> int:
    return sum(reason.points for reason in reasons_of_behaviours(facts))
