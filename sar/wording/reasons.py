"""Stated reasons: people say why in their own words, long enough to say something, nobody named."""

import re
from dataclasses import field

from privacy.errors import RedactionError
from privacy.redaction import redact
from sar.errors import FieldFinding
from sar.values import frozen

MIN_CHARS = 10
"""Shorter words say nothing: "ok", "needed". This project's choice, the same everywhere."""
MAX_CHARS = 1000
RULE = "reason"
# What PostgreSQL stores in no text: NUL, and halves of a surrogate pair, which JSON may carry.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@frozen
class Stated:
    """A reason as it was stated: `words` are redacted and may be stored if nothing is found."""

    words: str = field(repr=False)
    findings: tuple[FieldFinding, ...] = ()


def state(written: str, *, path: str, most: int = MAX_CHARS) -> Stated:
    """Read a reason from the field `path`: 10 to `most` characters, names and numbers hidden."""
    findings = tuple(about(written, path=path, most=most))
    if findings:
        return Stated("", findings)
    try:
        return Stated(redact(written.strip()).text)
    except RedactionError:
        return Stated("", (unchecked(path),))


def about(written: str, *, path: str, most: int = MAX_CHARS) -> list[FieldFinding]:
    """Say what is wrong with the length of a reason, or with what it is written in."""
    is_fit = len(written.strip()) >= MIN_CHARS and len(written) <= most
    if is_fit and not _UNSTORABLE.search(written):
        return []
    message = f"The reason needs {MIN_CHARS} to {most} characters."
    return [FieldFinding(path, message, "Say in a sentence why.", rule=RULE)]


def unchecked(path: str) -> FieldFinding:
    """Return what is said of words that could not be redacted."""
    return FieldFinding(
        path,
        "Your words could not be checked for names and numbers, so nothing was stored.",
        "Try again with other words; if it stays, tell your administrator.",
        rule=RULE,
    )
