"""The pages on which sets are read, compared, and decided on by a second person."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indicators.lifecycle import Standing
from sar import web
from sar.catalog import (
    activation_queries,
    form_reader,
    publication,
    queries,
    readiness,
    rule_words,
    service,
    versions,
    wording,
)
from sar.catalog.desk_views import desk_parts
from sar.catalog.publication import DEFAULT_ACCEPT_DAYS, REVIEWERS
from sar.catalog.sent_form import errors_of, seen, shown_revision, status_of, to_versions
from sar.catalog.service import AUTHORS
from sar.catalog.terms import read_terms, terms_form
from sar.errors import FieldFinding
from sar.models import Role
from sar.security import allow

bp = Blueprint("catalog", __name__)

EVERYBODY = tuple(Role)


@bp.get("/sets")
@allow(*EVERYBODY)
def list_sets() -> ResponseReturnValue:
    """List the versions of the indicator set that the viewer may know of."""
    with web.reading() as session:
        rows = queries.version_rows(session, viewer=web.actor(), now=web.now())
        history = activation_queries.history(session, viewer=web.actor())
        waiting = activation_queries.waiting(session, viewer=web.actor())
    return render_template(
        "catalog/sets.html",
        rows=rows,
        open_draft=next((row for row in rows if row.is_open), None),
        newest=next((row for row in rows if row.is_published), None),
        history=history,
        waiting=waiting,
        scheduled={
            each.definition_set_id: each.activation_id
            for each in history
            if each.is_scheduled(web.now())
        },
        may_write=web.actor().is_one_of(*AUTHORS),
        may_decide=web.actor().is_one_of(*REVIEWERS),
    )


@bp.get("/sets/<int:definition_set_id>")
@allow(*EVERYBODY)
def show_set(definition_set_id: int) -> ResponseReturnValue:
    """Show a version as a page to read: behaviours, questions, guidance, examples, sources."""
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=web.actor(), now=web.now())
    indicators = page.definition_set.indicators
    return render_template(
        "catalog/set.html",
        page=page,
        groups=[
            (title, [each for each in indicators if each.group is group])
            for group, title in wording.GROUPS.items()
        ],
        may_write=web.actor().is_one_of(*AUTHORS),
        may_download=web.actor().is_one_of(*REVIEWERS),
        wording=wording,
        rule_words=rule_words,
    )


@bp.get("/sets/<int:definition_set_id>/diff")
@allow(*EVERYBODY)
def show_changes(definition_set_id: int) -> ResponseReturnValue:
    """Show what a version changes, and let the second person decide on a draft."""
    return _changes_page(definition_set_id, terms_form(), ())


@bp.post("/sets/<int:definition_set_id>/draft")
@allow(*AUTHORS)
def start_draft(definition_set_id: int) -> ResponseReturnValue:
    """Begin a draft from a published version, or lead to the one that is open."""
    with web.transaction() as session:
        started = service.start_draft(session, definition_set_id, actor=web.actor(), now=web.now())
    if not started.is_new:
        flash(service.ONE_AT_A_TIME, "info")
    return redirect(url_for("drafts.show_draft", definition_set_id=started.definition_set_id), 303)


@bp.post("/sets/<int:definition_set_id>/approve")
@allow(*REVIEWERS)
def approve_set(definition_set_id: int) -> ResponseReturnValue:
    """Approve a draft that others wrote; its date is chosen later."""
    follows_id = form_reader.whole_or_zero(request.form.get("follows", ""))
    with web.transaction() as session:
        findings = publication.approve(
            session, seen(definition_set_id), follows_id, actor=web.actor(), now=web.now()
        )
    if findings:
        return _changes_page(definition_set_id, request.form, findings)
    flash("Approved. It takes effect once somebody publishes it with a date.", "success")
    return redirect(url_for("catalog.show_changes", definition_set_id=definition_set_id), 303)


@bp.post("/sets/<int:definition_set_id>/publish")
@allow(*REVIEWERS)
def publish_set(definition_set_id: int) -> ResponseReturnValue:
    """Publish what was approved; in review, the second person approves it herewith."""
    terms, read = read_terms(request.form)
    findings: Sequence[FieldFinding] = read
    if not findings:
        with web.transaction() as session:
            findings = publication.publish(
                session, seen(definition_set_id), terms, actor=web.actor(), now=web.now()
            )
    if findings:
        return _changes_page(definition_set_id, request.form, findings)
    return to_versions("Published. From its date on, every new report uses it.")


@bp.post("/sets/<int:definition_set_id>/send-back")
@allow(*REVIEWERS)
def send_back(definition_set_id: int) -> ResponseReturnValue:
    """Return a draft to its author with a comment."""
    comment, read = form_reader.read_comment(
        request.form, "comment", empty="The author needs to know what to change."
    )
    findings: Sequence[FieldFinding] = read
    if not findings:
        with web.transaction() as session:
            findings = publication.send_back(
                session, seen(definition_set_id), comment, actor=web.actor(), now=web.now()
            )
    if findings:
        return _changes_page(definition_set_id, request.form, findings)
    return to_versions("Sent back. The author sees your comment.")


def _changes_page(
    definition_set_id: int, form: form_reader.Form, findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=viewer, now=now)
        others = queries.comparable(session, page)
        changes = queries.changes_of(
            session,
            page,
            against_id=form_reader.whole_or_zero(request.args.get("against", "")) or None,
        )
        base = versions.base_of(session, definition_set_id) if page.is_editable else None
        newest = queries.newest_row(session, page.row.set_id, among=page.rows)
        follows_id = activation_queries.follows_id(session, page.row.set_id)
    obstacles = readiness.obstacles(page.definition_set) if page.row.is_open else ()
    is_second_person = viewer.is_one_of(*REVIEWERS) and not page.row.is_editor
    shown = render_template(
        "catalog/changes.html",
        page=page,
        versions=[(each.definition_set_id, f"Version {each.version}") for each in others],
        changes=changes,
        newest=newest,
        present={each.indicator_id for each in page.definition_set.indicators},
        based_on={each.indicator_id for each in base.indicators} if base else set(),
        follows_id=follows_id,
        obstacles=obstacles,
        **desk_parts(page, changes, obstacles),
        form=form,
        findings=findings,
        errors=errors_of(findings),
        revision=shown_revision(page.row.revision, findings),
        may_decide=page.row.is_being_decided and is_second_person,
        may_publish=page.row.standing is Standing.APPROVED and viewer.is_one_of(*REVIEWERS),
        may_join=page.row.standing is Standing.DRAFT
        and viewer.is_one_of(*AUTHORS)
        and not page.row.is_editor,
        may_discard=page.row.standing is Standing.DRAFT
        and (page.row.is_own or viewer.is_one_of(Role.ADMINISTRATOR)),
        default_days=DEFAULT_ACCEPT_DAYS,
        max_comment_chars=form_reader.MAX_COMMENT_CHARS,
        wording=wording,
    )
    return shown, status_of(findings)
