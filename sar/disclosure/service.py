"""Releasing a report: recipient, purpose and authority first, then the content."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.disclosure import tiers
from sar.disclosure.tiers import Detailed, Summary
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import (
    Authority,
    Disclosure,
    DisclosurePurpose,
    NoticeCause,
    RecipientNotice,
    Report,
    Tier,
)
from sar.values import frozen
from sar.wording import reasons
from triage.decisions import State

MAX_NAME_CHARS = 120

# The redacted report leaves only after it was found to be of use, or if danger is imminent.
DETAILED_STATES = frozenset({State.POTENTIAL_NEXUS, State.REFERRED})


@frozen
class Wish:
    """Who shall receive what, why, and on what authority."""

    tier: str
    recipient: str
    agency: str
    purpose: str
    authority: str
    words: str = field(repr=False)


@frozen
class Refused:
    """Nothing was released; the findings say what is missing."""

    findings: Sequence[FieldFinding]


def release(
    session: Session, receipt: str, wish: Wish, *, actor: Actor, now: datetime
) -> Disclosure | Refused:
    """Enter a release into the register and the log; the content is fetched afterwards.

    Raises NotFoundError or ConflictError if the report cannot be given out at all.
    """
    report = tiers.releasable(session, receipt)
    stated = reasons.state(wish.words, path="words")
    findings = [*_missing(wish), *stated.findings, *_too_early(report, wish)]
    if findings:
        return Refused(findings)
    row = Disclosure(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        tier=wish.tier,
        recipient=wish.recipient.strip(),
        agency=wish.agency.strip(),
        purpose=wish.purpose,
        authority=wish.authority,
        words=stated.words,
        revision=report.revision,
        content_sha256=tiers.digest(_content(session, report.report_id, wish.tier)),
        released_at=now,
    )
    session.add(row)
    session.flush()
    details: dict[str, audit.Detail] = {
        "disclosure": row.disclosure_id,
        "tier": row.tier,
        "authority": row.authority,
        "content": row.content_sha256,
    }
    subject = f"report:{report.receipt}"
    event = audit.Event("disclosure.released", subject, purpose=row.purpose, details=details)
    audit.record(session, event, actor=actor, now=now)
    return row


def content_of(session: Session, disclosure_id: int) -> tuple[Disclosure, Summary | Detailed]:
    """Return a release and exactly what was released.

    Raises NotFoundError if there is none, ConflictError if the report is another one by now.
    """
    row = session.get(Disclosure, disclosure_id)
    if row is None:
        raise NotFoundError("There is no such release.")
    report = session.get_one(Report, row.report_id)
    content = _content(session, row.report_id, row.tier)
    if tiers.digest(content) != row.content_sha256:
        raise ConflictError(
            "The report has changed since it was released.",
            remedy=f"Release report {report.receipt} anew: the register says who received which "
            "version.",
        )
    return row, content


def open_tiers(report: Report) -> tuple[Tier, ...]:
    """Return what may leave of a report as its review stands, if no danger is imminent."""
    return tuple(Tier) if report.state in DETAILED_STATES else (Tier.SUMMARY,)


def tell(session: Session, notice_id: int, *, actor: Actor, now: datetime) -> None:
    """Note that a recipient was told of a change; raises ConflictError if that was noted."""
    row = _notice(session, notice_id)
    if row.told_at is not None:
        raise ConflictError("It is noted already that this recipient was told.")
    row.told_at, row.told_by_id = now, actor.account_id
    _log(session, "disclosure.notice_sent", row, actor=actor, now=now)


def acknowledge(
    session: Session, notice_id: int, name: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Note who at the recipient's agency acknowledged a notice; return what is missing."""
    row = _notice(session, notice_id)
    if row.told_at is None or row.acknowledged_at is not None:
        raise ConflictError(
            "This notice cannot be acknowledged now.",
            remedy="First note that the recipient was told; a notice is acknowledged once.",
        )
    if not _is_name(name):
        return [_finding("acknowledged_by", "Nobody was named.", "Name who acknowledged it.")]
    row.acknowledged_at, row.acknowledged_by = now, name.strip()
    _log(session, "disclosure.notice_acknowledged", row, actor=actor, now=now)
    return ()


def _content(session: Session, report_id: int, tier: str) -> Summary | Detailed:
    if tier == Tier.SUMMARY:
        return tiers.summary_of(session, report_id)
    return tiers.detailed_of(session, report_id)


def _missing(wish: Wish) -> list[FieldFinding]:
    found = []
    for path, value, known in (
        ("tier", wish.tier, Tier),
        ("purpose", wish.purpose, DisclosurePurpose),
        ("authority", wish.authority, Authority),
    ):
        if value not in {each.value for each in known}:
            found.append(_finding(path, "Nothing was chosen.", "Choose the one that fits."))
    for path, name in (("recipient", wish.recipient), ("agency", wish.agency)):
        if not _is_name(name):
            remedy = f"Name who receives it, in {MAX_NAME_CHARS} characters at most."
            found.append(_finding(path, "The recipient is not named.", remedy))
    return found


def _too_early(report: Report, wish: Wish) -> list[FieldFinding]:
    is_urgent = wish.purpose == DisclosurePurpose.IMMINENT_DANGER
    if wish.tier != Tier.DETAILED or is_urgent or Tier.DETAILED in open_tiers(report):
        return []
    message = "The review has not found that the redacted report may leave."
    remedy = "Give a summary, decide the review first, or say that danger is imminent."
    return [_finding("tier", message, remedy)]


def _is_name(text: str) -> bool:
    return 2 <= len(text.strip()) <= MAX_NAME_CHARS and text.isprintable()


def _notice(session: Session, notice_id: int) -> RecipientNotice:
    row = session.get(RecipientNotice, notice_id, with_for_update=True)
    if row is None:
        raise NotFoundError("There is no such notice.")
    return row


def _log(
    session: Session, action: str, row: RecipientNotice, *, actor: Actor, now: datetime
) -> None:
    details: dict[str, audit.Detail] = {"cause": NoticeCause(row.cause).value}
    event = audit.Event(action, f"disclosure:{row.disclosure_id}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="disclosure")
