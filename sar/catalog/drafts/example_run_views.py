"""The page on which examples are run, and three new ones written at once: one of each kind."""

from functools import partial

from flask import Blueprint, request

from indicators.definitions import Example, ExampleKind
from sar import web
from sar.catalog.drafts import content_edits
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.example_results import run_example
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    save,
    show,
    to_behaviour,
)
from sar.catalog.form_reader import MAX_HELP_CHARS, MAX_TEXT_CHARS, Form, Reader
from sar.catalog.service import AUTHORS
from sar.errors import FieldFinding
from sar.log.audit import Detail
from sar.security import allow

bp = Blueprint(
    "example_runs",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/examples",
)

EMPTY = FieldFinding(
    "text.positive", "All three boxes are empty.", "Write what happened in one of them."
)


@bp.get("")
@allow(*AUTHORS)
def run_examples(definition_set_id: int, indicator_id: str) -> Answer:
    """Run the examples of a behaviour, and offer a box for a new one of each kind."""
    return _runs_page(definition_set_id, indicator_id, Form(), ())


@bp.post("")
@allow(*AUTHORS)
def try_examples(definition_set_id: int, indicator_id: str) -> Answer:
    """Run what stands in the three boxes, or add it to the behaviour."""
    typed, read = _typed(request.form)
    if read or request.form.get("do") != "add":
        return _runs_page(definition_set_id, indicator_id, request.form, read, typed)
    change = partial(content_edits.with_examples, examples=typed)
    details: dict[str, Detail] = {"content": "examples", "added": len(typed)}
    findings = save(definition_set_id, of_behaviour(indicator_id, change, details=details))
    if findings:
        return _runs_page(definition_set_id, indicator_id, request.form, findings, typed)
    return to_behaviour(definition_set_id, indicator_id, "examples")


def _typed(form: Form) -> tuple[tuple[Example, ...], list[FieldFinding]]:
    """Read the boxes that are filled in; the reason may be left for later only while they run."""
    read = Reader(form)
    must_say_why = form.get("do") == "add"
    found = []
    for kind in ExampleKind:
        text = read.text(f"text.{kind}", limit=MAX_TEXT_CHARS)
        empty = "Say why the example belongs here." if text and must_say_why else ""
        why = read.text(f"why.{kind}", limit=MAX_HELP_CHARS, empty=empty)
        # What is too long was refused, and is not run.
        if 0 < len(text) <= MAX_TEXT_CHARS:
            found.append(Example(kind, text, why))
        elif why and not text:
            read.refuse(f"text.{kind}", "The example needs a story.", "Write what happened.")
    if not found and not read.findings:
        read.findings.append(EMPTY)
    return tuple(found), read.findings


def _runs_page(
    definition_set_id: int,
    indicator_id: str,
    form: Form,
    findings: Findings,
    typed: tuple[Example, ...] = (),
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    run = partial(
        run_example,
        indicator=indicator,
        definition_set=draft.page.definition_set,
        recognizers=web.wiring().recognizers,
    )
    return show(
        "example_runs.html",
        draft,
        findings,
        indicator=indicator,
        form=form,
        results=[run(each, number) for number, each in enumerate(indicator.examples, start=1)],
        typed={each.kind: run(each, None) for each in typed},
    )
