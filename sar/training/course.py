"""A short course made from a definition set: one lesson per group of behaviours, and a quiz."""

from dataclasses import dataclass, field

from indicators.definitions import DefinitionSet, ExampleKind, Group, Indicator
from sar.training.audiences import CONDUCT, LESSONS, ROLES, Audience, guidance_for, taught
from sar.training.questions import Question, quiz
from sar.training.structure import Identity, identify

TITLE = "Recognizing and reporting suspicious activity"

_FACTS = (
    "Write facts: what was done, where, when, and how it differs from what is normal there. "
    "Say which innocent reasons you looked at."
)

MASTERY_PERCENT = 80
"""The share of right answers that passes the quiz; this project's choice, an agency may differ."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An example, and why it is or is not the behaviour."""

    text: str = field(repr=False)
    why: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Lesson:
    """Topics that belong together."""

    lesson_id: str
    title: str
    intro: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A course about one version of a set, written for one audience.

    `since` is the version that a refresher starts from, "" for the full course. `opening` is read
    before the lessons. A course without questions is completed by reading it.
    """

    title: str
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

    @property
    def description(self) -> str:
        """Return one sentence for a catalogue."""
        about = f"what changed since version {self.since}" if self.since else "every behaviour"
        return f"{ROLES[self.audience].label}: {about}, set {self.set_id} {self.version}."


@dataclass(frozen=True, slots=True)
class Outline:
    """What a course holds, before it has its names; see `Course` for the fields."""

    opening: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    since: str = ""


def full_course(definition_set: DefinitionSet, audience: Audience) -> Course:
    """Make the course about every behaviour that is still offered."""
    indicators = [each for each in definition_set.indicators if taught(each)]
    lessons = tuple(
        Lesson(group.value, *LESSONS[group], tuple(topic(each, audience) for each in members))
        for group in Group
        if (members := [each for each in indicators if each.group is group])
    )
    opening = (definition_set.definition_of_suspicious_activity, _FACTS)
    return make_course(definition_set, audience, Outline(opening, lessons, quiz(indicators)))


def make_course(definition_set: DefinitionSet, audience: Audience, outline: Outline) -> Course:
    """Give an outline its title, its names and what stands in every course."""
    kind = f"since-{outline.since}" if outline.since else "full"
    identity = identify(
        definition_set,
        kind=f"{kind}/{audience}",
        indicator_ids=[each.indicator_id for each in definition_set.indicators if taught(each)],
        # Which questions a refresher has room for depends on words; its names must not.
        question_ids=[] if outline.since else [each.question_id for each in outline.questions],
    )
    return Course(
        title=f"What changed since version {outline.since}" if outline.since else TITLE,
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
