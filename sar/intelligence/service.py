"""Crossing into the intelligence drawer: a documented suspicion, and a second person's decision."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.errors import RedactionError
from privacy.keyring import Keyring
from privacy.redaction import redact
from privacy.retention import retention_month
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Crossing, Predicate, Report
from sar.originals import vault
from sar.values import frozen
from sar.wording import reasons

# Five years, the longest that 28 CFR 23.20(h) allows without a validation, have so many days.
KEY_DAYS = 1826
MIN_FACTS_CHARS = 50
MIN_WORDS_CHARS = 10
MAX_WORDS_CHARS = 4000


@frozen
class Suspicion:
    """Who is reasonably suspected of what, on which facts."""

    predicate: str
    subject: str = field(repr=False)
    facts: str = field(repr=False)


@frozen
class Record:
    """A record that was opened: what may be shown of each field, and what it was cut from."""

    redacted: Mapping[str, Any] = field(repr=False)
    originals: Mapping[str, str] = field(repr=False)


@frozen
class Keyrings:
    """The keyring of each drawer; they share no key."""

    tips: Keyring = field(repr=False)
    intelligence: Keyring = field(repr=False)


def ask(
    session: Session, receipt: str, suspicion: Suspicion, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Ask for a report to cross; nothing crosses yet. Return what is missing."""
    report = crossable(session, receipt)
    findings = _missing(suspicion)
    if findings:
        return findings
    try:
        subject, facts = (redact(each.strip()).text for each in _words_of(suspicion))
    except RedactionError:
        return [reasons.unchecked("facts")]
    row = Crossing(
        report_id=report.report_id,
        asked_by_id=actor.account_id or 0,
        predicate=suspicion.predicate,
        subject=subject,
        facts=facts,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, "intelligence.crossing_asked", report, row, actor=actor, now=now)
    return ()


def decide(
    session: Session,
    crossing_id: int,
    answer: tuple[bool, str],
    keyrings: Keyrings,
    *,
    actor: Actor,
    now: datetime,
) -> Sequence[FieldFinding]:
    """Let a second person approve (seals a copy with the other drawer's keys) or refuse.

    `answer` is whether it is approved, and why. Raises ConflictError if it was decided, the
    asker decides, or the original is gone.
    """
    # The report first, as whoever purges it does.
    about = select(Crossing.report_id).where(Crossing.crossing_id == crossing_id)
    query = select(Report).where(Report.report_id == about.scalar_subquery()).with_for_update()
    report = session.execute(query).scalar_one_or_none()
    row = session.get(Crossing, crossing_id)
    if report is None or row is None:
        raise NotFoundError("There is no such crossing.")
    if row.decided_at is not None:
        raise ConflictError("This crossing was decided already.")
    if row.asked_by_id == actor.account_id:
        raise ConflictError(
            "A second person must decide this.",
            remedy="Whoever states a suspicion never approves it, whatever their rank.",
        )
    is_approved, why = answer
    stated = reasons.state(why, path="why", most=MAX_WORDS_CHARS)
    if stated.findings:
        return stated.findings
    row.why = stated.words
    row.is_approved, row.decided_by_id, row.decided_at = is_approved, actor.account_id, now
    if is_approved:
        _seal(session, report, keyrings, now=now)
    action = "intelligence.crossed" if is_approved else "intelligence.crossing_refused"
    _log(session, action, report, row, actor=actor, now=now)
    return ()


def record_of(session: Session, receipt: str) -> tuple[Report, Crossing]:
    """Return a report and the crossing that brought it here; raises NotFoundError."""
    found = session.execute(
        select(Report, Crossing)
        .join(Crossing, Crossing.report_id == Report.report_id)
        .where(Report.receipt == receipt.upper(), Crossing.is_approved.is_(True))
        .where(Crossing.purged_at.is_(None))
    ).first()
    if found is None:
        raise NotFoundError("There is no such record in this drawer.")
    return found.Report, found.Crossing


def open_record(session: Session, report: Report, *, keyring: Keyring) -> Record | None:
    """Open a record, None if its keys are gone; log the reading before."""
    context = context_of(report)
    content = vault.find(session, keyring=keyring, context=context, shelf=vault.INTELLIGENCE)
    if content is None:
        return None
    record = json.loads(content)
    return Record(record["redacted"], record["original"].get("texts", record["original"]))


def context_of(report: Report) -> str:
    """Return the context under which a record is sealed."""
    return f"intelligence:{report.receipt}"


def crossable(session: Session, receipt: str) -> Report:
    """Return a report that may cross, its row locked.

    Raises NotFoundError if there is none, ConflictError if it is held, purged, on its way or here.
    """
    report = session.execute(
        select(Report).where(Report.receipt == receipt.strip().upper()).with_for_update()
    ).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    is_there = session.execute(
        select(Crossing.crossing_id).where(
            Crossing.report_id == report.report_id,
            Crossing.is_approved.is_not(False),
            Crossing.purged_at.is_(None),
        )
    ).first()
    if is_there is not None or not report.redacted:
        raise ConflictError(
            "This report cannot cross.",
            remedy="It is in the drawer or on its way, or it is held, or its content is gone.",
        )
    return report


def _seal(session: Session, report: Report, keyrings: Keyrings, *, now: datetime) -> None:
    """Seal a copy of original and redacted text under keys of the other drawer."""
    original = vault.find(session, keyring=keyrings.tips, context=f"report:{report.receipt}")
    if original is None:
        raise ConflictError("The original of this report is gone, so it cannot cross.")
    record = {"original": json.loads(original), "redacted": report.redacted}
    label = vault.Label(
        context=context_of(report),
        report_id=report.report_id,
        month=retention_month(now, retention_days=KEY_DAYS),
    )
    content = json.dumps(record, ensure_ascii=False).encode()
    keyring = keyrings.intelligence
    vault.put(session, content, label, keyring=keyring, now=now, shelf=vault.INTELLIGENCE)


def _words_of(suspicion: Suspicion) -> tuple[str, str]:
    return suspicion.subject, suspicion.facts


def _missing(suspicion: Suspicion) -> list[FieldFinding]:
    found = []
    if suspicion.predicate not in {each.value for each in Predicate}:
        found.append(_finding("predicate", "No crime was chosen.", "Choose the one suspected."))
    for path, text, least in (
        ("subject", suspicion.subject, MIN_WORDS_CHARS),
        ("facts", suspicion.facts, MIN_FACTS_CHARS),
    ):
        if not least <= len(text.strip()) <= MAX_WORDS_CHARS or "\x00" in text:
            message = f"This needs {least} to {MAX_WORDS_CHARS} characters."
            remedy = "Give facts that a court could weigh; a trait or an opinion is none."
            found.append(_finding(path, message, remedy))
    return found


def _log(
    session: Session, action: str, report: Report, row: Crossing, *, actor: Actor, now: datetime
) -> None:
    details: dict[str, audit.Detail] = {"crossing": row.crossing_id, "predicate": row.predicate}
    event = audit.Event(action, f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="crossing")
