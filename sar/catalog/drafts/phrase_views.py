"""The page of the words in which people report a behaviour, with a sentence to try them on."""

from functools import partial

from flask import Blueprint, request

from sar import web
from sar.catalog.drafts import content_edits
from sar.catalog.drafts import phrase_forms as forms
from sar.catalog.drafts.edits import of_behaviour, with_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    to_behaviour,
)
from sar.catalog.form_reader import MAX_COMMENT_CHARS, Form, Reader
from sar.catalog.service import AUTHORS
from sar.catalog.trying import Suggested, suggested
from sar.security import allow

bp = Blueprint(
    "phrases",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/phrases",
)


@bp.get("")
@allow(*AUTHORS)
def show_phrases(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the phrases to work on, and a box to try a sentence in."""
    return _phrases_page(definition_set_id, indicator_id, None, ())


@bp.post("")
@allow(*AUTHORS)
def save_phrases(definition_set_id: int, indicator_id: str) -> Answer:
    """Save the phrases; words that may say who somebody is only if the author says otherwise."""
    indicator = read_version(definition_set_id).indicator(indicator_id)
    phrases, read = forms.read_phrases(request.form, indicator)
    is_overridden = any(True for _ in forms.new_traits(indicator, phrases))
    edit = of_behaviour(
        indicator_id,
        partial(content_edits.with_phrases, phrases=phrases),
        details={"content": "phrases", "trait_warning_overridden": is_overridden},
    )
    findings = read or save(definition_set_id, edit)
    if findings:
        return _phrases_page(definition_set_id, indicator_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id, "phrases")


@bp.post("/try")
@allow(*AUTHORS)
def try_sentence(definition_set_id: int, indicator_id: str) -> Answer:
    """Show what a sentence suggests under the phrases as they are typed; nothing is saved."""
    page = read_version(definition_set_id)
    read = Reader(request.form)
    sentence = read.text("sentence", limit=MAX_COMMENT_CHARS, empty="There is no sentence to try.")
    if read.findings:
        return _phrases_page(definition_set_id, indicator_id, request.form, read.findings)
    phrases, _ = forms.read_phrases(request.form, page.indicator(indicator_id))
    change = partial(content_edits.with_phrases, phrases=phrases)
    typed = with_behaviour(page.definition_set, indicator_id, change)
    found = suggested(sentence, typed, web.wiring().recognizers)
    return _phrases_page(definition_set_id, indicator_id, request.form, (), found)


def _phrases_page(
    definition_set_id: int,
    indicator_id: str,
    form: Form | None,
    findings: Findings,
    found: tuple[Suggested, ...] | None = None,
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    return show(
        "phrases.html",
        draft,
        findings,
        indicator=indicator,
        form=forms.phrases_form(indicator) if form is None else form,
        found=found,
        has_traits=any(each.rule == forms.TRAIT for each in findings),
    )
