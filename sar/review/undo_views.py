"""Undoing a decision, or several that were made in one go, within seconds."""

import re
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.models import Role
from sar.reports.filters import read_filters
from sar.review import undoing
from sar.review.bulk import MAX_REPORTS
from sar.review.views import queue_href, report_href
from sar.security import allow

bp = Blueprint("review_undo", __name__)

_STEP = re.compile(r"([0-9A-Z-]{1,16}):([0-9]{1,9})")


@bp.post("/queue/undo")
@allow(Role.ANALYST)
def undo() -> ResponseReturnValue:
    """Undo what the viewer decided last, and say what became of it."""
    found = [_STEP.fullmatch(each) for each in dict.fromkeys(request.form.getlist("report"))]
    steps = [undoing.Step(each[1], int(each[2])) for each in found if each][:MAX_REPORTS]
    filters = read_filters(request.form)
    with web.transaction() as session:
        outcomes = undoing.undo(
            session,
            steps,
            actor=web.actor(),
            now=web.now(),
            minutes=web.wiring().settings.claim_minutes,
        )
    _tell(outcomes)
    if len(outcomes) == 1:
        return redirect(report_href(outcomes[0].receipt, filters), 303)
    return redirect(queue_href(filters), 303)


def _tell(outcomes: Sequence[undoing.Outcome]) -> None:
    done = [each for each in outcomes if each.is_done]
    left = [each for each in outcomes if not each.is_done]
    if done and len(outcomes) == 1:
        flash("Undone. The report is as it was before, and you work on it again.", "success")
    elif done:
        flash(f"{len(done)} of {len(outcomes)} decisions undone: back in the queue.", "success")
    for said in dict.fromkeys(f"{each.message} {each.remedy}" for each in left):
        flash(said, "warning")
