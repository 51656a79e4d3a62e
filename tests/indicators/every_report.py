"""Small definition sets and every small report about them, for tests that leave nothing out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Confidence,
    CrossRule,
    DefinitionSet,
    Element,
    ElementKind,
    Group,
    Indicator,
    Not,
    Option,
    PrivacyClass,
    Test,
    to_plain,
)
from indicators.loading import from_plain
from indicators.validation import validate

Report = tuple[tuple[str, ...], dict[str, dict[str, Any]]]

BEHAVIOURS = ("ind-0001", "ind-0002", "ind-0003")
CODES = ("a", "b", "c")
SUBSETS = [list(some) for size in (1, 2, 3) for some in combinations(CODES, size)]
WITH_VALUES = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE, ElementKind.YES_NO)
WITH_ORDER = (ElementKind.NUMBER, ElementKind.DATE_TIME)


def question(element_id: str, kind: ElementKind, **fields: Any) -> Element:
    """Make a question; a choice offers every code, a text is free text, unless told otherwise."""
    if kind in (ElementKind.CHOICE, ElementKind.MULTI_CHOICE):
        codes = fields.pop("codes", CODES)
        fields["options"] = tuple(Option(code, code.upper()) for code in codes)
    if kind is ElementKind.TEXT:
        fields.setdefault("privacy", PrivacyClass.FREE_TEXT)
    return Element(element_id, f"Question {element_id[-1]}?", kind, **fields)


def behaviour(
    elements: Iterable[Element], *, indicator_id: str = BEHAVIOURS[0], **fields: Any
) -> Indicator:
    """Make a behaviour that asks these questions."""
    return Indicator(
        indicator_id=indicator_id,
        niem_code="PHOTO",
        group=fields.pop("group", Group.DEFINED_CRIMINAL),
        name=f"Behaviour {indicator_id[-1]}",
        definition="Somebody does something.",
        sources=(),
        confidence=Confidence.MEMORY,
        weight=100,
        elements=tuple(elements),
        **fields,
    )


def small_set(
    indicators: Iterable[Indicator], *, version: str = "1.0.0", **fields: Any
) -> DefinitionSet:
    """Make a coherent set; raises DefinitionError if it is not."""
    made = DefinitionSet(
        set_id="small",
        version=version,
        edition="1",
        title="Small",
        issued=date(2026, 1, 1),
        notice="Made up.",
        definition_of_suspicious_activity="Made up.",
        protected_characteristics=("race",),
        sources=(),
        indicators=tuple(indicators),
        **fields,
    )
    return from_plain(to_plain(made), name="small")


def rule(holds: Test, rule_id: str = "rule-0001") -> CrossRule:
    """Make a rule across questions."""
    return CrossRule(rule_id, "The answers do not fit.", "Check them.", holds)


def is_accepted(report: Report, definition_set: DefinitionSet) -> bool:
    """Tell whether validation finds nothing."""
    behaviours, answers = report
    return not validate(answers, definition_set, indicator_ids=behaviours).findings


def reports(*versions: DefinitionSet) -> Iterator[Report]:
    """Give every report that matters to any of these versions: each value, each gap between bounds.

    Small sets have bounds and constants of 0, 1 and 2 and texts of 1 or 2 characters; where more
    is meant than a report of one behaviour, sets are kept to one question for each.
    """
    ids = [each.indicator_id for version in versions for each in version.indicators]
    forms = {each: list(_answers(each, versions)) for each in dict.fromkeys(ids)}
    for size in range(1, len(forms) + 1):
        for chosen in combinations(forms, size):
            for answers in product(*(forms[each] for each in chosen)):
                yield chosen, dict(zip(chosen, answers, strict=True))


def values_of(element_ids: Iterable[str], *versions: DefinitionSet) -> dict[str, list[Any]]:
    """Give every value that matters to any of these versions, by question."""
    every = [
        element
        for version in versions
        for indicator in version.indicators
        for element in indicator.elements
    ]
    kinds = {
        each: {element.kind for element in every if element.element_id == each}
        for each in element_ids
    }
    ordered = sum(1 for each in kinds.values() if each & set(WITH_ORDER))
    return {each: _values(kinds[each], ordered) for each in kinds}


def size_of(report: Report) -> int:
    """Count the answers in a report."""
    return sum(map(len, report[1].values()))


def _answers(indicator_id: str, versions: Sequence[DefinitionSet]) -> Iterator[dict[str, Any]]:
    element_ids = dict.fromkeys(
        element.element_id
        for version in versions
        for indicator in version.indicators
        for element in (indicator.elements if indicator.indicator_id == indicator_id else ())
    )
    values = values_of(element_ids, *versions)
    for chosen in product(*([None, *each] for each in values.values())):
        pairs = zip(values, chosen, strict=True)
        yield {key: value for key, value in pairs if value is not None}


def _values(kinds: set[ElementKind], ordered: int) -> list[Any]:
    days = [f"2026-02-0{day + 1}T00:00" for day in range(ordered)]
    times = [f"{day}Z" for day in days]
    if ElementKind.TEXT in kinds:
        times += [f"{day}:00.000000+00:00" for day in days]
    parts = [step / (ordered + 1) for step in range(1, ordered + 1)]
    made: dict[ElementKind, list[Any]] = {
        ElementKind.TEXT: ["!", "!!", "!!!"],
        ElementKind.CHOICE: list(CODES),
        ElementKind.MULTI_CHOICE: SUBSETS,
        ElementKind.YES_NO: [True, False],
        ElementKind.NUMBER: [
            value for low in (-1, 0, 1, 2) for value in (low, *(low + part for part in parts))
        ],
        ElementKind.DATE_TIME: times,
    }
    return [value for kind in sorted(kinds) for value in made[kind]]


@st.composite
def elements(draw: st.DrawFn, element_id: str, earlier: Sequence[Element]) -> Element:
    """Draw a question that may depend on one of the earlier ones."""
    kind = draw(st.sampled_from(ElementKind))
    fields: dict[str, Any] = {"required": draw(st.booleans())}
    askable = [each for each in earlier if each.kind in WITH_VALUES]
    if askable and draw(st.booleans()):
        asked = draw(st.sampled_from(askable))
        fields["when"] = Condition(asked.element_id, draw(_some(_known(asked))))
    if kind in (ElementKind.CHOICE, ElementKind.MULTI_CHOICE):
        fields["codes"] = draw(_some(CODES))
    if kind is ElementKind.MULTI_CHOICE:
        most = len(fields["codes"])
        low = draw(st.none() | st.integers(0, most))
        fields["min_choices"] = low
        fields["max_choices"] = draw(st.none() | st.integers(max(low or 1, 1), most))
    if kind is ElementKind.NUMBER:
        fields["minimum"] = draw(st.sampled_from([None, 0.0, 1.0]))
        fields["maximum"] = draw(st.sampled_from([None, 1.0, 2.0]))
    if kind is ElementKind.TEXT:
        fields["max_chars"] = draw(st.sampled_from([1, 2, 2000]))
    return question(element_id, kind, **fields)


@st.composite
def some_test(draw: st.DrawFn, about: Sequence[Element], depth: int) -> Test:
    """Draw a test about these questions."""
    element = draw(st.sampled_from(about))
    forms = ["answered"]
    forms += ["condition"] * (element.kind in WITH_VALUES)
    rivals = [
        each.element_id for each in about if each.kind is element.kind and each is not element
    ]
    forms += ["rivals"] * bool(rivals and element.kind in WITH_ORDER)
    forms += ["constant"] * (element.kind is ElementKind.NUMBER)
    forms += ["not", "all", "any"] * bool(depth)
    match draw(st.sampled_from(forms)):
        case "condition":
            return Condition(element.element_id, draw(_some(_known(element))))
        case "rivals":
            comparison = draw(st.sampled_from(Comparison))
            return Compare(element.element_id, comparison, draw(st.sampled_from(rivals)))
        case "constant":
            comparison = draw(st.sampled_from(Comparison))
            return Compare(element.element_id, comparison, draw(st.sampled_from([0, 1, 2])))
        case "not":
            return Not(draw(some_test(about, depth - 1)))
        case "all":
            return AllOf((draw(some_test(about, depth - 1)), draw(some_test(about, depth - 1))))
        case "any":
            return AnyOf((draw(some_test(about, depth - 1)), draw(some_test(about, depth - 1))))
    return Answered(element.element_id)


@st.composite
def behaviours(draw: st.DrawFn, *, most: int = 3) -> Indicator:
    """Draw a behaviour with up to `most` questions, rules across them, and either group."""
    made: list[Element] = []
    for number in range(draw(st.integers(0, most))):
        made.append(draw(elements(f"el-000{number + 1}", made)))
    rules = draw(st.lists(some_test(made, 2), max_size=2)) if made else []
    group = draw(st.sampled_from(Group))
    plain = [
        place
        for place, each in enumerate(made)
        if each.kind is ElementKind.TEXT and each.when is None
    ]
    if plain and group is Group.NEEDS_INFORMATION and draw(st.booleans()):
        made[plain[0]] = replace(made[plain[0]], explains_innocence=True)
    named = tuple(rule(each, f"rule-000{place + 1}") for place, each in enumerate(rules))
    return behaviour(made, group=group, rules=named)


@st.composite
def revisions(draw: st.DrawFn, old: Indicator) -> Indicator:
    """Draw a revision: most of it as it was, some questions or rules new, gone or different."""
    made: list[Element] = []
    for number in range(3):
        element_id = f"el-000{number + 1}"
        kept = [each for each in old.elements if each.element_id == element_id]
        action = draw(st.sampled_from(["keep", "keep", "keep", "flip", "draw", "drop"]))
        if action == "draw":
            made.append(draw(elements(element_id, made)))
        elif kept and action != "drop":
            flipped = replace(kept[0], required=not kept[0].required)
            made.append(flipped if action == "flip" else kept[0])
    made = _mended(made)
    ids = {each.element_id for each in made}
    rules = [each for each in old.rules if draw(st.booleans())]
    if made and draw(st.booleans()):
        rules.append(rule(draw(some_test(made, 2)), "rule-0003"))
    return behaviour(made, group=old.group, rules=tuple(rules)) if ids else behaviour(())


def _mended(made: list[Element]) -> list[Element]:
    """Drop the conditions that no longer name an earlier question with these answers."""
    known: dict[str, tuple[Any, ...]] = {}
    kept = []
    for each in made:
        when = each.when
        if when and not set(when.values) <= set(known.get(when.element_id, ())):
            each = replace(each, when=None)
        kept.append(each)
        known[each.element_id] = _known(each)
    return kept


def _known(element: Element) -> tuple[Any, ...]:
    if element.kind is ElementKind.YES_NO:
        return (True, False)
    return tuple(each.code for each in element.options)


def _some(values: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(
        lambda some: tuple(each for each in values if each in some)
    )
