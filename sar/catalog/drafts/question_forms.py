"""What the form of a question sent, as a question, and the question as a filled-in form."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indicators.definitions import (
    DEFAULT_MAX_CHARS,
    Condition,
    Element,
    ElementKind,
    Indicator,
    Option,
    PrivacyClass,
)
from indicators.parsing import MAX_ANSWER_CHARS, MAX_COUNT
from sar.catalog.form_reader import (
    MAX_HELP_CHARS,
    MAX_LABEL_CHARS,
    MAX_NAME_CHARS,
    Form,
    Reader,
    code_of,
    numbered,
)
from sar.catalog.identity import IdKind, TakenIds
from sar.errors import FieldFinding

BLANK_OPTIONS = 3

WITH_OPTIONS = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE)


def question_form(element: Element) -> Form:
    """Fill in the form of a question."""
    low, high = (_digits(each) for each in (element.minimum, element.maximum))
    form = MultiDict(
        {
            "label": element.label,
            "help": element.help,
            "required": "yes" if element.required else "",
            "kind": element.kind,
            "unit": element.unit,
            "minimum": low,
            "maximum": high,
            "max_chars": str(element.max_chars),
            "min_choices": _digits(element.min_choices),
            "max_choices": _digits(element.max_choices),
            "explains_innocence": "yes" if element.explains_innocence else "",
            "privacy": element.privacy,
            **{f"option.{option.code}": option.label for option in element.options},
        }
    )
    if element.when is not None:
        for value in element.when.values:
            form.add(f"when.{element.when.element_id}", code_of(value))
    return form


def blank_question_form() -> Form:
    """Return the form of a question that is not there yet."""
    return MultiDict({"max_chars": str(DEFAULT_MAX_CHARS), "privacy": PrivacyClass.FREE_TEXT})


def read_question(
    form: Form, indicator: Indicator, *, old: Element | None, taken: TakenIds
) -> tuple[Element, list[FieldFinding]]:
    """Read the form of a question; a new one (`old` is None) gets an id that was never used."""
    read = Reader(form)
    kind = old.kind if old else read.member("kind", ElementKind, message="Choose a kind of answer.")
    element_id = old.element_id if old else taken.fresh().take(IdKind.QUESTION)
    is_list = kind is ElementKind.MULTI_CHOICE
    is_text, is_number = kind is ElementKind.TEXT, kind is ElementKind.NUMBER
    element = Element(
        element_id=element_id,
        label=read.text("label", limit=MAX_LABEL_CHARS, empty="The question needs words."),
        kind=kind,
        help=read.text("help", limit=MAX_HELP_CHARS),
        required=form.get("required") == "yes",
        when=_read_condition(read, earlier_questions(indicator, old)),
        options=_read_options(read, element_id, old, taken) if kind in WITH_OPTIONS else (),
        unit=read.text("unit", limit=MAX_NAME_CHARS) if is_number else "",
        minimum=read.number("minimum") if is_number else None,
        maximum=read.number("maximum") if is_number else None,
        max_chars=(
            read.whole("max_chars", minimum=1, maximum=MAX_ANSWER_CHARS)
            if is_text
            else DEFAULT_MAX_CHARS
        ),
        privacy=_read_privacy(read, kind, old),
        min_choices=read.count("min_choices", minimum=0, maximum=MAX_COUNT) if is_list else None,
        max_choices=read.count("max_choices", minimum=1, maximum=MAX_COUNT) if is_list else None,
        explains_innocence=is_text and form.get("explains_innocence") == "yes",
    )
    return element, read.findings


def earlier_questions(indicator: Indicator, element: Element | None) -> list[Element]:
    """List the questions that stand before `element` (all for None) and may be a condition."""
    earlier: list[Element] = []
    for each in indicator.elements:
        if element is not None and each.element_id == element.element_id:
            break
        if each.kind in (*WITH_OPTIONS, ElementKind.YES_NO):
            earlier.append(each)
    return earlier


def blank_options(form: Form) -> list[str]:
    """Return the names of the fields for new answers: those sent, or three; three more on wish."""
    sent = numbered(form, "new_option")
    more = BLANK_OPTIONS if "more" in form or not sent else 0
    return [*sent, *(f"new_option.{len(sent) + number}" for number in range(more))]


def _read_options(
    read: Reader, element_id: str, old: Element | None, taken: TakenIds
) -> tuple[Option, ...]:
    """Read the answers to choose from: known codes keep theirs, an emptied label removes one."""
    kept = {option.code: f"option.{option.code}" for option in (old.options if old else ())}
    options = [
        Option(code, label)
        for code, name in kept.items()
        if (label := read.text(name, limit=MAX_LABEL_CHARS))
    ]
    codes = set(kept)
    for name in numbered(read.form, "new_option"):
        label = read.text(name, limit=MAX_LABEL_CHARS)
        if label:
            code = taken.next_code(element_id, label, also=codes)
            codes.add(code)
            options.append(Option(code, label))
    if not options:
        read.refuse("options", "There is no answer to choose from.", "Write at least one.")
    return tuple(options)


def _read_condition(read: Reader, earlier: Sequence[Element]) -> Condition | None:
    ticked = {each: read.form.getlist(f"when.{each.element_id}") for each in earlier}
    chosen = [(each, codes) for each, codes in ticked.items() if codes]
    if not chosen:
        return None
    if len(chosen) > 1:
        read.refuse(
            "when",
            "This depends on answers to more than one question.",
            "Tick answers to one earlier question only.",
        )
    asked, codes = chosen[0]
    if asked.kind is ElementKind.YES_NO:
        return Condition(asked.element_id, tuple(code == "yes" for code in codes))
    return Condition(asked.element_id, tuple(codes))


def _read_privacy(read: Reader, kind: ElementKind, old: Element | None) -> PrivacyClass:
    if kind is ElementKind.TEXT:
        return read.member("privacy", PrivacyClass, message="Say what the answer may hold.")
    return old.privacy if old else PrivacyClass.NONE


def _digits(number: float | None) -> str:
    """Write a number as people do: 1000000, 2.5, and nothing for None."""
    return "" if number is None else f"{number:.6f}".rstrip("0").rstrip(".")
