"""What the log is narrowed to: person, action, report, days."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from privacy.purposes import PURPOSES
from sar.errors import FieldFinding
from sar.oversight.words import SENTENCES
from sar.values import frozen

# Crockford's base 32 and hyphens: a receipt number, or the beginning of one.
_RECEIPT = re.compile(r"[0-9A-HJKMNP-TV-Z-]{1,16}")
_USERNAME = re.compile(r"[a-z0-9._-]{1,64}")

_CHECKS: Mapping[str, tuple[Callable[[str], object], str, str]] = {
    "person": (
        _USERNAME.fullmatch,
        "This is no user name.",
        "Write it as the person types it to sign in.",
    ),
    "action": (SENTENCES.get, "There is no such action.", "Choose one from the list."),
    "purpose": (
        {purpose.code for purpose in PURPOSES}.__contains__,
        "There is no such purpose.",
        "Choose one from the list.",
    ),
    "report": (
        _RECEIPT.fullmatch,
        "This is no receipt number.",
        "Write it as it stands on the receipt, such as 7K3M-9QXD-V.",
    ),
}


@frozen
class LogFilter:
    """What is looked for; "" and None mean all. `start` is included, `end` is not, both UTC."""

    username: str = ""
    action: str = ""
    receipt: str = ""
    purpose: str = ""
    start: datetime | None = None
    end: datetime | None = None
    before: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Tell whether anything but the place in the list is asked for."""
        asked = (self.username, self.action, self.receipt, self.purpose, self.start, self.end)
        return any(asked)


def log_filter(fields: Mapping[str, str], *, zone: str) -> tuple[LogFilter, list[FieldFinding]]:
    """Return the filter that a query string asks for; what makes no sense is left out and named.

    Days are those of `zone`, from midnight to midnight.
    """
    findings: list[FieldFinding] = []
    first, last = _day(fields, "from", findings), _day(fields, "to", findings)
    if first and last and last < first:
        findings.append(
            FieldFinding(
                "from", "The period ends before it begins.", "Choose an earlier day to begin with."
            )
        )
        first = last = None
    before = fields.get("before", "")
    asked = LogFilter(
        username=_checked("person", fields.get("person", "").strip().lower(), findings),
        action=_checked("action", fields.get("action", ""), findings),
        receipt=_checked("report", fields.get("report", "").strip().upper(), findings),
        purpose=_checked("purpose", fields.get("purpose", ""), findings),
        start=_midnight(first, zone) if first else None,
        end=_midnight(last + timedelta(days=1), zone) if last and last < date.max else None,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
    )
    return asked, findings


def _checked(name: str, value: str, findings: list[FieldFinding]) -> str:
    is_good, message, remedy = _CHECKS[name]
    if not value or is_good(value):
        return value
    findings.append(FieldFinding(name, message, remedy))
    return ""


def _day(fields: Mapping[str, str], name: str, findings: list[FieldFinding]) -> date | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        findings.append(FieldFinding(name, "This is no date.", "Write it like 2026-03-01."))
        return None


def _midnight(day: date, zone: str) -> datetime | None:
    try:
        return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        # The first or last day that there is: no entry lies beyond it.
        return None
