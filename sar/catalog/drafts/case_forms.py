"""The form of a case: answers, right or wrong on purpose, and what is to be found in them."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indicators.definitions import Case, Element, ElementKind, Indicator, Json
from indicators.forms import answer_from_form
from indicators.parsing import MAX_ANSWER_CHARS
from indicators.rules import ABOUT_ONE_ANSWER, Rule
from sar.catalog.drafts.time_answers import fill_in_time, read_time
from sar.catalog.form_reader import MAX_TEXT_CHARS, Form, Reader, code_of
from sar.errors import FieldFinding

# What a made-up text consists of, if it is only to have a length.
_FILLER = "x"


def case_form(indicator: Indicator, case: Case, *, zone: str) -> Form:
    """Fill in the form of a case; a time is shown on the clocks of `zone`."""
    form: Form = MultiDict()
    for element in indicator.elements:
        answer = case.answers.get(element.element_id)
        if element.kind is ElementKind.DATE_TIME:
            fill_in_time(form, element, answer, zone=zone)
        else:
            _fill_in(form, element, answer)
        if element.element_id in case.findings:
            form.add(f"found.{element.element_id}", case.findings[element.element_id])
    for rule in indicator.rules:
        if rule.rule_id in case.findings:
            form.add(f"found.{rule.rule_id}", "yes")
    return form


def read_case(
    form: Form, indicator: Indicator, *, old: Case | None
) -> tuple[Case, list[FieldFinding]]:
    """Read the form of a case; any answer is taken, also one that a report is refused for."""
    read = Reader(form)
    answers: dict[str, Json] = {}
    for element in indicator.elements:
        before = old.answers.get(element.element_id) if old else None
        answer = _answer(read, element, old=before)
        if answer is not None:
            answers[element.element_id] = answer
    return Case(answers, _expected(read, indicator)), read.findings


def kept_codes(element: Element, form: Form) -> list[tuple[str, str]]:
    """List what a case answers to a list that does not offer it, as (code, words)."""
    known = {option.code for option in element.options}
    if element.kind is ElementKind.YES_NO:
        known = {"yes", "no"}
    sent = filter(None, form.getlist(f"answer.{element.element_id}"))
    return [(each, f"Not in the list: {each}") for each in sent if each not in known]


def _fill_in(form: Form, element: Element, answer: Json) -> None:
    if isinstance(answer, dict):
        form.add(f"long.{element.element_id}", str(answer["times"]))
        return
    values: Sequence[object] = answer if isinstance(answer, list) else [answer]
    for each in values:
        if each is not None:
            form.add(f"answer.{element.element_id}", code_of(each))


def _is_as_shown(form: Form, element: Element, answer: Json) -> bool:
    """Tell whether a question stands as it was filled in, so that saving is not changing."""
    shown: Form = MultiDict()
    _fill_in(shown, element, answer)
    return _sent(form, element.element_id) == _sent(shown, element.element_id)


def _sent(form: Form, element_id: str) -> list[list[str]]:
    return [
        sorted(each.replace("\r\n", "\n").strip() for each in form.getlist(name) if each.strip())
        for name in (f"answer.{element_id}", f"long.{element_id}")
    ]


def _answer(read: Reader, element: Element, *, old: Json) -> Json:
    name = f"answer.{element.element_id}"
    if element.kind is ElementKind.DATE_TIME:
        return read_time(read, element, old=old)
    if _is_as_shown(read.form, element, old):
        return old
    if element.kind is not ElementKind.TEXT:
        return answer_from_form(element, read.form.getlist(name))
    if not read.raw(f"long.{element.element_id}"):
        return read.text(name, limit=MAX_TEXT_CHARS) or None
    times = read.whole(f"long.{element.element_id}", minimum=1, maximum=MAX_ANSWER_CHARS + 1)
    return {"repeat": _FILLER, "times": times}


def _expected(read: Reader, indicator: Indicator) -> dict[str, str]:
    about_one = {each.value for each in ABOUT_ONE_ANSWER}
    found = {}
    for element in indicator.elements:
        name = f"found.{element.element_id}"
        code = read.form.get(name, "")
        if code and code not in about_one:
            read.refuse(name, "This cannot be found.", "Choose one of the list.")
        elif code:
            found[element.element_id] = code
    for rule in indicator.rules:
        if read.form.get(f"found.{rule.rule_id}") == "yes":
            found[rule.rule_id] = Rule.CROSS_RULE.value
    return found
