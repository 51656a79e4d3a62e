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
_DOMAIN = re.compile(
    r"\s?(?:(?!_)\w[\w-]{0,62}\.){1,6}(?!_)\w[\w-]{1,62}|\[(?:IPv6:)?[0-9A-Fa-f.:]{3,45}\]"
    r"|[A-Za-z][\w-]{1,62}|\d{1,4}[A-Za-z][\w-]{2,60}"
)
"""A domain with dots, an address in brackets, or a lone host."""

_NOT_FIRST = "./&=?|{}'*"


def recognize(text: str) -> Iterator[Span]:
    """Find e-mail addresses by looking at both sides of each sign."""
    at = text.find("@")
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        local = _LOCAL_REVERSED.match(text[max(0, at - 64) : at][::-1]) if domain else None
        size = len(local[0][::-1].lstrip(_NOT_FIRST)) if local else 0
        if domain and size:
            reason = "Has the shape of an e-mail address."
            yield Span(at - size, domain.end(), Kind.EMAIL, reason)
        at = text.find("@", at + 1)
