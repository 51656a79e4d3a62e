"""Protected attributes in whole quarters: what was answered to them, and what the mentions did.

Made like the equity report, of other things than it counts: of reports that mention an attribute,
and of mentions. No total is one of its totals, so that nothing can be subtracted: what analysts
answered is counted in the quarter of the answer, whenever the report came.
"""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from privacy.attributes import Attribute, Role
from privacy.keyring import Keyring
from privacy.suppression import publish
from sar.models import AttributeAnswer, AttributeParty, AttributeReply, LedgerEntry
from sar.oversight.equity import (
    NOTES,
    OUTCOMES,
    Quarter,
    outcomes_at_end_of,
    outcomes_of,
    secret_of,
)
from sar.oversight.tables import Table

ANSWERS: Mapping[AttributeReply, str] = {
    AttributeReply.NONE_NEEDED: "Not the reason, so not asked",
    AttributeReply.RESTATED: "Asked, and restated",
    AttributeReply.DESCRIPTION: "Asked: describes a person",
    AttributeReply.UNCHANGED: "Asked, and sent unchanged",
    AttributeReply.NOT_ASKED: "Nobody was asked",
}

ANALYST_ANSWERS: Mapping[AttributeReply, str] = {
    AttributeReply.BEHAVIOUR: "What was done stands by itself",
    AttributeReply.DESCRIPTION: "It only describes the person",
    AttributeReply.DISREGARDED: "It was the reason, and counts for nothing",
}

_HEADINGS = ("Quarter", "Answer", *OUTCOMES.values(), "Total")


def gate_table(session: Session, quarter: Quarter, *, keyring: Keyring) -> Table:
    """Return how many reports that mention an attribute had which answer and which outcome."""
    first = _first_answers(session, quarter)
    outcomes = outcomes_of(session, quarter)
    counts: Counter[tuple[str, str]] = Counter(
        (answer, outcomes[report_id][1]) for report_id, (answer, _) in first.items()
    )
    return Table(
        name=f"gate-{quarter.label}",
        title=f"What officers answered about protected traits, and the outcome, {quarter.label}",
        headings=_HEADINGS,
        rows=_rows(quarter, ANSWERS, counts, keyring=keyring),
        notes=NOTES,
        blank="withheld",
    )


def mention_table(session: Session, quarter: Quarter, *, keyring: Keyring) -> Table:
    """Return how often each attribute was mentioned, by what it did in its sentence."""
    counts: Counter[str] = Counter()
    for _, mentions in _first_answers(session, quarter).values():
        counts.update(mentions)
    told = publish(
        [[counts[f"{attribute}:{role}"] for role in Role] for attribute in Attribute],
        secret=secret_of(keyring),
    )
    rows = zip(Attribute, told.cells, told.row_totals, strict=True)
    return Table(
        name=f"mentions-{quarter.label}",
        title=f"Mentions of protected traits, by what they do, {quarter.label}",
        headings=("Quarter", "Trait", *(_words(role) for role in Role), "Total"),
        rows=(
            *((quarter.label, _words(trait), *cells, total) for trait, cells, total in rows),
            (quarter.label, "All traits", *told.column_totals, told.total),
        ),
        notes=NOTES,
        blank="withheld",
    )


def analyst_table(session: Session, quarter: Quarter, *, keyring: Keyring) -> Table:
    """Return what analysts answered in a quarter about traits, by what became of the report."""
    given = session.execute(
        select(AttributeAnswer.report_id, AttributeAnswer.answer).where(
            AttributeAnswer.party == AttributeParty.ANALYST,
            AttributeAnswer.answered_at >= quarter.start,
            AttributeAnswer.answered_at < quarter.end,
        )
    ).all()
    outcomes = outcomes_at_end_of(session, quarter, {report_id for report_id, _ in given})
    counts = Counter((answer, outcomes[report_id]) for report_id, answer in given)
    return Table(
        name=f"analysts-{quarter.label}",
        title=f"What analysts answered about protected traits, and the outcome, {quarter.label}",
        headings=_HEADINGS,
        rows=_rows(quarter, ANALYST_ANSWERS, counts, keyring=keyring),
        notes=(*NOTES, "Answers that were given in the quarter, whenever the report came."),
        blank="withheld",
    )


def _rows(
    quarter: Quarter,
    answers: Mapping[AttributeReply, str],
    counts: Mapping[tuple[str, str], int],
    *,
    keyring: Keyring,
) -> tuple[tuple[str | int | None, ...], ...]:
    """Return how often each answer met each outcome, as far as it may be told, and the totals."""
    told = publish(
        [[counts.get((answer, outcome), 0) for outcome in OUTCOMES] for answer in answers],
        secret=secret_of(keyring),
    )
    rows = zip(answers.values(), told.cells, told.row_totals, strict=True)
    return (
        *((quarter.label, answer, *cells, total) for answer, cells, total in rows),
        (quarter.label, "All answers", *told.column_totals, told.total),
    )


def _first_answers(
    session: Session, quarter: Quarter
) -> dict[int, tuple[AttributeReply, Mapping[str, int]]]:
    """Return what was recorded when each report of the quarter was filed."""
    first = select(func.min(AttributeAnswer.attribute_answer_id)).group_by(
        AttributeAnswer.report_id
    )
    rows = session.execute(
        select(AttributeAnswer)
        .join(LedgerEntry, LedgerEntry.report_id == AttributeAnswer.report_id)
        .where(
            AttributeAnswer.attribute_answer_id.in_(first),
            LedgerEntry.received_at >= quarter.start,
            LedgerEntry.received_at < quarter.end,
        )
        .order_by(AttributeAnswer.attribute_answer_id)
    ).scalars()
    return {row.report_id: (AttributeReply(row.answer), row.counts) for row in rows}


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()
