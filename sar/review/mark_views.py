"""What an analyst says of a report beside the decision: behaviours, indicators, traits, rank."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding
from sar.models import Role
from sar.reports.filters import read_filters
from sar.review import attributes, corrections, forms, ranks, tuning
from sar.review.views import report_again, report_href
from sar.security import allow

bp = Blueprint("review_marks", __name__)


@bp.post("/review/<receipt>/rank")
@allow(Role.ANALYST)
def mark_rank(receipt: str) -> ResponseReturnValue:
    """Mark the rank of a report as wrong, or take the own mark back."""
    if request.form.get("take_back"):
        with web.transaction() as session:
            ranks.take_back_rank_mark(session, receipt, actor=web.actor(), now=web.now())
        flash("Your mark is taken back.", "success")
        return redirect(report_href(receipt, read_filters(request.form)), 303)
    with web.transaction() as session:
        findings = ranks.mark_rank(
            session,
            receipt,
            forms.read_rank_reason(request.form),
            actor=web.actor(),
            now=web.now(),
        )
    said = "Marked: its place is wrong. Whoever looks after the order of the queue counts it."
    return report_again(receipt, said, findings)


@bp.post("/review/<receipt>/behaviours")
@allow(Role.ANALYST)
def correct_behaviours(receipt: str) -> ResponseReturnValue:
    """Record that the report is about other behaviours than those that the officer picked."""
    with web.transaction() as session:
        findings = corrections.correct_behaviours(
            session,
            receipt,
            forms.read_correction(request.form),
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
    return report_again(
        receipt, "Corrected. What the officer picked stays in the history.", findings
    )


@bp.post("/review/<receipt>/tuning")
@allow(Role.ANALYST)
def mark_for_tuning(receipt: str) -> ResponseReturnValue:
    """Mark an indicator as one that needs tuning, or take the own mark back."""
    findings: Sequence[FieldFinding] = ()
    mark = forms.read_mark(request.form)
    with web.transaction() as session:
        if request.form.get("take_back"):
            tuning.take_back_mark(
                session, receipt, request.form["take_back"], actor=web.actor(), now=web.now()
            )
        else:
            findings = tuning.mark_for_tuning(
                session,
                receipt,
                mark,
                actor=web.actor(),
                now=web.now(),
                recognizers=web.wiring().recognizers,
            )
    said = (
        "Your mark is taken back." if request.form.get("take_back") else "Marked for the trainers."
    )
    return report_again(receipt, said, findings)


@bp.post("/review/<receipt>/attributes")
@allow(Role.ANALYST)
def answer_attributes(receipt: str) -> ResponseReturnValue:
    """Record what a protected attribute does in the report, in the analyst's view."""
    reply = request.form.get("attributes.answer", "")
    with web.transaction() as session:
        findings = attributes.answer(session, receipt, reply, actor=web.actor(), now=web.now())
    return report_again(receipt, "Recorded what the trait does in this report.", findings)
