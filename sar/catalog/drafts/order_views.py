"""The pages on which behaviours, questions, and the answers of a list are moved up and down."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, redirect, request, url_for

from indicators.definitions import Element
from sar.catalog.drafts import behaviour_edits
from sar.catalog.drafts.edits import Edit, of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
)
from sar.catalog.queries import VersionPage
from sar.catalog.service import AUTHORS
from sar.errors import NotFoundError
from sar.security import allow
from sar.values import frozen

bp = Blueprint("orders", __name__, url_prefix="/sets/<int:definition_set_id>")

# What the buttons are called, and where they move something.
STEPS = {"up": -1, "down": 1}


@bp.get("/order")
@allow(*AUTHORS)
def show_order(definition_set_id: int) -> Answer:
    """Show the behaviours of the draft in their order, with buttons to move each."""
    return _order_page(definition_set_id, Listed(), ())


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
        return _order_page(definition_set_id, Listed(), findings)
    return _again(definition_set_id, Listed(), indicator_id, way)


@bp.get("/behaviours/<indicator_id>/order")
@allow(*AUTHORS)
def show_question_order(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the questions of a behaviour in their order, with buttons to move each."""
    return _order_page(definition_set_id, Listed(indicator_id), ())


@bp.post("/behaviours/<indicator_id>/order")
@allow(*AUTHORS)
def move_question(definition_set_id: int, indicator_id: str) -> Answer:
    """Move one question by one place; one that depends on another stays below it."""
    way, element_id = _pressed()
    change = partial(behaviour_edits.with_question_moved, element_id=element_id, step=STEPS[way])
    findings = save(definition_set_id, of_behaviour(indicator_id, change, part_id=element_id))
    if findings:
        return _order_page(definition_set_id, Listed(indicator_id), findings)
    return _again(definition_set_id, Listed(indicator_id), element_id, way)


@bp.get("/behaviours/<indicator_id>/questions/<element_id>/order")
@allow(*AUTHORS)
def show_answer_order(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Show the answers that a question offers in their order, with buttons to move each."""
    return _order_page(definition_set_id, Listed(indicator_id, element_id), ())


@bp.post("/behaviours/<indicator_id>/questions/<element_id>/order")
@allow(*AUTHORS)
def move_answer(definition_set_id: int, indicator_id: str, element_id: str) -> Answer:
    """Move one answer by one place; reports keep its code, wherever it stands."""
    way, code = _pressed()
    change = partial(
        behaviour_edits.with_option_moved, element_id=element_id, code=code, step=STEPS[way]
    )
    findings = save(definition_set_id, of_behaviour(indicator_id, change, part_id=element_id))
    listed = Listed(indicator_id, element_id)
    if findings:
        return _order_page(definition_set_id, listed, findings)
    return _again(definition_set_id, listed, code, way)


def _pressed() -> tuple[str, str]:
    """Return which button was pressed: its way, and the id of what it moves."""
    return next(((way, request.form[way]) for way in STEPS if way in request.form), ("up", ""))


def _button(order: Sequence[str], moved: str, way: str) -> str:
    """Return the id of the button to go on with: at an end of the list only the other is left."""
    ends = {order[0]: "down", order[-1]: "up"} if order else {}
    return f"{ends.get(moved, way)}-{moved}"


def _again(definition_set_id: int, listed: "Listed", moved: str, way: str) -> Answer:
    """Lead back to the list, to the button that was pressed."""
    order = [thing_id for thing_id, _ in listed.things(read_version(definition_set_id))]
    return redirect(f"{listed.address(definition_set_id)}#{_button(order, moved, way)}", 303)


@frozen
class Listed:
    """What is put in order: behaviours, the questions of one, or the answers to one question."""

    indicator_id: str = ""
    element_id: str = ""

    def element(self, page: VersionPage) -> Element | None:
        """Return the question whose answers these are; raises NotFoundError if it is not there."""
        if not self.element_id:
            return None
        for each in page.indicator(self.indicator_id).elements:
            if each.element_id == self.element_id:
                return each
        raise NotFoundError("This behavior has no such question.")

    def things(self, page: VersionPage) -> list[tuple[str, str]]:
        """List id and words of each, in their order."""
        if element := self.element(page):
            return [(each.code, each.label) for each in element.options]
        if self.indicator_id:
            questions = page.indicator(self.indicator_id).elements
            return [(each.element_id, each.label) for each in questions]
        return [(each.indicator_id, each.name) for each in page.definition_set.indicators]

    def address(self, definition_set_id: int) -> str:
        """Return the address of the page, to which its buttons send, too."""
        place = {"indicator_id": self.indicator_id, "element_id": self.element_id}
        endpoint = "answer" if self.element_id else "question"
        return url_for(
            f"orders.show_{endpoint}_order" if self.indicator_id else "orders.show_order",
            definition_set_id=definition_set_id,
            _external=False,
            **{name: value for name, value in place.items() if value},
        )


def _order_page(definition_set_id: int, listed: Listed, findings: Findings) -> Answer:
    draft = open_draft(definition_set_id)
    things = listed.things(draft.page)
    return show(
        "order.html",
        draft,
        findings,
        indicator=draft.page.indicator(listed.indicator_id) if listed.indicator_id else None,
        element=listed.element(draft.page),
        action=listed.address(definition_set_id),
        things=things,
    )
