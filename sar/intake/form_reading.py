"""From what the HTML form sent to a report that can be checked, and what is wrong until then."""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from indicators.definitions import Indicator
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import asked_times, checking, forms, gate, occurring, schemas
from sar.intake.asked_times import AskedTime
from sar.intake.forms import Form
from sar.intake.occurring import Told
from sar.intake.submission import NewReport
from sar.sets.published import PublishedSet
from sar.values import frozen


@frozen
class Written:
    """What an officer wrote: a report, or None with what is wrong; and when it happened."""

    report: NewReport | None = field(repr=False)
    findings: tuple[FieldFinding, ...]
    when: Told
    asked_times: Sequence[AskedTime] = ()

    @property
    def is_read_back(self) -> bool:
        """Tell whether the officer has seen every time in words as it will be sent."""
        return self.when.is_read_back and all(each.is_read_back for each in self.asked_times)


def read_form(form: Form, accepted: PublishedSet, *, now: datetime) -> Written:
    """Read the form under the version that it was begun with; everything wrong is said at once."""
    when = occurring.told(form, now=now)
    submission = forms.submission_from_form(form, accepted.definition_set)
    submission["occurred"] = when.fields
    times = asked_times.read(form, _picked(form, accepted), now=now)
    for each in times:
        if each.moment is not None:
            local = each.moment.astimezone(ZoneInfo(each.zone))
            submission["answers"][each.indicator_id][each.element_id] = local.isoformat()
    report, messages = schemas.load_report(submission)
    about_times = [each.finding for each in times if each.finding is not None]
    findings = [*_about_time(form, flatten(messages, ""), when), *about_times]
    if report is not None and not findings:
        return Written(report, (), when, times)
    unread = {each.name for each in times if each.finding is not None}
    about_answers = checking.about_answers(submission, accepted)
    others = [each for each in about_answers if each.path not in unread]
    asked = gate.ask_early(forms.typed_texts(form), submission)
    return Written(None, (*others, *findings, *asked), when, times)


def _picked(form: Form, accepted: PublishedSet) -> list[Indicator]:
    wanted = form.getlist("behaviours")
    known = accepted.definition_set.indicators
    return [each for each in known if each.indicator_id in wanted]


def _about_time(form: Form, findings: list[FieldFinding], when: Told) -> list[FieldFinding]:
    """Say what is wrong with the time once, at the field in which it is written."""
    parts = [each for each in findings if each.path in {"occurred.date", "occurred.time"}]
    if form.get(occurring.WORDS, "").strip() and "occurred.zone" in {x.path for x in findings}:
        # Words are not read without a zone: whether they lack anything is not known yet.
        return [each for each in findings if each not in parts]
    others = [each for each in findings if each not in parts]
    said = when.findings or [replace(each, path=occurring.WORDS) for each in parts[:1]]
    return [*others, *said]
