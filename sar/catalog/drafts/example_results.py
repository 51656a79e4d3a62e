"""What comes of an example: as a report, and as words that lead to a behaviour or do not."""

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import partial

from indicators.definitions import DefinitionSet, Example, ExampleKind, Indicator, Status
from indicators.examples import check_answers
from privacy.recognizers import Recognizer
from sar.catalog.drafts.edits import with_behaviour, without_example
from sar.catalog.trying import Suggested, suggested
from sar.values import frozen

GOOD, LOOK, NEUTRAL = "success", "warning", "neutral"
MOST_WORDS = 3


@frozen
class Line:
    """One thing that came out: `state` is success, warning (look at it), or neutral."""

    state: str
    words: str


@frozen
class Result:
    """What came of an example; `number` is None for one that is not saved."""

    example: Example = field(repr=False)
    number: int | None
    lines: tuple[Line, ...]


def run_example(
    example: Example,
    number: int | None,
    indicator: Indicator,
    definition_set: DefinitionSet,
    recognizers: Sequence[Recognizer],
) -> Result:
    """Run one example of a behaviour, saved or not; whatever comes out, nothing is changed.

    The suggestion learns from examples. So that a saved one does not vouch for itself, its words
    are tried on what is learned from all the others.
    """
    others = definition_set
    if number is not None and example.kind is not ExampleKind.NEGATIVE:
        drop = partial(without_example, number=number)
        others = with_behaviour(definition_set, indicator.indicator_id, drop)
    found = suggested(example.text, others, recognizers)
    lines = (*_as_report(example, indicator, definition_set), *_as_words(example, indicator, found))
    return Result(example, number, lines)


def _as_report(
    example: Example, indicator: Indicator, definition_set: DefinitionSet
) -> Iterator[Line]:
    if example.answers is None or indicator.status is Status.RETIRED:
        yield Line(NEUTRAL, "It has no answers, so the questions are not tried.")
        return
    findings = check_answers(example.answers, indicator, definition_set)
    if not findings:
        yield Line(GOOD, "Its answers are accepted as a report.")
    for each in findings:
        yield Line(LOOK, f"As a report it would be refused: {each.message}")


def _as_words(example: Example, indicator: Indicator, found: Sequence[Suggested]) -> Iterator[Line]:
    own = [each for each in found if each.indicator.indicator_id == indicator.indicator_id]
    others = [each for each in found if each not in own]
    elsewhere = " and ".join(f"“{each.indicator.name}”" for each in others)
    led = ", ".join(f"“{words}”" for each in own for words in each.words[:MOST_WORDS])
    match example.kind, bool(own):
        case ExampleKind.POSITIVE, True:
            yield Line(GOOD, f"Its words lead here: {led}.")
        case ExampleKind.POSITIVE, False:
            where = f"Its words lead to {elsewhere}" if others else "Its words lead nowhere"
            yield Line(LOOK, f"{where}. If people say it so, add their words as phrases.")
        case ExampleKind.NEGATIVE, True:
            yield Line(LOOK, f"Its words lead here, too: {led}. The reason must say what decides.")
        case ExampleKind.NEGATIVE, False:
            where = f"; they lead to {elsewhere}" if others else ""
            yield Line(GOOD, f"Its words do not lead here{where}.")
        case _, True:
            yield Line(NEUTRAL, f"Its words lead here, as a look-alike's do: {led}.")
        case _:
            yield Line(NEUTRAL, "Its words do not lead here.")
