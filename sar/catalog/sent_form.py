"""What a form that was sent had on the screen, how it is shown again, and what follows it."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sar.catalog.form_reader import whole_or_zero
from sar.catalog.steps import STALE, Seen
from sar.errors import FieldFinding


def seen(definition_set_id: int) -> Seen:
    """Return which version, in which revision, the form that was sent had on the screen."""
    return Seen(definition_set_id, whole_or_zero(request.form.get("revision", "")))


def status_of(findings: Sequence[FieldFinding]) -> int:
    """Return 409 if the version moved on meanwhile, 422 for other findings, 200 for none."""
    if not findings:
        return 200
    return 409 if any(finding.rule == STALE for finding in findings) else 422


def shown_revision(current: int, findings: Sequence[FieldFinding]) -> int:
    """Return the revision for the form that is shown again.

    The one that was sent, so that an error in a field, or one more line of a form, does not hide
    that the version moved on; the present one on a page that was opened, or once the reader was
    told.
    """
    if request.method != "POST" or status_of(findings) == 409:
        return current
    return whole_or_zero(request.form.get("revision", ""))


def errors_of(findings: Sequence[FieldFinding]) -> dict[str, FieldFinding]:
    """Return the first finding of each field."""
    return {finding.path: finding for finding in reversed(findings) if finding.path}


def to_versions(done: str) -> ResponseReturnValue:
    """Say what was done, and lead to the list of versions, which shows it."""
    flash(done, "success")
    return redirect(url_for("catalog.list_sets"), 303)
