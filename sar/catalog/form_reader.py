"""Reads the fields of a form and collects what is wrong with them, in words for the reader.

The limits are this project's: long enough for every text of the shipped sets several times over.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from indicators.reading import is_clean_text
from sar.errors import FieldFinding

Form = MultiDict[str, str]
_Member = TypeVar("_Member", bound=StrEnum)

MAX_NAME_CHARS = 120
MAX_LABEL_CHARS = 300
MAX_HELP_CHARS = 600
MAX_TEXT_CHARS = 4000
MAX_COMMENT_CHARS = 2000

_WHOLE = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(slots=True)
class Reader:
    """Reads the fields of one form and collects what is wrong with them."""

    form: Form = field(repr=False)
    findings: list[FieldFinding] = field(default_factory=list)

    def refuse(self, path: str, message: str, remedy: str) -> None:
        """Note what is wrong with a field."""
        self.findings.append(FieldFinding(path, message, remedy))

    def raw(self, name: str) -> str:
        """Return a field's text with the line ends that browsers send made plain."""
        return self.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()

    def text(self, name: str, *, limit: int, empty: str = "") -> str:
        """Read a text of at most `limit` characters; `empty` says what is wrong with none."""
        text = self.raw(name)
        if not text and empty:
            self.refuse(name, empty, "Write it in plain words.")
        if len(text) > limit:
            self.refuse(
                name,
                f"This has {len(text):,} characters; {limit:,} fit.",
                "Shorten it to what a reader needs.",
            )
        if not is_clean_text(text):
            self.refuse(
                name,
                "This holds a character that cannot be shown.",
                "Type it again, or paste it as plain text.",
            )
        return text

    def whole(self, name: str, *, minimum: int, maximum: int) -> int:
        """Read a whole number from `minimum` to `maximum`; both are included."""
        text = self.raw(name)
        if not _WHOLE.fullmatch(text) or not minimum <= int(text) <= maximum:
            self.refuse(
                name,
                f"This must be a whole number from {minimum} to {maximum:,}.",
                "Write it in digits.",
            )
            return minimum
        return int(text)

    def count(self, name: str, *, minimum: int, maximum: int) -> int | None:
        """Read a whole number as `whole` does, None for an empty field."""
        return self.whole(name, minimum=minimum, maximum=maximum) if self.raw(name) else None

    def number(self, name: str) -> float | None:
        """Read a number, None for an empty field."""
        text = self.raw(name)
        if text and not _DECIMAL.fullmatch(text):
            self.refuse(name, "This is not a number.", "Write it in digits, such as 12 or 2.5.")
            return None
        return float(text) if text else None

    def member(self, name: str, members: type[_Member], *, message: str) -> _Member:
        """Read one value of a closed set."""
        if self.form.get(name) not in set(members):
            self.refuse(name, message, "Choose one of the list.")
            return next(iter(members))
        return members(self.form[name])


def numbered(form: Form, group: str) -> list[str]:
    """Return the names of the fields ``group.0``, ``group.1``... that were sent, in that order."""
    pattern = re.compile(rf"{re.escape(group)}\.([0-9]{{1,3}})")
    numbers = sorted(int(found[1]) for name in form if (found := pattern.fullmatch(name)))
    return [f"{group}.{number}" for number in numbers]


def whole_or_zero(text: str) -> int:
    """Return a whole number that a hidden field carries, 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def moment_of(form: Form, name: str, *, clock: str = "00:00") -> datetime | None:
    """Read a date, a time (`clock` if there is none) and a zone as sent by three fields."""
    time = form.get(f"{name}-time") or clock
    try:
        local = datetime.fromisoformat(f"{form.get(f'{name}-date', '')}T{time}")
        return local.replace(tzinfo=ZoneInfo(form.get(f"{name}-zone", ""))).astimezone(UTC)
    except (ValueError, OSError, KeyError, OverflowError):
        return None


def read_comment(form: Form, name: str, *, empty: str) -> tuple[str, list[FieldFinding]]:
    """Read a note or comment; `empty` says what is wrong with none."""
    read = Reader(form)
    return read.text(name, limit=MAX_COMMENT_CHARS, empty=empty), read.findings


def code_of(value: object) -> str:
    """Return what a form sends for one answer: yes or no, a code, a number as it is written."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
