"""Whether somebody may be shown a part of a report: the purpose, the words, and how many already.

Whoever is cleared has the row of their account locked until the transaction ends, so that two
requests at once are counted one after the other.
"""

from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from privacy.errors import RedactionError, RevealRefusedError
from privacy.purposes import (
    MIN_WORDS_CHARS,
    Purpose,
    allowed_purposes,
    check_purpose,
    check_words,
    emergency_purpose,
)
from privacy.redaction import redact
from sar.actors import Actor
from sar.errors import ConflictError, DeniedError, FieldFinding
from sar.log import audit
from sar.models import Account, Report, Reveal
from sar.originals import watching
from sar.originals.wishes import Refused, Terms, Wish
from sar.values import frozen

MAX_WORDS_CHARS = 1000
# An emergency is about one report, or the few around it; whoever needs more needs the
# privacy officer on the telephone.
EMERGENCIES_PER_HOUR = 3


@frozen
class Cleared:
    """The purpose that was accepted, the words as they may be stored, and the minutes to show."""

    purpose: Purpose
    minutes: int
    words: str = field(repr=False)


def clear(
    session: Session, report: Report, wish: Wish, *, terms: Terms, actor: Actor, now: datetime
) -> Cleared | Refused:
    """Check purpose, words and the limit; a wish over the limit is logged and raises an alert."""
    findings = _unstorable(wish.words)
    if findings:
        return findings
    try:
        purpose = check_purpose(
            actor.role,
            wish.purpose,
            words=wish.words,
            whole=wish.is_whole,
            drawer=wish.drawer,
        )
        words = redact(wish.words).text
    except RevealRefusedError:
        return Refused([_finding(actor, wish)])
    except RedactionError:
        return Refused([_UNCHECKED])
    lock(session, actor)
    if _is_over(session, report, terms.reports_per_hour, actor=actor, now=now):
        return refuse(session, report, _OVER_LIMIT, actor=actor, now=now)
    return Cleared(purpose, min(purpose.minutes, terms.minutes), words)


def clear_emergency(
    session: Session, report: Report, words: str, *, terms: Terms, actor: Actor, now: datetime
) -> Cleared | Refused:
    """Check the words and the number of emergencies within the hour.

    Raises DeniedError if the actor's role has no emergencies.
    """
    purpose = emergency_purpose(actor.role)
    if purpose is None:
        raise DeniedError()
    findings = _unstorable(words)
    if findings:
        return findings
    try:
        check_words(words)
        redacted = redact(words).text
    except RevealRefusedError:
        return Refused([_TOO_SHORT])
    except RedactionError:
        # Life comes first: it opens all the same, and what was typed is not kept.
        redacted = "(The words could not be checked, so they were not kept.)"
    lock(session, actor)
    if _is_over(session, report, EMERGENCIES_PER_HOUR, actor=actor, now=now, emergencies=True):
        return refuse(session, report, _OVER_EMERGENCIES, actor=actor, now=now)
    return Cleared(purpose, min(purpose.minutes, terms.minutes), redacted)


def again(code: str, words: str, *, terms: Terms, actor: Actor) -> Cleared:
    """Return the clearance of a request to which somebody agreed.

    Raises ConflictError if its purpose is no longer open to the actor's role.
    """
    for purpose in allowed_purposes(actor.role, whole=True):
        if purpose.code == code:
            return Cleared(purpose, min(purpose.minutes, terms.minutes), words)
    raise ConflictError(
        "This purpose is no longer open to your role.", remedy="Ask again with another one."
    )


def lock(session: Session, actor: Actor) -> None:
    """Lock the actor's account until the transaction ends."""
    query = select(Account.account_id).where(Account.account_id == actor.account_id)
    session.execute(query.with_for_update())


def is_over_limit(
    session: Session, report: Report, *, terms: Terms, actor: Actor, now: datetime
) -> bool:
    """Tell whether one report more would be too many within the hour."""
    return _is_over(session, report, terms.reports_per_hour, actor=actor, now=now)


def over_limit(session: Session, report: Report, *, actor: Actor, now: datetime) -> Refused:
    """Refuse a report more, write that down, and raise an alert."""
    return refuse(session, report, _OVER_LIMIT, actor=actor, now=now)


def refuse(
    session: Session, report: Report, finding: FieldFinding, *, actor: Actor, now: datetime
) -> Refused:
    """Write down that a limit was reached, and raise an alert."""
    watching.watch_refusal(session, report, actor=actor, now=now)
    subject, rule = f"report:{report.receipt}", finding.rule
    event = audit.Event("reveal.refused", subject, details={"rule": rule})
    audit.record(session, event, actor=actor, now=now)
    return Refused([finding], status=429)


def _is_over(
    session: Session,
    report: Report,
    limit: int,
    *,
    actor: Actor,
    now: datetime,
    emergencies: bool = False,
) -> bool:
    """Count the other reports; one of which something was shown already costs nothing more."""
    query = select(func.count(distinct(Reveal.report_id))).where(
        Reveal.account_id == actor.account_id, Reveal.granted_at > now - timedelta(hours=1)
    )
    if emergencies:
        query = query.where(Reveal.is_emergency)
    others = session.execute(query.where(Reveal.report_id != report.report_id)).scalar_one()
    return others >= limit


def _unstorable(words: str) -> Refused | None:
    return Refused([_NOT_STORABLE]) if len(words) > MAX_WORDS_CHARS or "\x00" in words else None


def _finding(actor: Actor, wish: Wish) -> FieldFinding:
    open_to = allowed_purposes(actor.role, whole=wish.is_whole, drawer=wish.drawer)
    if wish.purpose not in {purpose.code for purpose in open_to}:
        return FieldFinding("purpose", "No purpose was chosen.", "Choose the one that fits.")
    return _TOO_SHORT


_TOO_SHORT = FieldFinding(
    "words",
    "This is too short.",
    f"Say in at least {MIN_WORDS_CHARS} characters why you need to see it.",
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
_OVER_LIMIT = FieldFinding(
    "words",
    "You were shown parts of as many reports as your agency allows within an hour.",
    "Go on with those, or wait. The privacy officer was told, and can say more.",
    rule="reports_per_hour",
)
_OVER_EMERGENCIES = FieldFinding(
    "words",
    f"You opened {EMERGENCIES_PER_HOUR} reports in an emergency within the last hour.",
    "Those can be opened again. For another one call the privacy officer.",
    rule="emergencies_per_hour",
)
