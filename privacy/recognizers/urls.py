"""Web addresses, also the disarmed ones (hxxp, [.]), and bare host names of common domains.

Sources: RFC 3986 (schemes and characters); the list of top-level domains is our own choice of
the commonest, because the full list would hide ordinary words after a missing space.
"""

import re
from collections.abc import Iterator

from privacy.spans import Kind, Span

_END = r"[^\s<>\"|]"
_WITH_SCHEME = re.compile(
    rf"(?<![A-Za-z])(?:h(?:tt|xx)ps?|s?ftp|ftps|tg|mailto|tel|whatsapp):/{{0,2}}{_END}{{3,2000}}"
    rf"|(?<![\w.])www\.{_END}{{3,2000}}",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w@.-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.|\[\.\]|\(\.\)|\[dot\])){1,5}"
    r"(?:com|org|net|edu|gov|mil|info|biz|io|co|us|uk|ca|mx|me|tv|ru|cn|de|fr|onion|gg|ly|app|dev"
    rf"|xyz|online|site|example)(?![\w-])(?::\d{{1,5}})?(?:[/?#]{_END}{{0,2000}})?",
    re.IGNORECASE,
)
_TAIL = ".,;:!?'*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Return the end without closing punctuation that belongs to the sentence."""
    opened = {closer: text.count(opener, start, end) for closer, opener in _PAIRS.items()}
    closed = {closer: text.count(closer, start, end) for closer in _PAIRS}
    while end > start + 1:
        last = text[end - 1]
        if last in _PAIRS and closed[last] > opened[last]:
            closed[last] -= 1
        elif last not in _TAIL:
            break
        end -= 1
    return end


def recognize(text: str) -> Iterator[Span]:
    """Find web addresses up to the end of their path and query."""
    for pattern in (_WITH_SCHEME, _BARE):
        for match in pattern.finditer(text):
            end = _trimmed_end(text, match.start(), match.end())
            yield Span(match.start(), end, Kind.URL, "Has the shape of a web address.")
