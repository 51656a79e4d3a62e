"""The pages on which behaviours, and the questions of one, are moved up and down."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, redirect, request, url_for

from indicators.definitions import Indicator
from sar.catalog.drafts import behaviour_edits
from sar.catalog.drafts.edits import Edit, of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    to_changes,
)
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint("orders", __name__, url_prefix="/sets/<int:definition_set_id>")

# What the buttons are called, and where they move something.
STEPS = {"up": -1, "down": 1}


@bp.get("/order")
@allow(*AUTHORS)
def show_order(definition_set_id: int) -> Answer:
    """Show the behaviours of the draft in their order, with buttons to move each."""
    return _order_page(definition_set_id, "", ())


@bp.post("/order")
@allow(*AUTHORS)
def move_behaviour(definition_set_id: int) -> Answer:
    """Move one behaviour by one place; the button that was pressed keeps the focus."""
    way, indicator_id = _pressed()
    change = partial(
        behaviour_edits.with_behaviour_moved, indicator_id=indicator_id, step=STEPS[way]
    )
    findings = save(definition_set_id, Edit(change, indicator_id))
    if findings:
        return _order_page(definition_set_id, "", findings)
    order = [
        each.indicator_id for each in read_version(definition_set_id).definition_set.indicators
    ]
    return redirect(
        url_for(
            "orders.show_order",
            definition_set_id=definition_set_id,
            _anchor=_button(order, indicator_id, way),
        ),
        303,
    )


@bp.get("/behaviours/<indicator_id>/order")
@allow(*AUTHORS)
def show_question_order(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the questions of a behaviour in their order, with buttons to move each."""
    return _order_page(definition_set_id, indicator_id, ())


@bp.post("/behaviours/<indicator_id>/order")
@allow(*AUTHORS)
def move_question(definition_set_id: int, indicator_id: str) -> Answer:
    """Move one question by one place; one that depends on another stays below it."""
    way, element_id = _pressed()
    change = partial(behaviour_edits.with_question_moved, element_id=element_id, step=STEPS[way])
    findings = save(definition_set_id, of_behaviour(indicator_id, change, part_id=element_id))
    if findings:
        return _order_page(definition_set_id, indicator_id, findings)
    indicator = read_version(definition_set_id).indicator(indicator_id)
    order = [each.element_id for each in indicator.elements]
    return redirect(
        url_for(
            "orders.show_question_order",
            definition_set_id=definition_set_id,
            indicator_id=indicator_id,
            _anchor=_button(order, element_id, way),
        ),
        303,
    )


def _pressed() -> tuple[str, str]:
    """Return which button was pressed: its way, and the id of what it moves."""
    return next(((way, request.form[way]) for way in STEPS if way in request.form), ("up", ""))


def _button(order: Sequence[str], moved: str, way: str) -> str:
    """Return the id of the button to go on with: at an end of the list only the other is left."""
    ends = {order[0]: "down", order[-1]: "up"} if order else {}
    return f"{ends.get(moved, way)}-{moved}"


def _order_page(definition_set_id: int, indicator_id: str, findings: Findings) -> Answer:
    draft = open_draft(definition_set_id)
    indicator: Indicator | None = draft.page.indicator(indicator_id) if indicator_id else None
    if not findings and not draft.page.is_editable:
        return to_changes(definition_set_id)
    things = (
        [(each.element_id, each.label) for each in indicator.elements]
        if indicator
        else [(each.indicator_id, each.name) for each in draft.page.definition_set.indicators]
    )
    return show("order.html", draft, findings, indicator=indicator, things=things)
