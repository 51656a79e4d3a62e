"""Turns errors into answers: a page for people, `application/problem+json` for programs."""

import json
import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, TooManyRequests

from sar import web
from sar.errors import (
    DeniedError,
    FieldFinding,
    InvalidInputError,
    SarError,
    SignInRequiredError,
)
from sar.findings import flatten
from sar.log import audit
from sar.serving import speaking, unsent

_log = logging.getLogger("sar")

_WORDS = {
    400: ("We could not read this request", "Check its form and send it again."),
    404: ("Not found", "Check the number or the link."),
    405: ("This address does not take that method", "See the header Allow for those it takes."),
    413: ("This is too large", "Shorten the text or split the file, and send again."),
    415: ("This content type is not accepted", "Send application/json."),
    422: ("Some answers need attention", "Mend the fields that are named, and send again."),
    429: ("Too many requests", "Wait a minute, then try again. Nothing that you sent is lost."),
}

_JSON = "Send one whole JSON document in UTF-8, without NaN or Infinity, nested at most 20 deep."

# The same request may be accepted when it is sent once more.
_WORTH_ANOTHER_TRY = frozenset({400, 429, 500, 503})


def install(app: Flask) -> None:
    """Register the handlers; views need no `try`."""
    app.register_error_handler(SarError, answer_sar_error)
    app.register_error_handler(CSRFError, answer_csrf_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(DataError, answer_unstorable)
    app.register_error_handler(Exception, answer_defect)


def problem(
    status: int, *, title: str, remedy: str, findings: tuple[FieldFinding, ...] = ()
) -> Response:
    """Return a problem document (RFC 9457); `findings` name the fields, never their content."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": remedy,
    }
    if findings:
        body["findings"] = [
            {
                "path": finding.path,
                "rule": finding.rule,
                "message": finding.message,
                "remedy": finding.remedy,
                "indicator_id": finding.indicator_id,
            }
            for finding in findings
        ]
    return Response(json.dumps(body), status=status, mimetype="application/problem+json")


def answer_sar_error(error: SarError) -> ResponseReturnValue:
    """Answer what the application refused; an anonymous visitor of a page is led to sign in."""
    if isinstance(error, DeniedError):
        _write_refusal()
    findings = error.findings if isinstance(error, InvalidInputError) else ()
    if web.is_api_request():
        response = problem(
            error.status,
            title=error.title if findings else error.detail,
            remedy=error.remedy,
            findings=findings,
        )
        if error.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if isinstance(error, SignInRequiredError):
        return _lead_to_sign_in()
    return _page(error.status, error.detail, error.remedy)


def _write_refusal() -> None:
    """Write down that somebody was refused; not what was asked for, which they may have typed.

    Nobody is refused this way without an account, so strangers cannot fill the log.
    """
    who = web.actor()
    details: dict[str, audit.Detail] = {
        "method": request.method,
        "by_token": who.scopes is not None,
    }
    event = audit.Event("access.refused", f"page:{request.endpoint}"[:80], details=details)
    with web.transaction() as session:
        audit.record(session, event, actor=who, now=web.now())


def answer_csrf_error(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token is missing or stale, as after a new sign-in in another window."""
    remedy = (
        "Send it once more from here." if unsent.kept() else "Load the page anew and send again."
    )
    return _page(400, "This page is older than your sign-in", remedy)


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer Werkzeug's own errors in our words, with their headers (Allow, Retry-After)."""
    status = error.code or 500
    title, remedy = _WORDS.get(status, (HTTPStatus(status).phrase, "Please try again."))
    if status == HTTPStatus.BAD_REQUEST and web.is_api_request():
        remedy = _JSON
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        remedy = " ".join(speaking.say(each) for each in (*_limit_words(), remedy))
    if 300 <= status < 400:
        return error
    answer = problem(status, title=title, remedy=remedy, findings=_schema_findings(error))
    if not web.is_api_request():
        answer = Response(*_page(status, title, remedy))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers.add(name, value)
    if isinstance(error, TooManyRequests):
        answer.headers.setdefault("Retry-After", "60")
    return answer


def answer_unstorable(error: DataError) -> ResponseReturnValue:
    """Answer what the database cannot store, a NUL in a text for example; nothing was stored.

    Whoever can say at which field it stands says so before; this is for all the others.
    """
    given = {"error": type(error.orig).__name__, "endpoint": request.endpoint}
    _log.warning("unstorable", given)
    title, remedy = _WORDS[HTTPStatus.BAD_REQUEST]
    if web.is_api_request():
        return problem(400, title=title, remedy=remedy)
    return _page(400, title, remedy)


def answer_defect(error: Exception) -> ResponseReturnValue:
    """Answer a defect: the log gets its type and place; its message may quote input."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    given = {
        "error": type(error).__name__,
        "file": trace.tb_frame.f_code.co_filename if trace else "",
        "line": trace.tb_lineno if trace else 0,
        "endpoint": request.endpoint,
    }
    _log.error("defect", given)
    words = SarError()
    if web.is_api_request():
        return problem(500, title=words.title, remedy=words.remedy)
    return _page(500, words.title, words.remedy)


def _lead_to_sign_in() -> ResponseReturnValue:
    """Lead a visitor of a page to the sign-in, and what was typed with them."""
    fields = unsent.kept()
    if not fields:
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=target))
    return render_template(
        "accounts/sign_in.html",
        username="",
        findings=[],
        next=request.full_path.rstrip("?"),
        unsent=unsent.packed(fields),
    ), 401


def _limit_words() -> tuple[str, ...]:
    """Say how much fits; nobody read what was sent, so none of it can be shown again."""
    words = f"At most {request.max_content_length:,} bytes can be sent here at once."
    if web.is_api_request():
        return (words,)
    return words, "More is refused unread, so what you typed or chose could not be kept."


def _page_before() -> str:
    """Return the address of the page that sent this request; "" if there is none to open."""
    sent_from = urlsplit(request.referrer or "")
    paths = [sent_from.path] if sent_from.netloc == request.host else []
    return next((path for path in (*paths, request.path) if web.is_page(path)), "")


def _page(status: int, title: str, remedy: str) -> tuple[str, int]:
    speaking.choose_anew()
    return render_template(
        "errors/error.html",
        status=status,
        title=title,
        what_happened=title,
        what_to_do=remedy,
        unsent=unsent.kept() if status in _WORTH_ANOTHER_TRY else [],
        target=request.full_path.rstrip("?"),
        back=_page_before() if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "",
    ), status


def _schema_findings(error: HTTPException) -> tuple[FieldFinding, ...]:
    # webargs hands marshmallow's messages over as `error.data["messages"]`; the data is not read.
    messages = (getattr(error, "data", None) or {}).get("messages", {})
    found: list[FieldFinding] = []
    for place in messages.values() if isinstance(messages, dict) else ():
        found.extend(flatten(place, ""))
    return tuple(found[:50])
