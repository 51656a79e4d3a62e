"""What several doors of intake (the pages, what phones kept, the API) do alike."""

import secrets
from collections.abc import Sequence

from sar import web
from sar.errors import ConflictError, FieldFinding, NotCurrentError
from sar.intake import adding, checking, correcting, form_reading, service
from sar.intake.correcting import Own
from sar.intake.forms import Form
from sar.intake.occurring import Told
from sar.intake.submission import NewReport
from sar.reports import pseudonym_switch
from sar.sets import published
from sar.sets.published import PublishedSet, SetReference
from sar.values import frozen


@frozen
class NotFiled:
    """A form that has to be mended; `accepted` is None if its version is not taken (any more)."""

    accepted: PublishedSet | None
    findings: Sequence[FieldFinding]


@frozen
class ToCheck:
    """A form that fits, and that its officer is to see in words before it is filed."""

    accepted: PublishedSet
    when: Told


def set_reference(form: Form) -> SetReference:
    """Return the version of the questions that a form names."""
    return SetReference(
        form.get("set.set_id", ""), form.get("set.version", ""), form.get("set.sha256", "")
    )


def key_of(form: Form) -> str:
    """Return the key that makes sending a form twice harmless; a fresh one if it has none.

    Every page of ours has one: without it, two forms are two reports.
    """
    return form.get("key") or secrets.token_urlsafe(24)


def file_form(
    form: Form, *, is_read_back_first: bool = False
) -> service.Receipt | NotFiled | ToCheck:
    """File the report that a form describes, once for its key; or say what is wrong with it.

    With `is_read_back_first` a time in words is not filed unseen; a phone that sends later has
    nobody to ask, and sends what is clear. Raises ConflictError if the key was used for another
    content.
    """
    with web.reading() as session:
        accepted, findings = published.accepted_set(session, set_reference(form), now=web.now())
        pseudonyms = pseudonym_switch.key(session, web.wiring().keyring)
    if accepted is None:
        return NotFiled(None, findings)
    written = form_reading.read_form(form, accepted, now=web.now())
    if written.report is None:
        return NotFiled(accepted, written.findings)
    if is_read_back_first and ("check" in form or not written.is_read_back):
        judged = judge(written.report, accepted)
        return NotFiled(accepted, judged) if judged else ToCheck(accepted, written.when)
    parts = web.wiring()
    checked = checking.check(
        written.report,
        accepted,
        now=web.now(),
        max_narrative_chars=parts.settings.max_narrative_chars,
        recognizers=parts.recognizers,
        door=checking.Door(has_gate=True, pseudonym_key=pseudonyms),
    )
    if isinstance(checked, checking.Refused):
        return NotFiled(accepted, checked.findings)
    terms = service.Terms(
        key_of(form),
        parts.keyring,
        parts.settings.retention_days,
        language=web.language().code,
    )
    with web.transaction() as session:
        return service.file_report(session, checked, terms, actor=web.actor(), now=web.now())


def judge(report: NewReport, accepted: PublishedSet) -> Sequence[FieldFinding]:
    """Say what is wrong with a report that is about to be shown to its officer once more."""
    return checking.judge(
        report,
        accepted,
        now=web.now(),
        max_narrative_chars=web.wiring().settings.max_narrative_chars,
        has_gate=True,
    ).findings


def answer_question(receipt: str, text: str) -> None:
    """Take the viewer's answer to a question about their report; it is in line again then.

    Redaction takes its time, so it comes before the transaction that locks the report. Raises
    NotFoundError for a report of somebody else, ConflictError if nothing was asked.
    """
    parts = web.wiring()
    with web.reading() as session:
        answer = adding.read_answer(
            session,
            receipt,
            text.strip(),
            recognizers=parts.recognizers,
            pseudonym_key=pseudonym_switch.key(session, parts.keyring),
        )
    with web.transaction() as session:
        adding.answer_question(
            session, receipt, answer, actor=web.actor(), now=web.now(), keyring=parts.keyring
        )


def find_own(receipt: str) -> tuple[Own, PublishedSet]:
    """Return an open report of the viewer's own and the version of the set that it is pinned to.

    Raises NotFoundError if it is not theirs, ConflictError if it is closed or held.
    """
    with web.reading() as session:
        own = correcting.find_own(session, receipt, actor=web.actor())
        pinned = published.find_set(session, set_id=own.set_id, version=own.set_version)
    if pinned is None:
        raise ConflictError("The questions of this report are not here any more.")
    return own, pinned


def correct(
    own: Own, pinned: PublishedSet, report: NewReport, *, key: str, version: int
) -> Sequence[FieldFinding]:
    """Put `report` in the place of `version` of the viewer's own; return what stands against it.

    Redaction takes its time, so it comes before the transaction that locks the report. Raises
    ConflictError if it is closed or held.
    """
    parts = web.wiring()
    with web.reading() as session:
        pseudonyms = pseudonym_switch.key(session, parts.keyring)
        given = correcting.given_placeholders(session, own, keyring=parts.keyring)
    # What happened before the report was filed did so before it is corrected, too.
    checked = checking.check(
        report,
        pinned,
        now=own.received_at,
        max_narrative_chars=parts.settings.max_narrative_chars,
        recognizers=parts.recognizers,
        door=checking.Door(has_gate=True, pseudonym_key=pseudonyms, given=given),
    )
    if isinstance(checked, checking.Refused):
        return checked.findings
    correction = correcting.Correction(checked, key, version)
    with web.transaction() as session:
        return correcting.correct(
            session,
            own.receipt,
            correction,
            keyring=parts.keyring,
            actor=web.actor(),
            now=web.now(),
        )


def add_information(receipt: str, text: str, *, revision: int | None = None) -> None:
    """Add to an open report what its officer, the viewer, has learned since.

    Raises NotFoundError for a report of somebody else, ConflictError if it is closed or held,
    NotCurrentError if it is not at `revision` any more; None means any.
    """
    parts = web.wiring()
    with web.reading() as session:
        answer = adding.read_answer(
            session,
            receipt,
            text.strip(),
            recognizers=parts.recognizers,
            pseudonym_key=pseudonym_switch.key(session, parts.keyring),
        )
    with web.transaction() as session:
        report = correcting.open_report(session, receipt, actor=web.actor())
        if revision not in (None, report.revision):
            raise NotCurrentError()
        adding.add_information(
            session, report, answer, actor=web.actor(), now=web.now(), keyring=parts.keyring
        )
