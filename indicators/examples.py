"""The examples and cases of a definition set, run as tests of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.definitions import (
    Case,
    DefinitionSet,
    Example,
    ExampleKind,
    Indicator,
    Json,
    Status,
)
from indicators.validation import Finding, validate

_KIND_WORDS: Mapping[ExampleKind, str] = {
    ExampleKind.POSITIVE: "that shows the behavior",
    ExampleKind.NEGATIVE: "that does not belong under it",
    ExampleKind.LOOKALIKE: "that looks like it and is lawful",
}


# One change can touch every case of a behaviour: more would be a wall of text.
_MOST_CASES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was expected of one example or case, and what was found.

    `number` counts from 1, examples and cases apart; `kind` is None for a case. `expected` and
    `found` map ids of elements and rules to the rule of their finding; empty means accepted.
    """

    indicator_id: str
    number: int
    kind: ExampleKind | None
    answers: Mapping[str, Json] = field(repr=False, hash=False)
    expected: Mapping[str, str] = field(hash=False)
    found: Mapping[str, str] = field(hash=False)
    messages: tuple[str, ...]

    @property
    def is_passed(self) -> bool:
        """Tell whether exactly the expected was found."""
        return dict(self.expected) == dict(self.found)

    @property
    def name(self) -> str:
        """Say which one it is: ``example 2 (lookalike)`` or ``case 3``."""
        return f"example {self.number} ({self.kind})" if self.kind else f"case {self.number}"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a set from being published, in which behaviour, and how to mend it."""

    indicator_id: str
    message: str
    remedy: str


def run_examples(definition_set: DefinitionSet) -> tuple[Outcome, ...]:
    """Run every example that has answers, and every case, in the order of the set."""
    return tuple(
        outcome
        for indicator in tested(definition_set)
        for outcome in run_behaviour(indicator, definition_set)
    )


def tested(definition_set: DefinitionSet) -> tuple[Indicator, ...]:
    """Give the behaviours whose examples are run: all but the retired, which take no report."""
    return tuple(each for each in definition_set.indicators if each.status is not Status.RETIRED)


def run_behaviour(indicator: Indicator, definition_set: DefinitionSet) -> Iterator[Outcome]:
    """Run the examples and cases of one behaviour of a set.

    The answers of an example are those of a report that an officer could file, whatever the
    example shows; so they must be accepted.
    """
    tried: list[Example | Case] = [*indicator.examples, *indicator.cases]
    for index, each in enumerate(tried):
        is_case = isinstance(each, Case)
        if each.answers is None:
            continue
        answers = filled(each.answers)
        findings = check_answers(answers, indicator, definition_set)
        yield Outcome(
            indicator_id=indicator.indicator_id,
            number=index + 1 - (len(indicator.examples) if is_case else 0),
            kind=None if isinstance(each, Case) else each.kind,
            answers=answers,
            expected=each.findings if isinstance(each, Case) else {},
            found=by_id(findings),
            messages=tuple(finding.message for finding in findings),
        )


def check_answers(
    answers: Mapping[str, Json], indicator: Indicator, definition_set: DefinitionSet
) -> tuple[Finding, ...]:
    """Give what is found in a report of this behaviour alone with these answers."""
    chosen = indicator.indicator_id
    return validate({chosen: answers}, definition_set, indicator_ids=[chosen]).findings


def by_id(findings: Sequence[Finding]) -> dict[str, str]:
    """Give what was found by the id of the question or rule it is about, or of the behaviour."""
    return {
        finding.element_id or finding.rule_id or finding.indicator_id or "": finding.rule.value
        for finding in findings
    }


def filled(answers: Mapping[str, Json]) -> dict[str, Json]:
    """Write out what a case abbreviates: ``{repeat: x, times: 3}`` stands for ``xxx``."""
    return {
        key: str(value["repeat"]) * int(str(value["times"])) if isinstance(value, dict) else value
        for key, value in answers.items()
    }


def with_cases_as_found(indicator: Indicator, definition_set: DefinitionSet) -> Indicator:
    """Give a behaviour whose cases expect what is found now.

    For a person who has read what became of them; the difference between the versions shows it.
    Those of a retired behaviour stay, because it takes no report.
    """
    if indicator.status is Status.RETIRED:
        return indicator
    alone = replace(definition_set, indicators=(indicator,))
    return replace(
        indicator,
        cases=tuple(
            replace(case, findings=by_id(check_answers(filled(case.answers), indicator, alone)))
            for case in indicator.cases
        ),
    )


def missing_kinds(indicator: Indicator) -> tuple[ExampleKind, ...]:
    """Give the kinds of examples that a behaviour does not have yet."""
    present = {example.kind for example in indicator.examples}
    return tuple(kind for kind in ExampleKind if kind not in present)


def obstacles(definition_set: DefinitionSet) -> tuple[Obstacle, ...]:
    """List what must be mended before a set may be published, behaviour by behaviour.

    Every behaviour that is not retired needs all three kinds of examples, and every example and
    case must pass.
    """
    return tuple(
        obstacle
        for indicator in tested(definition_set)
        for obstacle in (
            *_absent(indicator),
            *_unexpected(indicator, definition_set),
        )
    )


def words(findings: Mapping[str, str], indicator: Indicator) -> str:
    """Say what findings by id amount to: ``accepted``, or ``How many? (el-0012): required``."""
    labels = {element.element_id: element.label for element in indicator.elements}
    named = (
        f"{labels[key]} ({key}): {rule}" if key in labels else f"{key}: {rule}"
        for key, rule in findings.items()
    )
    return "; ".join(named) or "accepted"


def _absent(indicator: Indicator) -> Iterator[Obstacle]:
    for kind in missing_kinds(indicator):
        yield Obstacle(
            indicator.indicator_id,
            f"“{indicator.name}” has no example {_KIND_WORDS[kind]}.",
            "Add one: every behavior needs all three kinds.",
        )


def _unexpected(indicator: Indicator, definition_set: DefinitionSet) -> Iterator[Obstacle]:
    outcomes = tuple(run_behaviour(indicator, definition_set))
    yield from _refused(indicator, outcomes)
    yield from _surprises(indicator, outcomes)


def _refused(indicator: Indicator, outcomes: Sequence[Outcome]) -> Iterator[Obstacle]:
    """Name each fault of the examples once, with the numbers of all that have it."""
    numbers: dict[str, list[int]] = {}
    for outcome in outcomes:
        for message in dict.fromkeys(outcome.messages if outcome.kind else ()):
            numbers.setdefault(message, []).append(outcome.number)
    for message, found in numbers.items():
        shown = " and ".join(filter(None, [", ".join(map(str, found[:-1])), str(found[-1])]))
        yield Obstacle(
            indicator.indicator_id,
            f"{'Example' if len(found) == 1 else 'Examples'} {shown} of “{indicator.name}” "
            f"would be refused as a report: {message}",
            "Mend the answers there, or change the question.",
        )


def _surprises(indicator: Indicator, outcomes: Sequence[Outcome]) -> Iterator[Obstacle]:
    """Name the first cases that find something else than they expect, and count the rest."""
    failed = [each for each in outcomes if each.kind is None and not each.is_passed]
    for outcome in failed[:_MOST_CASES_NAMED]:
        yield Obstacle(
            indicator.indicator_id,
            f"Case {outcome.number} of “{indicator.name}” expects: "
            f"{words(outcome.expected, indicator)}. Found: {words(outcome.found, indicator)}.",
            "Mend the case, or change the question or rule.",
        )
    rest = len(failed) - _MOST_CASES_NAMED
    if rest > 0:
        find = "case finds" if rest == 1 else "cases find"
        yield Obstacle(
            indicator.indicator_id,
            f"{rest} more {find} something else than expected in “{indicator.name}”.",
            "Run the cases to see each.",
        )
