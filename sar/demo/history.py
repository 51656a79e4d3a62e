"""What analysts did with the demo's reports: decisions, a question, its answer, a reveal."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.recognizers import DEFAULT
from sar.actors import Actor
from sar.demo.events import Truth
from sar.errors import ConflictError
from sar.intake.adding import answer_question, read_answer
from sar.models import Report
from sar.originals.wishes import Wish
from sar.reports.filters import Filters
from sar.reveal import service as reveal
from sar.review import claims
from sar.review.service import Decided, Intent, record_decision
from sar.values import frozen
from triage.decisions import Action, Record, State

# Of each batch of twenty: which are decided however new they are, which one is sent back with a
# question.
_DECIDED = (2, 5, 9, 14)
_RETURNED = 11

# What is older than this is mostly decided by now, and questions are answered: the demo starts
# with some of each that wait.
_SETTLED = timedelta(days=4)
_SETTLED_SHARE = 0.9
# How often an analyst sees a report otherwise than whoever made it up, and how many of the crimes
# wait for part two. People err and change their minds; a ranker learns from them all the same.
_OTHERWISE_SHARE = 0.06
_OPEN_CRIME_SHARE = 0.7
_COLLEAGUE_SHARE = 0.4

_QUESTION = "Did anybody ask the person what they were doing there, and what did they say?"
_ANSWER = "Yes. The person said they were waiting for a friend who works there. Nobody checked."

_FITS = Record(
    rationale="What was seen fits the behavior as it is defined, point by point.",
    innocent_explanation="Work and tourism were weighed; neither explains what was done there.",
)
Step = tuple[Action, Record, str]
"""A step of the review: the action, what is written down, and the code of a standard reason."""

_MEETS: Step = (Action.MEETS_CRITERIA, _FITS, "")
_NEXUS: Step = (
    Action.FIND_NEXUS,
    Record(
        rationale="Several behaviors come together at a place of this kind.",
        officer_text="Your report is kept for follow-up. The plain description helped.",
    ),
    "",
)
_REFER: Step = (
    Action.REFER,
    Record(
        rationale="A theft or damage, with no sign of anything beyond it.",
        officer_text="This looks like an ordinary crime, so detectives take it from here.",
        referred_to="Property crimes unit",
    ),
    "",
)
_CLOSED: tuple[Step, ...] = (
    (Action.FAILS_CRITERIA, Record(), "explained"),
    (Action.CLOSE_UNFOUNDED, Record(), "explained"),
)
_NO_NEXUS: tuple[Step, ...] = (_MEETS, (Action.FIND_NO_NEXUS, Record(), "alone"))


@frozen
class Desk:
    """Who acts in the demo's history, how long a claim lasts, and when the history ends."""

    analyst: Actor
    colleague: Actor
    officers: tuple[Actor, ...]
    keyring: Keyring = field(repr=False)
    claim_minutes: int
    until: datetime


Filed = tuple[str, Truth | None]
"""The receipt of a report and what it is really about."""


def review(session: Session, filed: Sequence[Filed], desk: Desk, *, now: datetime) -> None:
    """Decide most of the reports that were just filed, few if that was lately; ask about one."""
    is_settled = now < desk.until - _SETTLED
    for number, (receipt, truth) in enumerate(filed):
        rng = Random(receipt)  # noqa: S311  Demo data, not a secret.
        is_decided = number in _DECIDED or (is_settled and rng.random() < _SETTLED_SHARE)
        if number == _RETURNED:
            steps: tuple[Step, ...] = ((Action.RETURN_TO_OFFICER, Record(question=_QUESTION), ""),)
        elif is_decided:
            steps = _steps(truth, rng)
        else:
            continue
        who = desk.colleague if rng.random() < _COLLEAGUE_SHARE else desk.analyst
        _decide(session, receipt, steps, desk, who=who, now=now)


def _steps(truth: Truth | None, rng: Random) -> tuple[Step, ...]:
    """Return how a report of this kind is decided, now and then otherwise than it should be."""
    is_otherwise = rng.random() < _OTHERWISE_SHARE
    if truth is Truth.STRONG:
        return _NO_NEXUS if is_otherwise else (_MEETS, _NEXUS)
    if truth is Truth.CRIME:
        is_open = rng.random() < _OPEN_CRIME_SHARE
        return _CLOSED if is_otherwise else (_MEETS,) if is_open else (_MEETS, _REFER)
    if truth is Truth.INNOCENT:
        return _NO_NEXUS if is_otherwise else _CLOSED
    return (_MEETS,)


def answer_questions(session: Session, desk: Desk, *, now: datetime) -> None:
    """Let the officers answer what they were asked so far, unless it was asked lately."""
    if now > desk.until - _SETTLED:
        return
    for officer in desk.officers:
        receipts = session.execute(
            select(Report.receipt).where(
                Report.account_id == officer.account_id, Report.state == State.RETURNED
            )
        ).scalars()
        for receipt in receipts.all():
            answer = read_answer(session, receipt, _ANSWER, recognizers=DEFAULT)
            answer_question(session, receipt, answer, actor=officer, now=now, keyring=desk.keyring)


def be_at_work(session: Session, desk: Desk) -> None:
    """Let the second analyst hold a report, and the first one look at a hidden detail."""
    now = desk.until
    _look_closer(session, desk, now=now)
    claims.take_next(session, Filters(), actor=desk.colleague, now=now, minutes=desk.claim_minutes)


def _look_closer(session: Session, desk: Desk, *, now: datetime) -> None:
    """Reveal the first hidden detail of the newest report that has one in its narrative."""
    newest = session.execute(select(Report).order_by(Report.report_id.desc()).limit(20)).scalars()
    for report in newest:
        if (report.redacted or {}).get("narrative", {}).get("spans"):
            wish = Wish("narrative", 1, "check_detail", "Compare the name with the visitor list.")
            reveal.grant(session, report.receipt, wish, actor=desk.analyst, now=now)
            return


def _decide(
    session: Session,
    receipt: str,
    steps: Iterable[Step],
    desk: Desk,
    *,
    who: Actor,
    now: datetime,
) -> None:
    claims.take(session, receipt, is_takeover=True, actor=who, now=now, minutes=desk.claim_minutes)
    for action, record, reason in steps:
        revision = session.execute(
            select(Report.revision).where(Report.receipt == receipt)
        ).scalar_one()
        intent = Intent(action, record, revision, reason=reason)
        outcome = record_decision(session, receipt, intent, actor=who, now=now)
        if not isinstance(outcome, Decided):
            raise ConflictError(f"The demo's history does not fit the review: {outcome.obstacle}.")
