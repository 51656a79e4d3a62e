"""The page of a draft as a whole, and what becomes of it: sent, taken back, given up."""

from flask import Blueprint, flash, redirect, request, url_for

from sar import web
from sar.catalog import readiness, service
from sar.catalog.desk_views import desk_parts
from sar.catalog.drafts.pages import Answer, Findings, open_draft, show, to_changes
from sar.catalog.form_reader import read_comment
from sar.catalog.publication import REVIEWERS
from sar.catalog.sent_form import seen, to_versions
from sar.catalog.service import AUTHORS
from sar.models import Role
from sar.security import allow

bp = Blueprint("drafts", __name__, url_prefix="/sets/<int:definition_set_id>")


@bp.get("/edit")
@allow(*REVIEWERS)
def show_draft(definition_set_id: int) -> Answer:
    """Show the draft's behaviours, what it changes, and what is still missing."""
    return _draft_page(definition_set_id, "", ())


@bp.post("/submit")
@allow(*AUTHORS)
def submit_draft(definition_set_id: int) -> Answer:
    """Send the draft to review."""
    note, read = read_comment(
        request.form, "note", empty="Say in a sentence what changes, and why."
    )
    findings: Findings = read
    if not findings:
        with web.transaction() as session:
            findings = service.submit(
                session, seen(definition_set_id), note, actor=web.actor(), now=web.now()
            )
    if findings:
        return _draft_page(definition_set_id, note, findings)
    flash("Sent to review. A second person now reads the changes and decides.", "success")
    return redirect(url_for("catalog.show_changes", definition_set_id=definition_set_id), 303)


@bp.post("/join")
@allow(*AUTHORS)
def join_draft(definition_set_id: int) -> Answer:
    """Become an editor of somebody else's draft."""
    with web.transaction() as session:
        service.join(session, definition_set_id, actor=web.actor(), now=web.now())
    flash("You edit this draft now. Somebody else approves it.", "success")
    return redirect(url_for("drafts.show_draft", definition_set_id=definition_set_id), 303)


@bp.post("/take-back")
@allow(*AUTHORS)
def take_back(definition_set_id: int) -> Answer:
    """Take the draft back from review."""
    with web.transaction() as session:
        service.take_back(session, seen(definition_set_id), actor=web.actor(), now=web.now())
    flash("The draft is yours again.", "success")
    return redirect(url_for("drafts.show_draft", definition_set_id=definition_set_id), 303)


@bp.post("/discard")
@allow(*AUTHORS, Role.ADMINISTRATOR)
def discard_draft(definition_set_id: int) -> Answer:
    """Give the draft up."""
    with web.transaction() as session:
        service.discard(session, seen(definition_set_id), actor=web.actor(), now=web.now())
    return to_versions("The draft is discarded. It stays on record and is never published.")


def _draft_page(definition_set_id: int, note: str, findings: Findings) -> Answer:
    draft = open_draft(definition_set_id)
    page = draft.page
    if not page.row.is_open:
        return to_changes(definition_set_id)
    obstacles = readiness.obstacles(page.definition_set)
    return show(
        "draft.html",
        draft,
        findings,
        obstacles=obstacles,
        **desk_parts(page, draft.changes, obstacles),
        note=note or page.row.note,
    )
