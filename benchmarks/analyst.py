"""The analyst's desk: how many keys and seconds the ten usual tasks take in a real browser.

    python -m benchmarks.analyst [--reports 300] [--only A3]

The server is `sar demo`, in a process of its own, with so many reports besides the public cases.
The baseline of each task is what it is to take at most: keys and clicks, and seconds of the
keystroke-level model (`benchmarks.keystrokes`) with one thought for each choice, and of waiting as
measured. Text that is typed costs its keys in seconds, and is counted apart. Reasons are read at
238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019: English, silently).
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import monotonic

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from benchmarks.keystrokes import KEY_SECONDS, PATIENCE_MS, POINT_SECONDS, THINK_SECONDS
from benchmarks.phone import Served, browsing, wait_for
from benchmarks.table import show
from sar import db
from sar.app import create_app
from sar.commands import demo
from sar.models import Report
from tests import desk, factories
from triage.decisions import State

WORDS_PER_SECOND = 238 / 60
TOLD = "Seen on another evening, too."


@dataclass
class Desk:
    """An analyst's window: counts keys, clicks, typed characters and thoughts, and the waiting."""

    served: Served
    page: Page
    keys: int = 0
    clicks: int = 0
    typed: int = 0
    thoughts: int = 0
    read: float = 0
    waited: float = 0

    def open(self, path: str) -> None:
        """Open a page where a task begins, which costs nothing."""
        self.page.goto(self.served.address + path)
        self.rest()

    def rest(self) -> None:
        """Wait until the keys of the page work."""
        expect(self.page.locator("html.keys")).to_have_count(1, timeout=PATIENCE_MS)

    def press(self, keys: str) -> None:
        """Press keys that stay on the page."""
        for each in keys.split():
            self.keys += 1
            self.page.keyboard.press(each)

    def go(self, key: str) -> None:
        """Press the key that leads to another page, and wait until that rests."""
        self.keys += 1
        began = monotonic()
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            self.page.keyboard.press(key)
        self.rest()
        self.waited += monotonic() - began

    def follow(self, link: Locator) -> None:
        """Point at a link, click it, and wait until the page that it leads to rests."""
        self.clicks += 1
        began = monotonic()
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            link.click()
        self.rest()
        self.waited += monotonic() - began

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self.typed += len(text)
        self.page.keyboard.insert_text(text)

    def decide(self, keys: str) -> None:
        """Think once, and press the keys of a choice, of which the last leads on."""
        self.thoughts += 1
        *first, last = keys.split()
        self.press(" ".join(first))
        self.go(last)

    @property
    def seconds(self) -> float:
        """Return the seconds of the model, of reading and of waiting."""
        by_hand = (self.keys + self.typed) * KEY_SECONDS + self.clicks * POINT_SECONDS
        return by_hand + self.thoughts * THINK_SECONDS + self.read + self.waited


@dataclass(frozen=True, slots=True)
class Task:
    """A task: at most how many keys and clicks, and seconds, it is to take, and what does it."""

    name: str
    keys: int
    seconds: float
    do: Callable[[Desk], None]
    begin: Callable[[Desk], None]


def main() -> None:
    """Do each task once, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--only", default="", help="do the tasks whose name begins so")
    options = parser.parse_args()
    with serving(options.reports) as served, browsing() as browser:
        rows: list[tuple[object, ...]] = []
        for task in TASKS:
            if not task.name.startswith(options.only):
                continue
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            cookie = factories.signed_in(served.app, "analyst").get_cookie("sar_session")
            assert cookie is not None
            signed_in = {"name": cookie.key, "value": cookie.value, "url": served.address}
            context.add_cookies([signed_in])  # type: ignore[list-item]
            one = Desk(served, context.new_page())
            if not rows:
                # The first page that shows a report loads what later ones have.
                one.open(f"/review/{next(waiting(served)).receipt}")
            rows.append(_row(task, one))
            context.close()
    show(
        f"Tasks of an analyst, a demo of {options.reports} reports and the public cases, load "
        f"{os.getloadavg()[0]:.0f} on {os.cpu_count()} processors (key 0.28 s, click 1.10 s, "
        "choice 1.35 s)",
        ("task", "keys and clicks", "text", "waited s", "seconds", "without waiting", "met"),
        rows,
    )


def _row(task: Task, one: Desk) -> tuple[object, ...]:
    task.begin(one)
    one.waited = one.keys = one.clicks = one.thoughts = one.typed = 0
    task.do(one)
    count = one.keys + one.clicks
    is_met = count <= task.keys and one.seconds <= task.seconds
    return (
        *(task.name, f"{count} of {task.keys}", one.typed, f"{one.waited:.2f}"),
        *(f"{one.seconds:.1f} of {task.seconds:g}", f"{one.seconds - one.waited:.1f}"),
        "yes" if is_met else "NO",
    )


@contextmanager
def serving(reports: int) -> Iterator[Served]:
    """Serve a fresh demo."""
    with tempfile.TemporaryDirectory(prefix="sardesk") as name, socket.socket() as free:
        folder = Path(name)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "sar.cli", "demo", "--port", str(port)]
        command += ["--folder", name, "--reports", str(reports)]
        with (folder / "output").open("w") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, seconds=1_200)
            yield Served(create_app(demo.settings_in(folder)), address)
        finally:
            process.terminate()
            process.wait(20)


def waiting(served: Served) -> Iterator[Report]:
    """Yield reports that nobody has decided on, the most urgent first."""
    with db.reading(served.app.extensions["sar"].engine) as session:
        query = select(Report).where(
            Report.state == State.RECEIVED, Report.queue_place.is_not(None)
        )
        yield from session.scalars(query.order_by(Report.queue_place)).all()


def queue(one: Desk) -> None:
    """Begin in the queue of what nobody has decided on."""
    one.open("/queue?state=received")


def report(one: Desk) -> None:
    """Begin on a report that was just taken."""
    queue(one)
    one.go("n")


def part_two(one: Desk) -> None:
    """Begin on a report of which part one is decided."""
    report(one)
    if not one.page.get_by_text("Part 2 of 2").count():
        one.decide("u 1 Enter")


def hidden(one: Desk) -> None:
    """Begin on a report in which a part is hidden."""
    # The look-alikes of A6 have no original that could be revealed.
    real = (each for each in waiting(one.served) if not each.receipt.startswith("CL"))
    found = (each for each in real if "[PERSON" in str(each.redacted))
    one.open(f"/review/{next(found).receipt}")


def look_alikes(one: Desk) -> None:
    """Begin in a queue at the top of which look-alikes wait that were looked at before."""
    top = next(each.receipt for each in waiting(one.served) if each.claimed_by_id is None)
    desk.multiply(one.served.app, top, 400)
    client = factories.signed_in(one.served.app, "analyst")
    for each in list(islice(waiting(one.served), 25)):
        client.get(f"/review/{each.receipt}")
    queue(one)


def close_twenty(one: Desk) -> None:
    """A6: tick twenty, say that they are to be closed and why."""
    one.press("x " * 20)
    one.decide("b")
    expect(one.page.locator("h1")).to_have_text("Decide about 20 reports")
    one.press("1")
    one.go("Enter")


def read_reasons(one: Desk) -> None:
    """A2: the three weightiest reasons stand at the top, and nothing is to be done to see them."""
    for reason in one.page.locator(".reasons > *").all()[:3]:
        box = reason.bounding_box()
        assert box is not None
        one.clicks += box["y"] + box["height"] > 900
        one.read += len(reason.inner_text().split()) / WORDS_PER_SECOND


def link_and_undo(one: Desk) -> None:
    """A5: link with another report by the start of its number, and take it back."""
    here = one.page.url.rpartition("/")[2]
    other = next(each.receipt for each in waiting(one.served) if each.receipt[:3] != here[:3])
    one.decide(f"d {' '.join(other[:3])} Enter")
    one.go("z")


def reveal(one: Desk) -> None:
    """A7: point at what is hidden, say for what and why."""
    one.thoughts += 1
    one.follow(one.page.locator("a.hidden-span").first)
    one.press("1")
    one.type(TOLD)
    one.go("Enter")
    expect(one.page.locator(".revealed, mark").first).to_be_visible()


def search(one: Desk) -> None:
    """A8: look up a plate."""
    one.thoughts += 1
    one.press("/")
    one.type("QZX-8841")
    one.go("Enter")


def given_before(one: Desk) -> None:
    """Begin on a report, in an agency that gave out another one lately."""
    report(one)
    give_out(one)
    report(one)


def give_out_again(one: Desk) -> None:
    """A9: choose a recipient of lately, say on what authority and why."""
    one.thoughts += 2
    one.go("e")
    one.go("1")
    one.press("1")
    one.type("It is their bridge.")
    one.go("Enter")
    expect(one.page.locator("main")).to_contain_text("Entered into the register")


def give_out(one: Desk) -> None:
    """A9: say who receives a summary, for what and why, and enter it into the register."""
    one.thoughts += 3
    one.go("e")
    summary = one.page.get_by_role("radio", name="A summary").get_attribute("data-key")
    assert summary is not None
    one.press(summary)
    for words in ("The desk", "Springfield"):
        one.type(words)
        one.press("Tab")
    one.press("Space Tab Space Tab")
    one.type("It is their bridge.")
    one.go("Enter")
    expect(one.page.locator("main")).to_contain_text("Entered into the register")


TASKS = (
    Task("A1 next report", 1, 0.6, lambda one: one.go("n"), queue),
    Task("A2 why is it here? (three reasons)", 0, 4, read_reasons, report),
    Task("A3 decide, part one", 4, 4, lambda one: one.decide("u 1 Enter"), report),
    Task("A3 decide, part two", 4, 4, lambda one: one.decide("c 1 Enter"), part_two),
    Task("A4 return with a question", 3, 12, lambda one: one.decide("r 1 Enter"), report),
    Task("A5 link, undo", 6, 7, link_and_undo, report),
    Task("A6 close 20 look-alikes", 26, 16, close_twenty, look_alikes),
    Task("A7 reveal a hidden part", 2, 12, reveal, hidden),
    Task("A8 find a plate", 2, 7, search, queue),
    Task("A9 give out again", 3, 8, give_out_again, given_before),
    Task("A9 give out, a new recipient", 3, 8, give_out, report),
    Task("A10 the rank is wrong", 3, 3, lambda one: one.decide("w 3 Enter"), report),
    Task("A10 the indicator needs tuning", 3, 3, lambda one: one.decide("t 4 Enter"), report),
)


if __name__ == "__main__":
    main()
