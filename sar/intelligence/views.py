"""Pages of the intelligence drawer: what it holds, one record, crossings, and permissions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding
from sar.intelligence import permissions, queries, revealing, service
from sar.intelligence.keyrings import keyrings
from sar.log import audit
from sar.models import Predicate, Role
from sar.originals.passages import Passage, Shown, passage
from sar.security import allow

bp = Blueprint("intelligence", __name__, url_prefix="/intelligence")

READERS = (Role.ANALYST, Role.PRIVACY_OFFICER)
GIVERS = (Role.ADMINISTRATOR,)


@bp.get("")
@allow(*READERS)
def show_drawer() -> ResponseReturnValue:
    """List the records of the drawer and what waits for a second person."""
    return _drawer_page([])


@bp.get("/new/<receipt>")
@allow(*READERS)
def ask(receipt: str) -> ResponseReturnValue:
    """Ask for the suspicion on which a report shall cross."""
    return _ask_page(receipt, service.Suspicion("", "", ""), [])


@bp.post("/new/<receipt>")
@allow(*READERS)
def ask_to_cross(receipt: str) -> ResponseReturnValue:
    """Note the suspicion; nothing crosses before a second person approves."""
    given = [request.form.get(name, "").replace("\r\n", "\n") for name in
             ("predicate", "subject", "facts")]  # fmt: skip
    suspicion = service.Suspicion(*given)
    with web.transaction() as session:
        permissions.check(session, web.actor())
        findings = service.ask(session, receipt, suspicion, actor=web.actor(), now=web.now())
    if findings:
        return _ask_page(receipt, suspicion, findings), 422
    flash("Noted. It crosses when a second person approves it.", "success")
    return redirect(url_for("intelligence.show_drawer"), 303)


@bp.post("/crossings/<int:crossing_id>/decide")
@allow(*READERS)
def decide(crossing_id: int) -> ResponseReturnValue:
    """Approve or refuse a crossing that somebody else asked for."""
    is_approved = request.form.get("answer") == "approve"
    why = request.form.get("why", "").replace("\r\n", "\n")
    with web.transaction() as session:
        permissions.check(session, web.actor())
        findings = service.decide(
            session,
            crossing_id,
            (is_approved, why),
            keyrings(),
            actor=web.actor(),
            now=web.now(),
        )
    if findings:
        return _drawer_page(findings), 422
    flash("It crossed into the drawer." if is_approved else "The crossing is refused.", "success")
    return redirect(url_for("intelligence.show_drawer"), 303)


@bp.get("/records/<receipt>")
@allow(*READERS)
def show_record(receipt: str) -> ResponseReturnValue:
    """Show a record, redacted; the log has it before it is unsealed."""
    with web.transaction() as session:
        permissions.check(session, web.actor())
        report, crossing = service.record_of(session, receipt)
        expiries = revealing.open_until(session, report, actor=web.actor(), now=web.now())
        details: dict[str, audit.Detail] = {"revealed": len(expiries)}
        event = audit.Event("intelligence.read", f"report:{report.receipt}", details=details)
        audit.record(session, event, actor=web.actor(), now=web.now())
    with web.reading() as session:
        record = service.open_record(session, report, keyring=keyrings().intelligence)
    return render_template(
        "intelligence/record.html",
        report=report,
        crossing=crossing,
        passages=_passages(record, expiries, report.receipt) if record else (),
        hides_at=min(expiries.values(), default=None),
        predicate=Predicate(crossing.predicate).label,
    )


@bp.get("/permissions")
@allow(*GIVERS)
def list_permissions() -> ResponseReturnValue:
    """List who may open the drawer."""
    with web.reading() as session:
        rows = permissions.holders(session)
    return render_template("intelligence/permissions.html", rows=rows)


@bp.post("/permissions/<int:account_id>/give")
@allow(*GIVERS)
def give(account_id: int) -> ResponseReturnValue:
    """Give somebody the permission."""
    with web.transaction() as session:
        permissions.grant(session, account_id, actor=web.actor(), now=web.now())
    return redirect(url_for("intelligence.list_permissions"), 303)


@bp.post("/permissions/<int:account_id>/take")
@allow(*GIVERS)
def take(account_id: int) -> ResponseReturnValue:
    """Take the permission away."""
    with web.transaction() as session:
        permissions.revoke(session, account_id, actor=web.actor(), now=web.now())
    return redirect(url_for("intelligence.list_permissions"), 303)


def _passages(
    record: service.Record, expiries: Mapping[tuple[str, int], datetime], receipt: str
) -> list[Passage]:
    def link(path: str, number: int) -> str:
        return url_for("intelligence_reveal.ask", receipt=receipt, field=path, number=number)

    shown = Shown(revealing.texts_shown(record, expiries), expiries, link)
    return [
        passage(path, stored, shown, label=_label(path)) for path, stored in record.redacted.items()
    ]


def _label(path: str) -> str:
    if path.startswith("answers"):
        return "Answer"
    return path.rpartition(".")[2].replace("_", " ").capitalize()


def _drawer_page(findings: Sequence[FieldFinding]) -> str:
    who = web.actor().account_id
    with web.transaction() as session:
        permissions.check(session, web.actor())
        waiting = queries.waiting(session, viewer_id=who)
        before = request.args.get("before", type=int)
        page = queries.record_page(session, viewer_id=who, before=before)
        event = audit.Event("intelligence.listed", "intelligence", details={
            "count": len(page.rows)})  # fmt: skip
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "intelligence/drawer.html",
        waiting=waiting,
        most=queries.PAGE,
        page=page,
        form=request.form,
        findings=findings,
        is_open=web.wiring().intelligence_keyring is not None,
    )


def _ask_page(receipt: str, suspicion: service.Suspicion, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        permissions.check(session, web.actor())
        report = service.crossable(session, receipt)
        event = audit.Event("intelligence.crossing_begun", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "intelligence/ask.html",
        receipt=report.receipt,
        suspicion=suspicion,
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        predicates=[(each.value, each.label) for each in Predicate],
    )
