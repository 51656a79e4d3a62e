"""IP addresses of versions 4 and 6, with port or prefix.

Sources: RFC 791 and RFC 4291, as the standard library's `ipaddress` reads them.
"""

import ipaddress
import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import matches
from privacy.spans import Kind, Span

_OCTET = r"(?:25[0-5]|2[0-4]\d|[01]?\d?\d)"
_VERSION_4 = re.compile(
    rf"\d(?<![\d_.]\d)(?<!\b[vV]\d)\d{{0,2}}\.{_OCTET}\.{_OCTET}\.{_OCTET}(?![\d_]|\.\d)"
    r"(?::\d{1,5}|/\d{1,2})?(?!\d)"
)
_VERSION_6 = re.compile(
    r"[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,39}(?:(?:\d{1,3}\.){3}\d{1,3})?(?:/\d{1,3})?"
)
_MAX_OCTET = 255


def _is_version_6(candidate: str) -> bool:
    if candidate.count(":") < 2 or not any(character != ":" for character in candidate):
        return False
    try:
        ipaddress.IPv6Interface(candidate)
    except ValueError:
        return False
    return True


def _version_6(text: str) -> Iterator[tuple[int, int]]:
    """Yield valid addresses, looking at both sides of a colon."""
    for match in _VERSION_6.finditer(text):
        if text[max(0, match.start() - 1) : match.start()].isalnum():
            continue
        # A colon that ends the sentence part is not one of the address.
        candidate = match[0] if match[0].endswith("::") else match[0].rstrip(":")
        end = match.start() + len(candidate)
        if not text[end : end + 1].isalnum() and _is_version_6(candidate):
            yield match.start(), end


def recognize(text: str) -> Iterator[Span]:
    """Find IP addresses."""
    if "." in text:
        for span in matches(
            _VERSION_4, text, Kind.IP, "Has the shape of an IP address (version 4)."
        ):
            if int(text[span.start : text.index(".", span.start)]) <= _MAX_OCTET:
                yield span
    if ":" in text:
        for start, end in _version_6(text):
            yield Span(start, end, Kind.IP, "A valid IP address (version 6).")
