"""Pages of links: make one, take it back, and look at a group."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from sar import web
from sar.errors import NotFoundError
from sar.linking import drawing, service
from sar.log import audit
from sar.models import Report, Role
from sar.reports import linked
from sar.reports.filters import read_filters
from sar.security import allow
from triage.decisions import State

bp = Blueprint("links", __name__)


@bp.post("/review/<receipt>/links")
@allow(Role.ANALYST)
def link_report(receipt: str) -> ResponseReturnValue:
    """Link a report with the one whose receipt number begins as typed; ask if several do."""
    typed = request.form.get("other", "")
    likely = request.form.get("shown", "").split()
    with web.reading() as session:
        offered = service.find_other(session, receipt, typed, likely=likely)
    if len(offered) != 1:
        page = render_template(
            "linking/choose.html",
            receipt=receipt,
            typed=typed,
            offered=offered,
            filters=read_filters(request.form),
        )
        return page, 422
    other = offered[0].receipt
    with web.transaction() as session:
        is_new = service.link(session, receipt, other, actor=web.actor(), now=web.now())
    said = f"Linked with {other}. Nothing was merged; you can undo it at any time."
    flash(said if is_new else f"{other} was linked already.", "success" if is_new else "info")
    return redirect(_report_href(receipt), 303)


@bp.post("/review/<receipt>/links/undo")
@allow(Role.ANALYST)
def undo_link(receipt: str) -> ResponseReturnValue:
    """Take a link back; both reports are as they were before it."""
    other = request.form.get("other", "")
    with web.transaction() as session:
        was_linked = service.unlink(session, receipt, other, actor=web.actor(), now=web.now())
    said = (
        f"No longer linked with {other.upper()}." if was_linked else "This link was gone already."
    )
    flash(said, "success" if was_linked else "info")
    return redirect(_report_href(receipt), 303)


@bp.get("/review/<receipt>/links")
@allow(Role.ANALYST, Role.PRIVACY_OFFICER)
def show_group(receipt: str) -> ResponseReturnValue:
    """Show a report and all that are linked with it: a list, a small map, a line of time."""
    with web.transaction() as session:
        report = session.execute(
            select(Report).where(Report.receipt == receipt.upper(), Report.state != State.HELD)
        ).scalar_one_or_none()
        if report is None:
            raise NotFoundError("There is no report with this receipt number.")
        others = linked.linked_reports(session, report.report_id)
        event = audit.Event(
            "links.viewed", f"report:{report.receipt}", details={"count": len(others)}
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
    told = [
        drawing.Told(report.receipt, report.occurred_at, report.place_shown, is_own=True),
        *(drawing.Told(each.receipt, each.occurred_at, each.place_shown) for each in others),
    ]
    return render_template(
        "linking/group.html",
        report=report,
        others=others,
        told=told,
        area=drawing.area_map(told),
        line=drawing.time_line(told),
    )


def _report_href(receipt: str) -> str:
    # How the queue was narrowed travels along, so that "next" stays within it.
    chosen = read_filters(request.form).chosen
    return url_for("review.show_report", receipt=receipt.upper(), _external=False, **chosen)
