"""What the trainer's forms sent, as parts of a behaviour, and the parts as filled-in forms.

The limits are this project's: long enough for every text of the shipped sets several times over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from indicators.definitions import (
    DEFAULT_MAX_CHARS,
    Condition,
    Confidence,
    Element,
    ElementKind,
    Example,
    ExampleKind,
    Indicator,
    Json,
    Option,
    PrivacyClass,
)
from indicators.parsing import MAX_ANSWER_CHARS, MAX_WEIGHT
from indicators.reading import is_clean_text
from indicators.validation import answer_from_form
from sar.catalog.activation import Terms
from sar.catalog.edits import Words
from sar.catalog.identity import TakenIds
from sar.catalog.publication import DEFAULT_ACCEPT_DAYS, MAX_ACCEPT_DAYS
from sar.errors import FieldFinding

Form = MultiDict[str, str]
_Member = TypeVar("_Member", bound=StrEnum)

MAX_NAME_CHARS = 120
MAX_LABEL_CHARS = 300
MAX_HELP_CHARS = 600
MAX_TEXT_CHARS = 4000
MAX_COMMENT_CHARS = 2000
MAX_POINTS = 30
BLANK_OPTIONS = 3

WITH_OPTIONS = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE)
_WHOLE = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(slots=True)
class Reader:
    """Reads the fields of one form and collects what is wrong with them."""

    form: Form = field(repr=False)
    findings: list[FieldFinding] = field(default_factory=list)

    def refuse(self, path: str, message: str, remedy: str) -> None:
        """Note what is wrong with a field."""
        self.findings.append(FieldFinding(path, message, remedy))

    def raw(self, name: str) -> str:
        """Return a field's text with the line ends that browsers send made plain."""
        return self.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()

    def text(self, name: str, *, limit: int, empty: str = "") -> str:
        """Read a text of at most `limit` characters; `empty` says what is wrong with none."""
        text = self.raw(name)
        if not text and empty:
            self.refuse(name, empty, "Write it in plain words.")
        if len(text) > limit:
            self.refuse(
                name,
                f"This has {len(text):,} characters; {limit:,} fit.",
                "Shorten it to what a reader needs.",
            )
        if not is_clean_text(text):
            self.refuse(
                name,
                "This holds a character that cannot be shown.",
                "Type it again, or paste it as plain text.",
            )
        return text

    def whole(self, name: str, *, minimum: int, maximum: int) -> int:
        """Read a whole number from `minimum` to `maximum`; both are included."""
        text = self.raw(name)
        if not _WHOLE.fullmatch(text) or not minimum <= int(text) <= maximum:
            self.refuse(
                name,
                f"This must be a whole number from {minimum} to {maximum:,}.",
                "Write it in digits.",
            )
            return minimum
        return int(text)

    def number(self, name: str) -> float | None:
        """Read a number, None for an empty field."""
        text = self.raw(name)
        if text and not _DECIMAL.fullmatch(text):
            self.refuse(name, "This is not a number.", "Write it in digits, such as 12 or 2.5.")
            return None
        return float(text) if text else None

    def member(self, name: str, members: type[_Member], *, message: str) -> _Member:
        """Read one value of a closed set."""
        if self.form.get(name) not in set(members):
            self.refuse(name, message, "Choose one of the list.")
            return next(iter(members))
        return members(self.form[name])


def numbered(form: Form, group: str) -> list[str]:
    """Return the names of the fields ``group.0``, ``group.1``... that were sent, in that order."""
    pattern = re.compile(rf"{re.escape(group)}\.([0-9]{{1,3}})")
    numbers = sorted(int(found[1]) for name in form if (found := pattern.fullmatch(name)))
    return [f"{group}.{number}" for number in numbers]


def words_form(indicator: Indicator) -> Form:
    """Fill in the form for name, meaning, guidance and weight; one line of guidance is free."""
    points = enumerate((*indicator.guidance, ""))
    return MultiDict(
        {
            "name": indicator.name,
            "definition": indicator.definition,
            "confidence": indicator.confidence,
            "weight": str(indicator.weight),
            **{f"guidance.{number}": point for number, point in points},
        }
    )


def read_words(form: Form) -> tuple[Words, list[FieldFinding]]:
    """Read that form; the words are only good if nothing was found."""
    read = Reader(form)
    names = numbered(form, "guidance")[:MAX_POINTS]
    points = tuple(read.text(name, limit=MAX_TEXT_CHARS) for name in names)
    words = Words(
        name=read.text("name", limit=MAX_NAME_CHARS, empty="The behaviour needs a name."),
        definition=read.text(
            "definition", limit=MAX_TEXT_CHARS, empty="The behaviour needs a definition."
        ),
        confidence=read.member(
            "confidence", Confidence, message="Say where the definition comes from."
        ),
        guidance=tuple(point for point in points if point),
        weight=read.whole("weight", minimum=0, maximum=MAX_WEIGHT),
    )
    return words, read.findings


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
            "privacy": element.privacy,
            **{f"option.{option.code}": option.label for option in element.options},
        }
    )
    if element.when is not None:
        for value in element.when.values:
            form.add(f"when.{element.when.element_id}", _code_of(value))
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
    element_id = old.element_id if old else taken.next_element_id()
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
        # The form does not ask for these: what the question has, it keeps.
        min_choices=old.min_choices if old else None,
        max_choices=old.max_choices if old else None,
        explains_innocence=old.explains_innocence if old else False,
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


def example_form(indicator: Indicator, example: Example) -> Form:
    """Fill in the form of an example and its answers."""
    form = MultiDict({"kind": example.kind, "text": example.text, "why": example.why})
    for element in indicator.elements:
        value = (example.answers or {}).get(element.element_id)
        values: Sequence[object] = value if isinstance(value, list) else [value]
        for each in values:
            if each is not None:
                form.add(f"answer.{element.element_id}", _code_of(each))
    return form


def read_example(
    form: Form, indicator: Indicator, *, old: Example | None
) -> tuple[Example, list[FieldFinding]]:
    """Read the form of an example; whether its answers fit is for `readiness` to say."""
    read = Reader(form)
    before = (old.answers if old else None) or {}
    answers = {}
    for element in indicator.elements:
        name = f"answer.{element.element_id}"
        is_text = element.kind is ElementKind.TEXT
        sent = [read.text(name, limit=MAX_ANSWER_CHARS)] if is_text else form.getlist(name)
        answer = answer_from_form(element, sent)
        if answer is not None:
            answers[element.element_id] = _in_old_order(answer, before.get(element.element_id))
    example = Example(
        kind=read.member("kind", ExampleKind, message="Say what the example shows."),
        text=read.text("text", limit=MAX_TEXT_CHARS, empty="The example needs a story."),
        why=read.text("why", limit=MAX_HELP_CHARS, empty="Say why the example belongs here."),
        answers=answers or None,
    )
    return example, read.findings


def terms_form() -> Form:
    """Return the form for publishing as it is offered."""
    return MultiDict({"effective": "now", "accept_days": str(DEFAULT_ACCEPT_DAYS)})


def read_terms(form: Form) -> tuple[Terms, list[FieldFinding]]:
    """Read from when a version is to be in force, and how long the one before it is accepted."""
    read = Reader(form)
    effective_from = None
    if form.get("effective") == "later":
        effective_from = moment_of(form, "effective_from")
        if effective_from is None:
            read.refuse("effective_from", "This is not a date.", "Choose a day and a time.")
    elif form.get("effective") != "now":
        read.refuse("effective", "Say when it takes effect.", "Choose “At once” or “Later”.")
    days = read.whole("accept_days", minimum=0, maximum=MAX_ACCEPT_DAYS)
    follows_id = whole_or_zero(form.get("follows", ""))
    return Terms(effective_from, days, follows_id), read.findings


def whole_or_zero(text: str) -> int:
    """Return a whole number that a hidden field carries, 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def moment_of(form: Form, name: str, *, clock: str = "00:00") -> datetime | None:
    """Read a date, a time (`clock` if there is none) and a zone as sent by three fields."""
    time = form.get(f"{name}-time") or clock
    try:
        local = datetime.fromisoformat(f"{form.get(f'{name}-date', '')}T{time}")
        return local.replace(tzinfo=ZoneInfo(form.get(f"{name}-zone", ""))).astimezone(UTC)
    except (ValueError, OSError, KeyError, OverflowError):
        return None


def read_comment(form: Form, name: str, *, empty: str) -> tuple[str, list[FieldFinding]]:
    """Read a note or comment; `empty` says what is wrong with none."""
    read = Reader(form)
    return read.text(name, limit=MAX_COMMENT_CHARS, empty=empty), read.findings


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


def _in_old_order(answer: Json, before: Json) -> Json:
    """Keep the order of ticked answers if the same ones are ticked: saving is not changing."""
    if isinstance(answer, list) and isinstance(before, list) and set(answer) == set(before):
        return before
    return answer


def _digits(number: float | None) -> str:
    """Write a number as people do: 1000000, 2.5, and nothing for None."""
    return "" if number is None else f"{number:.6f}".rstrip("0").rstrip(".")


def _code_of(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
