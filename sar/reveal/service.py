"""Granting a reveal: one hidden span, one person, one purpose, for a limited time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.errors import RedactionError, RevealRefusedError
from privacy.purposes import allowed_purposes, check_purpose
from privacy.redaction import redact
from sar import audit, revealed
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.models import Report, Reveal
from sar.revealed import HiddenSpan
from triage.decisions import State

MAX_WORDS_CHARS = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """Which span somebody wants to see, for which purpose, and why in their own words."""

    path: str
    number: int
    purpose: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was revealed; the findings say what is missing."""

    findings: Sequence[FieldFinding]


@dataclass(frozen=True, slots=True)
class Granted:
    """The span may be shown until `expires_at`; this value does not hold its text."""

    receipt: str
    anchor: str
    expires_at: datetime


def revealable(
    session: Session, receipt: str, *, path: str, number: int
) -> tuple[Report, HiddenSpan]:
    """Return the report and the hidden span that can be revealed; opens nothing.

    Raises NotFoundError if there is no such span or the report is held, ConflictError if the
    original was purged.
    """
    report = session.execute(
        select(Report).where(Report.receipt == receipt.upper())
    ).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    if report.redacted is None or report.state == State.HELD:
        raise NotFoundError(
            "This report is held.",
            remedy="A technical check must finish before anything of it can be revealed.",
        )
    if not revealed.is_original_kept(session, revealed.context_of(report.receipt, path)):
        raise ConflictError(
            "The original of this report is gone.",
            remedy="It was kept as long as the retention rule allows. Nobody can reveal it now.",
        )
    span = revealed.find_span(session, report, path=path, number=number)
    if span is None:
        raise NotFoundError("There is no such hidden part in this report.")
    return report, span


def grant(
    session: Session, receipt: str, wish: Wish, *, actor: Actor, now: datetime
) -> Granted | Refused:
    """Record that the actor may see one span, and say so in the log; opens nothing.

    Commit before anything is shown. The words go to the table of reveals, themselves redacted,
    and not to the log.
    """
    report, span = revealable(session, receipt, path=wish.path, number=wish.number)
    if len(wish.words) > MAX_WORDS_CHARS or "\x00" in wish.words:
        return Refused([_NOT_STORABLE])
    try:
        purpose = check_purpose(actor.role, wish.purpose, words=wish.words)
        words = redact(wish.words).text
    except RevealRefusedError:
        return Refused([_finding(actor, wish)])
    except RedactionError:
        return Refused([_UNCHECKED])
    row = Reveal(
        report_id=report.report_id,
        account_id=actor.account_id,
        purpose=purpose.code,
        words=words,
        field=span.field,
        span_number=span.number,
        granted_at=now,
        expires_at=now + timedelta(minutes=purpose.minutes),
    )
    session.add(row)
    session.flush()
    event = audit.Event(
        "reveal.granted",
        f"report:{report.receipt}",
        purpose=purpose.code,
        details={
            "reveal": row.reveal_id,
            "field": span.field,
            "number": span.number,
            "kind": span.kind,
            "minutes": purpose.minutes,
        },
    )
    audit.record(session, event, actor=actor, now=now)
    return Granted(report.receipt, span.anchor, row.expires_at)


def _finding(actor: Actor, wish: Wish) -> FieldFinding:
    if wish.purpose not in {purpose.code for purpose in allowed_purposes(actor.role)}:
        return FieldFinding("purpose", "No purpose was chosen.", "Choose the one that fits.")
    return FieldFinding(
        "words", "This is too short.", "Say in at least 10 characters why you need to see it."
    )


_NOT_STORABLE = FieldFinding(
    "words",
    f"This is longer than {MAX_WORDS_CHARS} characters, or holds one that cannot be stored.",
    "Shorten it, or type it anew.",
)
_UNCHECKED = FieldFinding(
    "words",
    "Your words could not be checked for names and numbers, so nothing was revealed.",
    "Try again with other words; if it stays, tell your administrator.",
)
