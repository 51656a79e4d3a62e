"""The page on which a behaviour is split, merged with others, or replaced, in one step."""

from functools import partial

from flask import Blueprint, flash, request

from indicators.definitions import Status
from sar.catalog.drafts import succession_forms as forms
from sar.catalog.drafts.edits import Edit
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    taken_ids,
    to_draft,
)
from sar.catalog.drafts.succession import carried_out
from sar.catalog.drafts.succession_forms import Way
from sar.catalog.form_reader import Form, numbered
from sar.catalog.service import AUTHORS
from sar.errors import NotFoundError
from sar.security import allow

bp = Blueprint(
    "successions",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/becomes",
)

DONE = {
    Way.SPLIT: "Split. Read through the questions and examples of the new ones, and add what each "
    "still needs.",
    Way.MERGE: "Merged. Read through the questions and examples of what they were merged into.",
    Way.REPLACE: "Replaced. Change the questions and examples of the new one as you need them.",
}


@bp.get("/<way>")
@allow(*AUTHORS)
def start_succession(definition_set_id: int, indicator_id: str, way: str) -> Answer:
    """Show the form on which a behaviour is split, merged or replaced."""
    return _plan_page(definition_set_id, indicator_id, _way(way), None, ())


@bp.post("/<way>")
@allow(*AUTHORS)
def carry_out(definition_set_id: int, indicator_id: str, way: str) -> Answer:
    """Make the new behaviours, the relations and the statuses in one change."""
    chosen = _way(way)
    page = read_version(definition_set_id)
    indicator = page.indicator(indicator_id)
    if "more" in request.form:
        form = forms.with_one_more(request.form, indicator)
        return _plan_page(definition_set_id, indicator_id, chosen, form, ())
    fresh = taken_ids(page).fresh()
    plan, read = forms.read_plan(
        request.form, chosen, indicator, draft=page.definition_set, fresh=fresh
    )
    change = partial(carried_out, plan=plan, fresh=fresh)
    findings: Findings = read or save(definition_set_id, Edit(change, indicator_id))
    if findings:
        return _plan_page(definition_set_id, indicator_id, chosen, request.form, findings)
    flash(DONE[chosen], "success")
    return to_draft(definition_set_id, indicator_id)


def _way(text: str) -> Way:
    if text not in set(Way):
        raise NotFoundError("A behavior is split, merged or replaced.")
    return Way(text)


def _plan_page(
    definition_set_id: int, indicator_id: str, way: Way, form: Form | None, findings: Findings
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    form = forms.plan_form(way, indicator) if form is None else form
    return show(
        "succession.html",
        draft,
        findings,
        indicator=indicator,
        way=way,
        form=form,
        heirs=[each.removeprefix("name.") for each in numbered(form, "name")],
        max_heirs=forms.MAX_HEIRS,
        others=[
            each
            for each in draft.page.definition_set.indicators
            if each is not indicator and each.status is not Status.RETIRED
        ],
    )
