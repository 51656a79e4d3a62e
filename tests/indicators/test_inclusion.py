"""Brute force: the search agrees with all small reports about all small definitions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    DefinitionSet,
    Element,
    ElementKind,
    Group,
    Indicator,
    Not,
    Status,
)
from indicators.errors import DefinitionError
from indicators.inclusion import Inclusion, inclusion
from tests.indicators import every_report
from tests.indicators.every_report import BEHAVIOURS, SUBSETS, behaviour, question, rule, small_set

Search = Callable[[DefinitionSet, DefinitionSet], Inclusion]
Kind = ElementKind


def disagreement(old: DefinitionSet, new: DefinitionSet, search: Search = inclusion) -> str:
    """Say where the search and all small reports differ, "" if nowhere."""
    refused = [
        report
        for report in every_report.reports(old, new)
        if every_report.is_accepted(report, old) and not every_report.is_accepted(report, new)
    ]
    return difference(
        search(old, new), old, new, min(map(every_report.size_of, refused), default=None)
    )


def difference(found: Inclusion, old: DefinitionSet, new: DefinitionSet, least: int | None) -> str:
    """Say what is wrong with a result; `least` is the size of the smallest refused report."""
    if found.undecided:
        return "not decided"
    if found.is_whole is not (least is None):
        return f"the search says {found.is_whole}, the smallest refused report has {least} answers"
    witnesses = [(each.behaviours, dict(each.answers)) for each in found.refusals]
    for witness in witnesses:
        if not every_report.is_accepted(witness, old) or every_report.is_accepted(witness, new):
            return "a witness is none"
    if min(map(every_report.size_of, witnesses), default=None) != least:
        return "the smallest witness is not the smallest refused report"
    return ""


@dataclass(frozen=True)
class Family:
    """Sets, and which of all reports about any of them each one accepts."""

    sets: list[DefinitionSet]
    reports: list[every_report.Report]
    accepted: list[set[int]]


@cache
def family_of(name: str) -> Family:
    """Make a family and validate every report under every set, once."""
    sets = FAMILIES[name]()
    reports = list(every_report.reports(*sets))
    accepted = [
        {place for place, report in enumerate(reports) if every_report.is_accepted(report, each)}
        for each in sets
    ]
    return Family(sets, reports, accepted)


def first_difference(family: Family, search: Search = inclusion) -> str:
    """Compare every two sets of a family."""
    known = list(zip(family.sets, family.accepted, strict=True))
    for (old, before), (new, after) in product(known, repeat=2):
        refused = [every_report.size_of(family.reports[place]) for place in before - after]
        found = difference(search(old, new), old, new, min(refused, default=None))
        if found:
            return f"{found}: {old.indicators} {new.indicators}"
    return ""


def one_question() -> Iterator[Indicator]:
    """Give every small behaviour with one question, and the one without any."""
    yield behaviour(())
    for is_required in (False, True):
        options: dict[Kind, list[dict[str, object]]] = {
            Kind.TEXT: [{"max_chars": count} for count in (1, 2, 2000)],
            Kind.CHOICE: [{"codes": codes} for codes in (*SUBSETS[:2], SUBSETS[3], SUBSETS[-1])],
            Kind.YES_NO: [{}],
            Kind.DATE_TIME: [{}],
            Kind.NUMBER: [
                {"minimum": low, "maximum": high}
                for low in (None, 1.0, 2.0)
                for high in (None, 1.0, 2.0)
                if (low or 1) <= (high or 2)
            ],
            Kind.MULTI_CHOICE: [
                {"codes": codes, "min_choices": low, "max_choices": high}
                for codes in (SUBSETS[0], SUBSETS[3], SUBSETS[-1])
                for low in (None, 0, 2)
                for high in (None, 1, 2)
                if max(low or 0, high or 0) <= len(codes) and (low or 0) <= (high or 3)
            ],
        }
        for kind, rows in options.items():
            for fields in rows:
                yield behaviour([question("el-0001", kind, required=is_required, **fields)])
    explained = question("el-0001", Kind.TEXT, explains_innocence=True)
    yield behaviour([explained], group=Group.NEEDS_INFORMATION)


def two_questions() -> Iterator[Indicator]:
    """Give every small behaviour with a question and one that may depend on it."""
    parents = [
        question("el-0001", Kind.YES_NO, required=is_required) for is_required in (False, True)
    ]
    for parent, is_required, values in product(
        parents, (False, True), (None, (True,), (False,), (True, False))
    ):
        when = Condition("el-0001", values) if values else None
        for child in (
            question("el-0002", Kind.YES_NO, required=is_required, when=when),
            question("el-0002", Kind.NUMBER, required=is_required, when=when, minimum=1.0),
        ):
            yield behaviour([parent, child])
        yield behaviour([parent])


def with_rules() -> Iterator[Indicator]:
    """Give behaviours with a number, a number and a yes/no question, and each form of rule."""
    asked: list[Element] = [
        question("el-0001", Kind.NUMBER),
        question("el-0002", Kind.NUMBER, minimum=0.0, maximum=2.0),
        question("el-0003", Kind.YES_NO),
    ]
    between = [Compare("el-0001", each, "el-0002") for each in Comparison]
    bounds = [Compare("el-0002", each, 1) for each in Comparison]
    answered, said = Answered("el-0002"), Condition("el-0003", (True,))
    mixed = [
        answered,
        said,
        Not(answered),
        AnyOf((Not(said), answered)),
        AnyOf((Not(said), between[0])),
        AllOf((said, bounds[1])),
        AnyOf((Not(Answered("el-0001")), Not(answered))),
        AllOf((said, Not(said))),
    ]
    yield behaviour(asked)
    for holds in (*between, *bounds, *mixed):
        yield behaviour(asked, rules=(rule(holds),))
    yield behaviour(asked, rules=(rule(between[0]), rule(between[4], "rule-0002")))


def several_behaviours() -> Iterator[DefinitionSet]:
    """Give sets of up to three behaviours in every state, with each limit on how many."""
    asked = question("el-0001", Kind.YES_NO, required=True)
    impossible = behaviour(
        [question("el-0003", Kind.YES_NO)],
        indicator_id=BEHAVIOURS[2],
        rules=(rule(AllOf((Answered("el-0003"), Not(Answered("el-0003"))))),),
    )
    for first, second, most in product(Status, (None, *Status), (None, 1, 2)):
        made = [behaviour([asked], status=first)]
        if second is not None:
            made.append(behaviour((), indicator_id=BEHAVIOURS[1], status=second))
        if any(each.status is not Status.RETIRED for each in made):
            yield small_set(made, max_behaviours=most)
            yield small_set([*made, impossible], max_behaviours=most)


def rivals() -> Iterator[Indicator]:
    """Give behaviours that only different numbers between two bounds, or times, tell apart."""
    numbers = [
        question(f"el-000{number}", Kind.NUMBER, minimum=0.0, maximum=1.0) for number in (1, 2, 3)
    ]
    order = (
        rule(Compare("el-0001", Comparison.LESS, "el-0002"), "rule-0001"),
        rule(Compare("el-0002", Comparison.LESS, "el-0003"), "rule-0002"),
        rule(Compare("el-0001", Comparison.MORE, 0), "rule-0003"),
        rule(Compare("el-0003", Comparison.LESS, 1), "rule-0004"),
    )
    yield behaviour(numbers, rules=order)
    never = rule(AllOf(tuple(Not(Answered(each.element_id)) for each in numbers)), "rule-0005")
    yield behaviour(numbers, rules=(*order, never))
    all_three = AllOf(tuple(Answered(each.element_id) for each in numbers))
    yield behaviour(numbers, rules=(*order, rule(Not(all_three), "rule-0006")))


def times() -> Iterator[Indicator]:
    """Give behaviours with two times, and each way to compare them."""
    asked = [question("el-0001", Kind.DATE_TIME), question("el-0002", Kind.DATE_TIME)]
    yield behaviour(asked)
    for comparison in Comparison:
        yield behaviour(asked, rules=(rule(Compare("el-0001", comparison, "el-0002")),))


def kinds() -> Iterator[Indicator]:
    """Give behaviours in which one question takes a text, a time, or a code."""
    texts = [question("el-0001", Kind.TEXT, max_chars=count) for count in (1, 18, 32)]
    others = [question("el-0001", kind) for kind in (Kind.DATE_TIME, Kind.CHOICE)]
    return (behaviour([each]) for each in (*texts, *others))


def sets_of(indicators: Iterator[Indicator]) -> list[DefinitionSet]:
    """Make a set of each behaviour."""
    return [small_set([each]) for each in indicators]


FAMILIES = {
    "one question": lambda: sets_of(one_question()),
    "two questions": lambda: sets_of(two_questions()),
    "rules": lambda: sets_of(with_rules()),
    "rivals": lambda: sets_of(rivals()),
    "times": lambda: sets_of(times()),
    "kinds": lambda: sets_of(kinds()),
    "several behaviors": lambda: list(several_behaviours()),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_search_agrees_with_all_reports_about_all_definitions(family: str) -> None:
    assert first_difference(family_of(family)) == ""


@st.composite
def versions(draw: st.DrawFn) -> tuple[DefinitionSet, DefinitionSet]:
    """Draw two versions of a set of one behaviour with up to three questions."""
    old = draw(every_report.behaviours())
    new = draw(every_report.revisions(old) | every_report.behaviours())
    try:
        return small_set([old]), small_set([new])
    except DefinitionError:
        reject()


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(versions())
def test_the_search_agrees_with_all_reports_about_drawn_definitions(
    pair: tuple[DefinitionSet, DefinitionSet],
) -> None:
    old, new = pair
    assert disagreement(old, new) == ""
    assert disagreement(new, old) == ""
