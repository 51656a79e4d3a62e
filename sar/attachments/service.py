"""Adding attachments to a report, and removing them before its review begins."""

from dataclasses import field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.actors import Actor
from sar.attachments.receiving import INFECTED, Mark, Prepared
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Attachment, AttachmentState, Report, SealedContent
from sar.originals import vault
from sar.outside.scanner import Verdict
from sar.reports import attached
from sar.reports.attached import Attached
from sar.reports.following import own_report
from sar.values import frozen
from triage.decisions import State, is_end

_KEPT = (AttachmentState.READY, AttachmentState.HELD)
# Nobody has begun to read a report in these states, if nobody has taken it.
_BEFORE_REVIEW = frozenset({State.HELD, State.RECEIVED})


@frozen
class Terms:
    """On what terms files are stored: the keys, and how many a report may have."""

    keyring: Keyring = field(repr=False)
    most: int


@frozen
class Added:
    """An attachment as it is stored; `is_repeat` if the same file was there already."""

    attachment: Attached
    is_repeat: bool


def open_report(session: Session, receipt: str, *, actor: Actor, is_locked: bool = False) -> Report:
    """Return a report of the actor's own to which files can be added.

    Raises NotFoundError for a report of somebody else, ConflictError for one that is closed.
    """
    report = own_report(session, receipt, actor=actor, is_locked=is_locked)
    if is_end(State(report.state)):
        raise ConflictError(
            "This report is closed, so nothing can be added to it.",
            remedy="If you saw something new, file a new report and send the files with that.",
        )
    return report


def add(
    session: Session,
    report: Report,
    prepared: Prepared,
    terms: Terms,
    *,
    actor: Actor,
    now: datetime,
) -> Added | FieldFinding:
    """Seal a clean file and note it on a report that is locked; the same file is stored once.

    A file with a virus is noted in the log only; one about
    which the scanner gave no answer is held.
    """
    same = find_same(session, report, prepared.mark)
    if same is not None:
        return same
    if prepared.verdict is Verdict.INFECTED:
        details: dict[str, audit.Detail] = {"kind": prepared.cleaned.kind}
        _record(session, "attachment.refused", report, details, actor=actor, now=now)
        return INFECTED
    if _count(session, report) >= terms.most:
        return too_many(terms.most)
    row = _store(session, report, prepared, now=now)
    _seal(session, report, row, prepared, keyring=terms.keyring, now=now)
    report.updated_at, report.revision = now, report.revision + 1
    details = {
        "file": row.attachment_id,
        "kind": row.kind,
        "bytes": row.size_bytes,
        "state": row.state,
    }
    _record(session, "attachment.added", report, details, actor=actor, now=now)
    return Added(_shown(session, report, row.attachment_id), is_repeat=False)


def remove(
    session: Session, receipt: str, attachment_id: int, *, actor: Actor, now: datetime
) -> None:
    """Destroy what an attachment holds; that it was there stays known.

    Raises NotFoundError if there is none, ConflictError once the review has begun.
    """
    report = own_report(session, receipt, actor=actor, is_locked=True)
    row = session.get(Attachment, attachment_id)
    if row is None or row.report_id != report.report_id or row.state not in _KEPT:
        raise NotFoundError("There is no such file in this report.")
    if not is_removable(report):
        raise ConflictError(
            "The review of this report has begun, so nothing can be taken out of it.",
            remedy="If a file must not be there, tell your privacy officer.",
        )
    destroy(session, report.receipt, row, AttachmentState.REMOVED, now=now)
    report.updated_at, report.revision = now, report.revision + 1
    details: dict[str, audit.Detail] = {"file": attachment_id}
    _record(session, "attachment.removed", report, details, actor=actor, now=now)


def is_removable(report: Report) -> bool:
    """Tell whether the officer may still take a file out of a report."""
    return State(report.state) in _BEFORE_REVIEW and report.claimed_by_id is None


def destroy(
    session: Session, receipt: str, row: Attachment, state: AttachmentState, *, now: datetime
) -> None:
    """Delete the content, the name and the hash of an attachment; its row says that it ended."""
    contexts = (
        attached.content_context(receipt, row.attachment_id),
        attached.name_context(receipt, row.attachment_id),
    )
    session.execute(delete(SealedContent).where(SealedContent.context.in_(contexts)))
    row.state, row.ended_at, row.original_sha256, row.removed = state, now, None, []


def find_same(session: Session, report: Report, mark: Mark) -> Added | None:
    """Return the attachment that came under this key or as these very bytes; None if none did.

    It may have been removed since. Raises ConflictError if the key came with other bytes.
    """
    there = mark.key_sha256 and _find(session, report, Attachment.key_sha256 == mark.key_sha256)
    if there and there.original_sha256 not in (None, mark.sha256):
        raise ConflictError(
            "This key was used for another file.", remedy="Send a fresh key with each file."
        )
    there = there or _find(session, report, Attachment.original_sha256 == mark.sha256)
    if not there:
        return None
    return Added(_shown(session, report, there.attachment_id), is_repeat=True)


def _find(session: Session, report: Report, condition: ColumnElement[bool]) -> Attachment | None:
    query = select(Attachment).where(Attachment.report_id == report.report_id, condition)
    return session.execute(query).scalar_one_or_none()


def _count(session: Session, report: Report) -> int:
    query = select(func.count(Attachment.attachment_id)).where(
        Attachment.report_id == report.report_id, Attachment.state.in_(_KEPT)
    )
    return session.execute(query).scalar_one()


def _store(session: Session, report: Report, prepared: Prepared, *, now: datetime) -> Attachment:
    is_known = prepared.verdict is Verdict.CLEAN
    row = Attachment(
        report_id=report.report_id,
        account_id=report.account_id,
        kind=prepared.cleaned.kind,
        size_bytes=len(prepared.cleaned.content),
        original_sha256=prepared.mark.sha256,
        key_sha256=prepared.mark.key_sha256,
        removed=list(prepared.cleaned.removed),
        state=AttachmentState.READY if is_known else AttachmentState.HELD,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _seal(
    session: Session,
    report: Report,
    row: Attachment,
    prepared: Prepared,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    # Sealed to the month of the report, so that both are destroyed together.
    month = session.get_one(SealedContent, f"report:{report.receipt}").month
    for context, plaintext in (
        (attached.content_context(report.receipt, row.attachment_id), prepared.cleaned.content),
        (attached.name_context(report.receipt, row.attachment_id), prepared.name.encode()),
    ):
        label = vault.Label(context, report.report_id, month)
        vault.put(session, plaintext, label, keyring=keyring, now=now)


def _shown(session: Session, report: Report, attachment_id: int) -> Attached:
    found = attached.attached_to(session, report.report_id)
    return next(each for each in found if each.attachment_id == attachment_id)


def _record(
    session: Session,
    action: str,
    report: Report,
    details: dict[str, audit.Detail],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    event = audit.Event(action, f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def too_many(most: int) -> FieldFinding:
    """Say that a report has as many files as it takes."""
    return FieldFinding(
        "files",
        f"A report takes {most} photos and files at most.",
        "Remove one that matters less first, or say in the report where the others are kept.",
        rule="too_many",
    )
