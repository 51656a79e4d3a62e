"""What several doors of intake (the pages, what phones kept, the API) do alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from sar import pseudonym_switch, published, web
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import checking, forms, gate, schemas, service
from sar.intake.forms import Form
from sar.published import PublishedSet, SetReference


@dataclass(frozen=True, slots=True)
class NotFiled:
    """A form that has to be mended; `accepted` is None if its version is not taken (any more)."""

    accepted: PublishedSet | None
    findings: Sequence[FieldFinding]


def set_reference(form: Form) -> SetReference:
    """Return the version of the questions that a form names."""
    return SetReference(
        form.get("set.set_id", ""), form.get("set.version", ""), form.get("set.sha256", "")
    )


def file_form(form: Form) -> service.Receipt | NotFiled:
    """File the report that a form describes, once for its key; or say what is wrong with it.

    Raises ConflictError if the key was used for another content.
    """
    with web.reading() as session:
        accepted, findings = published.accepted_set(session, set_reference(form), now=web.now())
        pseudonyms = pseudonym_switch.key(session, web.wiring().keyring)
    if accepted is None:
        return NotFiled(None, findings)
    checked = _checked(form, accepted, checking.Door(has_gate=True, pseudonym_key=pseudonyms))
    if isinstance(checked, checking.Refused):
        return NotFiled(accepted, checked.findings)
    parts = web.wiring()
    terms = service.Terms(
        form.get("key", ""),
        parts.keyring,
        parts.settings.retention_days,
        language=web.language().code,
    )
    with web.transaction() as session:
        return service.file_report(session, checked, terms, actor=web.actor(), now=web.now())


def _checked(
    form: Form, accepted: PublishedSet, door: checking.Door
) -> checking.Checked | checking.Refused:
    submission = forms.submission_from_form(form, accepted.definition_set)
    report, messages = schemas.load_report(submission)
    findings = flatten(messages, "")
    if report is None or findings:
        about_answers = checking.about_answers(submission, accepted)
        asked = gate.ask_early(forms.typed_texts(form), submission)
        return checking.Refused([*about_answers, *findings, *asked])
    return checking.check(
        report,
        accepted,
        now=web.now(),
        max_narrative_chars=web.wiring().settings.max_narrative_chars,
        recognizers=web.wiring().recognizers,
        door=door,
    )


def answer_question(receipt: str, text: str) -> None:
    """Take the viewer's answer to a question about their report; it is in line again then.

    Redaction takes its time, so it comes before the transaction that locks the report. Raises
    NotFoundError for a report of somebody else, ConflictError if nothing was asked.
    """
    parts = web.wiring()
    with web.reading() as session:
        answer = service.read_answer(
            session,
            receipt,
            text.strip(),
            recognizers=parts.recognizers,
            pseudonym_key=pseudonym_switch.key(session, parts.keyring),
        )
    with web.transaction() as session:
        service.answer_question(
            session, receipt, answer, actor=web.actor(), now=web.now(), keyring=parts.keyring
        )
