"""What every page of the editor shows around its form, and how what the form sent is saved."""

from collections.abc import Sequence
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.catalog import form_reader, identity, queries, readiness, rule_words, service, wording
from sar.catalog.drafts.edits import Edit
from sar.catalog.identity import TakenIds
from sar.catalog.queries import Changes, VersionPage
from sar.catalog.sent_form import errors_of, seen, shown_revision, status_of
from sar.errors import FieldFinding, NotFoundError
from sar.values import frozen

Answer = ResponseReturnValue
Findings = Sequence[FieldFinding]
_Thing = TypeVar("_Thing")


@frozen
class DraftPage:
    """A draft as its pages show it: its content, and what that changes."""

    page: VersionPage
    changes: Changes | None

    def obstacles_of(self, indicator_id: str) -> Findings:
        """List what is missing in one behaviour before the draft can be sent."""
        indicator = self.page.indicator(indicator_id)
        return readiness.obstacles_of(indicator, self.page.definition_set)


def open_draft(definition_set_id: int) -> DraftPage:
    """Read a draft for a page of the editor; raises NotFoundError if the viewer cannot know it."""
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=web.actor(), now=web.now())
        changes = queries.changes_of(session, page, against_id=None)
    return DraftPage(page, changes)


def read_version(definition_set_id: int) -> VersionPage:
    """Read a draft's content for a form that was sent; raises as `open_draft` does."""
    with web.reading() as session:
        return queries.version_page(session, definition_set_id, viewer=web.actor(), now=web.now())


def taken_ids(page: VersionPage) -> TakenIds:
    """Read which ids any version of the draft's set ever used."""
    with web.reading() as session:
        return identity.taken_ids(session, page.row.set_id)


def numbered_thing(things: Sequence[_Thing], number: int | None, *, missing: str) -> _Thing | None:
    """Return the thing with that number (from 1); None for None, which means a new one.

    Raises NotFoundError with `missing` if there is none.
    """
    if number is None:
        return None
    if not 1 <= number <= len(things):
        raise NotFoundError(missing)
    return things[number - 1]


def show(template: str, draft: DraftPage, findings: Findings, **parts: object) -> Answer:
    """Show a page of the editor; its form is shown again if anything was found.

    Whoever opens it and cannot edit the draft is led away; what somebody sent is answered.
    """
    if request.method != "POST" and not draft.page.is_editable:
        return to_changes(draft.page.row.definition_set_id)
    shown = render_template(
        f"catalog/{template}",
        page=draft.page,
        changes=draft.changes,
        findings=findings,
        errors=errors_of(findings),
        revision=shown_revision(draft.page.row.revision, findings),
        limits=form_reader,
        wording=wording,
        rule_words=rule_words,
        **parts,
    )
    return shown, status_of(findings)


def to_changes(definition_set_id: int) -> Answer:
    """Lead to what the draft changes: after an undo, and for those who cannot edit it."""
    return redirect(url_for("catalog.show_changes", definition_set_id=definition_set_id), 303)


def save(definition_set_id: int, edit: Edit) -> Findings:
    """Save a change to the draft; nothing is saved if anything is found."""
    with web.transaction() as session:
        return service.change_draft(
            session, seen(definition_set_id), edit, actor=web.actor(), now=web.now()
        )


def back_to(endpoint: str, **address: object) -> Answer:
    """Lead to a page of the editor after something was saved."""
    flash("Saved.", "success")
    return redirect(url_for(endpoint, **address), 303)  # type: ignore[arg-type]


def to_draft(definition_set_id: int, anchor: str | None = None) -> Answer:
    """Lead to the page of the draft as a whole."""
    address = url_for("drafts.show_draft", definition_set_id=definition_set_id, _anchor=anchor)
    return redirect(address, 303)


def to_behaviour(definition_set_id: int, indicator_id: str, anchor: str | None = None) -> Answer:
    """Lead to a behaviour of the draft after something of it was saved."""
    return back_to(
        "behaviours.show_behaviour",
        definition_set_id=definition_set_id,
        indicator_id=indicator_id,
        _anchor=anchor,
    )
