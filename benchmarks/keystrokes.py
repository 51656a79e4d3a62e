"""The keystroke-level model: how long a practised person takes for taps, choices and typing.

Card, Moran and Newell, The Psychology of Human-Computer Interaction (1983), figure 8.1. What the
model says is added to what is measured: how long the page lets the person wait.
"""

from dataclasses import dataclass, field
from time import monotonic

from playwright.sync_api import Locator, Page, expect

KEY_SECONDS = 0.28
"""A key, for somebody who types 40 words a minute: their "average non-secretary typist"."""
POINT_SECONDS = 1.10
"""Pointing at something; on a touch screen the tap is part of it."""
THINK_SECONDS = 1.35
"""Making up one's mind, once before each tap."""
PATIENCE_MS = 60_000


@dataclass
class Hand:
    """A hand on the phone; counts its taps and keys, and adds up the seconds.

    `taps_elsewhere` are taps on no page, whose time is not counted.
    """

    page: Page
    taps: int = 0
    taps_elsewhere: int = 0
    keys: int = 0
    waited: float = 0
    _since: float = field(default=0, repr=False)

    def tap(self, target: Locator) -> None:
        """Choose something and tap it."""
        self.taps += 1
        target.scroll_into_view_if_needed()
        self._since = monotonic()
        target.tap(no_wait_after=True)

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        self.keys += len(text)
        self.page.keyboard.insert_text(text)

    def see(self, target: Locator) -> None:
        """Wait until something that a tap leads to is there."""
        expect(target).to_be_visible(timeout=PATIENCE_MS)
        self.waited += monotonic() - self._since

    @property
    def seconds(self) -> float:
        """Return the seconds of the model and of waiting."""
        return self.taps * (THINK_SECONDS + POINT_SECONDS) + self.keys * KEY_SECONDS + self.waited
