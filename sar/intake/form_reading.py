"""From what the HTML form sent to a report that can be checked, and what is wrong until then."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import checking, forms, gate, occurring, schemas
from sar.intake.forms import Form
from sar.intake.occurring import Told
from sar.intake.submission import NewReport
from sar.published import PublishedSet


@dataclass(frozen=True, slots=True)
class Written:
    """What an officer wrote: a report, or None with what is wrong; and when it happened."""

    report: NewReport | None = field(repr=False)
    findings: tuple[FieldFinding, ...]
    when: Told


def read_form(form: Form, accepted: PublishedSet, *, now: datetime) -> Written:
    """Read the form under the version that it was begun with; everything wrong is said at once."""
    when = occurring.told(form, now=now)
    submission = forms.submission_from_form(form, accepted.definition_set)
    submission["occurred"] = when.fields
    report, messages = schemas.load_report(submission)
    findings = _about_time(flatten(messages, ""), when)
    if report is not None and not findings:
        return Written(report, (), when)
    about_answers = checking.about_answers(submission, accepted)
    asked = gate.ask_early(forms.typed_texts(form), submission)
    return Written(None, (*about_answers, *findings, *asked), when)


def _about_time(findings: list[FieldFinding], when: Told) -> list[FieldFinding]:
    """Say what is wrong with the time once, at the field in which it is written."""
    parts = [each for each in findings if each.path in {"occurred.date", "occurred.time"}]
    others = [each for each in findings if each not in parts]
    said = when.findings or [replace(each, path=occurring.WORDS) for each in parts[:1]]
    return [*others, *said]
