"""E-mail addresses. Disguised signs ("[at]", "dot") are undone by the reading already.

Sources: RFC 5321 4.5.3.1 (at most 64 characters before the sign and 255 after), RFC 5322 3.4.1
(quoted local part), RFC 6531 (letters of any script).
"""

import re
from collections.abc import Iterator

from privacy.spans import Kind, Span

_LOCAL_REVERSED = re.compile(
    r'[\w.!#$%&\'*+/=?^`{|}~-]{1,64}(?:\s\.\s[\w+-]{1,32}){0,2}|"[^"\n]{1,62}"'
)
_DOMAIN = re.compile(r"\s?(?:(?!_)\w[\w-]{0,62}\.){1,6}(?!_)\w[\w-]{1,62}")
_BRACKETS = re.compile(r"\[(?:IPv6:)?[0-9A-Fa-f.:]{3,45}\]")
_WEAK_DOMAIN = re.compile(r"[A-Za-z][\w-]{1,62}")
_NOT_FIRST = "./&=?|{}'*"


def recognize(text: str) -> Iterator[Span]:
    """Find e-mail addresses by looking at both sides of each sign."""
    at = text.find("@")
    while at >= 0:
        before = text[max(0, at - 64) : at][::-1]
        local = _LOCAL_REVERSED.match(before)
        if local:
            domain = _domain_end(text, at + 1)
            size = len(local[0][::-1].lstrip(_NOT_FIRST))
            if domain and size:
                reason = "Has the shape of an e-mail address."
                yield Span(at - size, domain, Kind.EMAIL, reason)
        at = text.find("@", at + 1)


def _domain_end(text: str, start: int) -> int | None:
    """Return where the domain ends that starts here, if one does."""
    for pattern in (_DOMAIN, _BRACKETS, _WEAK_DOMAIN):
        match = pattern.match(text, start)
        if match:
            return match.end()
    return None
