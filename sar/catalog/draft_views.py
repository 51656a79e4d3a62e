"""The pages on which an author changes a draft: one page and one form per thing."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indicators.definitions import Element, Example, Indicator
from sar import web
from sar.catalog import edits, forms, identity, queries, readiness, service, wording
from sar.catalog.desk_views import desk_parts
from sar.catalog.publication import REVIEWERS
from sar.catalog.service import AUTHORS, Edit
from sar.catalog.views import errors_of, seen, shown_revision, status_of
from sar.errors import FieldFinding, NotFoundError
from sar.models import Role
from sar.security import allow

bp = Blueprint("drafts", __name__, url_prefix="/sets/<int:definition_set_id>")

Findings = Sequence[FieldFinding]
Answer = ResponseReturnValue


@bp.get("/edit")
@allow(*REVIEWERS)
def show_draft(definition_set_id: int) -> Answer:
    """Show the draft's behaviours, what it changes, and what is still missing."""
    return _draft_page(definition_set_id, "", ())


@bp.post("/submit")
@allow(*AUTHORS)
def submit_draft(definition_set_id: int) -> Answer:
    """Send the draft to review."""
    note, read = forms.read_comment(
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
    flash("The draft is discarded. It stays on record and is never published.", "success")
    return redirect(url_for("catalog.list_sets"), 303)


@bp.get("/behaviours/<indicator_id>")
@allow(*AUTHORS)
def show_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Show one behaviour of the draft to work on, with what has changed beside it."""
    return _behaviour_page(definition_set_id, indicator_id, None, ())


@bp.post("/behaviours/<indicator_id>")
@allow(*AUTHORS)
def save_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Save name, definition, guidance and weight."""
    words, read = forms.read_words(request.form)
    edit = Edit(indicator_id, partial(edits.with_words, words=words))
    findings = read or _save(definition_set_id, edit)
    if findings:
        return _behaviour_page(definition_set_id, indicator_id, request.form, findings)
    return _saved(definition_set_id, indicator_id)


@bp.get("/behaviours/<indicator_id>/questions/new")
@allow(*AUTHORS)
def start_question(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the form of a question that is to be added."""
    return _question_page(definition_set_id, indicator_id, "", None, ())


@bp.post("/behaviours/<indicator_id>/questions/new")
@allow(*AUTHORS)
def add_question(definition_set_id: int, indicator_id: str) -> Answer:
    """Add a question under an id that no version of the set ever used."""
    return _save_question(definition_set_id, indicator_id, "")


@bp.get("/behaviours/<indicator_id>/questions/<element_id>")
@allow(*AUTHORS)
def show_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Show a question to work on."""
    return _question_page(definition_set_id, indicator_id, element_id, None, ())


@bp.post("/behaviours/<indicator_id>/questions/<element_id>")
@allow(*AUTHORS)
def save_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Save a question."""
    return _save_question(definition_set_id, indicator_id, element_id)


@bp.post("/behaviours/<indicator_id>/questions/<element_id>/retire")
@allow(*AUTHORS)
def retire_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Stop asking a question; its id is never used again."""
    edit = Edit(indicator_id, partial(edits.without_question, element_id=element_id), element_id)
    findings = _save(definition_set_id, edit)
    if findings:
        return _question_page(definition_set_id, indicator_id, element_id, None, findings)
    return _saved(definition_set_id, indicator_id, "questions")


@bp.get("/behaviours/<indicator_id>/examples/new")
@allow(*AUTHORS)
def start_example(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the form of an example that is to be added."""
    return _example_page(definition_set_id, indicator_id, None, None, ())


@bp.post("/behaviours/<indicator_id>/examples/new")
@allow(*AUTHORS)
def add_example(definition_set_id: int, indicator_id: str) -> Answer:
    """Add an example."""
    return _save_example(definition_set_id, indicator_id, None)


@bp.get("/behaviours/<indicator_id>/examples/<int:number>")
@allow(*AUTHORS)
def show_example(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Show an example to work on; `number` counts from 1."""
    return _example_page(definition_set_id, indicator_id, number, None, ())


@bp.post("/behaviours/<indicator_id>/examples/<int:number>")
@allow(*AUTHORS)
def save_example(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Save an example."""
    return _save_example(definition_set_id, indicator_id, number)


@bp.post("/behaviours/<indicator_id>/examples/<int:number>/remove")
@allow(*AUTHORS)
def remove_example(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Remove an example."""
    edit = Edit(indicator_id, partial(edits.without_example, number=number))
    findings = _save(definition_set_id, edit)
    if findings:
        return _example_page(definition_set_id, indicator_id, number, None, findings)
    return _saved(definition_set_id, indicator_id, "examples")


def _save(definition_set_id: int, edit: Edit) -> Findings:
    with web.transaction() as session:
        return service.change_indicator(
            session, seen(definition_set_id), edit, actor=web.actor(), now=web.now()
        )


def _saved(definition_set_id: int, indicator_id: str, anchor: str | None = None) -> Answer:
    flash("Saved.", "success")
    return redirect(
        url_for(
            "drafts.show_behaviour",
            definition_set_id=definition_set_id,
            indicator_id=indicator_id,
            _anchor=anchor,
        ),
        303,
    )


def _save_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Save a question, or add one for `element_id` "" ."""
    if "more" in request.form:
        return _question_page(definition_set_id, indicator_id, element_id, request.form, ())
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=web.actor(), now=web.now())
        taken = identity.taken_ids(session, page.row.set_id)
    indicator = page.indicator(indicator_id)
    old = _element(indicator, element_id)
    element, read = forms.read_question(request.form, indicator, old=old, taken=taken)
    edit = Edit(indicator_id, partial(edits.with_question, element=element), element.element_id)
    findings = read or _save(definition_set_id, edit)
    if findings:
        return _question_page(definition_set_id, indicator_id, element_id, request.form, findings)
    return _saved(definition_set_id, indicator_id, "questions")


def _save_example(definition_set_id: int, indicator_id: str, number: int | None) -> Answer:
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=web.actor(), now=web.now())
    indicator = page.indicator(indicator_id)
    old = _example(indicator, number)
    example, read = forms.read_example(request.form, indicator, old=old)
    edit = Edit(indicator_id, partial(edits.with_example, example=example, number=number))
    findings = read or _save(definition_set_id, edit)
    if findings:
        return _example_page(definition_set_id, indicator_id, number, request.form, findings)
    return _saved(definition_set_id, indicator_id, "examples")


def _element(indicator: Indicator, element_id: str) -> Element | None:
    """Return a question of the behaviour; None for "", which means a new one."""
    if not element_id:
        return None
    for element in indicator.elements:
        if element.element_id == element_id:
            return element
    raise NotFoundError("This behaviour has no such question.")


def _example(indicator: Indicator, number: int | None) -> Example | None:
    """Return the example with that number (from 1); None for None, which means a new one."""
    if number is None:
        return None
    if not 1 <= number <= len(indicator.examples):
        raise NotFoundError("This behaviour has no such example.")
    return indicator.examples[number - 1]


def _draft_page(definition_set_id: int, note: str, findings: Findings) -> Answer:
    page, changes = _page_and_changes(definition_set_id)
    if not page.row.is_open or (not page.is_editable and not findings):
        return _to_changes(definition_set_id)
    obstacles = readiness.obstacles(page.definition_set)
    shown = render_template(
        "catalog/draft.html",
        obstacles=obstacles,
        **desk_parts(page, changes, obstacles),
        note=note or page.row.note,
        max_comment_chars=forms.MAX_COMMENT_CHARS,
        **_surroundings(page, changes, findings),
    )
    return shown, status_of(findings)


def _behaviour_page(
    definition_set_id: int, indicator_id: str, form: forms.Form | None, findings: Findings
) -> Answer:
    page, changes = _page_and_changes(definition_set_id)
    indicator = page.indicator(indicator_id)
    if form is None and not page.is_editable:
        return _to_changes(definition_set_id)
    form = forms.words_form(indicator) if form is None else form
    shown = render_template(
        "catalog/behaviour.html",
        indicator=indicator,
        form=form,
        points=forms.numbered(form, "guidance"),
        obstacles=_obstacles_of(page, indicator_id),
        limits=forms,
        **_surroundings(page, changes, findings),
    )
    return shown, status_of(findings)


def _question_page(
    definition_set_id: int,
    indicator_id: str,
    element_id: str,
    form: forms.Form | None,
    findings: Findings,
) -> Answer:
    page, changes = _page_and_changes(definition_set_id)
    indicator = page.indicator(indicator_id)
    element = _element(indicator, element_id)
    if form is None and not page.is_editable:
        return _to_changes(definition_set_id)
    if form is None:
        form = forms.question_form(element) if element else forms.blank_question_form()
    shown = render_template(
        "catalog/question.html",
        indicator=indicator,
        element=element,
        earlier=forms.earlier_questions(indicator, element),
        blank_options=forms.blank_options(form),
        form=form,
        limits=forms,
        **_surroundings(page, changes, findings),
    )
    return shown, status_of(findings)


def _example_page(
    definition_set_id: int,
    indicator_id: str,
    number: int | None,
    form: forms.Form | None,
    findings: Findings,
) -> Answer:
    page, changes = _page_and_changes(definition_set_id)
    indicator = page.indicator(indicator_id)
    example = _example(indicator, number)
    if form is None and not page.is_editable:
        return _to_changes(definition_set_id)
    if form is None:
        form = forms.example_form(indicator, example) if example else forms.Form()
    shown = render_template(
        "catalog/example.html",
        indicator=indicator,
        number=number,
        form=form,
        obstacles=_obstacles_of(page, indicator_id),
        limits=forms,
        **_surroundings(page, changes, findings),
    )
    return shown, status_of(findings)


def _page_and_changes(
    definition_set_id: int,
) -> tuple[queries.VersionPage, queries.Changes | None]:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=viewer, now=now)
        changes = queries.changes_of(session, page, against_id=None, viewer=viewer, now=now)
    return page, changes


def _surroundings(
    page: queries.VersionPage, changes: queries.Changes | None, findings: Findings
) -> dict[str, object]:
    return {
        "page": page,
        "changes": changes,
        "findings": findings,
        "errors": errors_of(findings),
        "revision": shown_revision(page.row.revision, findings),
        "wording": wording,
    }


def _obstacles_of(page: queries.VersionPage, indicator_id: str) -> list[FieldFinding]:
    found = readiness.obstacles(page.definition_set)
    return [each for each in found if each.indicator_id == indicator_id]


def _to_changes(definition_set_id: int) -> Answer:
    return redirect(url_for("catalog.show_changes", definition_set_id=definition_set_id), 303)
