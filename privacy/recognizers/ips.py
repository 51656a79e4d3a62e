"""IP addresses of versions 4 and 6 with port or prefix, and hardware addresses.

Sources: RFC 791 and RFC 4291, as the standard library's `ipaddress` reads them; IEEE 802 (six
pairs of hex digits).
"""

import ipaddress
import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import matches
from privacy.spans import Kind, Span

_OCTET = r"(?:25[0-5]|2[0-4]\d|[01]?\d?\d)"
_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\])"
_VERSION_4 = re.compile(
    rf"(?<![\w.])(?:{_OCTET}{_DOT}){{3}}{_OCTET}(?!\w|\.\d)(?::\d{{1,5}}|/\d{{1,2}})?(?!\d)"
)
_VERSION_6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{2,39}(?:(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])")
_HARDWARE = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")


def _is_version_6(candidate: str) -> bool:
    if candidate.count(":") < 2 or not any(character != ":" for character in candidate):
        return False
    try:
        ipaddress.IPv6Address(candidate)
    except ValueError:
        return False
    return True


def recognize(text: str) -> Iterator[Span]:
    """Find IP addresses and hardware (MAC) addresses."""
    yield from matches(_VERSION_4, text, Kind.IP, "Has the shape of an IP address (version 4).")
    for match in _VERSION_6.finditer(text):
        # A colon that ends the sentence part is not one of the address.
        candidate = match[0] if match[0].endswith("::") else match[0].rstrip(":")
        if _is_version_6(candidate):
            end = match.start() + len(candidate)
            yield Span(match.start(), end, Kind.IP, "A valid IP address (version 6).")
    yield from matches(_HARDWARE, text, Kind.IP, "Has the shape of a hardware address.")
