"""The page of one question of a draft."""

from functools import partial

from flask import Blueprint, request

from indicators.definitions import Element, Indicator
from sar.catalog.drafts import edits
from sar.catalog.drafts import question_forms as forms
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    taken_ids,
    to_behaviour,
)
from sar.catalog.form_reader import Form
from sar.catalog.service import AUTHORS
from sar.errors import NotFoundError
from sar.security import allow

bp = Blueprint(
    "questions",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/questions",
)


@bp.get("/new")
@allow(*AUTHORS)
def start_question(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the form of a question that is to be added."""
    return _question_page(definition_set_id, indicator_id, "", None, ())


@bp.post("/new")
@allow(*AUTHORS)
def add_question(definition_set_id: int, indicator_id: str) -> Answer:
    """Add a question under an id that no version of the set ever used."""
    return _save_question(definition_set_id, indicator_id, "")


@bp.get("/<element_id>")
@allow(*AUTHORS)
def show_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Show a question to work on."""
    return _question_page(definition_set_id, indicator_id, element_id, None, ())


@bp.post("/<element_id>")
@allow(*AUTHORS)
def save_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Save a question."""
    return _save_question(definition_set_id, indicator_id, element_id)


@bp.post("/<element_id>/retire")
@allow(*AUTHORS)
def retire_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Stop asking a question; its id is never used again."""
    change = partial(edits.without_question, element_id=element_id)
    edit = of_behaviour(indicator_id, change, part_id=element_id)
    findings = save(definition_set_id, edit)
    if findings:
        return _question_page(definition_set_id, indicator_id, element_id, None, findings)
    return to_behaviour(definition_set_id, indicator_id, "questions")


def _save_question(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Save a question, or add one for `element_id` "" ."""
    if "more" in request.form:
        return _question_page(definition_set_id, indicator_id, element_id, request.form, ())
    page = read_version(definition_set_id)
    indicator = page.indicator(indicator_id)
    old = _element(indicator, element_id)
    element, read = forms.read_question(request.form, indicator, old=old, taken=taken_ids(page))
    change = partial(edits.with_question, element=element)
    edit = of_behaviour(indicator_id, change, part_id=element.element_id)
    findings = read or save(definition_set_id, edit)
    if findings:
        return _question_page(definition_set_id, indicator_id, element_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id, "questions")


def _element(indicator: Indicator, element_id: str) -> Element | None:
    """Return a question of the behaviour; None for "", which means a new one."""
    if not element_id:
        return None
    for element in indicator.elements:
        if element.element_id == element_id:
            return element
    raise NotFoundError("This behavior has no such question.")


def _question_page(
    definition_set_id: int,
    indicator_id: str,
    element_id: str,
    form: Form | None,
    findings: Findings,
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    element = _element(indicator, element_id)
    if form is None:
        form = forms.question_form(element) if element else forms.blank_question_form()
    return show(
        "question.html",
        draft,
        findings,
        indicator=indicator,
        element=element,
        earlier=forms.earlier_questions(indicator, element),
        blank_options=forms.blank_options(form),
        form=form,
    )
