"""What keeps a draft from being published: missing kinds of examples, examples that do not fit."""

from collections.abc import Iterator

from indicators.definitions import DefinitionSet, Example, ExampleKind, Indicator
from indicators.validation import validate
from sar.errors import FieldFinding

_KIND_WORDS = {
    ExampleKind.POSITIVE: "that shows the behaviour",
    ExampleKind.NEGATIVE: "that does not belong under it",
    ExampleKind.LOOKALIKE: "that looks like it and is lawful",
}


def obstacles(definition_set: DefinitionSet) -> tuple[FieldFinding, ...]:
    """List what must be mended first; the path of each is the id of the behaviour it is about."""
    return tuple(
        finding
        for indicator in definition_set.indicators
        for finding in (*_missing_kinds(indicator), *_misfits(definition_set, indicator))
    )


def _missing_kinds(indicator: Indicator) -> Iterator[FieldFinding]:
    present = {example.kind for example in indicator.examples}
    for kind in ExampleKind:
        if kind not in present:
            yield _finding(
                indicator,
                f"“{indicator.name}” has no example {_KIND_WORDS[kind]}.",
                "Add one: every behaviour needs all three kinds.",
            )


def _misfits(definition_set: DefinitionSet, indicator: Indicator) -> Iterator[FieldFinding]:
    """Check each example's own answers as if an officer had filed them; name each fault once."""
    numbers: dict[str, list[int]] = {}
    for number, example in enumerate(indicator.examples, start=1):
        for message in dict.fromkeys(_faults(definition_set, indicator, example)):
            numbers.setdefault(message, []).append(number)
    for message, found in numbers.items():
        shown = " and ".join(filter(None, [", ".join(map(str, found[:-1])), str(found[-1])]))
        yield _finding(
            indicator,
            f"{'Example' if len(found) == 1 else 'Examples'} {shown} of “{indicator.name}” "
            f"would be refused as a report: {message}",
            "Mend the answers there, or change the question.",
        )


def _faults(definition_set: DefinitionSet, indicator: Indicator, example: Example) -> Iterator[str]:
    if example.answers is None:
        return
    answers = {indicator.indicator_id: dict(example.answers)}
    result = validate(answers, definition_set, indicator_ids=[indicator.indicator_id])
    for found in result.findings:
        yield found.message


def _finding(indicator: Indicator, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(
        indicator.indicator_id, message, remedy, "not_ready", indicator.indicator_id
    )
