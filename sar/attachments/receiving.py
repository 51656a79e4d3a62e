"""A file as it comes in: cleaned, scanned, and ready to be stored, or refused in words."""

import hashlib
from dataclasses import field
from pathlib import PurePosixPath

from privacy.files import Cleaned, Limits
from privacy.files.refusals import CleaningBusyError, FileRefusedError
from sar.errors import FieldFinding, NotReadyError
from sar.outside.scanner import Scanner, Verdict, scan
from sar.values import frozen

MAX_NAME_CHARS = 120


@frozen
class Mark:
    """By what a file is known when it is sent again: its SHA-256 and that of its key, hex."""

    sha256: str
    key_sha256: str | None = None


@frozen
class Sent:
    """A file as it was sent, and the name that its sender gave it.

    `key`, if there is one, is fresh for each file and the same when that is sent again.
    """

    content: bytes = field(repr=False)
    name: str = field(default="", repr=False)
    key: str = field(default="", repr=False)

    @property
    def mark(self) -> Mark:
        """Return by what it is known when it is sent again."""
        key_sha256 = hashlib.sha256(self.key.encode()).hexdigest() if self.key else None
        return Mark(hashlib.sha256(self.content).hexdigest(), key_sha256)


@frozen
class Prepared:
    """A clean file with what is kept of the one that came."""

    cleaned: Cleaned
    mark: Mark
    verdict: Verdict
    name: str = field(repr=False)


@frozen
class Checks:
    """What every file goes through."""

    limits: Limits
    scanner: Scanner


def prepare(sent: Sent, checks: Checks) -> Prepared | FieldFinding:
    """Clean and scan a file; no database is needed, and none is kept waiting.

    Raises NotReadyError if too many files are being cleaned: reports must not wait for photos.
    """
    from privacy.files.apart import clean_apart

    try:
        cleaned = clean_apart(sent.content, checks.limits)
    except FileRefusedError as error:
        return finding(error.reason.message, error.reason.remedy, rule=error.reason)
    except CleaningBusyError:
        raise NotReadyError(
            "Many photos and files are being sent just now.",
            remedy="Send this one again in a minute. The report itself is safe.",
        ) from None
    verdict = scan(cleaned.content, checks.scanner)
    return Prepared(cleaned, sent.mark, verdict, shown_name(sent.name))


def shown_name(name: str) -> str:
    """Return a file's own name, without folders and what cannot be printed."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(each for each in last if each.isprintable())[:MAX_NAME_CHARS]


def finding(message: str, remedy: str, *, rule: str) -> FieldFinding:
    """Return what is wrong with a file, in words."""
    return FieldFinding("files", message, remedy, rule=rule)


INFECTED = finding(
    "A virus was found in this file, so it was not taken.",
    "Do not open it, and tell your administrator.",
    rule="infected",
)
