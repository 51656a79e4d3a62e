"""Pages of giving a report out: who receives it and why, what they get, and the register."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.disclosure import queries, service, tiers
from sar.errors import FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Authority, Disclosure, DisclosurePurpose, Report, Role, Tier
from sar.security import allow

bp = Blueprint("disclosure", __name__)

RELEASERS = (Role.ANALYST, Role.PRIVACY_OFFICER)
OVERSEERS = (Role.PRIVACY_OFFICER,)
BLANK = service.Wish("", "", "", "", "", "")


@bp.get("/review/<receipt>/give-out")
@allow(*RELEASERS)
def ask(receipt: str) -> ResponseReturnValue:
    """Ask who shall receive which tier, why, and on what authority."""
    return _ask_page(receipt, BLANK, [])


@bp.post("/review/<receipt>/give-out")
@allow(*RELEASERS)
def release(receipt: str) -> ResponseReturnValue:
    """Enter the release into the register, then lead to what is released."""
    given = {
        name: request.form.get(name, "") for name in ("tier", "recipient", "agency", "purpose")
    }
    words = request.form.get("words", "").replace("\r\n", "\n")
    wish = service.Wish(**given, authority=request.form.get("authority", ""), words=words)
    with web.transaction() as session:
        outcome = service.release(session, receipt, wish, actor=web.actor(), now=web.now())
    if isinstance(outcome, service.Refused):
        return _ask_page(receipt, wish, outcome.findings), 422
    flash("Entered into the register. This is what you may give to the recipient.", "success")
    address = url_for("disclosure.show_release", disclosure_id=outcome.disclosure_id)
    return redirect(address, 303)


@bp.get("/releases/<int:disclosure_id>")
@allow(*RELEASERS)
def show_release(disclosure_id: int) -> ResponseReturnValue:
    """Show what was released, for printing or copying."""
    row, content = _fetched(disclosure_id, "page")
    return render_template("disclosure/release.html", row=row, content=content, tier=Tier(row.tier))


@bp.get("/releases/<int:disclosure_id>.json")
@allow(*RELEASERS)
def download_json(disclosure_id: int) -> ResponseReturnValue:
    """Give out what was released as JSON."""
    _row, content = _fetched(disclosure_id, "json")
    return _file(tiers.to_json(content), "application/json", f"release-{disclosure_id}.json")


@bp.get("/releases/<int:disclosure_id>.csv")
@allow(*RELEASERS)
def download_csv(disclosure_id: int) -> ResponseReturnValue:
    """Give out a summary as CSV; the redacted report has no such form."""
    _row, content = _fetched(disclosure_id, "csv")
    if not isinstance(content, tiers.Summary):
        raise NotFoundError("Only a summary is given out as CSV.", remedy="Take it as JSON.")
    return _file(tiers.to_csv(content), "text/csv", f"release-{disclosure_id}.csv")


@bp.get("/releases")
@allow(*OVERSEERS)
def show_register() -> ResponseReturnValue:
    """Show who received what, and which notices are owed."""
    return _register_page([])


@bp.post("/releases/notices/<int:notice_id>/told")
@allow(*OVERSEERS)
def tell(notice_id: int) -> ResponseReturnValue:
    """Note that a recipient was told of a change."""
    with web.transaction() as session:
        service.tell(session, notice_id, actor=web.actor(), now=web.now())
    flash("Noted that the recipient was told.", "success")
    return redirect(url_for("disclosure.show_register"), 303)


@bp.post("/releases/notices/<int:notice_id>/acknowledged")
@allow(*OVERSEERS)
def acknowledge(notice_id: int) -> ResponseReturnValue:
    """Note who acknowledged a notice."""
    name = request.form.get("acknowledged_by", "")
    with web.transaction() as session:
        findings = service.acknowledge(session, notice_id, name, actor=web.actor(), now=web.now())
    if findings:
        return _register_page(findings), 422
    flash("Noted that the recipient acknowledged it.", "success")
    return redirect(url_for("disclosure.show_register"), 303)


def _register_page(findings: Sequence[FieldFinding]) -> str:
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    receipt = request.args.get("receipt", "").strip().replace("\x00", "")[:16]
    with web.transaction() as session:
        page = queries.register(session, before=number, receipt=receipt)
        event = audit.Event("disclosure.register_viewed", "releases", details={
            "count": len(page.rows)})  # fmt: skip
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "disclosure/register.html", page=page, receipt=receipt, findings=findings
    )


def _fetched(disclosure_id: int, form: str) -> tuple[Disclosure, tiers.Summary | tiers.Detailed]:
    with web.transaction() as session:
        row, content = service.content_of(session, disclosure_id)
        receipt = session.get_one(Report, row.report_id).receipt
        details: dict[str, audit.Detail] = {"disclosure": disclosure_id, "form": form}
        event = audit.Event("disclosure.fetched", f"report:{receipt}", details=details)
        audit.record(session, event, actor=web.actor(), now=web.now())
    return row, content


def _file(text: str, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(text, mimetype=mimetype, headers=headers)


def _as_before(repeats: Sequence[queries.Repeat], chosen: str) -> service.Wish:
    """Fill in what a release of lately lends; its authority and its words were about another."""
    for each in repeats:
        if str(each.disclosure_id) == chosen:
            return service.Wish(each.tier, each.recipient, each.agency, each.purpose, "", "")
    return BLANK


def _ask_page(receipt: str, wish: service.Wish, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        report = tiers.releasable(session, receipt)
        summary = tiers.summary_of(session, report.report_id)
        repeats: Sequence[queries.Repeat] = []
        if wish == BLANK:
            open_tiers = service.open_tiers(report)
            agency_id = web.actor().agency_id
            repeats = queries.repeatable(session, agency_id=agency_id, tiers=open_tiers)
            wish = _as_before(repeats, request.args.get("again", ""))
        event = audit.Event("disclosure.asked", f"report:{report.receipt}", details={
            "count": len(repeats)})  # fmt: skip
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "disclosure/ask.html",
        receipt=report.receipt,
        summary=summary,
        wish=wish,
        repeats=[] if wish.recipient else repeats,
        is_again=wish.recipient != "" and not findings,
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        tiers=[(each.value, each.label) for each in Tier],
        purposes=[(each.value, each.label) for each in DisclosurePurpose],
        authorities=[(each.value, each.label) for each in Authority],
    )
