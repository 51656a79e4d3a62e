"""The public page for requests and complaints, and the privacy officer's pages to work them."""

import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding, NotFoundError
from sar.log import audit
from sar.models import RequestKind, RequestOutcome, Role
from sar.redress import queries, service
from sar.reports import receipts
from sar.security import allow, open_to_everyone
from sar.serving.limits import limit_requests

bp = Blueprint("redress", __name__, url_prefix="/redress")

WORKERS = (Role.PRIVACY_OFFICER,)


@bp.get("")
@open_to_everyone
def ask() -> ResponseReturnValue:
    """Say how to ask and to complain, with a form; anybody may."""
    return _ask_page({"key": _new_key()}, [])


@bp.post("")
@open_to_everyone
@limit_requests
def submit() -> ResponseReturnValue:
    """Take a request. The answer is the same whether or not anything is kept about anybody."""
    given = {name: request.form.get(name, "") for name in ("kind", "name", "contact", "appeals")}
    words = request.form.get("words", "").replace("\r\n", "\n")
    # A form that lost its key is a request of its own, not the same as every other one.
    asked = service.Asked(**given, words=words, key=request.form.get("key") or _new_key())
    findings = service.missing(asked)
    if findings:
        return _ask_page(request.form, findings), 422
    with web.transaction() as session:
        number = service.take(session, asked, _days(), keyring=web.wiring().keyring, now=web.now())
    return redirect(url_for("redress.show_received", number=number), 303)


@bp.get("/received/<number>")
@open_to_everyone
def show_received(number: str) -> ResponseReturnValue:
    """Show the number of a request; it is checked for its form only, and looked up nowhere."""
    if not receipts.is_receipt(number):
        raise NotFoundError("This is not the number of a request.")
    return render_template("redress/received.html", number=number, days=_days().to_answer)


@bp.get("/requests")
@allow(*WORKERS)
def list_requests() -> ResponseReturnValue:
    """List the requests, those that wait first, by what is due; nothing of what was written."""
    with web.transaction() as session:
        page = queries.request_page(session, request.args.get("page", 1, type=int))
        event = audit.Event("redress.listed", "requests", details={"count": len(page.rows)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("redress/requests.html", page=page, now=web.now(), **_labels())


@bp.get("/requests/<number>")
@allow(*WORKERS)
def show_request(number: str) -> ResponseReturnValue:
    """Open one request; the log has it before it is unsealed."""
    return _request_page(number, [])


@bp.post("/requests/<number>/answer")
@allow(*WORKERS)
def answer(number: str) -> ResponseReturnValue:
    """Record how a request was answered."""
    with web.transaction() as session:
        findings = service.answer(
            session,
            number,
            request.form.get("outcome", ""),
            request.form.get("words", "").replace("\r\n", "\n"),
            actor=web.actor(),
            now=web.now(),
        )
    if findings:
        return _request_page(number, findings), 422
    flash("Noted how the request was answered.", "success")
    return redirect(url_for("redress.show_request", number=number), 303)


def _request_page(number: str, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        row = service.find(session, number)
        event = audit.Event("redress.read", f"request:{row.number}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    with web.reading() as session:
        written = service.written_in(session, row.number, keyring=web.wiring().keyring)
    return render_template(
        "redress/request.html",
        row=row,
        written=written,
        form=request.form,
        now=web.now(),
        findings=findings,
        errors={finding.path: finding for finding in findings},
        choices=[(each.value, each.label) for each in RequestOutcome],
        **_labels(),
    )


def _ask_page(form: Mapping[str, str], findings: Sequence[FieldFinding]) -> str:
    return render_template(
        "redress/ask.html",
        form=form,
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        kinds=[(each.value, each.label) for each in RequestKind],
        days=_days().to_answer,
    )


def _new_key() -> str:
    return secrets.token_urlsafe(16)


def _days() -> service.Days:
    settings = web.wiring().settings
    return service.Days(settings.redress_answer_days, settings.redress_kept_days)


def _labels() -> dict[str, dict[str, str]]:
    return {
        "kinds": {each.value: each.label for each in RequestKind},
        "outcomes": {each.value: each.label for each in RequestOutcome},
    }
