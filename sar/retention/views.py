"""The privacy officer's pages of retention: what is due, one report, holds, expungement."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from privacy.retention_policies import Drawer
from sar import web
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import ExpungeReason, HoldReason, Role
from sar.retention import compaction, keeping, purging, queries, second_drawer
from sar.retention.policy import policies_of
from sar.security import allow

bp = Blueprint("retention", __name__, url_prefix="/retention")

KEEPERS = (Role.PRIVACY_OFFICER,)


@bp.get("")
@allow(*KEEPERS)
def show_start() -> ResponseReturnValue:
    """Show what is due, held and purged, and the months ahead."""
    policies = policies_of(web.wiring().settings)
    receipt = request.args.get("receipt", "").strip()
    if receipt:
        return redirect(url_for("retention.show_report", receipt=receipt))
    with web.transaction() as session:
        found = queries.overview(session, policies, zone=web.viewer_zone(), now=web.now())
        event = audit.Event("retention.viewed", "retention", details={"count": len(found.due)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "retention/start.html",
        found=found,
        policies=policies,
        drawers=list(Drawer),
        most=queries.SHOWN,
        is_default=web.wiring().settings.retention_policy_file is None,
    )


@bp.get("/reports/<receipt>")
@allow(*KEEPERS)
def show_report(receipt: str) -> ResponseReturnValue:
    """Show by which clock a report runs, its holds and validations; nothing of its content."""
    return _report_page(receipt, [])


@bp.post("/reports/<receipt>/hold")
@allow(*KEEPERS)
def place_hold(receipt: str) -> ResponseReturnValue:
    """Keep a report from being purged."""
    until_at, faults = _read_until(request.form.get("until", "").strip())
    if faults:
        return _report_page(receipt, faults), 422
    wish = keeping.HoldWish(request.form.get("reason", ""), until_at, _words())
    with web.transaction() as session:
        findings = keeping.place_hold(session, receipt, wish, actor=web.actor(), now=web.now())
    return _done(receipt, "The report is on hold. It is not purged before the hold ends.", findings)


@bp.post("/holds/<int:hold_id>/lift")
@allow(*KEEPERS)
def lift_hold(hold_id: int) -> ResponseReturnValue:
    """Lift a hold."""
    with web.transaction() as session:
        receipt = keeping.lift_hold(session, hold_id, actor=web.actor(), now=web.now())
    return _done(receipt, "The hold is lifted.", ())


@bp.post("/reports/<receipt>/validate")
@allow(*KEEPERS)
def validate(receipt: str) -> ResponseReturnValue:
    """Record that a report is still justified, and why."""
    policies = policies_of(web.wiring().settings)
    with web.transaction() as session:
        findings = keeping.validate(
            session, receipt, policies, _words(), actor=web.actor(), now=web.now()
        )
    named = [FieldFinding("why", each.message, each.remedy) for each in findings]
    return _done(receipt, "Validated. The new dates stand below.", named)


@bp.post("/reports/<receipt>/expunge")
@allow(*KEEPERS)
def expunge(receipt: str) -> ResponseReturnValue:
    """Destroy a report now; the receipt must be typed once more."""
    if request.form.get("confirm", "").strip().upper() != receipt.upper():
        return _report_page(receipt, [_NOT_CONFIRMED]), 422
    reason = request.form.get("expunge_reason", "")
    with web.transaction() as session:
        findings = purging.expunge(session, receipt, reason, actor=web.actor(), now=web.now())
        purging.destroy_month_keys(session, actor=web.actor(), now=web.now())
    compaction.checkpoint(web.wiring().engine)
    named = [FieldFinding("expunge_reason", each.message, each.remedy) for each in findings]
    return _done(receipt, "Expunged. Nothing of its content is left here.", named)


@bp.get("/intelligence")
@allow(*KEEPERS)
def show_second_drawer() -> ResponseReturnValue:
    """Show the due dates of the intelligence drawer's records; nothing of what they say."""
    return _second_drawer_page([])


@bp.post("/intelligence/<receipt>/validate")
@allow(*KEEPERS)
def validate_record(receipt: str) -> ResponseReturnValue:
    """Record that the suspicion of an intelligence record is still reasonable, and why."""
    policies = policies_of(web.wiring().settings)
    with web.transaction() as session:
        findings = second_drawer.validate(
            session, receipt, policies, _words(), actor=web.actor(), now=web.now()
        )
    if findings:
        return _second_drawer_page(findings), 422
    flash("Validated. The new dates stand below.", "success")
    return redirect(url_for("retention.show_second_drawer"), 303)


def _second_drawer_page(findings: Sequence[FieldFinding]) -> str:
    policies = policies_of(web.wiring().settings)
    with web.transaction() as session:
        rows = list(second_drawer.standings(session, policies, now=web.now()))
        event = audit.Event("retention.viewed", "intelligence", details={"count": len(rows)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("retention/second_drawer.html", rows=rows, findings=findings)


def _done(receipt: str, said: str, findings: Sequence[FieldFinding]) -> ResponseReturnValue:
    if findings:
        return _report_page(receipt, findings), 422
    flash(said, "success")
    return redirect(url_for("retention.show_report", receipt=receipt), 303)


def _report_page(receipt: str, findings: Sequence[FieldFinding]) -> str:
    policies = policies_of(web.wiring().settings)
    with web.transaction() as session:
        kept = queries.kept(session, receipt, policies, now=web.now())
        event = audit.Event("retention.report_viewed", f"report:{kept.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "retention/report.html",
        kept=kept,
        form=request.form,
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        hold_reasons=[(each.value, each.label) for each in HoldReason],
        expunge_reasons=[(each.value, each.label) for each in ExpungeReason],
    )


def _words() -> str:
    written = request.form.get("words") or request.form.get("why") or ""
    return written.replace("\r\n", "\n")


def _read_until(text: str) -> tuple[datetime | None, list[FieldFinding]]:
    """Read the last day of a hold, in the viewer's zone; "" means until it is lifted."""
    if not text:
        return None, []
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(web.viewer_zone())), []
    except (ValueError, OverflowError):
        return None, [_NO_DAY]


_NO_DAY = FieldFinding("until", "This is not a day.", "Write it like 2027-12-31, or leave it out.")
_NOT_CONFIRMED = FieldFinding(
    "confirm",
    "The receipt number is another one, so nothing was expunged.",
    "Type the number of this report once more.",
)
