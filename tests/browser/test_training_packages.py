"""Packages are played to the end: by a SCORM 1.2 and a cmi5 learning system, in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Frame, Page, expect

from sar.training.audiences import Audience
from sar.training.course import Course, full_course, short_course
from sar.training.packages import cmi5, plain_html, scorm12
from tests import factories
from tests.training import learner
from tests.training.cmi5_lms import Cmi5Lms
from tests.training.scorm_lms import ScormLms

Open = Callable[..., Page]
STATE = "cmi.suspend_data"


@pytest.fixture(scope="module")
def course() -> Course:
    """A course of three behaviours: six questions, of which five pass."""
    shipped = factories.newest_set()
    return full_course(replace(shipped, indicators=shipped.indicators[5:8]), Audience.FIRE_EMS)


@pytest.fixture(scope="module")
def whole_course() -> Course:
    """The course that people take of the newest shipped set: all of its 16 behaviours."""
    made = short_course(factories.newest_set(), Audience.LAW_ENFORCEMENT)
    assert sum(len(lesson.topics) for lesson in made.lessons) == 16
    assert len(made.questions) == 10
    return made


@pytest.fixture
def scorm(course: Course) -> Iterator[ScormLms]:
    """A SCORM learning system with the course in it."""
    with ScormLms(scorm12(course)) as lms:
        yield lms
    assert lms.complaints == []


@pytest.fixture
def cmi5_lms(course: Course) -> Iterator[Cmi5Lms]:
    """A cmi5 learning system with the course in it."""
    with Cmi5Lms(cmi5(course)) as lms:
        yield lms
    assert lms.complaints == []


def pages_before_the_quiz(course: Course) -> int:
    return 1 + sum(len(lesson.topics) for lesson in course.lessons)


def open_scorm(page: Page, lms: ScormLms) -> Frame:
    page.goto(lms.address)
    frame = page.frame(name="course")
    assert frame is not None
    learner.ready(frame)
    return frame


def open_cmi5(page: Page, lms: Cmi5Lms) -> Page:
    page.goto(lms.launch())
    learner.ready(page)
    return page


def play(place: Page | Frame, course: Course, *, wrong: int) -> None:
    """Read everything and answer the quiz, the first `wrong` questions wrongly."""
    learner.read_to_the_quiz(place, pages_before_the_quiz(course))
    for number, question in enumerate(course.questions):
        learner.answer(place, question, rightly=number >= wrong)


def close(place: Page | Frame) -> None:
    place.locator(".top .leave").click()
    expect(place.locator("main")).to_contain_text("You can close this window")


def test_the_whole_set_is_played_to_the_end_in_scorm(whole_course: Course, open_page: Open) -> None:
    with ScormLms(scorm12(whole_course)) as lms:
        frame = open_scorm(open_page(), lms)
        play(frame, whole_course, wrong=2)
        expect(frame.locator(".result")).to_contain_text("8 of 10 right, 80 %. Passed.")
        close(frame)
    assert lms.complaints == []
    assert lms.data["cmi.core.score.raw"] == "80"
    assert lms.data["cmi.core.lesson_status"] == "passed"
    assert len(lms.data[STATE]) < 4096


def test_the_whole_set_is_played_to_the_end_in_cmi5(whole_course: Course, open_page: Open) -> None:
    with Cmi5Lms(cmi5(whole_course)) as lms:
        page = open_cmi5(open_page(), lms)
        play(page, whole_course, wrong=3)
        close(page)
        wait_for(page, lambda: "terminated" in lms.verbs())
    assert lms.complaints == []
    assert lms.verbs() == ["initialized", "completed", "failed", "terminated"]
    assert lms.said("failed")["result"]["score"]["scaled"] == 0.7
    assert len(lms.states["bookmark"]) < 4096


@pytest.mark.parametrize(
    ("wrong", "score", "status"), [(0, "100", "passed"), (1, "83", "passed"), (2, "66", "failed")]
)
def test_a_scorm_course_reports_completion_and_score(
    scorm: ScormLms, course: Course, open_page: Open, wrong: int, score: str, status: str
) -> None:
    frame = open_scorm(open_page(), scorm)
    assert scorm.calls == ["LMSInitialize"]
    play(frame, course, wrong=wrong)
    expect(frame.locator(".result")).to_contain_text(f"{6 - wrong} of 6 right")
    close(frame)
    assert scorm.data["cmi.core.score.raw"] == score
    assert (scorm.data["cmi.core.score.min"], scorm.data["cmi.core.score.max"]) == ("0", "100")
    assert scorm.data["cmi.core.lesson_status"] == status
    assert scorm.data["cmi.core.exit"] == ("" if status == "passed" else "suspend")
    assert scorm.data["cmi.core.session_time"].startswith("0000:0")
    assert len(scorm.data[STATE]) < 4096
    assert scorm.calls == ["LMSInitialize", "LMSFinish"]


def test_a_scorm_course_goes_on_where_it_was_left(
    scorm: ScormLms, course: Course, open_page: Open
) -> None:
    page = open_page()
    frame = open_scorm(page, scorm)
    learner.read_to_the_quiz(frame, pages_before_the_quiz(course))
    for number, question in enumerate(course.questions[:3]):
        learner.answer(frame, question, rightly=number != 2)
    # The window is shut in the middle, without a word.
    page.goto("about:blank")
    wait_for(page, lambda: "LMSFinish" in scorm.calls)
    assert scorm.calls == ["LMSInitialize", "LMSFinish"]
    assert scorm.data["cmi.core.lesson_status"] == "incomplete"
    assert scorm.data["cmi.core.exit"] == "suspend"
    assert scorm.data["cmi.core.lesson_location"] == f"q-{course.questions[3].question_id}"
    frame = open_scorm(open_page(), scorm)
    assert learner.heading(frame) == "Question 4 of 6"
    for question in course.questions[3:]:
        learner.answer(frame, question, rightly=True)
    expect(frame.locator(".result")).to_contain_text("5 of 6 right, 83 %. Passed.")
    expect(frame.locator(".missed li")).to_have_count(1)
    close(frame)
    assert scorm.data["cmi.core.lesson_status"] == "passed"


def test_a_killed_browser_loses_no_answer(scorm: ScormLms, course: Course, open_page: Open) -> None:
    page = open_page()
    frame = open_scorm(page, scorm)
    learner.read_to_the_quiz(frame, pages_before_the_quiz(course))
    learner.answer(frame, course.questions[0], rightly=True)
    kept = dict(scorm.data)
    page.context.close()
    # What a system has of a browser that never said goodbye.
    scorm.data = kept
    assert kept["cmi.core.session_time"].startswith("0000:0")
    frame = open_scorm(open_page(), scorm)
    assert learner.heading(frame) == "Question 2 of 6"


def test_a_failed_scorm_quiz_is_taken_again_and_passed(
    scorm: ScormLms, course: Course, open_page: Open
) -> None:
    frame = open_scorm(open_page(), scorm)
    play(frame, course, wrong=6)
    expect(frame.locator(".result")).to_contain_text("0 of 6 right, 0 %. You need 80 % to pass.")
    frame.locator(".again").click()
    for question in course.questions:
        learner.answer(frame, question, rightly=True)
    close(frame)
    assert scorm.data["cmi.core.lesson_status"] == "passed"
    assert scorm.data["cmi.core.score.raw"] == "100"


def test_browsing_a_scorm_course_records_no_result(course: Course, open_page: Open) -> None:
    with ScormLms(scorm12(course), mode="browse") as lms:
        frame = open_scorm(open_page(), lms)
        play(frame, course, wrong=0)
        close(frame)
    assert lms.complaints == []
    assert lms.data["cmi.core.lesson_status"] == "browsed"
    assert "cmi.core.score.raw" not in lms.data


def test_a_course_without_a_quiz_is_completed_by_reading(open_page: Open) -> None:
    shipped = factories.newest_set()
    bare = tuple(replace(each, examples=()) for each in shipped.indicators[:2])
    made = full_course(replace(shipped, indicators=bare), Audience.FIRE_EMS)
    with ScormLms(scorm12(made)) as scorm_lms, Cmi5Lms(cmi5(made)) as lms:
        frame = open_scorm(open_page(), scorm_lms)
        page = open_cmi5(open_page(), lms)
        for place in (frame, page):
            learner.read_to_the_quiz(place, pages_before_the_quiz(made))
            expect(place.locator(".result")).to_have_text("You have read it all.")
            close(place)
        wait_for(page, lambda: "terminated" in lms.verbs())
    assert scorm_lms.complaints == lms.complaints == []
    assert scorm_lms.data["cmi.core.lesson_status"] == "completed"
    assert "cmi.core.score.raw" not in scorm_lms.data
    assert lms.verbs() == ["initialized", "completed", "terminated"]


def test_a_bookmark_of_another_structure_is_not_used(
    scorm: ScormLms, course: Course, open_page: Open
) -> None:
    scorm.data = {STATE: "v1|0123456789abcdef|q-x|111|22|1", "cmi.core.exit": "suspend"}
    frame = open_scorm(open_page(), scorm)
    assert learner.heading(frame) == course.title


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_cmi5_course_says_completed_and_passed_or_failed(
    cmi5_lms: Cmi5Lms, course: Course, open_page: Open, wrong: int
) -> None:
    page = open_cmi5(open_page(), cmi5_lms)
    play(page, course, wrong=wrong)
    expect(page.locator(".again")).to_be_hidden()
    close(page)
    verdict = "passed" if wrong < 2 else "failed"
    wait_for(page, lambda: "terminated" in cmi5_lms.verbs())
    assert cmi5_lms.verbs() == ["initialized", "completed", verdict, "terminated"]
    score = cmi5_lms.said(verdict)["result"]["score"]
    assert score == {"scaled": (6 - wrong) / 6, "raw": 6 - wrong, "min": 0, "max": 6}
    assert len(cmi5_lms.states["bookmark"]) < 4096


def test_a_cmi5_course_goes_on_and_a_failed_quiz_is_taken_anew(
    cmi5_lms: Cmi5Lms, course: Course, open_page: Open
) -> None:
    page = open_cmi5(open_page(), cmi5_lms)
    learner.read_to_the_quiz(page, pages_before_the_quiz(course))
    learner.answer(page, course.questions[0], rightly=False)
    close(page)
    wait_for(page, lambda: "terminated" in cmi5_lms.verbs())
    assert cmi5_lms.verbs() == ["initialized", "terminated"]
    page = open_cmi5(open_page(), cmi5_lms)
    assert learner.heading(page) == "Question 2 of 6"
    for question in course.questions[1:]:
        learner.answer(page, question, rightly=False)
    close(page)
    wait_for(page, lambda: "terminated" in cmi5_lms.verbs())
    assert cmi5_lms.verbs() == ["initialized", "completed", "failed", "terminated"]
    page = open_cmi5(open_page(), cmi5_lms)
    page.locator(".again").click()
    for question in course.questions:
        learner.answer(page, question, rightly=True)
    close(page)
    wait_for(page, lambda: "terminated" in cmi5_lms.verbs())
    assert cmi5_lms.verbs() == ["initialized", "passed", "terminated"]


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_looking_around_in_cmi5_records_no_result(
    course: Course, open_page: Open, mode: str
) -> None:
    with Cmi5Lms(cmi5(course), mode=mode, returns=True) as lms:
        page = open_cmi5(open_page(), lms)
        play(page, course, wrong=0)
        page.locator(".top .leave").click()
        page.wait_for_url("**/back")
    assert lms.verbs() == ["initialized", "terminated"]
    assert lms.complaints == []
    assert "bookmark" not in lms.states


def test_a_cmi5_address_that_was_used_is_told_and_a_hiccup_is_survived(
    cmi5_lms: Cmi5Lms, course: Course, open_page: Open
) -> None:
    page = open_page()
    page.goto(cmi5_lms.launch())
    learner.ready(page)
    cmi5_lms.failing = 1
    play(page, course, wrong=0)
    wait_for(page, lambda: "passed" in cmi5_lms.verbs())
    page.reload()
    learner.ready(page)
    expect(page.locator(".trouble")).to_contain_text("Open the course again")
    expect(page.locator(".top .leave")).to_be_hidden()
    wait_for(page, lambda: "terminated" in cmi5_lms.verbs())
    assert cmi5_lms.verbs() == ["initialized", "completed", "passed", "terminated"]


def test_the_button_waits_for_a_learning_system_that_is_away(
    cmi5_lms: Cmi5Lms, course: Course, open_page: Open
) -> None:
    page = open_cmi5(open_page(), cmi5_lms)
    cmi5_lms.failing = 10_000
    play(page, course, wrong=0)
    page.locator(".top .leave").click()
    expect(page.locator(".outcome")).to_contain_text("Not saved yet")
    assert cmi5_lms.verbs() == ["initialized"]
    cmi5_lms.failing = 0
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".outcome")).to_have_text("Saved. You can close this window now.")
    assert cmi5_lms.verbs() == ["initialized", "completed", "passed", "terminated"]


def test_a_page_that_goes_sends_what_is_left_in_its_order(
    cmi5_lms: Cmi5Lms, course: Course, open_page: Open
) -> None:
    page = open_cmi5(open_page(), cmi5_lms)
    cmi5_lms.failing = 10_000
    play(page, course, wrong=6)
    expect(page.locator(".trouble")).to_contain_text("did not take your result")
    cmi5_lms.failing = 0
    page.goto("about:blank")
    wait_for(page, lambda: "terminated" in cmi5_lms.verbs())
    assert cmi5_lms.verbs() == ["initialized", "completed", "failed", "terminated"]


def test_the_interface_is_found_around_what_opened_the_window(
    scorm: ScormLms, open_page: Open
) -> None:
    page = open_page()
    page.goto(f"{scorm.address}launcher")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open").click()
    opened.value.wait_for_load_state()
    frame = opened.value.frame(name="course")
    assert frame is not None
    learner.ready(frame)
    close(frame)
    assert scorm.calls == ["LMSInitialize", "LMSFinish"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_course_fits_and_is_accessible_page_by_page(
    scorm: ScormLms,
    course: Course,
    open_page: Open,
    violations: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    page = open_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(scorm.address + "course/index.html")
    learner.ready(page)
    expect(page.locator(".trouble")).to_contain_text("No learning system answers")
    found = []

    def look() -> None:
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        found.extend(violations(page))

    look()
    learner.go_on(page)
    page.locator(".contents summary").click()
    look()
    learner.read_to_the_quiz(page, pages_before_the_quiz(course) - 1)
    look()
    for number, question in enumerate(course.questions):
        learner.answer(page, question, rightly=number > 1)
        if number == 1:
            page.locator(".back").click()
            look()
            learner.go_on(page)
    look()
    assert found == []
    assert refused == []


def test_a_course_can_be_taken_by_keyboard_alone(
    scorm: ScormLms, course: Course, open_page: Open
) -> None:
    page = open_page(viewport={"width": 1000, "height": 700})
    page.goto(scorm.address + "course/index.html")
    learner.ready(page)

    def press_until(name: str, key: str) -> None:
        for _ in range(60):
            if page.evaluate("document.activeElement.innerText?.trim()") == name:
                return page.keyboard.press(key)
            page.keyboard.press("Tab")
        raise AssertionError(f"{name} cannot be reached by keyboard")

    for _ in range(pages_before_the_quiz(course)):
        press_until("Next", "Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press_until("Check my answer", "Enter")
    expect(page.locator(".feedback:visible")).to_have_count(1)
    expect(page.locator(".next")).to_be_focused()


def test_the_plain_page_works_from_a_file_with_and_without_scripts(
    course: Course, open_page: Open, tmp_path
) -> None:
    file = tmp_path / "course.html"
    file.write_bytes(plain_html(course))
    page = open_page()
    page.goto(file.as_uri())
    learner.ready(page)
    learner.go_on(page)
    chapter = learner.heading(page)
    page.reload()
    learner.ready(page)
    assert learner.heading(page) == chapter
    page.locator(".back").click()
    play(page, course, wrong=2)
    expect(page.locator(".result")).to_contain_text("4 of 6 right")
    page = open_page(java_script_enabled=False)
    page.goto(file.as_uri())
    for topic in [each for lesson in course.lessons for each in lesson.topics]:
        expect(page.locator(f"#{topic.topic_id}")).to_be_visible()
    page.locator(".feedback summary").first.click()
    expect(page.locator(".feedback").first).to_contain_text(course.questions[0].why)


def test_what_a_set_says_cannot_run_in_a_course(open_page: Open, tmp_path) -> None:
    shipped = factories.newest_set()
    evil = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    first = replace(shipped.indicators[0], name=f"Name {evil}", definition=evil)
    bad = replace(shipped, title=evil, indicators=(first, *shipped.indicators[1:]))
    made = full_course(bad, Audience.FIRE_EMS)
    file = tmp_path / "course.html"
    file.write_bytes(plain_html(made))
    page = open_page()
    page.goto(file.as_uri())
    learner.ready(page)
    learner.go_on(page)
    assert learner.heading(page) == f"Name {evil}"
    assert page.title() == made.title
    blocked = page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'document.title=1';"
        " document.body.append(s); return document.title; }"
    )
    assert blocked == made.title


def test_the_state_stays_small_for_a_very_large_set(open_page: Open) -> None:
    shipped = factories.newest_set()
    many = tuple(
        replace(each, indicator_id=f"ind-{1000 + 20 * turn + number}")
        for turn in range(10)
        for number, each in enumerate(shipped.indicators)
    )
    made = full_course(replace(shipped, indicators=many), Audience.LAW_ENFORCEMENT)
    assert len(made.questions) == 320
    with ScormLms(scorm12(made)) as lms:
        frame = open_scorm(open_page(), lms)
        learner.go_on(frame)
    assert 500 < len(lms.data[STATE]) < 4096


def wait_for(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen within half a minute")
