"""What an analyst says of a report beside the decision: that its rank is wrong."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.models import Role
from sar.review import forms, ranks
from sar.review.filters import read_filters
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
