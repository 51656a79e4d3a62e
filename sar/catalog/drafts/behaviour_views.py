"""The page of one behaviour of a draft."""

from functools import partial

from flask import Blueprint, request

from sar.catalog.drafts import behaviour_forms as forms
from sar.catalog.drafts import edits
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    save,
    show,
    to_behaviour,
    to_changes,
)
from sar.catalog.form_reader import Form, numbered
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint(
    "behaviours", __name__, url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>"
)


@bp.get("")
@allow(*AUTHORS)
def show_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Show one behaviour of the draft to work on, with what has changed beside it."""
    return _behaviour_page(definition_set_id, indicator_id, None, ())


@bp.post("")
@allow(*AUTHORS)
def save_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Save name, definition, guidance and weight."""
    words, read = forms.read_words(request.form)
    edit = of_behaviour(indicator_id, partial(edits.with_words, words=words))
    findings = read or save(definition_set_id, edit)
    if findings:
        return _behaviour_page(definition_set_id, indicator_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id)


def _behaviour_page(
    definition_set_id: int, indicator_id: str, form: Form | None, findings: Findings
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    if form is None and not draft.page.is_editable:
        return to_changes(definition_set_id)
    form = forms.words_form(indicator) if form is None else form
    return show(
        "behaviour.html",
        draft,
        findings,
        indicator=indicator,
        form=form,
        points=numbered(form, "guidance"),
        obstacles=draft.obstacles_of(indicator_id),
    )
