"""A learner in a real browser: goes through a course page by page and answers its quiz.

The learner has a keyboard: a pointer waits until what it wants to hit stands still.
"""

from playwright.sync_api import Frame, Page, expect

from sar.training.questions import NONE, Question


def ready(place: Page | Frame) -> None:
    """Wait until the course has begun."""
    place.wait_for_selector("body[data-ready]")


def heading(place: Page | Frame) -> str:
    """Return the heading of the page that is shown."""
    return place.locator(".page:visible h1").inner_text()


def answer(place: Page | Frame, question: Question, *, rightly: bool) -> None:
    """Answer a question, read the verdict and go on."""
    wrong = next(each.code for each in question.choices if each.code != question.right)
    code = question.right if rightly else wrong
    section = place.locator(f"#q-{question.question_id}")
    section.locator(f'input[value="{code}"]').press("Space")
    section.locator(".check").press("Enter")
    expect(section.locator(".verdict")).to_have_text("Right" if rightly else "Not quite")
    expect(section.locator(".feedback")).to_contain_text(question.why)
    go_on(place)


def go_on(place: Page | Frame) -> None:
    """Press Next."""
    place.locator(".next:enabled").press("Enter")


def read_to_the_quiz(place: Page | Frame, pages: int) -> None:
    """Read the pages before the quiz."""
    for _ in range(pages):
        go_on(place)


def is_lawful(question: Question) -> bool:
    """Tell whether the right answer is that nothing is to be reported."""
    return question.right == NONE
