"""The page of one example of a draft."""

from functools import partial

from flask import Blueprint, request

from indicators.definitions import Example, Indicator
from sar import web
from sar.catalog.drafts import edits
from sar.catalog.drafts import example_forms as forms
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    numbered_thing,
    open_draft,
    read_version,
    save,
    show,
    to_behaviour,
)
from sar.catalog.form_reader import Form
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint(
    "examples",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/examples",
)


@bp.get("/new")
@allow(*AUTHORS)
def start_example(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the form of an example that is to be added."""
    return _example_page(definition_set_id, indicator_id, None, None, ())


@bp.post("/new")
@allow(*AUTHORS)
def add_example(definition_set_id: int, indicator_id: str) -> Answer:
    """Add an example."""
    return _save_example(definition_set_id, indicator_id, None)


@bp.get("/<int:number>")
@allow(*AUTHORS)
def show_example(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Show an example to work on; `number` counts from 1."""
    return _example_page(definition_set_id, indicator_id, number, None, ())


@bp.post("/<int:number>")
@allow(*AUTHORS)
def save_example(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Save an example."""
    return _save_example(definition_set_id, indicator_id, number)


@bp.post("/<int:number>/remove")
@allow(*AUTHORS)
def remove_example(definition_set_id: int, indicator_id: str, number: int) -> Answer:
    """Remove an example."""
    edit = of_behaviour(indicator_id, partial(edits.without_example, number=number))
    findings = save(definition_set_id, edit)
    if findings:
        return _example_page(definition_set_id, indicator_id, number, None, findings)
    return to_behaviour(definition_set_id, indicator_id, "examples")


def _save_example(definition_set_id: int, indicator_id: str, number: int | None) -> Answer:
    indicator = read_version(definition_set_id).indicator(indicator_id)
    old = _example(indicator, number)
    example, read = forms.read_example(request.form, indicator, old=old)
    change = partial(edits.with_example, example=example, number=number)
    findings = read or save(definition_set_id, of_behaviour(indicator_id, change))
    if findings:
        return _example_page(definition_set_id, indicator_id, number, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id, "examples")


def _example(indicator: Indicator, number: int | None) -> Example | None:
    return numbered_thing(indicator.examples, number, missing="This behavior has no such example.")


def _example_page(
    definition_set_id: int,
    indicator_id: str,
    number: int | None,
    form: Form | None,
    findings: Findings,
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    example = _example(indicator, number)
    if form is None:
        form = forms.example_form(indicator, example, zone=web.viewer_zone()) if example else Form()
    return show(
        "example.html",
        draft,
        findings,
        indicator=indicator,
        number=number,
        form=form,
        obstacles=draft.obstacles_of(indicator_id),
    )
