"""The ten tasks of an officer, each done once by a scripted hand on a phone."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from benchmarks.keystrokes import Hand
from benchmarks.phone import Phone
from tests import factories, revisions
from tests.browser.conftest import let_worker_rest
from tests.privacy.files import made

LATELY, SABOTAGE = "ind-0012", "ind-0004"
TOLD = (
    "Two people stood at the north gate for half an hour and counted the cameras aloud. One of "
    "them drew the fence and the place of each camera into a notebook, the other one timed the "
    "guard with a phone. They went on to the east gate when a truck came in, and did the same "
    "there, until the guard asked what they were doing."
)
WHY = "They left at once, came back twice, and each time walked off when the guard looked."
ADDED = (
    "The guard called again: the same two people are back, now with a white van, plate not seen, "
    "and photograph the gate."
)
TRAIT = "They looked Muslim, which is why I stopped them."
SAVED = "form [data-draft-note]:not([hidden])"
# From a change to the words that say it is kept, as the page itself sees it.
SAVED_MS = """field => new Promise(done => {
  const note = document.querySelector('[data-draft-note]');
  note.textContent = '';
  const begun = performance.now();
  new MutationObserver(() => note.textContent && done(performance.now() - begun))
    .observe(note, { childList: true, subtree: true, characterData: true });
  field.value += '.';
  field.dispatchEvent(new Event('input', { bubbles: true }));
})"""


@dataclass(frozen=True, slots=True)
class Task:
    """A task, at most how many taps and seconds it is to take, and what does it."""

    name: str
    taps: int
    seconds: float
    do: Callable[[Phone], Hand]
    keeps: bool = False


def start(phone: Phone) -> Hand:
    """O1: from the home screen to the first question."""
    phone.slow_down()
    hand = Hand(phone.page, taps=1)
    phone.open("/reports/write")
    hand.waited = phone.usable_ms() / 1000
    return hand


def start_kept(phone: Phone) -> Hand:
    """O1 with the form on the phone, as an icon on the home screen has it."""
    phone.keep_form()
    return start(phone)


def _fill(hand: Hand) -> None:
    """Fill in the form in the order of the page, each text by a tap into its field."""
    page = hand.page
    hand.tap(page.get_by_role("button", name="Use my location"))
    hand.see(page.locator("#place .hint", has_text="Location filled in"))
    hand.tap(page.get_by_label("Just now"))
    hand.tap(page.get_by_label("Tell it in your own words"))
    hand.type(TOLD)
    hand.tap(page.locator("textarea[id^=answers]:visible").first)
    hand.type(WHY)
    hand.tap(page.get_by_label("I saw it myself"))


def file_simple(phone: Phone) -> Hand:
    """O2: a report of a behaviour that was reported lately."""
    page = phone.open("/reports/new")
    phone.slow_down()
    hand = Hand(page)
    hand.tap(page.get_by_role("navigation", name="What you reported lately").get_by_role("link"))
    hand.see(page.get_by_role("heading", name="File a report"))
    _fill(hand)
    hand.tap(page.get_by_role("button", name="Check answers"))
    hand.see(page.get_by_role("heading", name="Check your answers"))
    hand.tap(_send(page))
    hand.see(page.get_by_role("heading", name="Your report is in"))
    return hand


def file_offline(phone: Phone) -> Hand:
    """O3: the same without a network, on the form that the phone keeps."""
    phone.keep_form()
    page = phone.open("/reports/write")
    page.locator("form[data-kept]").wait_for()
    phone.slow_down(is_online=False)
    hand = Hand(page)
    hand.tap(page.locator(f"#{LATELY}"))
    _fill(hand)
    hand.tap(_send(page))
    hand.see(page.get_by_text("Saved on this phone, will send").first)
    return hand


def _ready(phone: Phone, narrative: str, behaviour: str = LATELY) -> Page:
    """Fill in a form, not counted, and leave it before it is sent."""
    page = phone.open(f"/reports/new?behaviours={behaviour}")
    page.get_by_label("Name of a facility").check()
    page.locator("#place-facility").fill("North substation")
    page.get_by_label("Just now").check()
    page.locator("#narrative").fill(narrative)
    page.get_by_label("I saw it myself").check()
    return page


def _send(page: Page) -> Locator:
    return page.locator("main").get_by_role("button", name="Send report").last


def mend(phone: Phone) -> Hand:
    """O4: mend the one error that the page tells of, and send again."""
    page = _ready(phone, TOLD)
    _send(page).tap()
    link = page.locator("#error-summary a")
    link.wait_for()
    phone.slow_down()
    hand = Hand(page)
    hand.tap(link.first)
    hand.type(WHY[:20])
    hand.tap(_send(page))
    hand.see(page.get_by_role("heading", name="Your report is in"))
    return hand


def answer_attribute(phone: Phone) -> Hand:
    """O5: say that a trait describes somebody who was seen."""
    page = _ready(phone, TRAIT)
    page.locator("textarea[id^=answers]:visible").first.fill(WHY)
    _send(page).tap()
    choice = page.get_by_label("They describe a person I saw")
    choice.wait_for()
    phone.slow_down()
    hand = Hand(page)
    hand.tap(choice)
    hand.tap(page.locator(".callout").get_by_role("button", name="Send report"))
    hand.see(page.get_by_role("heading", name="Your report is in"))
    return hand


def add_photo(phone: Phone) -> Hand:
    """O6: a photo from the camera: the shutter and "use" are taps, and the camera's own time."""
    receipt = factories.file_by_api(phone.served.app)["receipt"]
    page = phone.open(f"/reports/{receipt}?filed=1")
    phone.slow_down()
    hand = Hand(page)
    with page.expect_file_chooser() as chosen:
        hand.tap(page.get_by_text("Take a photo"))
    hand.taps_elsewhere += 2
    chosen.value.set_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": made.jpeg()})
    hand.see(page.get_by_text("Its location was removed."))
    return hand


def resume(phone: Phone) -> Hand:
    """O7: a draft that was begun under the questions of before; its answers are not counted."""
    phone.keep_form()
    page = phone.open("/reports/write")
    page.locator("form[data-kept]").wait_for()
    page.locator(f"#{SABOTAGE}").check()
    page.locator(f'[name="answers.{SABOTAGE}.el-0016"]').first.check()
    page.locator(f'[name="answers.{SABOTAGE}.el-0018"][value="yes"]').check()
    page.locator(f"#answers-{SABOTAGE}-el-0017").fill("the pump")
    page.get_by_label("Name of a facility").check()
    page.locator("#place-facility").fill("North reservoir")
    page.get_by_label("Just now").check()
    page.locator("#narrative").fill(TOLD)
    page.get_by_label("I saw it myself").check()
    page.locator(SAVED).wait_for()
    revisions.publish(phone.served.app, revisions.change_sabotage)
    let_worker_rest(phone.open("/reports/unsent"))
    phone.slow_down()
    hand = Hand(page)
    hand.tap(page.locator("[data-item-of]").get_by_role("button", name="Open"))
    hand.see(page.get_by_text("Newer questions are in force"))
    hand.tap(page.get_by_role("button", name="Use the newer questions"))
    hand.see(page.locator(".changed").first)
    page.locator(f'[name="answers.{SABOTAGE}.el-0990"][value="yes"]').check()
    hand.tap(_send(page))
    hand.see(page.get_by_role("heading", name="Your report is in"))
    return hand


def follow(phone: Phone) -> Hand:
    """O8: from the start to what became of a report, in words."""
    page = phone.open("/reports/new")
    phone.slow_down()
    hand = Hand(page)
    hand.tap(page.get_by_role("link", name="My reports"))
    hand.see(page.locator("main td", has_text="Waiting to be read").first)
    return hand


def add_information(phone: Phone) -> Hand:
    """O9: more about a report that is in."""
    page = phone.open("/reports")
    phone.slow_down()
    hand = Hand(page)
    hand.tap(page.locator("main th a").first)
    hand.see(page.get_by_role("link", name="Add information"))
    hand.tap(page.get_by_role("link", name="Add information"))
    hand.see(page.get_by_label("What do you want to add?"))
    # The page begins in the field as soon as it is painted; whoever sees it need not tap.
    page.locator("textarea:focus").wait_for()
    hand.type(ADDED)
    hand.tap(page.get_by_role("button", name="Add to the report"))
    hand.see(page.get_by_text("Added").first)
    return hand


def look_up(phone: Phone) -> Hand:
    """O10: whether a behaviour is reportable; what was ticked stays."""
    page = phone.open("/reports/new")
    page.locator("#ind-0001").check()
    phone.slow_down()
    hand = Hand(page)
    row = page.locator("[data-choice]", has=page.locator(f"#{LATELY}"))
    hand.tap(row.locator("summary"))
    hand.see(row.get_by_text("Lawful look-alike").first)
    assert page.locator("#ind-0001").is_checked()
    return hand


TASKS = (
    Task("O1 start, nothing cached", 2, 4, start),
    Task("O1 start, form kept", 2, 4, start_kept, keeps=True),
    Task("O2 simple report", 9, 150, file_simple),
    Task("O3 the same without a network", 9, 150, file_offline, keeps=True),
    Task("O4 mend an error", 3, 16, mend),
    Task("O5 the question about a trait", 2, 11, answer_attribute),
    Task("O6 a photo", 3, 7, add_photo),
    Task("O8 what happened to my report", 2, 6, follow),
    Task("O9 add information", 3, 47, add_information),
    Task("O10 is this reportable?", 1, 6, look_up),
    # Publishes other questions, so it is the last.
    Task("O7 a draft, the set has changed", 3, 13, resume, keeps=True),
)
