"""Counting the words of a course, so that a refresher stays within its minutes."""

from collections.abc import Iterable

from sar.training.course import Course, Lesson, Shown, Topic
from sar.training.questions import Question

WORDS_PER_MINUTE = 200
"""How fast an adult reads such a text; the task of this project sets this number."""


def count(*texts: str) -> int:
    """Count the words of texts: what stands between white space."""
    return sum(len(text.split()) for text in texts)


def minutes(words: int) -> int:
    """Return how long reading takes, in whole minutes, rounded up; at least one."""
    return max(1, -(-words // WORDS_PER_MINUTE))


def of_course(course: Course) -> int:
    """Count what a reader of the whole course reads."""
    opening = count(course.title, course.emergency, course.conduct, *course.opening, *course.never)
    return (
        opening
        + sum(of_lesson(each) for each in course.lessons)
        + sum(of_question(each) for each in course.questions)
    )


def of_lesson(lesson: Lesson) -> int:
    """Count a lesson with its topics."""
    return count(lesson.title, lesson.intro) + sum(of_topic(each) for each in lesson.topics)


def of_topic(topic: Topic) -> int:
    """Count a topic with its examples."""
    words = count(topic.title, topic.definition, *topic.changes, *topic.weigh, *topic.for_role)
    return words + _of_examples((*topic.counts, *topic.does_not, *topic.lookalikes))


def of_question(question: Question) -> int:
    """Count a question with its choices and the reason."""
    labels = [each.label for each in question.choices]
    return count(question.text, question.why, *labels, question.right_words)


def _of_examples(examples: Iterable[Shown]) -> int:
    return sum(count(each.text, each.why) for each in examples)
