"""Correcting a report that one filed: a version in the place of the last, which stays sealed.

The new version is checked against the set that the report is pinned to, redacted, put to the gate
and scored like the first. Nothing is overwritten: every original stays sealed, every hash known.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.redaction import Given
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding
from sar.intake import fields, gate
from sar.intake.checking import Checked
from sar.intake.resealing import end_reveals, reseal
from sar.intake.service import (
    Terms,
    canonical,
    original_content,
    scored,
    sealed_content,
    texts_of,
)
from sar.log import audit
from sar.models import NoticeCause, Report, ReportBehaviour, ReportVersion
from sar.originals import vault
from sar.reports import findable, placeholders
from sar.reports.following import own_report
from sar.reports.recipients import owe_notices
from sar.reports.report_versions import rows_of, snapshot
from sar.values import frozen
from triage.decisions import State

CORRECTABLE = frozenset(
    {State.RECEIVED, State.RETURNED, State.CRITERIA_MET, State.CRITERIA_NOT_MET}
)
"""While a report is open its officer may correct it and add to it."""


@frozen
class Own:
    """A report of one's own that is to be corrected; `version` counts from 1.

    `revision` counts everything that happened to it, decisions and additions too.
    """

    receipt: str
    set_id: str
    set_version: str
    set_sha256: str
    occurred_at: datetime
    occurred_zone: str
    received_at: datetime
    version: int
    revision: int


def find_own(session: Session, receipt: str, *, actor: Actor) -> Own:
    """Return a report that the actor filed and may correct.

    Raises NotFoundError if it is not theirs, ConflictError if it is closed or held.
    """
    report = open_report(session, receipt, actor=actor, is_locked=False)
    return Own(
        receipt=report.receipt,
        set_id=report.set_id,
        set_version=report.set_version,
        set_sha256=report.set_sha256,
        occurred_at=report.occurred_at,
        occurred_zone=report.occurred_zone,
        received_at=report.received_at,
        version=len(rows_of(session, report.report_id)) or 1,
        revision=report.revision,
    )


def note_opening(session: Session, own: Own, *, actor: Actor, now: datetime) -> None:
    """Write down that the officer opens their own words; commit it before they are unsealed."""
    event = audit.Event("report.own_opened", f"report:{own.receipt}", purpose="correction")
    audit.record(session, event, actor=actor, now=now)


def own_words(session: Session, own: Own, *, keyring: Keyring) -> dict[str, Any]:
    """Unseal the submission of the version in force."""
    content = json.loads(vault.take(session, keyring=keyring, context=f"report:{own.receipt}"))
    submission: dict[str, Any] = content["submission"]
    return submission


def given_placeholders(session: Session, own: Own, *, keyring: Keyring) -> Given:
    """Return what the placeholders of the version in force mean; nobody is shown any of it."""
    report = session.execute(select(Report).where(Report.receipt == own.receipt)).scalar_one()
    content = json.loads(vault.take(session, keyring=keyring, context=f"report:{own.receipt}"))
    return placeholders.given(session, report, content.get("texts", {}))


@frozen
class Correction:
    """What is put in the place of which version; the key makes the hash of a guess tell nothing."""

    checked: Checked
    key: str = field(repr=False)
    version: int


def correct(
    session: Session,
    receipt: str,
    correction: Correction,
    *,
    keyring: Keyring,
    actor: Actor,
    now: datetime,
) -> list[FieldFinding]:
    """Put a checked correction in the place of the version in force; return what stands against it.

    Raises NotFoundError if the report is not the actor's, ConflictError if it is closed or held.
    """
    report = open_report(session, receipt, actor=actor)
    checked = correction.checked
    if checked.redacted is None:
        return [_UNCHECKED]
    versions = rows_of(session, report.report_id)
    sent_sha256 = _sha256(checked, correction, keyring)
    if versions and versions[-1].content_sha256 == sent_sha256:
        return []
    if correction.version != (len(versions) or 1):
        return [STALE]
    context = f"report:{report.receipt}"
    old = vault.take(session, keyring=keyring, context=context)
    content = json.loads(old)
    changed = _changed(report, content, checked)
    if not changed:
        return [_NOTHING_CHANGED]
    _keep(session, report, changed, sent_sha256, now=now)
    new = json.loads(original_content(checked, _terms(correction, keyring)))
    reseal(session, report, (context, old, canonical({**content, **new})), keyring=keyring, now=now)
    _replace(session, report, checked, has_other_behaviours="behaviours" in changed)
    _follow(session, report, checked, keyring=keyring, now=now)
    details: dict[str, audit.Detail] = {
        "version": correction.version + 1,
        "content": sent_sha256,
        "places": len(changed),
    }
    event = audit.Event("report.version_filed", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return []


def open_report(session: Session, receipt: str, *, actor: Actor, is_locked: bool = True) -> Report:
    """Return the row of a report that the actor filed and that is open.

    Raises NotFoundError if it is not theirs, ConflictError if it is closed or held.
    """
    report = own_report(session, receipt, actor=actor, is_locked=is_locked)
    if report.state not in CORRECTABLE:
        raise ConflictError(
            "This report cannot be changed any more.",
            remedy=f"File a new report, and name the receipt {report.receipt} in it.",
        )
    return report


def _terms(correction: Correction, keyring: Keyring) -> Terms:
    return Terms(correction.key, keyring, retention_days=0)


def _sha256(checked: Checked, correction: Correction, keyring: Keyring) -> str:
    return hashlib.sha256(sealed_content(checked, _terms(correction, keyring))).hexdigest()


def _changed(report: Report, content: Mapping[str, Any], checked: Checked) -> list[str]:
    """Return the paths of what differs, those that the officer wrote first."""
    texts, new_texts = content.get("texts", {}), texts_of(checked)
    written = [path for path in {**texts, **new_texts} if texts.get(path) != new_texts.get(path)]
    coded = fields.coded_answers(checked.published.definition_set, checked.answers)
    before, after = content["submission"], checked.report
    others = {
        "behaviours": before["behaviours"] != list(after.behaviours),
        "occurred": not _is_same_minute(report, checked),
        "place": before["place"] != after.original["place"],
        "sector": report.sector != after.sector,
        "source": report.source != after.source,
    }
    # A part of the place that is written says more than that the place is another one.
    if any(path.startswith("place.") for path in written):
        others["place"] = False
    return [
        *(path for path, is_other in others.items() if is_other),
        *written,
        *_coded_changes(report.coded_answers, coded),
    ]


def _is_same_minute(report: Report, checked: Checked) -> bool:
    """Tell whether the time is the same; the form knows no seconds."""
    return abs(report.occurred_at - checked.occurred_at) < timedelta(minutes=1)


def _coded_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    for indicator_id in {**before, **after}:
        old, new = before.get(indicator_id, {}), after.get(indicator_id, {})
        for element_id in {**old, **new}:
            if old.get(element_id) != new.get(element_id):
                yield f"answers.{indicator_id}.{element_id}"


def _keep(
    session: Session, report: Report, changed: list[str], content_sha256: str, *, now: datetime
) -> None:
    """Keep what is shown now with its version, and enter the next one."""
    rows = list(rows_of(session, report.report_id))
    if not rows:
        first = _version(report, 1, report.content_sha256, report.received_at)
        session.add(first)
        rows.append(first)
    rows[-1].shown = snapshot(report)
    next_one = _version(report, rows[-1].number + 1, content_sha256, now)
    next_one.changed = changed
    session.add(next_one)
    session.flush()


def _version(report: Report, number: int, content_sha256: str, moment: datetime) -> ReportVersion:
    return ReportVersion(
        report_id=report.report_id,
        account_id=report.account_id,
        number=number,
        content_sha256=content_sha256,
        changed=[],
        filed_at=moment,
    )


def _replace(
    session: Session, report: Report, checked: Checked, *, has_other_behaviours: bool
) -> None:
    """Put what is shown of the new version in the place of the old.

    Behaviours that an analyst corrected stay, unless the officer picked others.
    """
    waits, written = report.queue_place is not None, checked.report
    report.redacted = fields.stored(checked.redacted)
    report.coded_answers = fields.coded_answers(checked.published.definition_set, checked.answers)
    report.place_shown = fields.place_shown(written.place, checked.redacted)
    if not _is_same_minute(report, checked):
        report.occurred_at = checked.occurred_at
    report.occurred_zone = written.occurred.zone
    report.sector, report.source = written.sector, written.source
    if has_other_behaviours:
        kept = {each.indicator_id: each for each in report.behaviours}
        report.behaviours = [
            kept.get(each) or ReportBehaviour(indicator_id=each) for each in written.behaviours
        ]
        for rank, behaviour in enumerate(report.behaviours):
            behaviour.rank = rank
    columns = scored(
        session,
        report.place_shown,
        checked,
        now=report.received_at,
        besides=report.report_id,
    )
    for name, value in columns.items():
        setattr(report, name, value)
    if not waits:
        report.queue_place = None


def _follow(
    session: Session, report: Report, checked: Checked, *, keyring: Keyring, now: datetime
) -> None:
    """Bring everything along that rests on the words: reveals, what it is found by, notices."""
    report.updated_at, report.revision = now, report.revision + 1
    end_reveals(session, report, now=now)
    values = findable.hidden_values(texts_of(checked), report.redacted)
    findable.write_tokens(session, report.report_id, values, keyring=keyring)
    findable.write_words(session, report.report_id)
    owe_notices(session, report.report_id, NoticeCause.CORRECTED, now=now)
    gate.record(
        session,
        gate.Given(checked.attributes, checked.report.reply, is_past=False),
        report_id=report.report_id,
        account_id=report.account_id,
        now=now,
    )


def _finding(message: str, remedy: str) -> FieldFinding:
    return FieldFinding("", message, remedy, rule="correction")


STALE = _finding(
    "You corrected this report in another window meanwhile.",
    "Open the report, see what it says now, and correct that.",
)
_NOTHING_CHANGED = _finding(
    "Nothing was changed yet.", "Change what is wrong, or go back to the report."
)
_UNCHECKED = _finding(
    "Your words could not be checked for names and numbers, so nothing was changed.",
    "Try again; what you typed is still here. If it stays, tell your administrator.",
)
