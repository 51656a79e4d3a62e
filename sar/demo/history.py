"""What analysts did with the demo's reports: decisions, a question, its answer, a reveal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.recognizers import DEFAULT
from sar.actors import Actor
from sar.demo.events import Truth
from sar.errors import ConflictError
from sar.filters import Filters
from sar.intake.adding import answer_question, read_answer
from sar.models import Report
from sar.reveal import service as reveal
from sar.reveal.wishes import Wish
from sar.review import claims
from sar.review.service import Decided, Intent, record_decision
from triage.decisions import Action, Record, State

# Of each batch of twenty: which are decided, which one is sent back with a question.
_DECIDED = (2, 5, 9, 14)
_RETURNED = 11

# How long ago questions were asked that are answered by now, and strong reports came in that are
# decided by now: the demo starts with some of each that wait.
_SETTLED = timedelta(days=5)

_QUESTION = "Did anybody ask the person what they were doing there, and what did they say?"
_ANSWER = "Yes. The person said they were waiting for a friend who works there. Nobody checked."

_FITS = Record(
    rationale="What was seen fits the behaviour as it is defined, point by point.",
    innocent_explanation="Work and tourism were weighed; neither explains what was done there.",
)
_DOES_NOT_FIT = Record(
    rationale="An everyday reason explains what was seen, and nothing speaks against it."
)

# The two parts of the review by what a report is really about.
_STEPS: dict[Truth | None, tuple[tuple[Action, Record], ...]] = {
    Truth.STRONG: (
        (Action.MEETS_CRITERIA, _FITS),
        (
            Action.FIND_NEXUS,
            Record(
                rationale="Several behaviours come together at a place of this kind.",
                officer_text="Your report is kept for follow-up. The plain description helped.",
            ),
        ),
    ),
    Truth.CRIME: (
        (Action.MEETS_CRITERIA, _FITS),
        (
            Action.REFER,
            Record(
                rationale="A theft or damage, with no sign of anything beyond it.",
                officer_text="This looks like an ordinary crime, so detectives take it from here.",
                referred_to="Property crimes unit",
            ),
        ),
    ),
    Truth.INNOCENT: (
        (Action.FAILS_CRITERIA, _DOES_NOT_FIT),
        (
            Action.CLOSE_UNFOUNDED,
            Record(
                rationale="Nothing is left to look into once the reason is known.",
                officer_text="The reason that was given explains what you saw. Thank you for it.",
            ),
        ),
    ),
    None: ((Action.MEETS_CRITERIA, _FITS),),
}
_NO_NEXUS = (
    (Action.MEETS_CRITERIA, _FITS),
    (
        Action.FIND_NO_NEXUS,
        Record(
            rationale="The behaviour is there; the place and the people give it no weight.",
            officer_text="We looked into it with care and found no link to terrorism.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
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
    """Decide some of the reports that were just filed, and ask about one."""
    is_settled = now < desk.until - _SETTLED
    for number, (receipt, truth) in enumerate(filed):
        if number == _DECIDED[-1] and truth is Truth.INNOCENT:
            _decide(session, receipt, _NO_NEXUS, desk, now=now)
        elif number in _DECIDED or (truth is Truth.STRONG and is_settled):
            _decide(session, receipt, _STEPS[truth], desk, now=now)
        elif number == _RETURNED:
            step = (Action.RETURN_TO_OFFICER, Record(question=_QUESTION))
            _decide(session, receipt, (step,), desk, now=now)


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
    steps: Iterable[tuple[Action, Record]],
    desk: Desk,
    *,
    now: datetime,
) -> None:
    claims.take(
        session,
        receipt,
        is_takeover=True,
        actor=desk.analyst,
        now=now,
        minutes=desk.claim_minutes,
    )
    for action, record in steps:
        revision = session.execute(
            select(Report.revision).where(Report.receipt == receipt)
        ).scalar_one()
        intent = Intent(action, record, revision)
        outcome = record_decision(session, receipt, intent, actor=desk.analyst, now=now)
        if not isinstance(outcome, Decided):
            raise ConflictError(f"The demo's history does not fit the review: {outcome.obstacle}.")
