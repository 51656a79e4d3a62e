"""Correcting what a report says: found words are replaced in the sealed original, unseen.

The version before stays sealed beside the new one, the redaction is made anew, and whoever
received the report is owed a notice.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.recognizers import DEFAULT, Recognizer
from privacy.redaction import Given
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.intake import checking, fields, schemas
from sar.intake.resealing import end_reveals, hide_versions, reseal
from sar.intake.service import canonical, scored, texts_of
from sar.log import audit
from sar.models import (
    Addition,
    Amendment,
    AmendReason,
    NoticeCause,
    Report,
)
from sar.originals import vault
from sar.reports import findable, placeholders, pseudonym_switch
from sar.reports.recipients import owe_notices
from sar.sets.published import find_set
from sar.values import frozen
from sar.wording import reasons
from triage.decisions import State

MIN_FIND_CHARS = 3
MAX_CHARS = 500
# The parts of a submission in which people write; everything else is codes.
_WRITTEN = ("narrative", "place", "people", "vehicles", "answers")


@frozen
class Change:
    """Which words are replaced by which, and why."""

    find: str = field(repr=False)
    put: str = field(repr=False)
    reason: str = ""
    words: str = field(default="", repr=False)


@frozen
class Redacting:
    """What is needed to open, redact and seal."""

    keyring: Keyring = field(repr=False)
    recognizers: Sequence[Recognizer] = DEFAULT


def amend(
    session: Session, receipt: str, change: Change, tools: Redacting, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Replace words everywhere in a report and what was added to it; return what is missing.

    Raises NotFoundError if there is no such report, ConflictError if it is held or purged.
    """
    report = _amendable(session, receipt)
    stated = reasons.state(change.words, path="words", most=MAX_CHARS)
    findings = [*_missing(change), *stated.findings]
    if findings:
        return findings
    old = vault.find(session, keyring=tools.keyring, context=f"report:{report.receipt}")
    if old is None:
        raise ConflictError("The original of this report is gone.")
    content = json.loads(old)
    places = _replace_in(content["submission"], change)
    given = placeholders.given(session, report, content.get("texts", {}))
    checked = _checked(session, report, content["submission"], tools, given=given)
    if places and checked is None:
        return [_DOES_NOT_FIT]
    added = _amend_additions(session, report, change, tools, now=now)
    if places + added == 0:
        return [_NOT_FOUND]
    new = old
    if places and checked is not None:
        new = canonical({**content, "texts": texts_of(checked)})
        _store(session, report, checked)
        values = findable.hidden_values(texts_of(checked), report.redacted)
        findable.write_tokens(session, report.report_id, values, keyring=tools.keyring)
        reseal(
            session, report, (f"report:{report.receipt}", old, new), keyring=tools.keyring, now=now
        )
    end_reveals(session, report, now=now)
    hide_versions(session, report)
    findable.write_words(session, report.report_id)
    report.updated_at, report.revision = now, report.revision + 1
    row = Amendment(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        reason=change.reason,
        words=stated.words,
        places=places + added,
        before_sha256=hashlib.sha256(old).hexdigest(),
        after_sha256=hashlib.sha256(new).hexdigest(),
        amended_at=now,
    )
    _record(session, report, row, actor=actor)
    return ()


def _record(session: Session, report: Report, row: Amendment, *, actor: Actor) -> None:
    """Store an amendment, owe the notices and write the log."""
    session.add(row)
    session.flush()
    owed = owe_notices(session, report.report_id, NoticeCause.CORRECTED, now=row.amended_at)
    details: dict[str, audit.Detail] = {
        "amendment": row.amendment_id,
        "places": row.places,
        "before_sha256": row.before_sha256,
        "after_sha256": row.after_sha256,
        "notices": owed,
    }
    event = audit.Event(
        "report.amended", f"report:{report.receipt}", purpose=row.reason, details=details
    )
    audit.record(session, event, actor=actor, now=row.amended_at)


def amendments(session: Session, receipt: str) -> list[Amendment]:
    """List how a report was corrected, the latest first; raises NotFoundError if there is none."""
    about = select(Report.report_id).where(Report.receipt == receipt.upper())
    report_id = session.execute(about).scalar_one_or_none()
    if report_id is None:
        raise NotFoundError("There is no report with this receipt number.")
    query = select(Amendment).where(Amendment.report_id == report_id)
    return list(session.execute(query.order_by(Amendment.amendment_id.desc())).scalars())


def _amendable(session: Session, receipt: str) -> Report:
    report = session.execute(
        select(Report).where(Report.receipt == receipt.upper()).with_for_update()
    ).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    if report.state == State.HELD or not report.redacted:
        raise ConflictError(
            "This report cannot be corrected.",
            remedy="It is held because its redaction failed, or its content was purged.",
        )
    return report


def _missing(change: Change) -> list[FieldFinding]:
    found = []
    if not MIN_FIND_CHARS <= len(change.find) <= MAX_CHARS or "\x00" in change.find:
        message = f"This needs {MIN_FIND_CHARS} to {MAX_CHARS} characters."
        found.append(_finding("find", message, "Copy the words as they were written."))
    if len(change.put) > MAX_CHARS or "\x00" in change.put or change.put == change.find:
        message = f"This is longer than {MAX_CHARS} characters, or changes nothing."
        found.append(_finding("put", message, "Write what is right, or leave it empty."))
    if change.reason not in {each.value for each in AmendReason}:
        found.append(_finding("reason", "Nothing was chosen.", "Choose the reason that fits."))
    return found


def _replace_in(submission: dict[str, Any], change: Change) -> int:
    places = 0
    for name in _WRITTEN:
        if name in submission:
            submission[name], count = _replaced(submission[name], change)
            places += count
    return places


def _replaced(value: Any, change: Change) -> tuple[Any, int]:
    if isinstance(value, str):
        return value.replace(change.find, change.put), value.count(change.find)
    if isinstance(value, list):
        pairs = [_replaced(each, change) for each in value]
        return [each for each, _ in pairs], sum(count for _, count in pairs)
    if isinstance(value, dict):
        found = {name: _replaced(each, change) for name, each in value.items()}
        changed = {name: each for name, (each, _) in found.items()}
        return changed, sum(count for _, count in found.values())
    return value, 0


def _checked(
    session: Session,
    report: Report,
    submission: dict[str, Any],
    tools: Redacting,
    *,
    given: Given,
) -> checking.Checked | None:
    loaded, _messages = schemas.load_report(submission)
    published = find_set(session, set_id=report.set_id, version=report.set_version)
    if loaded is None or published is None:
        return None
    checked = checking.check(
        loaded,
        published,
        now=report.received_at,
        max_narrative_chars=len(loaded.narrative),
        recognizers=tools.recognizers,
        door=checking.Door(pseudonym_key=pseudonym_switch.key(session, tools.keyring), given=given),
    )
    is_fit = isinstance(checked, checking.Checked) and checked.redacted is not None
    return checked if is_fit else None  # type: ignore[return-value]


def _store(session: Session, report: Report, checked: checking.Checked) -> None:
    """Put the new redacted text in the place of the old one."""
    queue_place = report.queue_place
    report.redacted = fields.stored(checked.redacted)
    report.coded_answers = fields.coded_answers(checked.published.definition_set, checked.answers)
    report.place_shown = fields.place_shown(checked.report.place, checked.redacted)
    columns = scored(
        session,
        report.place_shown,
        checked,
        now=report.received_at,
        besides=report.report_id,
    )
    for name, value in columns.items():
        setattr(report, name, value)
    if queue_place is None:
        report.queue_place = None


def _amend_additions(
    session: Session, report: Report, change: Change, tools: Redacting, *, now: datetime
) -> int:
    places = 0
    rows = session.execute(select(Addition).where(Addition.report_id == report.report_id)).scalars()
    for row in rows.all():
        context = f"addition:{report.receipt}:{row.addition_id}"
        old = vault.take(session, keyring=tools.keyring, context=context)
        text, count = _replaced(json.loads(old)["text"], change)
        if count == 0:
            continue
        places += count
        taken = placeholders.taken(session, report)
        key = pseudonym_switch.key(session, tools.keyring)
        texts = {"text": text, "taken": taken}
        redacted = checking.redact_or_hold(texts, set(), tools.recognizers, pseudonym_key=key)
        row.redacted = fields.stored({"text": redacted["text"]} if redacted else None)
        values = findable.hidden_values({"text": text}, row.redacted)
        findable.write_tokens(
            session, report.report_id, values, keyring=tools.keyring, part=row.addition_id
        )
        new = canonical({"text": text})
        reseal(session, report, (context, old, new), keyring=tools.keyring, now=now)
    return places


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="amendment")


_NOT_FOUND = _finding(
    "find",
    "These words do not stand in the report.",
    "Copy them as they were written; upper and lower case count.",
)
_DOES_NOT_FIT = _finding(
    "put",
    "With this change the report would not be complete, or could not be redacted.",
    "Put other words in their place; nothing was changed.",
)
