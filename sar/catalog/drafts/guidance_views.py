"""The page of what each kind of front-line staff is told of a behaviour."""

from functools import partial

from flask import Blueprint, request

from sar.catalog.drafts import content_edits
from sar.catalog.drafts import guidance_forms as forms
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    to_behaviour,
)
from sar.catalog.drafts.phrase_forms import TRAIT
from sar.catalog.form_reader import Form
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint(
    "role_guidance",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/guidance",
)


@bp.get("")
@allow(*AUTHORS)
def show_guidance(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the guidance for every audience to work on."""
    return _guidance_page(definition_set_id, indicator_id, None, ())


@bp.post("")
@allow(*AUTHORS)
def save_guidance(definition_set_id: int, indicator_id: str) -> Answer:
    """Save the guidance for roles."""
    indicator = read_version(definition_set_id).indicator(indicator_id)
    texts, read = forms.read_guidance(request.form, indicator)
    edit = of_behaviour(
        indicator_id,
        partial(content_edits.with_role_guidance, texts=texts),
        details={"content": "role_guidance"},
    )
    findings = read or save(definition_set_id, edit)
    if findings:
        return _guidance_page(definition_set_id, indicator_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id, "guidance")


def _guidance_page(
    definition_set_id: int, indicator_id: str, form: Form | None, findings: Findings
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    return show(
        "guidance.html",
        draft,
        findings,
        indicator=indicator,
        form=forms.guidance_form(indicator) if form is None else form,
        max_points=forms.MAX_POINTS,
        has_traits=any(each.rule == TRAIT for each in findings),
    )
