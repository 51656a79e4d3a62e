"""Checking a past report before anything is stored: as if it were filed when it was received."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from indicators.definitions import DefinitionSet, ElementKind
from indicators.errors import UnknownIndicatorError
from indicators.validation import answer_from_form
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.importing.columns import RECEIVED, REFERENCE, split_list
from sar.importing.rows import Row
from sar.importing.verdicts import reference_of
from sar.intake import checking, schemas
from sar.sets.published import PublishedSet, in_force_at
from sar.values import frozen

Findings = Sequence[FieldFinding]


@frozen
class Basis:
    """What rows are checked against: the published sets, the latest first, and the present."""

    published: Sequence[PublishedSet]
    now: datetime
    max_narrative_chars: int


@frozen
class Ready:
    """A row that can be filed; `reference` is "" where it has none that may be shown."""

    line: int
    reference: str
    received_at: datetime
    checked: checking.Checked


def check_row(row: Row, basis: Basis) -> Ready | Findings:
    """Check a row as the web form and the API do, with its own time as the present.

    Whatever a row holds gives findings, never an exception: one row must not stop the others.
    """
    try:
        return _check(row, basis)
    except Exception as error:
        # The message may quote the row, so only the kind of error is told.
        return [
            FieldFinding(
                "row",
                f"The row could not be checked ({type(error).__name__}).",
                "Look for an odd value, such as a date before the year 100 or deep nesting.",
                "defect",
            )
        ]


def _check(row: Row, basis: Basis) -> Ready | Findings:
    if row.submission is None:
        return row.findings
    submission = {**row.submission}
    submission.pop(REFERENCE, None)
    received_at = _moment(submission.pop(RECEIVED, None), now=basis.now)
    if isinstance(received_at, FieldFinding):
        return [received_at]
    published = set_for(submission.get("set"), received_at, basis.published)
    if isinstance(published, FieldFinding):
        return [published]
    submission["set"] = _reference_to(published)
    if row.has_text_answers:
        submission["answers"] = _typed(submission.get("answers", {}), published.definition_set)
    report, messages = schemas.load_report(submission)
    if report is None:
        return flatten(messages, "")
    checked = checking.check(
        report, published, now=received_at, max_narrative_chars=basis.max_narrative_chars
    )
    if isinstance(checked, checking.Refused):
        return checked.findings
    return Ready(row.line, reference_of(row.submission), received_at, checked)


def set_for(
    given: object, received_at: datetime, published: Sequence[PublishedSet]
) -> PublishedSet | FieldFinding:
    """Return the set that a row names, else the one in force when it was received.

    A set that is named must have been in force then, too.
    """
    wanted = given if isinstance(given, Mapping) else {}
    fitting = [
        each
        for each in published
        if wanted.get("version") in (None, "", each.definition_set.version)
        and wanted.get("set_id") in (None, "", each.definition_set.set_id)
        and wanted.get("sha256") in (None, "", each.sha256)
    ]
    if given is not None and not isinstance(given, Mapping):
        return _set_finding("unknown_set", "This must be an object with version and set_id.")
    if not fitting:
        return _set_finding("unknown_set", "There is no such published version.")
    found = in_force_at(fitting, received_at)
    return found or _set_finding(
        "set_not_in_force", "It was not in force when the report was received."
    )


def _set_finding(rule: str, message: str) -> FieldFinding:
    remedy = "Name the version that was in force then, or leave it out and let us find it."
    return FieldFinding("set", message, remedy, rule)


def _reference_to(published: PublishedSet) -> dict[str, str]:
    return {
        "set_id": published.definition_set.set_id,
        "version": published.definition_set.version,
        "sha256": published.sha256,
    }


def _moment(value: object, *, now: datetime) -> datetime | FieldFinding:
    remedy = "Write it as 2026-03-02T14:30-06:00, with the offset from UTC."
    if not isinstance(value, str) or not value.strip():
        return FieldFinding(RECEIVED, "The time of receipt is missing.", remedy, "required")
    try:
        moment = datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            return FieldFinding(RECEIVED, "The time has no offset from UTC.", remedy, "no_offset")
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return FieldFinding(RECEIVED, "This is not a time.", remedy, "bad_time")
    if moment > now:
        return FieldFinding(
            RECEIVED, "The time lies in the future.", "Check date and offset.", "future"
        )
    return moment


def _typed(answers: Mapping[str, Any], definition_set: DefinitionSet) -> dict[str, dict[str, Any]]:
    return {
        indicator_id: {
            element_id: _answer(cell, indicator_id, element_id, definition_set)
            for element_id, cell in given.items()
        }
        for indicator_id, given in answers.items()
    }


def _answer(cell: str, indicator_id: str, element_id: str, definition_set: DefinitionSet) -> object:
    """Return the value that a cell stands for; what does not fit stays text, to be explained."""
    try:
        elements = definition_set.indicator(indicator_id).elements
    except UnknownIndicatorError:
        return cell
    for element in elements:
        if element.element_id == element_id:
            is_list = element.kind is ElementKind.MULTI_CHOICE
            return answer_from_form(element, split_list(cell) if is_list else [cell])
    return cell
