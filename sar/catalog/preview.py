"""The impact preview: past reports under a draft and under another set; it only reads."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, field
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, Json
from indicators.errors import IncomparableSetsError
from indicators.preview import Basis, Impact, replay
from indicators.preview import to_plain as impact_to_plain
from sar import db
from sar.catalog.counting import Counted, Scan, Step, facts_of, scan_here
from sar.catalog.days import Days
from sar.catalog.past_reports import pinned_sets, read_some, scope_of
from sar.sets.published import current_set
from sar.values import frozen
from triage.movement import Move, Movement, Ranks, movement
from triage.rescoring import rescore
from triage.rules import Reason


@frozen
class Question:
    """What is to be previewed; `against` None compares each report with its own version.

    `limit` is how many of the newest reports of the period are looked at; None for all. `in_force`
    is the SHA-256 of the version in force when it was asked.
    """

    draft: DefinitionSet = field(repr=False)
    against: DefinitionSet | None = field(repr=False)
    days: Days
    in_force: str
    limit: int | None = None


@frozen
class Moved:
    """A report that changes its place most, with the reasons that only one of the scores has."""

    reference: str
    move: Move
    gone: tuple[Reason, ...]
    come: tuple[Reason, ...]


@frozen
class Order:
    """How an order of reports would change, and those that would move most."""

    movement: Movement
    largest: tuple[Moved, ...]


@frozen
class Preview:
    """What a draft would have meant for the reports of a period.

    `waiting` is the order of those in the queue now, `every` that of all of the period. `is_cut`:
    the period has older reports than were looked at. `in_force` is the version that came into
    force while the preview ran, "" if none did.
    """

    question: Question
    is_cut: bool
    impact: Impact
    waiting: Order
    every: Order
    unranked: int
    in_force: str

    @property
    def sha256(self) -> str:
        """Return the hex digest of the result: the same for the same reports, sets and period."""
        text = json.dumps(to_plain(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def in_force(session: Session, draft: DefinitionSet, *, now: datetime) -> DefinitionSet:
    """Return the version in force, with which a draft is compared.

    Raises IncomparableSetsError if the draft is a version of another set.
    """
    current = current_set(session, now=now).definition_set
    if draft.set_id != current.set_id:
        raise IncomparableSetsError(
            f"{draft.set_id} is not a version of {current.set_id}, the set that is in force"
        )
    return current


def run(
    engine: Engine, question: Question, *, clock: Callable[[], datetime], scan: Scan = scan_here
) -> Iterator[Step | Preview]:
    """Yield the steps of a preview, each with all that was found so far, and last its result.

    Everything is read from one snapshot: a version that is published meanwhile changes nothing in
    the result, which says so.
    """
    total = Counted()
    with db.reading(engine) as session:
        basis = Basis(question.draft, question.against, pinned_sets(session))
        scope = scope_of(session, question.days, limit=question.limit)
        for step in scan(session, basis, scope):
            total.add(step.counted)
            yield Step(step.share, total)
        waiting = _order(session, basis, total.waiting)
        total.others.extend(total.waiting)
        every = _order(session, basis, total.others)
    with db.reading(engine) as session:
        after = current_set(session, now=clock())
    yield Preview(
        question=question,
        is_cut=scope.is_cut,
        impact=total.impact,
        waiting=waiting,
        every=every,
        unranked=total.unranked,
        in_force="" if after.sha256 == question.in_force else after.definition_set.version,
    )


def to_plain(preview: Preview) -> dict[str, Json]:
    """Give a preview as JSON types; what happened while it ran is no part of it."""
    question = preview.question
    return {
        "draft": _name(question.draft),
        "against": _name(question.against) if question.against else "the version of each report",
        "since": question.days.since.isoformat(),
        "until": question.days.until.isoformat(),
        "is_cut": preview.is_cut,
        **impact_to_plain(preview.impact),
        "order": {
            "waiting": _plain_order(preview.waiting),
            "every": _plain_order(preview.every),
            "unranked": preview.unranked,
        },
    }


def _order(session: Session, basis: Basis, ranks: Ranks) -> Order:
    """Compare the order of reports, and read again those few that move most, for their reasons."""
    found = movement(ranks)
    stored = read_some(session, [move.number for move in found.largest])
    largest = []
    for move in found.largest:
        report = stored[move.number]
        facts = facts_of(report, replay(report.past, basis), basis)
        if facts is None or report.score is None:
            continue
        before, after = (rescore(report.score, each).reasons for each in facts)
        gone, come = set(before) - set(after), set(after) - set(before)
        largest.append(
            Moved(
                report.past.reference,
                move,
                tuple(each for each in before if each in gone),
                tuple(each for each in after if each in come),
            )
        )
    return Order(found, tuple(largest))


def _name(definition_set: DefinitionSet) -> dict[str, Json]:
    return {
        "set_id": definition_set.set_id,
        "version": definition_set.version,
        "sha256": definition_set.sha256,
    }


def _plain_order(order: Order) -> dict[str, Json]:
    plain = asdict(order.movement)
    plain["largest"] = [
        {
            "reference": each.reference,
            "place_before": each.move.place_before,
            "place_after": each.move.place_after,
            "score_before": each.move.score_before,
            "score_after": each.move.score_after,
            "gone": [asdict(reason) for reason in each.gone],
            "come": [asdict(reason) for reason in each.come],
        }
        for each in order.largest
    ]
    return plain
