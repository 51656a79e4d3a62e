"""Made-up answers that stand for all answers: two versions tell no others apart."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, islice, pairwise
from math import ceil, floor, nextafter

from indicators.answers import MAX_MAGNITUDE, Problem, check_answer
from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Condition,
    Element,
    ElementKind,
    Indicator,
    Json,
    Not,
    Test,
)

MAX_SAMPLES = 2_000
"""Most samples of one question; a list one longer than this is not complete."""

_Leaf = Answered | Condition | Compare

_FIRST_DAY = date(2026, 1, 1)
# The same moment in the fewest and in the most characters that a time is accepted in.
_SHORT, _LONG = "T00:00Z", "T00:00:00.000000+00:00"
_FILLER = "?"  # not an option code, not a time: it answers nothing but a text question


@dataclass(frozen=True, slots=True)
class _Question:
    """A question in the version that accepts, in the other one, and what both test about it.

    `values` are those of conditions, `marks` the numbers it is compared with, `rivals` counts the
    questions whose answers are compared with one another, this one included.
    """

    element: Element
    other: Element | None
    values: tuple[Collection[str | bool], ...]
    marks: tuple[float, ...]
    rivals: int

    def signature(self, code: str) -> tuple[bool, ...]:
        """Tell what sets an option apart: whether the other version takes it, who asks for it."""
        return (self._is_taken(code), *(code in each for each in self.values))

    def _is_taken(self, code: str) -> bool:
        if self.other is None:
            return False
        if self.other.kind is ElementKind.MULTI_CHOICE:
            return code in _codes(self.other)
        return not isinstance(check_answer(self.other, code), Problem)


def samples(accepting: Indicator, refusing: Indicator | None) -> dict[str, tuple[Json, ...]]:
    """Give the samples of every question of a behaviour, by element id.

    Take any answers that `accepting` accepts. Then there are answers to the same questions, all
    of them samples, for which every condition and rule of both versions comes out the same, and
    which `refusing` finds the same faults with. Nothing but the definitions goes into them.
    Where a question takes a text in one version and a time in the other, only this is promised: if
    an answer to it can be refused, then a sample is.
    """
    others = {each.element_id: each for each in (refusing.elements if refusing else ())}
    leaves = [*_leaves_of(accepting), *(_leaves_of(refusing) if refusing else ())]
    groups = _compared(leaves)
    made = {}
    for element in accepting.elements:
        element_id = element.element_id
        group = groups.get(element_id, {element_id})
        question = _Question(
            element,
            others.get(element_id),
            tuple(
                each.values
                for each in leaves
                if isinstance(each, Condition) and each.element_id == element_id
            ),
            tuple(_marks(group, leaves, [*accepting.elements, *others.values()])),
            len(group),
        )
        made[element_id] = tuple(islice(_accepted(question), MAX_SAMPLES + 1))
    return made


def _leaves_in(test: Test) -> Iterator[_Leaf]:
    """Give the tests inside a test that are about questions themselves."""
    match test:
        case Not(inner):
            yield from _leaves_in(inner)
        case AllOf(inner) | AnyOf(inner):
            for each in inner:
                yield from _leaves_in(each)
        case _:
            yield test


def _leaves_of(indicator: Indicator) -> Iterator[_Leaf]:
    yield from (each.when for each in indicator.elements if each.when is not None)
    for rule in indicator.rules:
        yield from _leaves_in(rule.holds)


def _compared(leaves: Iterable[_Leaf]) -> dict[str, set[str]]:
    """Group the questions whose answers are compared with one another, in either version."""
    groups: dict[str, set[str]] = {}
    for leaf in leaves:
        if isinstance(leaf, Compare) and isinstance(leaf.other, str):
            joined = groups.get(leaf.element_id, {leaf.element_id}) | groups.get(
                leaf.other, {leaf.other}
            )
            groups.update(dict.fromkeys(joined, joined))
    return groups


def _marks(
    group: Collection[str], leaves: Iterable[_Leaf], elements: Iterable[Element]
) -> Iterator[float]:
    """Give every number that an answer to one of the group can be above, at or below."""
    for element in elements:
        if element.element_id in group:
            yield from (each for each in (element.minimum, element.maximum) if each is not None)
    for leaf in leaves:
        if (
            isinstance(leaf, Compare)
            and leaf.element_id in group
            and not isinstance(leaf.other, str)
        ):
            yield leaf.other


def _accepted(question: _Question) -> Iterator[Json]:
    """Give the samples that the question itself accepts."""
    for value in _MADE_UP[question.element.kind](question):
        if not isinstance(check_answer(question.element, value), Problem):
            yield value


def _texts(question: _Question) -> Iterator[Json]:
    yield _FILLER
    other = question.other
    if other is None:
        return
    if other.kind is ElementKind.TEXT:
        yield _FILLER * (min(other.max_chars, question.element.max_chars) + 1)
    elif other.kind is ElementKind.CHOICE:
        fitting = [each for each in _codes(other) if len(each) <= question.element.max_chars]
        yield from (codes[0] for codes in _alike(question, fitting))
    elif other.kind is ElementKind.DATE_TIME:
        yield from _moments(question)


def _choices(question: _Question) -> Iterator[Json]:
    yield from (codes[0] for codes in _alike(question, _codes(question.element)))


def _multi_choices(question: _Question) -> Iterator[Json]:
    """Give each way to choose from the groups of like options, with each count that matters."""
    groups = _alike(question, _codes(question.element))
    counts = {
        count
        for each in (question.element, question.other)
        if each is not None
        for count in (each.min_choices, None if each.max_choices is None else each.max_choices + 1)
        if count is not None
    }
    for size in range(1, len(groups) + 1):
        for chosen in combinations(groups, size):
            rest = [code for group in chosen for code in group[1:]]
            for count in sorted({size, *counts}):
                if size <= count <= size + len(rest):
                    yield [*(group[0] for group in chosen), *rest[: count - size]]


def _numbers(question: _Question) -> Iterator[Json]:
    """Give every mark and, between two of them, a different number for each rival."""
    marks = sorted({-MAX_MAGNITUDE, *question.marks, MAX_MAGNITUDE})
    for low, high in pairwise(marks):
        yield from map(_whole, (low, *_between(low, high, question.rivals)))
    yield _whole(marks[-1])


def _between(low: float, high: float, count: int) -> list[float]:
    """Give `count` numbers strictly between two, or all if there are fewer."""
    first, last = floor(low) + 1, ceil(high) - 1
    if last - first + 1 >= count:
        start = min(max(first, 0), last - count + 1)
        return list(range(start, start + count))
    step = (high - low) / (count + 1)
    spread = [low + step * number for number in range(1, count + 1)]
    if all(a < b for a, b in pairwise([low, *spread, high])):
        return spread
    found = [nextafter(low, high)]
    while found[-1] < high and len(found) <= count:
        found.append(nextafter(found[-1], high))
    return [each for each in found if each < high][:count]


def _moments(question: _Question) -> Iterator[Json]:
    """Give one moment for each rival, short and, if the other version counts characters, long."""
    is_text = question.other is not None and question.other.kind is ElementKind.TEXT
    for form in (_SHORT, _LONG) if is_text else (_SHORT,):
        yield from (
            f"{_FIRST_DAY + timedelta(days=number)}{form}" for number in range(question.rivals)
        )


def _alike(question: _Question, codes: Iterable[str]) -> list[list[str]]:
    """Group option codes that neither version tells apart."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for code in codes:
        groups.setdefault(question.signature(code), []).append(code)
    return list(groups.values())


def _codes(element: Element) -> list[str]:
    return [each.code for each in element.options]


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


_MADE_UP: Mapping[ElementKind, Callable[[_Question], Iterator[Json]]] = {
    ElementKind.TEXT: _texts,
    ElementKind.CHOICE: _choices,
    ElementKind.MULTI_CHOICE: _multi_choices,
    ElementKind.YES_NO: lambda _: iter((True, False)),
    ElementKind.NUMBER: _numbers,
    ElementKind.DATE_TIME: _moments,
}
