"""The quiz of a course: questions made from the examples of a set, the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import StrEnum

from indicators.definitions import Example, ExampleKind, Indicator, RelationKind
from sar.values import frozen

NONE = "none"
NONE_WORDS = "None of these: not reportable"
DISTRACTORS = 3
"""Wrong behaviors offered beside the right one; five choices in all fit a phone's screen."""

SHORT_QUESTIONS = 10
"""As many as a round of practice has; eight right answers pass."""


class Asks(StrEnum):
    """What a question wants to know."""

    BEHAVIOUR = "behaviour"  # which behaviour is it, if any?
    REPORTABLE = "reportable"  # would you report this?


@frozen
class Choice:
    """One answer that a question offers."""

    code: str
    label: str


@frozen
class Question:
    """One example with a question about it; `right` is the code of the right choice.

    The id is made of the behaviour's id, the kind of the example and its number within the kind:
    other words leave it as it is.
    """

    question_id: str
    indicator_id: str
    asks: Asks
    text: str = field(repr=False)
    choices: tuple[Choice, ...]
    right: str
    why: str = field(repr=False)

    @property
    def right_words(self) -> str:
        """Return the right choice in words."""
        return next(each.label for each in self.choices if each.code == self.right)


def quiz(indicators: Sequence[Indicator]) -> tuple[Question, ...]:
    """Ask two questions about each behaviour: one where it is it, one where it is not.

    Both kinds of question are asked about both kinds of example, so that the form of a question
    never gives its answer away.
    """
    made: list[Question] = []
    for number, indicator in enumerate(indicators):
        for turn, (question_id, example) in enumerate(_chosen(indicator)):
            asks = Asks.BEHAVIOUR if (number + turn) % 2 == 0 else Asks.REPORTABLE
            made.append(ask(question_id, indicator, example, asks=asks, among=indicators))
    return tuple(made)


def short_quiz(indicators: Sequence[Indicator]) -> tuple[Question, ...]:
    """Ask ten questions, or one per behaviour where there are fewer, spread over the behaviours.

    By turns about an example that is it and one that is not, and in both forms about either.
    """
    made: list[Question] = []
    count = min(SHORT_QUESTIONS, len(indicators))
    for turn in range(count):
        indicator = indicators[turn * len(indicators) // count]
        for question_id, example in _chosen_shortly(indicator, is_it=turn % 2 == 0):
            asks = Asks.BEHAVIOUR if turn // 2 % 2 == 0 else Asks.REPORTABLE
            made.append(ask(question_id, indicator, example, asks=asks, among=indicators))
    return tuple(made)


def ask(
    question_id: str,
    indicator: Indicator,
    example: Example,
    *,
    asks: Asks,
    among: Sequence[Indicator],
) -> Question:
    """Make a question of an example of `indicator`; `among` lends the wrong behaviours."""
    is_it = example.kind is ExampleKind.POSITIVE
    if asks is Asks.BEHAVIOUR:
        choices = behaviour_choices(indicator, among)
    else:
        choices = (
            Choice(indicator.indicator_id, f"Yes, as {indicator.name}"),
            Choice(NONE, "No, this is not reportable"),
        )
    right = indicator.indicator_id if is_it else NONE
    return Question(
        question_id, indicator.indicator_id, asks, example.text, choices, right, example.why
    )


def numbered(indicator: Indicator) -> Iterator[tuple[str, Example]]:
    """Give every example of a behaviour with an id that does not depend on its words."""
    counts = dict.fromkeys(ExampleKind, 0)
    for example in indicator.examples:
        counts[example.kind] += 1
        yield f"{indicator.indicator_id}-{example.kind}-{counts[example.kind]}", example


def behaviour_choices(indicator: Indicator, among: Sequence[Indicator]) -> tuple[Choice, ...]:
    """Offer the behaviour, up to three others that are near it, and none, in the set's order."""
    offered = {indicator.indicator_id, *_near(indicator, among)[:DISTRACTORS]}
    named = [Choice(each.indicator_id, each.name) for each in among if each.indicator_id in offered]
    return (*named, Choice(NONE, NONE_WORDS))


def _chosen(indicator: Indicator) -> Iterator[tuple[str, Example]]:
    """Give the last positive example, and the last look-alike or else the last negative one.

    A lesson shows the first of each kind, so that the quiz asks about others where there are any.
    """
    found = list(numbered(indicator))
    order = (ExampleKind.NEGATIVE, ExampleKind.LOOKALIKE)
    positive = [each for each in found if each[1].kind is ExampleKind.POSITIVE]
    other = [each for kind in order for each in found if each[1].kind is kind]
    yield from positive[-1:]
    yield from other[-1:]


def _chosen_shortly(indicator: Indicator, *, is_it: bool) -> Sequence[tuple[str, Example]]:
    """Give one example; the first look-alike, which the lesson shows, only for want of another."""
    shown = f"{indicator.indicator_id}-{ExampleKind.LOOKALIKE}-1"
    found = list(numbered(indicator))
    wanted = [each for each in found if (each[1].kind is ExampleKind.POSITIVE) == is_it]
    fresh = [each for each in wanted if each[0] != shown]
    return fresh[-1:] or wanted[-1:] or found[-1:]


def _near(indicator: Indicator, among: Sequence[Indicator]) -> list[str]:
    """List the other behaviours: similar ones first, then those of the same group, nearest first.

    Two behaviours that are both right would be unfair: what replaces or contains it is left out.
    """
    kinds = {each.indicator_id: each.kind for each in indicator.related}
    place = [each.indicator_id for each in among].index(indicator.indicator_id)
    others = [
        (
            kinds.get(each.indicator_id) is not RelationKind.SIMILAR,
            each.group is not indicator.group,
            abs(number - place),
            each.indicator_id,
        )
        for number, each in enumerate(among)
        if each.indicator_id != indicator.indicator_id
        and kinds.get(each.indicator_id) in (None, RelationKind.SIMILAR)
    ]
    return [indicator_id for *_, indicator_id in sorted(others)]
