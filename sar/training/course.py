"""Courses made from a definition set: chapters of a few behaviours each, and a quiz.

The short one is what people take; the full one is for reference and for those who train others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from enum import StrEnum

from indicators.definitions import DefinitionSet, ExampleKind, Group, Indicator
from sar.training.audiences import CONDUCT, LESSONS, ROLES, Audience, guidance_for, taught
from sar.training.questions import Question, quiz, short_quiz
from sar.training.structure import Identity, identify
from sar.values import frozen

WHOLE = "Full course"
TITLE = "Recognizing and reporting suspicious activity"

_FACTS = (
    "Write facts: what was done, where, when, and how it differs from what is normal there. "
    "Say which innocent reasons you looked at."
)

MASTERY_PERCENT = 80
"""The share of right answers that passes the quiz; this project's choice, an agency may differ."""

MOST_TOPICS = 4
"""Behaviors in a chapter: three minutes of the short course, so that a break is never far."""


class Kind(StrEnum):
    """How much of a set a course holds; the value stands in the names of courses and files."""

    SHORT = "short"
    FULL = "full"
    REFRESHER = "since"


@frozen
class Shown:
    """An example, and why it is or is not the behaviour."""

    text: str = field(repr=False)
    why: str


@frozen
class Topic:
    """What a course says about one behaviour; in a refresher, `changes` says what is new."""

    topic_id: str
    title: str
    definition: str
    changes: tuple[str, ...] = ()
    weigh: tuple[str, ...] = ()
    for_role: tuple[str, ...] = ()
    counts: tuple[Shown, ...] = ()
    does_not: tuple[Shown, ...] = ()
    lookalikes: tuple[Shown, ...] = ()


@frozen
class Lesson:
    """A chapter: topics that are read in one go; one of `parts` with the same title."""

    lesson_id: str
    title: str
    intro: str
    topics: tuple[Topic, ...]
    part: int = 1
    parts: int = 1


@frozen
class Course:
    """A course about one version of a set, written for one audience.

    `since` is the version that a refresher starts from, "" for another course. `opening` is read
    before the lessons. A course without questions is completed by reading it.
    """

    title: str
    kind: Kind
    set_id: str
    version: str
    sha256: str
    audience: Audience
    since: str
    emergency: str
    conduct: str
    opening: tuple[str, ...]
    never: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    identity: Identity
    mastery_percent: int = MASTERY_PERCENT


def about_course(course: Course) -> str:
    """Say in a sentence how much a course holds."""
    return {
        Kind.SHORT: "Every behavior in short.",
        Kind.FULL: "Every behavior, with all there is to weigh.",
        Kind.REFRESHER: f"What changed since version {course.since}.",
    }[course.kind]


@frozen
class Outline:
    """What a course holds, before it has its names; see `Course` for the fields."""

    kind: Kind
    opening: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    since: str = ""


def short_course(definition_set: DefinitionSet, audience: Audience) -> Course:
    """Make the course that people take: what each behaviour is and what this audience looks for.

    Of a behaviour that is often innocent it shows a lawful look-alike, too. Ten questions are
    asked. With the shipped sets it is read in 15 minutes.
    """
    indicators = [each for each in definition_set.indicators if taught(each)]
    lessons = chapters(indicators, lambda each: _short_topic(each, audience))
    return _course(definition_set, audience, Kind.SHORT, lessons, short_quiz(indicators))


def full_course(definition_set: DefinitionSet, audience: Audience) -> Course:
    """Make the course that holds everything about every behaviour that is still offered."""
    indicators = [each for each in definition_set.indicators if taught(each)]
    lessons = chapters(indicators, lambda each: topic(each, audience))
    return _course(definition_set, audience, Kind.FULL, lessons, quiz(indicators))


def chapters(
    indicators: Sequence[Indicator], tell: Callable[[Indicator], Topic]
) -> tuple[Lesson, ...]:
    """Divide behaviours into chapters of one group each, as even as they can be."""
    return tuple(
        lesson
        for group in Group
        for lesson in _chapters_of(
            group, [tell(each) for each in indicators if each.group is group]
        )
    )


def make_course(definition_set: DefinitionSet, audience: Audience, outline: Outline) -> Course:
    """Give an outline its title, its names and what stands in every course."""
    is_refresher = outline.kind is Kind.REFRESHER
    kind = f"{outline.kind}-{outline.since}" if is_refresher else outline.kind.value
    identity = identify(
        definition_set,
        kind=f"{kind}/{audience}",
        indicator_ids=[each.indicator_id for each in definition_set.indicators if taught(each)],
        # Which questions a refresher has room for depends on words; its names must not.
        question_ids=[] if is_refresher else [each.question_id for each in outline.questions],
    )
    return Course(
        title=f"What changed since version {outline.since}" if is_refresher else TITLE,
        kind=outline.kind,
        set_id=definition_set.set_id,
        version=definition_set.version,
        sha256=definition_set.sha256,
        audience=audience,
        since=outline.since,
        emergency=ROLES[audience].emergency,
        conduct=CONDUCT,
        opening=outline.opening,
        never=definition_set.protected_characteristics,
        lessons=outline.lessons,
        questions=outline.questions,
        identity=identity,
    )


def topic(indicator: Indicator, audience: Audience) -> Topic:
    """Say everything that the set has about a behaviour and that this audience needs."""
    return Topic(
        indicator.indicator_id,
        indicator.name,
        indicator.definition,
        weigh=indicator.guidance,
        for_role=guidance_for(indicator, audience),
        counts=shown(indicator, ExampleKind.POSITIVE),
        does_not=shown(indicator, ExampleKind.NEGATIVE),
        lookalikes=shown(indicator, ExampleKind.LOOKALIKE),
    )


def shown(indicator: Indicator, kind: ExampleKind) -> tuple[Shown, ...]:
    """Show the first example of a kind, if there is one: a course is short."""
    found = [Shown(each.text, each.why) for each in indicator.examples if each.kind is kind]
    return tuple(found[:1])


def _short_topic(indicator: Indicator, audience: Audience) -> Topic:
    """Say what a behaviour is and what this audience looks for, or else what to weigh first."""
    is_often_innocent = indicator.group is Group.NEEDS_INFORMATION
    return Topic(
        indicator.indicator_id,
        indicator.name,
        indicator.definition,
        weigh=() if guidance_for(indicator, audience) else indicator.guidance[:1],
        for_role=guidance_for(indicator, audience),
        lookalikes=shown(indicator, ExampleKind.LOOKALIKE) if is_often_innocent else (),
    )


def _course(
    definition_set: DefinitionSet,
    audience: Audience,
    kind: Kind,
    lessons: tuple[Lesson, ...],
    questions: tuple[Question, ...],
) -> Course:
    opening = (definition_set.definition_of_suspicious_activity, _FACTS)
    return make_course(definition_set, audience, Outline(kind, opening, lessons, questions))


def _chapters_of(group: Group, topics: Sequence[Topic]) -> Iterator[Lesson]:
    title, intro = LESSONS[group]
    count = -(-len(topics) // MOST_TOPICS)
    for number in range(count):
        members = topics[number * len(topics) // count : (number + 1) * len(topics) // count]
        said, part = intro if number == 0 else "", number + 1
        yield Lesson(f"{group.value}-{part}", title, said, tuple(members), part, count)
