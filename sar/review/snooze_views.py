"""Setting a report aside until later."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.models import Role
from sar.reports.filters import read_filters
from sar.review import forms, snoozes
from sar.review.views import queue_href, report_again
from sar.security import allow

bp = Blueprint("review_snoozes", __name__)


@bp.post("/review/<receipt>/snooze")
@allow(Role.ANALYST)
def set_aside(receipt: str) -> ResponseReturnValue:
    """Set a report aside until a time, or show it again with what is missing."""
    with web.transaction() as session:
        findings = snoozes.set_aside(
            session,
            receipt,
            forms.read_wish(request.form),
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
    if findings:
        return report_again(receipt, "", findings)
    flash(f"{receipt.upper()} is set aside. It comes back by itself.", "success")
    return redirect(queue_href(read_filters(request.form)), 303)
