"""The page about what the order of the queue misses, for privacy officers and supervisors."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sar import web
from sar.log import audit
from sar.models import Role
from sar.oversight.drift import moves
from sar.oversight.selection import selection
from sar.security import allow

bp = Blueprint("selection", __name__, url_prefix="/oversight")


@bp.get("/selection")
@allow(Role.PRIVACY_OFFICER, Role.SUPERVISOR)
def show_selection() -> ResponseReturnValue:
    """Show counts and bounds; no report, no person and no unit stands on the page."""
    settings = web.wiring().settings
    with web.transaction() as session:
        found = selection(session, days=settings.read_within_days, now=web.now())
        moved = moves(session, now=web.now())
        event = audit.Event("selection.viewed", "selection")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "oversight/selection.html",
        found=found,
        moves=moved,
        settings=settings,
        alerts=[each.name for each in moved if each.is_alert],
    )
