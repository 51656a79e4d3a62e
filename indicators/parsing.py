"""A definition set from JSON types, every value checked and what refers to what."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from indicators.coherence import check_set
from indicators.definitions import (
    DEFAULT_MAX_CHARS,
    ELEMENT_ID,
    INDICATOR_ID,
    RULE_ID,
    AllOf,
    Answered,
    AnyOf,
    Audience,
    Case,
    Compare,
    Comparison,
    Condition,
    Confidence,
    CrossRule,
    DefinitionSet,
    Element,
    ElementKind,
    Example,
    ExampleKind,
    Group,
    Indicator,
    Json,
    Not,
    Option,
    PrivacyClass,
    Relation,
    RelationKind,
    RoleGuidance,
    Source,
    Status,
    Test,
)
from indicators.errors import DefinitionError
from indicators.reading import Place
from indicators.rules import Rule

MAX_ANSWER_CHARS = 20_000
"""Longest answer a definition may ask for, in code points; about six printed pages."""

MAX_WEIGHT = 400
"""Largest weight: no single behavior may decide more than two fifths of a score."""

MAX_COUNT = 200
"""Largest count that a definition may ask for: options of one answer, behaviors of one report."""

MAX_TEST_DEPTH = 5
"""Deepest nesting of a rule's test, counting the outermost one; beyond it nobody can read it."""

SET_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def from_plain(plain: object, *, name: str) -> DefinitionSet:
    """Make a definition set of JSON types, checking every value and what refers to what.

    Texts are normalised to NFC and lose white space at their ends.

    Raises
    ------
    DefinitionError
        At the first value that cannot be accepted.
    """
    place = Place(plain, "", name).record(
        required=(
            "set_id",
            "version",
            "edition",
            "title",
            "issued",
            "notice",
            "definition_of_suspicious_activity",
            "protected_characteristics",
            "sources",
            "indicators",
        ),
        optional=("max_behaviours",),
    )
    definition_set = DefinitionSet(
        set_id=place.at("set_id").matching(SET_ID, example="nsi-behaviours"),
        version=place.at("version").matching(VERSION, example='"1.0.0", in quotes'),
        edition=place.at("edition").text(),
        title=place.at("title").text(),
        issued=_date(place.at("issued")),
        notice=place.at("notice").text(),
        definition_of_suspicious_activity=place.at("definition_of_suspicious_activity").text(),
        protected_characteristics=_texts(place.at("protected_characteristics")),
        sources=tuple(_source(each) for each in place.at("sources").items()),
        indicators=tuple(read_indicator(each) for each in place.at("indicators").items()),
        max_behaviours=_count(place, "max_behaviours", minimum=1),
    )
    check_set(definition_set, name=name)
    return definition_set


def _date(place: Place) -> date:
    text = place.matching(_DATE, example='"2015-02-23", in quotes')
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise place.error("there is no such day.", "Write year, month and day.") from error


def _texts(place: Place) -> tuple[str, ...]:
    return tuple(each.text() for each in place.items())


def _source(place: Place) -> Source:
    place.record(required=("key", "reference"))
    return Source(place.at("key").text(), place.at("reference").text())


def read_indicator(place: Place) -> Indicator:
    """Read one behaviour; what it refers to is checked with the whole set."""
    place.record(
        required=(
            "indicator_id",
            "niem_code",
            "group",
            "name",
            "definition",
            "sources",
            "confidence",
            "weight",
        ),
        optional=(
            "elements",
            "guidance",
            "examples",
            "status",
            "related",
            "role_guidance",
            "rules",
            "cases",
            "phrases",
        ),
    )
    return Indicator(
        indicator_id=place.at("indicator_id").matching(INDICATOR_ID, example="ind-0007"),
        niem_code=place.at("niem_code").text(),
        group=place.at("group").member(Group),
        name=place.at("name").text(),
        definition=place.at("definition").text(),
        sources=_texts(place.at("sources")),
        confidence=place.at("confidence").member(Confidence),
        weight=place.at("weight").whole(minimum=0, maximum=MAX_WEIGHT),
        elements=tuple(_element(each) for each in place.at("elements").items()),
        guidance=_texts(place.at("guidance")),
        examples=tuple(_example(each) for each in place.at("examples").items()),
        status=place.at("status").member(Status, default=Status.ACTIVE),
        related=tuple(_relation(each) for each in place.at("related").items()),
        role_guidance=tuple(_role_guidance(each) for each in place.at("role_guidance").items()),
        rules=tuple(_rule(each) for each in place.at("rules").items()),
        cases=tuple(_case(each) for each in place.at("cases").items()),
        phrases=_texts(place.at("phrases")),
    )


def faults_in(place: Place) -> Iterator[DefinitionError]:
    """Give what is wrong with a behaviour: the first fault of itself and of each of its parts."""
    if not isinstance(place.value, Mapping):
        yield from _fault(read_indicator, place)
        return
    rest = {key: value for key, value in place.value.items() if key not in _PARTS}
    yield from _fault(read_indicator, Place(rest, place.path, place.name))
    for key, read in _PARTS.items():
        part = Place(place.value.get(key), f"{place.path}.{key}", place.name)
        yield from _fault(Place.items, part)
        for number, each in enumerate(part.value if isinstance(part.value, list) else ()):
            yield from _fault(read, Place(each, f"{part.path}[{number}]", place.name))


def _fault(read: Callable[[Place], object], place: Place) -> Iterator[DefinitionError]:
    try:
        read(place)
    except DefinitionError as error:
        yield error


def _element(place: Place) -> Element:
    place.record(
        required=("element_id", "label", "kind"),
        optional=(
            "help",
            "required",
            "when",
            "options",
            "unit",
            "minimum",
            "maximum",
            "max_chars",
            "privacy",
            "min_choices",
            "max_choices",
            "explains_innocence",
        ),
    )
    return Element(
        element_id=place.at("element_id").matching(ELEMENT_ID, example="el-0031"),
        label=place.at("label").text(),
        kind=place.at("kind").member(ElementKind),
        help=place.at("help").text(default=""),
        required=place.at("required").flag(default=False),
        when=_condition(place.at("when")) if place.has("when") else None,
        options=tuple(_option(each) for each in place.at("options").items()),
        unit=place.at("unit").text(default=""),
        minimum=place.at("minimum").number(),
        maximum=place.at("maximum").number(),
        max_chars=place.at("max_chars").whole(
            minimum=1, maximum=MAX_ANSWER_CHARS, default=DEFAULT_MAX_CHARS
        ),
        privacy=place.at("privacy").member(PrivacyClass, default=PrivacyClass.NONE),
        min_choices=_count(place, "min_choices", minimum=0),
        max_choices=_count(place, "max_choices", minimum=1),
        explains_innocence=place.at("explains_innocence").flag(default=False),
    )


def _count(place: Place, key: str, *, minimum: int) -> int | None:
    if not place.has(key):
        return None
    return place.at(key).whole(minimum=minimum, maximum=MAX_COUNT)


def _relation(place: Place) -> Relation:
    place.record(required=("kind", "indicator_id"))
    return Relation(
        kind=place.at("kind").member(RelationKind),
        indicator_id=place.at("indicator_id").matching(INDICATOR_ID, example="ind-0007"),
    )


def _role_guidance(place: Place) -> RoleGuidance:
    place.record(required=("audience", "texts"))
    return RoleGuidance(place.at("audience").member(Audience), _texts(place.at("texts")))


def _case(place: Place) -> Case:
    place.record(required=("answers",), optional=("findings",))
    findings = place.at("findings").entries() if place.has("findings") else ()
    return Case(
        answers={key: _case_answer(each) for key, each in place.at("answers").entries()},
        findings={key: each.member(Rule).value for key, each in findings},
    )


def _rule(place: Place) -> CrossRule:
    place.record(required=("rule_id", "message", "remedy", "holds"))
    return CrossRule(
        rule_id=place.at("rule_id").matching(RULE_ID, example="rule-0003"),
        message=place.at("message").text(),
        remedy=place.at("remedy").text(),
        holds=_test(place.at("holds")),
    )


def _test(place: Place, *, depth: int = 1) -> Test:
    """Read one test of a rule; its keys tell which kind it is."""
    if depth > MAX_TEST_DEPTH:
        raise place.error(
            f"the test is nested {depth} levels deep.",
            f"Nest at most {MAX_TEST_DEPTH} levels; write several rules instead.",
        )
    if place.has("all_of"):
        place.record(required=("all_of",))
        return AllOf(tuple(_test(each, depth=depth + 1) for each in place.at("all_of").items()))
    if place.has("any_of"):
        place.record(required=("any_of",))
        return AnyOf(tuple(_test(each, depth=depth + 1) for each in place.at("any_of").items()))
    if place.has("fails"):
        place.record(required=("fails",))
        return Not(_test(place.at("fails"), depth=depth + 1))
    if place.has("answered"):
        place.record(required=("answered",))
        return Answered(place.at("answered").matching(ELEMENT_ID, example="el-0031"))
    if place.has("comparison"):
        place.record(required=("element_id", "comparison", "other"))
        return Compare(
            element_id=place.at("element_id").matching(ELEMENT_ID, example="el-0031"),
            comparison=place.at("comparison").member(Comparison),
            other=_operand(place.at("other")),
        )
    return _condition(place)


def rule_test(plain: object, *, name: str) -> Test:
    """Make the test of a rule of JSON types; what it refers to is checked with its set.

    Raises
    ------
    DefinitionError
        At the first value that cannot be accepted.
    """
    return _test(Place(plain, "", name))


def _operand(place: Place) -> str | int | float:
    if isinstance(place.value, str):
        return place.matching(ELEMENT_ID, example="el-0031, or a number without quotes")
    number = place.number()
    if number is None:
        raise place.error("found nothing.", "Write the id of a question, or a number.")
    return int(number) if number.is_integer() else number


def _condition(place: Place) -> Condition:
    place.record(required=("element_id", "values"))
    return Condition(
        element_id=place.at("element_id").matching(ELEMENT_ID, example="el-0031"),
        values=tuple(
            each.flag(default=False) if isinstance(each.value, bool) else each.text()
            for each in place.at("values").items()
        ),
    )


def _option(place: Place) -> Option:
    place.record(required=("code", "label"))
    code = place.at("code").matching(_CODE, example="front_gate: small letters, digits and _")
    return Option(code, place.at("label").text())


def _example(place: Place) -> Example:
    place.record(required=("kind", "text", "why"), optional=("answers",))
    return Example(
        kind=place.at("kind").member(ExampleKind),
        text=place.at("text").text(),
        why=place.at("why").text(),
        answers=_answers(place.at("answers")) if place.has("answers") else None,
    )


def _answers(place: Place) -> dict[str, Json]:
    return {key: _json(each) for key, each in place.entries()}


def _case_answer(place: Place) -> Json:
    """Read a case's answer; ``{repeat: x, times: 1501}`` stands for a text of 1,501 times x."""
    if not isinstance(place.value, Mapping):
        return _json(place)
    place.record(required=("repeat", "times"))
    times = place.at("times").whole(minimum=1, maximum=MAX_ANSWER_CHARS + 1)
    return {"repeat": place.at("repeat").text(), "times": times}


def _json(place: Place) -> Json:
    """Read an example's answer: a text, a list of texts, a number, true or false."""
    if isinstance(place.value, bool):
        return place.value
    if isinstance(place.value, str):
        return place.text()
    if isinstance(place.value, list | tuple):
        return [each.text() for each in place.items()]
    number = place.number()
    return int(number) if number is not None and number.is_integer() else number


_PARTS: Mapping[str, Callable[[Place], object]] = {
    "elements": _element,
    "examples": _example,
    "related": _relation,
    "role_guidance": _role_guidance,
    "rules": _rule,
    "cases": _case,
}
"""The parts of a behavior that are lists of records, and how one of each is read."""
