"""The editors' pages of a consultation: asking for comments, answering them, and files."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indicators.lifecycle import Standing
from sar import web
from sar.catalog import (
    comment_import,
    comments,
    consultation,
    consultation_forms,
    matrix,
    steps,
)
from sar.catalog import consultation_queries as queries
from sar.catalog import queries as versions_shown
from sar.catalog.comment_import import Tally
from sar.catalog.form_reader import MAX_COMMENT_CHARS, Form
from sar.catalog.publication import REVIEWERS
from sar.catalog.sent_form import errors_of, status_of
from sar.catalog.service import AUTHORS
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import DefinitionSetVersion
from sar.security import allow

bp = Blueprint("consultations", __name__, url_prefix="/sets/<int:definition_set_id>")

Findings = Sequence[FieldFinding]


@bp.get("/consultation")
@allow(*REVIEWERS)
def show_consultation(definition_set_id: int) -> ResponseReturnValue:
    """Show who was asked, what they say, and what is answered."""
    return _page(definition_set_id, None, ())


@bp.post("/consultation")
@allow(*AUTHORS)
def open_consultation(definition_set_id: int) -> ResponseReturnValue:
    """Open the draft for comments."""
    call, read = consultation_forms.read_call(request.form)
    findings: Findings = read
    if call is not None:
        with web.transaction() as session:
            findings = consultation.open_for_comments(
                session, definition_set_id, call, actor=web.actor(), now=web.now()
            )
    if findings:
        return _page(definition_set_id, request.form, findings)
    flash("The draft is open for comments. Those invited see it when they sign in.", "success")
    return _back(definition_set_id)


@bp.post("/consultation/close")
@allow(*AUTHORS)
def close_consultation(definition_set_id: int) -> ResponseReturnValue:
    """End the consultation before its time."""
    with web.transaction() as session:
        consultation.close(session, definition_set_id, actor=web.actor(), now=web.now())
    flash("The consultation is over. Answer what has no answer yet.", "success")
    return _back(definition_set_id)


@bp.post("/comments/<int:set_comment_id>")
@allow(*AUTHORS)
def answer_comment(definition_set_id: int, set_comment_id: int) -> ResponseReturnValue:
    """Say what becomes of a comment, and why."""
    given, findings = consultation_forms.read_answer(request.form, set_comment_id)
    if findings:
        return _page(definition_set_id, request.form, findings, about=set_comment_id)
    with web.transaction() as session:
        comments.answer(session, set_comment_id, given, actor=web.actor(), now=web.now())
    flash("Answered.", "success")
    return _back(definition_set_id, f"comment-{set_comment_id}")


@bp.get("/comments.csv")
@allow(*REVIEWERS)
def download_matrix(definition_set_id: int) -> ResponseReturnValue:
    """Give out every comment with its answer as a table."""
    actor, now = web.actor(), web.now()
    with web.transaction() as session:
        versions_shown.version_page(session, definition_set_id, viewer=actor, now=now)
        rows = queries.comment_rows(session, definition_set_id)
        row = session.get_one(DefinitionSetVersion, definition_set_id)
        event = audit.Event(
            "set.comments_exported", steps.subject(row), details={"count": len(rows)}
        )
        audit.record(session, event, actor=actor, now=now)
    return _file(matrix.write_matrix(queries.matrix_rows(rows)), f"comments-{definition_set_id}")


@bp.get("/comment-form.csv")
@allow(*REVIEWERS)
def download_form(definition_set_id: int) -> ResponseReturnValue:
    """Give out the empty form that an outside partner fills in."""
    with web.reading() as session:
        page = versions_shown.version_page(
            session, definition_set_id, viewer=web.actor(), now=web.now()
        )
    blank = queries.blank_rows(page.definition_set)
    return _file(matrix.write_matrix(blank), f"comment-form-{definition_set_id}")


@bp.post("/comments")
@allow(*AUTHORS)
def import_comments(definition_set_id: int) -> ResponseReturnValue:
    """Take in comments and answers by file."""
    sent = request.files.get("file")
    reading = matrix.read_matrix(sent.read() if sent else b"")
    result: Tally | Findings = reading.findings
    if not reading.findings:
        with web.transaction() as session:
            result = comment_import.import_rows(
                session,
                definition_set_id,
                reading.rows,
                is_checked=request.form.get("is_checked") == "yes",
                actor=web.actor(),
                now=web.now(),
            )
    if not isinstance(result, Tally):
        return _page(definition_set_id, request.form, result)
    flash(
        f"Taken in: {result.added} new, {result.answered} answered, "
        f"{result.unchanged} as they were.",
        "success",
    )
    return _back(definition_set_id)


def _page(
    definition_set_id: int, form: Form | None, findings: Findings, *, about: int | None = None
) -> ResponseReturnValue:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        page = versions_shown.version_page(session, definition_set_id, viewer=viewer, now=now)
        rounds = queries.rounds(session, definition_set_id, now=now)
        rows = queries.comment_rows(session, definition_set_id)
        agencies, people = queries.people_to_ask(session)
    is_draft = page.row.standing is Standing.DRAFT
    shown = render_template(
        "catalog/consultation.html",
        page=page,
        row=page.row,
        rounds=rounds,
        current=next((each for each in rounds if each.is_open), None),
        groups=queries.grouped(rows, page.definition_set),
        unanswered=sum(each.disposition is None for each in rows),
        agencies=agencies,
        people=people,
        form=form or consultation_forms.call_form(now, web.viewer_zone()),
        about=about,
        findings=findings,
        errors=errors_of(findings),
        has_identifiers=any(each.rule == comments.IDENTIFIER for each in findings),
        may_ask=page.row.is_editor and is_draft,
        may_answer=page.row.is_editor and page.row.standing in (Standing.DRAFT, Standing.IN_REVIEW),
        dispositions=consultation_forms.DISPOSITIONS,
        max_comment_chars=MAX_COMMENT_CHARS,
    )
    return shown, status_of(findings)


def _back(definition_set_id: int, anchor: str | None = None) -> ResponseReturnValue:
    url = url_for(
        "consultations.show_consultation", definition_set_id=definition_set_id, _anchor=anchor
    )
    return redirect(url, 303)


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, mimetype="text/csv", headers=headers)
