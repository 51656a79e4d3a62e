"""Names of accounts in social media and games.

Source: the public rules of the large services (letters, digits, dot, underscore, hyphen; 2 to 32
characters), from general knowledge.
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.recognizers.recognizer import matches
from privacy.spans import Kind, Span

_SIGN = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.-]{0,30}\w")
_USER_PATH = re.compile(r"(?<![\w/])/?u/[A-Za-z0-9][\w-]{2,30}")
_VALUE = r"(?P<value>[\"']?@?[A-Za-z0-9_][\w.-]{0,30}\w(?:\#\d{4})?)"
_CUED = re.compile(
    r"\b(?:user\s?name|screen\s?name|handle|gamer\s?tag|user\s?id|nick(?:name)?|profile|account)\b"
    r"(?:\s(?:is|was|named|called)\b|\s?[:=]){1,2}\s{0,2}" + _VALUE,
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:instagram|insta|IG|snapchat|snap|twitter|telegram|tik\s?tok|discord|facebook|FB|reddit"
    r"|youtube|whatsapp|signal|kik|twitch|steam|venmo|cash\s?app|zelle|gab|parler|x\.com)\b"
    r"(?:(?:\s(?:account|user|username|handle|name|profile|page|ID|as|under|is|was)\b){1,3}\s?[:=]?"
    r"|\s?[:=/])\s{0,2}" + _VALUE,
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<![\w#])[A-Za-z][\w.]{1,31}#\d{4}(?!\d)")


def recognize(text: str) -> Iterator[Span]:
    """Find account names by their sign, a cue or the name of a service."""
    yield from matches(_SIGN, text, Kind.HANDLE, "Has the shape of an account name.")
    yield from matches(_USER_PATH, text, Kind.HANDLE, "Has the shape of an account name.")
    yield from matches(_NUMBERED, text, Kind.HANDLE, "Has the shape of a numbered account name.")
    for pattern in (_CUED, _SERVICE):
        reason = "Follows a cue for an account name."
        for span in matches(pattern, text, Kind.HANDLE, reason, group="value"):
            value = text[span.start : span.end].strip("\"'")
            is_assigned = text[max(0, span.start - 3) : span.start].rstrip().endswith((":", "="))
            if is_assigned or not gazetteer.is_common(value):
                yield span
