"""What the form of an example sent, as an example, and the example as a filled-in form."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indicators.definitions import Element, ElementKind, Example, ExampleKind, Indicator, Json
from indicators.parsing import MAX_ANSWER_CHARS
from indicators.validation import answer_from_form
from sar.catalog.drafts.time_answers import fill_in_time, read_time
from sar.catalog.form_reader import MAX_HELP_CHARS, MAX_TEXT_CHARS, Form, Reader, code_of
from sar.errors import FieldFinding


def example_form(indicator: Indicator, example: Example, *, zone: str) -> Form:
    """Fill in the form of an example and its answers; times stand on the clocks of `zone`."""
    form = MultiDict({"kind": example.kind, "text": example.text, "why": example.why})
    for element in indicator.elements:
        value = (example.answers or {}).get(element.element_id)
        if element.kind is ElementKind.DATE_TIME:
            fill_in_time(form, element, value, zone=zone)
            continue
        values: Sequence[object] = value if isinstance(value, list) else [value]
        for each in values:
            if each is not None:
                form.add(f"answer.{element.element_id}", code_of(each))
    return form


def read_example(
    form: Form, indicator: Indicator, *, old: Example | None
) -> tuple[Example, list[FieldFinding]]:
    """Read the form of an example; whether its answers fit is for `readiness` to say."""
    read = Reader(form)
    before = (old.answers if old else None) or {}
    answers = {}
    for element in indicator.elements:
        answer = _answer(read, element, old=before.get(element.element_id))
        if answer is not None:
            answers[element.element_id] = answer
    example = Example(
        kind=read.member("kind", ExampleKind, message="Say what the example shows."),
        text=read.text("text", limit=MAX_TEXT_CHARS, empty="The example needs a story."),
        why=read.text("why", limit=MAX_HELP_CHARS, empty="Say why the example belongs here."),
        answers=answers or None,
    )
    return example, read.findings


def _answer(read: Reader, element: Element, *, old: Json) -> Json:
    if element.kind is ElementKind.DATE_TIME:
        return read_time(read, element, old=old)
    name = f"answer.{element.element_id}"
    is_text = element.kind is ElementKind.TEXT
    sent = [read.text(name, limit=MAX_ANSWER_CHARS)] if is_text else read.form.getlist(name)
    return _in_old_order(answer_from_form(element, sent), old)


def _in_old_order(answer: Json, before: Json) -> Json:
    """Keep the order of ticked answers if the same ones are ticked: saving is not changing."""
    if isinstance(answer, list) and isinstance(before, list) and set(answer) == set(before):
        return before
    return answer
