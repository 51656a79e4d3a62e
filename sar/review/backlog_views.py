"""The page that shows how the work stands, to whoever does it or answers for it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sar import web
from sar.log import audit
from sar.models import Role
from sar.review import backlog
from sar.review.actions import label_of
from sar.security import allow

bp = Blueprint("backlog", __name__)


@bp.get("/backlog")
@allow(Role.ANALYST, Role.SUPERVISOR, Role.PRIVACY_OFFICER)
def show_backlog() -> ResponseReturnValue:
    """Show what waits and for how long, how fast the work goes, and who has how much of it."""
    with web.transaction() as session:
        found = backlog.read_backlog(session, viewer=web.actor(), now=web.now())
        audit.record(
            session, audit.Event("backlog.viewed", "backlog"), actor=web.actor(), now=web.now()
        )
    return render_template(
        "review/backlog.html",
        backlog=found,
        label_of=label_of,
        period=backlog.PERIOD_DAYS,
        in_words=_in_words,
    )


def _in_words(hours: float | None) -> str:
    """Say a time in the largest fitting unit."""
    if hours is None:
        return "Not yet"
    if hours < 1:
        return f"{round(hours * 60)} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
