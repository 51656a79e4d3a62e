"""The pages on which a version is made live again, or withdrawn before its date."""

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.catalog import activation, activation_queries, queries
from sar.catalog.activation import Wish
from sar.catalog.form_reader import MAX_COMMENT_CHARS, Form, read_comment, whole_or_zero
from sar.catalog.publication import REVIEWERS
from sar.catalog.sent_form import errors_of, status_of, to_versions
from sar.catalog.terms import read_terms, terms_form
from sar.errors import FieldFinding, NotFoundError
from sar.models import ActivationState
from sar.security import allow

bp = Blueprint("activations", __name__, url_prefix="/sets")

NO_REASON = "Say why, in a sentence."


@bp.get("/<int:definition_set_id>/live-again")
@allow(*REVIEWERS)
def start_request(definition_set_id: int) -> ResponseReturnValue:
    """Show the form by which a second person is asked to make a version live again."""
    return _request_page(definition_set_id, terms_form(), ())


@bp.post("/<int:definition_set_id>/live-again")
@allow(*REVIEWERS)
def ask_for_activation(definition_set_id: int) -> ResponseReturnValue:
    """Ask a second person to make a version live again."""
    terms, about_terms = read_terms(request.form)
    reason, about_reason = read_comment(request.form, "reason", empty=NO_REASON)
    findings: Sequence[FieldFinding] = [*about_reason, *about_terms]
    if not findings:
        wish = Wish(definition_set_id, terms, reason)
        with web.transaction() as session:
            findings = activation.ask(session, wish, actor=web.actor(), now=web.now())
    if findings:
        return _request_page(definition_set_id, request.form, findings)
    return to_versions("Asked. A second person confirms it on the page of all versions.")


@bp.get("/activations/<int:activation_id>")
@allow(*REVIEWERS)
def show_activation(activation_id: int) -> ResponseReturnValue:
    """Show what waits for a second person or for its date, and what can be done about it."""
    return _activation_page(activation_id, ())


@bp.post("/activations/<int:activation_id>/confirm")
@allow(*REVIEWERS)
def confirm_activation(activation_id: int) -> ResponseReturnValue:
    """Make the version live again that somebody else asked for."""
    follows_id = whole_or_zero(request.form.get("follows", ""))
    with web.transaction() as session:
        findings = activation.confirm(
            session, activation_id, follows_id, actor=web.actor(), now=web.now()
        )
    if findings:
        return _activation_page(activation_id, findings)
    return to_versions("Confirmed. From its date on, every new report uses that version.")


@bp.post("/activations/<int:activation_id>/decline")
@allow(*REVIEWERS)
def decline_activation(activation_id: int) -> ResponseReturnValue:
    """Decline to make a version live again, or take the own request back."""
    return _end(activation_id, activation.decline, "Nothing changes. The reason stays on record.")


@bp.post("/activations/<int:activation_id>/withdraw")
@allow(*REVIEWERS)
def withdraw_activation(activation_id: int) -> ResponseReturnValue:
    """Take back what is scheduled, before its date."""
    return _end(
        activation_id, activation.withdraw, "Withdrawn. The version before it stays in force."
    )


def _end(activation_id: int, ending: Callable[..., None], done: str) -> ResponseReturnValue:
    """Bring an activation to its end, which needs a reason."""
    reason, findings = read_comment(request.form, "reason", empty=NO_REASON)
    if findings:
        return _activation_page(activation_id, findings)
    with web.transaction() as session:
        ending(session, activation_id, reason, actor=web.actor(), now=web.now())
    return to_versions(done)


def _request_page(
    definition_set_id: int, form: Form, findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=viewer, now=now)
        if not page.row.is_published:
            raise NotFoundError("There is no such published version.")
        newest = queries.newest_row(session, page.row.set_id, among=page.rows)
        follows_id = activation_queries.follows_id(session, page.row.set_id)
    shown = render_template(
        "catalog/live_again.html",
        row=page.row,
        newest=newest,
        follows_id=follows_id,
        form=form,
        findings=findings,
        errors=errors_of(findings),
        max_comment_chars=MAX_COMMENT_CHARS,
    )
    return shown, status_of(findings)


def _activation_page(activation_id: int, findings: Sequence[FieldFinding]) -> ResponseReturnValue:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        row = activation_queries.activation_row(session, activation_id, viewer=viewer)
        rows = queries.version_rows(session, viewer=viewer, now=now)
        newest = queries.newest_row(session, row.set_id, among=rows)
        follows_id = activation_queries.follows_id(session, row.set_id)
    shown = render_template(
        "catalog/activation.html",
        row=row,
        newest=newest,
        follows_id=follows_id,
        is_waiting=row.state == ActivationState.ASKED,
        is_scheduled=row.is_scheduled(now),
        is_late=row.starts is not None and row.starts <= now,
        reason=request.form.get("reason", ""),
        findings=findings,
        errors=errors_of(findings),
        max_comment_chars=MAX_COMMENT_CHARS,
    )
    return shown, status_of(findings)
