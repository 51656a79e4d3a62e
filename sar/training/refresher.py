"""A refresher: a course that holds only what changed since an earlier version of the set.

It is read in five minutes at most. What matters most comes first: what is new, gone or asked
differently, then new choices, new words, new examples. What does not fit is named, with where to
read it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indicators.changes import Change, ChangeKind, Level, compare
from indicators.definitions import DefinitionSet, Example, ExampleKind, Indicator
from sar.training.audiences import Audience, guidance_for, taught
from sar.training.course import Course, Kind, Lesson, Outline, Shown, Topic, make_course
from sar.training.questions import Asks, Question, ask, numbered
from sar.training.words import WORDS_PER_MINUTE, count, of_question, of_topic
from sar.values import frozen

MAX_WORDS = 5 * WORDS_PER_MINUTE
FRAME_WORDS = 130
"""Words that every refresher shows around its content: headings, buttons, the result."""
TOPIC_FRAME_WORDS = 14
QUESTION_FRAME_WORDS = 22
MOST_QUESTIONS = 3

# Fields of a behaviour whose new words are shown themselves, by `_news`.
_SHOWN = frozenset({"definition", "guidance", "role_guidance", "examples"})
# What a person in the field need not learn again: how a text is found, sourced, weighed or coded.
_UNTAUGHT = frozenset(
    {"sources", "confidence", "weight", "phrases", "cases", "related", "niem_code", "privacy"}
)


@frozen
class Piece:
    """Something new about one behaviour: how much it matters, lower is more, and a topic of it."""

    rank: int
    topic: Topic

    @property
    def words(self) -> int:
        """Return how many words the piece adds."""
        return of_topic(replace(self.topic, title=""))


def refresher(old: DefinitionSet, new: DefinitionSet, audience: Audience) -> Course | None:
    """Make the refresher from `old` to `new`; None when there is nothing to refresh.

    Raises
    ------
    IncomparableSetsError
        When the two have different set ids.
    """
    changes = compare(old, new)
    opening = tuple(_about_set(old, new))
    pieces = _pieces(old, new, changes, audience)
    if not opening and not pieces:
        return None
    names = {each.topic.title for each in pieces}
    budget = MAX_WORDS - FRAME_WORDS - count(*opening, *new.protected_characteristics, *names)
    questions = _questions(new, pieces, budget // 3)
    budget -= sum(of_question(each) + QUESTION_FRAME_WORDS for each in questions)
    kept, left_out = _fitting(pieces, budget)
    topics = tuple(_merged(kept))
    lessons = (Lesson("changes", "What is new", "", topics),) if topics else ()
    return make_course(
        new,
        audience,
        Outline(
            Kind.REFRESHER,
            (*opening, *_pointer(left_out)),
            lessons,
            questions,
            since=old.version,
        ),
    )


def _about_set(old: DefinitionSet, new: DefinitionSet) -> Iterator[str]:
    if old.definition_of_suspicious_activity != new.definition_of_suspicious_activity:
        yield f"Suspicious activity, in new words: {new.definition_of_suspicious_activity}"
    if old.protected_characteristics != new.protected_characteristics:
        yield "The list of what is never a reason for suspicion has changed; it is below."


def _pieces(
    old: DefinitionSet, new: DefinitionSet, changes: Iterable[Change], audience: Audience
) -> list[Piece]:
    """List everything new, what matters most first, then in the order of the set."""
    before = {each.indicator_id: each for each in old.indicators if taught(each)}
    after = {each.indicator_id: each for each in new.indicators if taught(each)}
    found = [piece for each in changes for piece in _of_change(each, before, after)]
    for indicator_id, indicator in after.items():
        was = before.get(indicator_id)
        found += _added(indicator, audience) if was is None else _news(was, indicator, audience)
    for indicator_id, indicator in before.items():
        if indicator_id not in after:
            words = ("It is no longer one of the behaviors to choose from.",)
            found.append(Piece(0, Topic(indicator_id, indicator.name, "", changes=words)))
    return sorted(found, key=lambda each: each.rank)


def _of_change(
    change: Change, before: dict[str, Indicator], after: dict[str, Indicator]
) -> Iterator[Piece]:
    """Tell a change of one behaviour that is in both versions in a sentence."""
    indicator = after.get(change.indicator_id or "")
    if indicator is None or change.indicator_id not in before:
        return
    if change.field_name in _SHOWN | _UNTAUGHT or change.kind is ChangeKind.REORDERED:
        return
    rank = {Level.MAJOR: 1, Level.MINOR: 2, Level.PATCH: 4}[change.level]
    sentence = change.sentence.removeprefix(f"In “{indicator.name}” ")
    words = (sentence[:1].upper() + sentence[1:],)
    yield Piece(rank, Topic(indicator.indicator_id, indicator.name, "", changes=words))


def _added(indicator: Indicator, audience: Audience) -> Iterator[Piece]:
    empty = Topic(indicator.indicator_id, indicator.name, "")
    words = ("This behavior is new.",)
    yield Piece(0, replace(empty, definition=indicator.definition, changes=words))
    yield Piece(
        3, replace(empty, weigh=indicator.guidance, for_role=guidance_for(indicator, audience))
    )
    yield from _examples(empty, indicator.examples)


def _news(was: Indicator, now: Indicator, audience: Audience) -> Iterator[Piece]:
    """Show the new words of a behaviour that was there before."""
    empty = Topic(now.indicator_id, now.name, "")
    if was.definition != now.definition:
        yield Piece(3, replace(empty, definition=now.definition))
    fresh = [each for each in now.guidance if each not in was.guidance]
    for_role = [
        each for each in guidance_for(now, audience) if each not in guidance_for(was, audience)
    ]
    if fresh or for_role:
        yield Piece(3, replace(empty, weigh=tuple(fresh), for_role=tuple(for_role)))
    known = {(each.kind, each.text) for each in was.examples}
    fresh_examples = [each for each in now.examples if (each.kind, each.text) not in known]
    yield from _examples(empty, fresh_examples)


def _examples(empty: Topic, examples: Iterable[Example]) -> Iterator[Piece]:
    for each in examples:
        one = (Shown(each.text, each.why),)
        match each.kind:
            case ExampleKind.POSITIVE:
                yield Piece(5, replace(empty, counts=one))
            case ExampleKind.NEGATIVE:
                yield Piece(5, replace(empty, does_not=one))
            case ExampleKind.LOOKALIKE:
                yield Piece(5, replace(empty, lookalikes=one))


def _questions(new: DefinitionSet, pieces: Iterable[Piece], budget: int) -> tuple[Question, ...]:
    """Ask about the behaviours that changed most, while the words last."""
    indicators = [each for each in new.indicators if taught(each)]
    by_id = {each.indicator_id: each for each in indicators}
    asked: dict[str, Question] = {}
    for piece in pieces:
        indicator = by_id.get(piece.topic.topic_id)
        if indicator is None or indicator.indicator_id in asked or len(asked) == MOST_QUESTIONS:
            continue
        question = _question(indicator, indicators, turn=len(asked))
        if question is not None and of_question(question) + QUESTION_FRAME_WORDS <= budget:
            asked[indicator.indicator_id] = question
            budget -= of_question(question) + QUESTION_FRAME_WORDS
    return tuple(asked.values())


def _question(indicator: Indicator, among: list[Indicator], *, turn: int) -> Question | None:
    """Ask about a positive example and another one by turns, whether it is reportable."""
    found = list(numbered(indicator))
    is_it = turn % 2 == 0
    wanted = [each for each in found if (each[1].kind is ExampleKind.POSITIVE) == is_it]
    for question_id, example in wanted[:1] or found[:1]:
        return ask(question_id, indicator, example, asks=Asks.REPORTABLE, among=among)
    return None


def _fitting(pieces: list[Piece], budget: int) -> tuple[list[Piece], list[str]]:
    """Keep what fits, in order of rank; return it with the names of what had to stay out."""
    kept: list[Piece] = []
    left_out: dict[str, None] = {}
    for piece in pieces:
        is_first = all(each.topic.topic_id != piece.topic.topic_id for each in kept)
        words = piece.words + (TOPIC_FRAME_WORDS + count(piece.topic.title) if is_first else 0)
        if words <= budget:
            kept.append(piece)
            budget -= words
        else:
            left_out[piece.topic.title] = None
    return kept, list(left_out)


def _pointer(left_out: list[str]) -> Iterator[str]:
    if left_out:
        yield f"More changed in: {', '.join(left_out)}. Read it in the full course."


def _merged(pieces: Iterable[Piece]) -> Iterator[Topic]:
    """Put the pieces of each behaviour together."""
    topics: dict[str, Topic] = {}
    for piece in pieces:
        was = topics.get(piece.topic.topic_id)
        topics[piece.topic.topic_id] = piece.topic if was is None else _joined(was, piece.topic)
    yield from topics.values()


def _joined(one: Topic, other: Topic) -> Topic:
    return replace(
        one,
        definition=one.definition or other.definition,
        changes=one.changes + other.changes,
        weigh=one.weigh + other.weigh,
        for_role=one.for_role + other.for_role,
        counts=one.counts + other.counts,
        does_not=one.does_not + other.does_not,
        lookalikes=one.lookalikes + other.lookalikes,
    )
