"""E-mail addresses, also with the sign written as (at) or [at] and dots as (dot) or [.].

Sources: RFC 5321 4.5.3.1 (at most 64 characters before the sign and 255 after), RFC 5322 3.4.1
(quoted local part), RFC 6531 (letters of any script).
"""

import re
from collections.abc import Iterator

from privacy.spans import Kind, Span

_SIGN = re.compile(
    r"@|\s{0,2}[(\[{<]\s?at\s?[)\]}>]\s{0,2}|\s(?:at|AT)\s(?=[\w-]{1,63}\s(?:dot|DOT)\s[A-Za-z]{2,})"
)
_LOCAL_REVERSED = re.compile(r'[\w.!#$%&\'*+/=?^`{|}~-]{1,64}|"[^"\n]{1,62}"')
_DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?|\sdot\s|\sDOT\s)"
_DOMAIN = re.compile(
    rf"\s?(?:(?!_)\w[\w-]{{0,62}}{_DOT}){{1,6}}(?!_)\w[\w-]{{1,62}}"
    r"|\[(?:IPv6:)?[0-9A-Fa-f.:]{3,45}\]"
)
_WEAK_DOMAIN = re.compile(r"[A-Za-z][\w-]{1,62}")
_NOT_FIRST = "./&=?|{}'*"


def recognize(text: str) -> Iterator[Span]:
    """Find e-mail addresses by looking at both sides of each sign."""
    for sign in _SIGN.finditer(text):
        before = text[max(0, sign.start() - 64) : sign.start()][::-1]
        local = _LOCAL_REVERSED.match(before)
        if local is None:
            continue
        domain = _DOMAIN.match(text, sign.end())
        if domain is None and sign[0] == "@":
            domain = _WEAK_DOMAIN.match(text, sign.end())
        size = len(local[0][::-1].lstrip(_NOT_FIRST))
        if domain is None or not size:
            continue
        yield Span(
            sign.start() - size, domain.end(), Kind.EMAIL, "Has the shape of an e-mail address."
        )
