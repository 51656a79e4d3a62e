"""The page of a stored report in another version of its set."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.log import audit
from sar.review import carrying, desk
from sar.review.views import READERS
from sar.security import allow

bp = Blueprint("report_versions", __name__)


@bp.get("/review/<receipt>/version")
@allow(*READERS)
def show_in_version(receipt: str) -> ResponseReturnValue:
    """Show which answers carry over to another version, and which must be asked again and why."""
    with web.transaction() as session:
        report = desk.find_report(session, receipt)
        versions = carrying.other_versions(session, report)
        wanted = request.args.get("version") or (versions[0].version if versions else "")
        found = (
            carrying.in_other_version(session, report, wanted, among=versions) if wanted else None
        )
        event = audit.Event(
            "report.read", f"report:{report.receipt}", details={"in_version": wanted}
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
        pinned = report.set_version
        receipt = report.receipt
    return render_template(
        "review/other_version.html",
        receipt=receipt,
        pinned=pinned,
        versions=[(each.version, f"Version {each.version}") for each in versions],
        wanted=wanted,
        found=found,
    )
