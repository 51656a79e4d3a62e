"""The pages of a behaviour's cases: what is expected, what is found now, and taking it."""

from functools import partial

from flask import Blueprint, flash, redirect, request, url_for

from indicators.coverage import cover
from indicators.definitions import Case, DefinitionSet, Indicator, Status
from indicators.examples import Outcome, run_behaviour, with_cases_as_found
from sar import web
from sar.catalog.case_words import found_words, what_can_be_found
from sar.catalog.drafts import case_forms as forms
from sar.catalog.drafts import content_edits
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    numbered_thing,
    open_draft,
    read_version,
    save,
    show,
)
from sar.catalog.form_reader import Form
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint(
    "cases", __name__, url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/cases"
)


@bp.get("")
@allow(*AUTHORS)
def list_cases(definition_set_id: int, indicator_id: str) -> Answer:
    """Run the cases now: what is expected beside what is found."""
    return _list_page(definition_set_id, indicator_id, ())


@bp.post("/take-found")
@allow(*AUTHORS)
def take_found(definition_set_id: int, indicator_id: str) -> Answer:
    """Let every case that finds something else expect what is found now."""
    return _take_found(definition_set_id, indicator_id, None)


@bp.get("/new")
@allow(*AUTHORS)
def start_case(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the form of a case that is to be added."""
    return _case_page(definition_set_id, indicator_id, None, None, ())


@bp.post("/new")
@allow(*AUTHORS)
def add_case(definition_set_id: int, indicator_id: str) -> Answer:
    """Add a case, or run it without saving."""
    return _save_case(definition_set_id, indicator_id, None)


@bp.get("/<int:number>")
@allow(*AUTHORS)
def show_case(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Show a case to work on; `number` counts from 1."""
    return _case_page(definition_set_id, indicator_id, number, None, ())


@bp.post("/<int:number>")
@allow(*AUTHORS)
def save_case(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Save a case, or run it without saving."""
    return _save_case(definition_set_id, indicator_id, number)


@bp.post("/<int:number>/take-found")
@allow(*AUTHORS)
def take_found_in(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Let one case expect what is found in it now."""
    return _take_found(definition_set_id, indicator_id, number)


@bp.post("/<int:number>/remove")
@allow(*AUTHORS)
def remove_case(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Remove a case."""
    change = partial(content_edits.without_case, number=number)
    edit = of_behaviour(indicator_id, change, details={"content": "cases", "removed": number})
    findings = save(definition_set_id, edit)
    if findings:
        return _case_page(definition_set_id, indicator_id, number, None, findings)
    return _to_cases(definition_set_id, indicator_id, f"Case {number} is removed.")


def _take_found(definition_set_id: int, indicator_id: str, number: int | None) -> Answer:
    page = read_version(definition_set_id)
    indicator = page.indicator(indicator_id)
    _case(indicator, number)
    change = partial(content_edits.with_found, definition_set=page.definition_set, number=number)
    edit = of_behaviour(indicator_id, change, details={"content": "cases", "taken_as_found": True})
    findings = save(definition_set_id, edit)
    if findings:
        return _list_page(definition_set_id, indicator_id, findings)
    return _to_cases(definition_set_id, indicator_id, "Taken: what is found is expected now.")


def _save_case(definition_set_id: int, indicator_id: str, number: int | None) -> Answer:
    page = read_version(definition_set_id)
    indicator = page.indicator(indicator_id)
    case, read = forms.read_case(request.form, indicator, old=_case(indicator, number))
    wish = request.form.get("do", "save")
    if read or wish == "run":
        outcome = None if read else _run(case, indicator, page.definition_set)
        return _case_page(definition_set_id, indicator_id, number, request.form, read, outcome)
    if wish == "found":
        case = _as_found(case, indicator, page.definition_set)
    change = partial(content_edits.with_case, case=case, number=number)
    edit = of_behaviour(indicator_id, change, details={"content": "cases"})
    findings = save(definition_set_id, edit)
    if findings:
        return _case_page(definition_set_id, indicator_id, number, request.form, findings)
    return _to_cases(definition_set_id, indicator_id, "Saved.", number or len(indicator.cases) + 1)


def _case(indicator: Indicator, number: int | None) -> Case | None:
    return numbered_thing(indicator.cases, number, missing="This behavior has no such case.")


def _alone(case: Case, indicator: Indicator) -> Indicator:
    return content_edits.with_only_case(indicator, case=case)


def _run(case: Case, indicator: Indicator, definition_set: DefinitionSet) -> Outcome:
    return next(run_behaviour(_alone(case, indicator), definition_set))


def _as_found(case: Case, indicator: Indicator, definition_set: DefinitionSet) -> Case:
    return with_cases_as_found(_alone(case, indicator), definition_set).cases[0]


def _list_page(definition_set_id: int, indicator_id: str, findings: Findings) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    is_retired = indicator.status is Status.RETIRED
    outcomes = (
        ()
        if is_retired
        else tuple(
            each
            for each in run_behaviour(indicator, draft.page.definition_set)
            if each.kind is None
        )
    )
    return show(
        "cases.html",
        draft,
        findings,
        indicator=indicator,
        count=len(outcomes),
        failed=[each for each in outcomes if not each.is_passed],
        passed=[each for each in outcomes if each.is_passed],
        gaps=() if is_retired else cover(indicator, draft.page.definition_set).gaps,
        found_words=partial(found_words, indicator),
    )


def _case_page(
    definition_set_id: int,
    indicator_id: str,
    number: int | None,
    form: Form | None,
    findings: Findings,
    outcome: Outcome | None = None,
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    case = _case(indicator, number)
    if form is None:
        form = forms.case_form(indicator, case, zone=web.viewer_zone()) if case else Form()
    if case and outcome is None and not findings:
        outcome = _run(case, indicator, draft.page.definition_set)
    return show(
        "case.html",
        draft,
        findings,
        indicator=indicator,
        number=number,
        form=form,
        outcome=outcome,
        kept_codes=forms.kept_codes,
        what_can_be_found=what_can_be_found,
        found_words=partial(found_words, indicator),
    )


def _to_cases(
    definition_set_id: int, indicator_id: str, words: str, number: int | None = None
) -> Answer:
    flash(words, "success")
    return redirect(
        url_for(
            "cases.list_cases",
            definition_set_id=definition_set_id,
            indicator_id=indicator_id,
            _anchor=f"case-{number}" if number else None,
        ),
        303,
    )
