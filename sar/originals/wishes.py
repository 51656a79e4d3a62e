"""What somebody wants to see and why, the agency's terms, and what comes of it."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from privacy.retention_policies import Drawer
from sar.errors import FieldFinding
from sar.originals.revealed import WHOLE
from sar.settings import Settings
from sar.values import frozen


@frozen
class Wish:
    """Which part somebody wants to see, for which purpose, and why in their own words.

    The whole report has no path. What is not said otherwise is in the drawer of reports.
    """

    path: str = WHOLE
    number: int = 0
    purpose: str = ""
    words: str = field(default="", repr=False)
    drawer: Drawer = Drawer.TIPS

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole report is meant."""
        return self.path == WHOLE


@frozen
class Terms:
    """What the agency allows.

    `minutes` is the longest time that anything is shown; `reports_per_hour` how many reports one
    person may be shown something of within an hour; with `needs_second_person` a whole report is
    shown only after somebody else agreed.
    """

    minutes: int = 15
    reports_per_hour: int = 20
    needs_second_person: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        """Return what an installation's settings allow."""
        return cls(
            minutes=settings.reveal_minutes,
            reports_per_hour=settings.reveal_reports_per_hour,
            needs_second_person=settings.needs_second_person,
        )


@frozen
class Refused:
    """Nothing was revealed; the findings say what is missing. `status` is that of the answer."""

    findings: Sequence[FieldFinding]
    status: int = 422


@frozen
class Granted:
    """The part may be shown until `expires_at`; this value does not hold its text.

    `anchor` is "" for the whole report.
    """

    receipt: str
    anchor: str
    expires_at: datetime


@frozen
class Asked:
    """A second person has to agree first, until `expires_at`."""

    receipt: str
    expires_at: datetime
