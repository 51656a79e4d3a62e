"""The officer's phone: when the first field can be used, how long tasks take, how soon it is kept.

    python -m benchmarks.officer [--runs 5] [--only O2]

The window is 320 by 640, the network is slow (`benchmarks.phone`). The baseline is an empty answer
of the same server through the same network in the same run: no page can come sooner. Seconds of
tasks are those of the keystroke-level model (`benchmarks.keystrokes`) and of waiting as measured.
"""

import argparse
import os
import statistics
from collections.abc import Callable, Sequence

from playwright.sync_api import Browser

from benchmarks import officer_tasks as tasks
from benchmarks.phone import KBIT_PER_SECOND, ROUND_TRIP_MS, Phone, Served, browsing, phone, serving
from benchmarks.table import show
from tests import factories

Load = Callable[[Phone], None]


def main() -> None:
    """Measure loads, tasks and keeping, and print three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="measure the tasks whose name begins so")
    options = parser.parse_args()
    with serving() as served, browsing() as browser:
        filed = factories.submission(tasks.LATELY)
        own = {name: filed[name] for name in ("behaviours", "answers")}
        factories.file_by_api(served.app, **own)
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        if not options.only:
            show_loads(browser, served, options.runs)
            show_keeping(browser, served, options.runs)
        show_tasks(browser, served, options.only)


def show_loads(browser: Browser, served: Served, runs: int) -> None:
    """Print when pages can be used, and how much of them came over the network."""
    rows = [_baseline(browser, served, runs)]
    for name, prepare, path, keeps in LOADS:
        found = [_load(browser, served, prepare, path, keeps=keeps) for _ in range(runs)]
        rows.append((name, *_figures(found)))
    show(
        f"First field, {KBIT_PER_SECOND} kbit/s and {ROUND_TRIP_MS} ms (goal: usable within 2.0 s, "
        "at once when kept, under 150 kB)",
        ("page", "painted s", "usable s", "least", "most", "kB"),
        rows,
    )


def _figures(found: Sequence[tuple[float, float, int]]) -> tuple[str, ...]:
    painted, usable, size = (list(each) for each in zip(*found, strict=True))
    seconds = (statistics.median(painted), statistics.median(usable), min(usable), max(usable))
    return (*(f"{each / 1000:.2f}" for each in seconds), f"{statistics.median(size) / 1000:.0f}")


def _baseline(browser: Browser, served: Served, runs: int) -> tuple[str, ...]:
    found = []
    for _ in range(runs):
        with phone(browser, served) as one:
            one.slow_down()
            one.open("/healthz")
            found.append((one.painted_ms(), one.painted_ms(), one.bytes_received))
    return "empty answer (/healthz)", *_figures(found)


def _load(
    browser: Browser, served: Served, prepare: Load, path: str, *, keeps: bool
) -> tuple[float, float, int]:
    """Load a page once: when it was painted and usable (ms), and what it took in all (bytes)."""
    with phone(browser, served, keeps=keeps) as one:
        prepare(one)
        one.slow_down()
        one.bytes_received = 0
        one.open(path)
        usable, painted = one.usable_ms(), one.painted_ms()
        one.page.wait_for_load_state("networkidle")
        return painted, usable, one.bytes_received


def _nothing(_phone: Phone) -> None:
    """Leave the phone as it is: new."""


def _sign_in_page(one: Phone) -> None:
    """Let the phone have seen the page on which people sign in."""
    one.page.context.clear_cookies()
    one.open("/sign-in")
    one.page.wait_for_load_state("networkidle")
    one.page.context.add_cookies([one.served.cookie()])  # type: ignore[list-item]


def _first_page(one: Phone) -> None:
    """Let the phone have seen the page once."""
    one.open("/reports/new")
    one.page.wait_for_load_state("networkidle")


LOADS: tuple[tuple[str, Load, str, bool], ...] = (
    ("a new phone: what did you see", _nothing, "/reports/new", False),
    ("a new phone: questions of a behavior", _nothing, "/reports/new?behaviours=ind-0012", False),
    ("a new phone: form to be kept", _nothing, "/reports/write", False),
    ("after the sign-in page", _sign_in_page, "/reports/new", False),
    ("the second time", _first_page, "/reports/new", False),
    ("kept on the phone (no network used)", Phone.keep_form, "/reports/write", True),
)


def show_keeping(browser: Browser, served: Served, runs: int) -> None:
    """Print how soon after a change the page says that it is kept."""
    rows = []
    for name, path, keeps in (
        ("page of the server", "/reports/new?behaviours=ind-0012", False),
        ("kept form", "/reports/write", True),
    ):
        with phone(browser, served, keeps=keeps) as one:
            if keeps:
                one.keep_form()
            page = one.open(path)
            page.locator("form[data-kept]").wait_for()
            one.slow_down()
            field = page.locator("#narrative")
            found = [field.evaluate(tasks.SAVED_MS) / 1000 for _ in range(runs)]
        rows.append((name, f"{statistics.median(found):.2f}", f"{max(found):.2f}"))
    show(
        '"Saved on this phone" after a change (goal: within 1.0 s; it waits 0.3 s for more)',
        ("page", "median s", "most s"),
        rows,
    )


def show_tasks(browser: Browser, served: Served, only: str) -> None:
    """Print what each task took, beside what it is to take."""
    rows = []
    for task in tasks.TASKS:
        if not task.name.startswith(only):
            continue
        with phone(browser, served, keeps=task.keeps) as one:
            hand = task.do(one)
        taps = hand.taps + hand.taps_elsewhere
        verdict = "yes" if taps <= task.taps and hand.seconds <= task.seconds else "NO"
        seconds = f"{hand.seconds:.1f} of {task.seconds:.0f}"
        counted = (f"{taps} of {task.taps}", hand.keys, f"{hand.waited:.1f}")
        rows.append((task.name, *counted, seconds, verdict))
    show(
        "Tasks (keystroke-level model: key 0.28 s, tap 1.10 s, thought before a tap 1.35 s)",
        ("task", "taps", "keys", "waited s", "seconds", "met"),
        rows,
    )


if __name__ == "__main__":
    main()
