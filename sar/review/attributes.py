"""Protected attributes of a report beside its narrative: what was answered, and the analyst's own.

Counts and codes only; the words stand in the narrative, where they are hidden or shown.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Account, AttributeAnswer, AttributeParty, AttributeReply, Report
from sar.review.claims import locked_report
from sar.values import frozen

ANALYST_REPLIES: Mapping[AttributeReply, str] = {
    AttributeReply.BEHAVIOUR: "What was done stands by itself",
    AttributeReply.DESCRIPTION: "It only describes the person",
    AttributeReply.DISREGARDED: "It was the reason: it counts for nothing",
}
_SAID: Mapping[str, str] = {
    "none_needed": "No trait seemed to be the reason, so the officer was not asked.",
    "restated": "The officer was asked, and wrote what was done instead.",
    "description": "It describes a person.",
    "unchanged": "The officer was asked, and sent it unchanged.",
    "not_asked": "Nobody was asked: it was brought in or filed without the question.",
    "behaviour": "What was done stands without it.",
    "disregarded": "It was the reason for suspicion, and counts for nothing.",
}
_ROLES: Mapping[str, str] = {
    "basis": "seems to be the reason for suspicion",
    "description": "describes a person",
    "target": "is what the act was aimed at",
    "lawful_activity": "is lawful by itself: look for further articulable facts",
    "irrelevant": "plays no part",
}


@frozen
class Said:
    """One answer in words, and who gave it."""

    answered_at: datetime
    who: str
    text: str


@frozen
class Told:
    """What a report mentions, in words by role, and what was said to it, the oldest first."""

    mentions: tuple[str, ...]
    has_basis: bool
    tells_lawful: bool
    said: tuple[Said, ...]


def told(session: Session, report: Report) -> Told | None:
    """Return what is known of a report's attributes; None if it mentions none."""
    rows = session.execute(
        select(AttributeAnswer, Account.display_name)
        .join(Account, Account.account_id == AttributeAnswer.account_id)
        .where(AttributeAnswer.report_id == report.report_id)
        .order_by(AttributeAnswer.attribute_answer_id)
    ).all()
    if not rows:
        return None
    counts: Mapping[str, int] = rows[0][0].counts
    return Told(
        mentions=tuple(_in_words(counts)),
        has_basis=any(name.endswith(":basis") for name in counts),
        tells_lawful=_tells_lawful(counts),
        said=tuple(Said(row.answered_at, who, _SAID[row.answer]) for row, who in rows),
    )


def tells_lawful(session: Session, report: Report) -> bool:
    """Tell whether a report tells of an activity that is lawful by itself, as it was read."""
    counts: Mapping[str, int] | None = session.execute(
        select(AttributeAnswer.counts)
        .where(AttributeAnswer.report_id == report.report_id)
        .order_by(AttributeAnswer.attribute_answer_id)
        .limit(1)
    ).scalar_one_or_none()
    return _tells_lawful(counts or {})


def answer(
    session: Session, receipt: str, reply: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Record the analyst's answer to a report that mentions an attribute; return what is wrong."""
    report = locked_report(session, receipt)
    first = (
        session.execute(
            select(AttributeAnswer)
            .where(AttributeAnswer.report_id == report.report_id)
            .order_by(AttributeAnswer.attribute_answer_id)
        )
        .scalars()
        .first()
    )
    if first is None or reply not in ANALYST_REPLIES:
        remedy = "Choose what the trait does in this report."
        return [FieldFinding("attributes.answer", "No answer is chosen.", remedy, "attributes")]
    session.add(
        AttributeAnswer(
            report_id=report.report_id,
            account_id=actor.account_id,
            party=AttributeParty.ANALYST,
            answer=reply,
            counts=first.counts,
            answered_at=now,
        )
    )
    event = audit.Event("attributes.answered", f"report:{report.receipt}", details={"reply": reply})
    audit.record(session, event, actor=actor, now=now)
    return ()


def _tells_lawful(counts: Mapping[str, int]) -> bool:
    return any(name.endswith(":lawful_activity") for name in counts)


def _in_words(counts: Mapping[str, int]) -> Sequence[str]:
    by_role: dict[str, list[str]] = {}
    for name in counts:
        attribute, _, role = name.partition(":")
        by_role.setdefault(role, []).append(attribute.replace("_", " "))
    return [
        f"{', '.join(by_role[role]).capitalize()}: {words}."
        for role, words in _ROLES.items()
        if role in by_role
    ]
