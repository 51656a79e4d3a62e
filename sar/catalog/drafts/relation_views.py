"""The page on which a behaviour gets its status and its relations to other behaviours."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Blueprint, request

from indicators.definitions import DefinitionSet, Relation, RelationKind, Status
from sar.catalog.drafts import relations
from sar.catalog.drafts.edits import Edit
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    back_to,
    open_draft,
    save,
    show,
)
from sar.catalog.form_reader import Form, Reader
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint(
    "relations",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/relations",
)


@bp.get("")
@allow(*AUTHORS)
def show_relations(definition_set_id: int, indicator_id: str) -> Answer:
    """Show whether a behaviour is offered, and how it is related to others."""
    return _relations_page(definition_set_id, indicator_id, Form(), ())


@bp.post("/status")
@allow(*AUTHORS)
def change_status(definition_set_id: int, indicator_id: str) -> Answer:
    """Offer a behaviour, let it run out, retire it, or make it active again."""
    read = Reader(request.form)
    status = read.member("status", Status, message="Say whether it can be reported.")
    change = partial(relations.with_status, indicator_id=indicator_id, status=status)
    found: Findings = read.findings or save(definition_set_id, Edit(change, indicator_id))
    # This form has one field, whatever the library finds.
    found = [replace(each, path="status") if each.path else each for each in found]
    return _answer(definition_set_id, indicator_id, found, anchor="status")


@bp.post("")
@allow(*AUTHORS)
def add_relation(definition_set_id: int, indicator_id: str) -> Answer:
    """Say that a behaviour is related to another one; the other one then says so too."""
    return _change_relation(definition_set_id, indicator_id, relations.with_relation)


@bp.post("/remove")
@allow(*AUTHORS)
def remove_relation(definition_set_id: int, indicator_id: str) -> Answer:
    """Take a relation away on both sides."""
    return _change_relation(definition_set_id, indicator_id, relations.without_relation)


def _change_relation(
    definition_set_id: int,
    indicator_id: str,
    change: Callable[[DefinitionSet, str, Relation], DefinitionSet],
) -> Answer:
    relation, findings = _read_relation(request.form)
    if not findings:
        edit = Edit(lambda draft: change(draft, indicator_id, relation), indicator_id)
        findings = save(definition_set_id, edit)
    return _answer(definition_set_id, indicator_id, findings, anchor="related")


def _read_relation(form: Form) -> tuple[Relation, Findings]:
    read = Reader(form)
    kind = read.member("kind", RelationKind, message="Say how the two are related.")
    other = read.raw("indicator_id")
    if not other:
        read.refuse("indicator_id", "No other behavior is named.", "Choose one of the list.")
    return Relation(kind, other), read.findings


def _answer(
    definition_set_id: int, indicator_id: str, findings: Findings, *, anchor: str
) -> Answer:
    if findings:
        return _relations_page(definition_set_id, indicator_id, request.form, findings)
    return back_to(
        "relations.show_relations",
        definition_set_id=definition_set_id,
        indicator_id=indicator_id,
        _anchor=anchor,
    )


def _relations_page(
    definition_set_id: int, indicator_id: str, form: Form, findings: Findings
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    indicators = draft.page.definition_set.indicators
    return show(
        "relations.html",
        draft,
        findings,
        indicator=indicator,
        form=form,
        names={each.indicator_id: each.name for each in indicators},
        others=[each for each in indicators if each is not indicator],
        said_of=list(relations.said_of(draft.page.definition_set, indicator_id)),
    )
