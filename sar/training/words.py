"""The words of a course: every text that it shows, and how long reading them takes."""

from collections.abc import Callable, Iterable, Iterator

from sar.training.course import Course, Lesson, Shown, Topic
from sar.training.questions import Question

WORDS_PER_MINUTE = 200
"""How fast an adult reads such a text: our own round number, the same for every length named."""


def count(*texts: str) -> int:
    """Count the words of texts: what stands between white space."""
    return sum(len(text.split()) for text in texts)


def minutes(words: int) -> int:
    """Return how long reading takes, in whole minutes, rounded up; at least one."""
    return max(1, -(-words // WORDS_PER_MINUTE))


def of_course(course: Course, *, say: Callable[[str], str] = str) -> int:
    """Count what a reader of the whole course reads; `say` gives the texts in their language."""
    return count(*map(say, texts_of_course(course)))


def of_lesson(lesson: Lesson, *, say: Callable[[str], str] = str) -> int:
    """Count a lesson with its topics."""
    return count(*map(say, _of_lesson(lesson)))


def of_topic(topic: Topic) -> int:
    """Count a topic with its examples."""
    return count(*_of_topic(topic))


def of_question(question: Question) -> int:
    """Count a question with its choices and the reason."""
    return count(*_of_question(question))


def texts_of_course(course: Course) -> Iterator[str]:
    """Give every text that a course has besides what stands in all of them, as often as it does."""
    yield from (course.title, course.emergency, course.conduct, *course.opening, *course.never)
    for lesson in course.lessons:
        yield from _of_lesson(lesson)
    for question in course.questions:
        yield from _of_question(question)


def _of_lesson(lesson: Lesson) -> Iterator[str]:
    yield from (lesson.title, lesson.intro)
    for topic in lesson.topics:
        yield from _of_topic(topic)


def _of_topic(topic: Topic) -> Iterator[str]:
    yield from (topic.title, topic.definition, *topic.changes, *topic.weigh, *topic.for_role)
    yield from _of_examples((*topic.counts, *topic.does_not, *topic.lookalikes))


def _of_question(question: Question) -> Iterator[str]:
    yield from (question.text, question.why)
    yield from (each.label for each in question.choices)
    yield question.right_words


def _of_examples(examples: Iterable[Shown]) -> Iterator[str]:
    for each in examples:
        yield from (each.text, each.why)
