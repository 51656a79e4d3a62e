"""The partners' pages of a consultation: what they are asked, the draft, and their comments."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.catalog import comments, consultation_forms, queries, rule_words, wording
from sar.catalog import consultation_queries as consultations
from sar.catalog.form_reader import MAX_COMMENT_CHARS, Form
from sar.catalog.sent_form import errors_of, status_of
from sar.catalog.views import EVERYBODY
from sar.errors import FieldFinding, NotFoundError
from sar.security import allow

bp = Blueprint("comments", __name__, url_prefix="/consultations")

# What stands in an address for the set as a whole.
WHOLE = "whole-set"


@bp.get("")
@allow(*EVERYBODY)
def list_consultations() -> ResponseReturnValue:
    """List the drafts on which the viewer is, or was, asked for comments."""
    with web.reading() as session:
        rounds = consultations.asked_of(session, viewer=web.actor(), now=web.now())
    return render_template("catalog/asked.html", rounds=rounds)


@bp.get("/<int:consultation_id>")
@allow(*EVERYBODY)
def show_asked(consultation_id: int) -> ResponseReturnValue:
    """Show what is asked, the draft behaviour by behaviour, and the own agency's comments."""
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        asked = consultations.round_for(session, consultation_id, viewer=viewer, now=now)
        page = queries.version_page(
            session,
            asked.definition_set_id,
            viewer=viewer,
            now=now,
            invited_to=asked.definition_set_id,
        )
        changes = queries.changes_of(session, page, against_id=None)
        own = consultations.own_comments(session, asked.definition_set_id, viewer=viewer)
    return render_template(
        "catalog/asked_draft.html",
        asked=asked,
        definition_set=page.definition_set,
        changes=changes,
        groups=consultations.grouped(own, page.definition_set),
        counts={
            each.indicator_id: len(each.comments)
            for each in consultations.grouped(own, page.definition_set)
        },
        dispositions=consultation_forms.DISPOSITIONS,
        whole=WHOLE,
    )


@bp.get("/<int:consultation_id>/<indicator_id>")
@allow(*EVERYBODY)
def start_comment(consultation_id: int, indicator_id: str) -> ResponseReturnValue:
    """Show one behaviour of the draft, what changes, and the form for a comment on it."""
    return _comment_page(consultation_id, indicator_id, Form(), ())


@bp.post("/<int:consultation_id>/<indicator_id>")
@allow(*EVERYBODY)
def add_comment(consultation_id: int, indicator_id: str) -> ResponseReturnValue:
    """Add a comment on a behaviour, or on the whole set."""
    about = "" if indicator_id == WHOLE else indicator_id
    remark, read = consultation_forms.read_remark(request.form, about)
    findings: Sequence[FieldFinding] = read
    if not findings:
        with web.transaction() as session:
            findings = comments.comment(
                session, consultation_id, remark, actor=web.actor(), now=web.now()
            )
    if findings:
        return _comment_page(consultation_id, indicator_id, request.form, findings)
    flash("Thank you. The editors answer every comment before the draft is published.", "success")
    return redirect(url_for("comments.show_asked", consultation_id=consultation_id), 303)


def _comment_page(
    consultation_id: int, indicator_id: str, form: Form, findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        asked = consultations.round_for(session, consultation_id, viewer=viewer, now=now)
        if not asked.is_open:
            raise NotFoundError("This draft is no longer open for comments.")
        page = queries.version_page(
            session,
            asked.definition_set_id,
            viewer=viewer,
            now=now,
            invited_to=asked.definition_set_id,
        )
        changes = queries.changes_of(session, page, against_id=None)
    indicator = None if indicator_id == WHOLE else page.indicator(indicator_id)
    shown = render_template(
        "catalog/asked_behaviour.html",
        asked=asked,
        indicator=indicator,
        indicator_id=indicator_id,
        changes=changes,
        form=form,
        findings=findings,
        errors=errors_of(findings),
        has_identifiers=any(each.rule == comments.IDENTIFIER for each in findings),
        max_comment_chars=MAX_COMMENT_CHARS,
        wording=wording,
        rule_words=rule_words,
    )
    return shown, status_of(findings)
