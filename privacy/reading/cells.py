r"""Numbers whose groups stand in cells of a table, in marks of Markdown, in brackets or quotes.

"| 312 |\n| | 555 | 0142 |", "**312**-`555`-0142": groups of three, three and four digits, of
three, two and four, or four of four, are read with hyphens between them. The shapes are those of
telephone, Social Security and card numbers; the signs are our own list.
"""

import re
from collections.abc import Iterator

from privacy.reading.edits import Replacement

_SIGN = r"[*`_|~\"'()\[\]]"
_GAP = rf"(?:[\s/.,-]|{_SIGN}){{1,12}}"
_GROUPS = re.compile(
    rf"\d(?<!\d\d)\d\d(?P<a>{_GAP})\d{{2,3}}(?P<b>{_GAP})\d{{4}}(?!\d)"
    rf"|\d(?<!\d\d)\d{{3}}(?P<c>{_GAP})\d{{4}}(?P<d>{_GAP})\d{{4}}(?P<e>{_GAP})\d{{4}}(?!\d)"
)
_HAS_SIGN = re.compile(rf"{_SIGN}|\n\s?-|--")
GATE = re.compile(rf"\d(?:{_SIGN}|[ ]?\|| [(\"'`]|\n-|[ ]?--)")
"""What tells cheaply that there may be such a number."""


def grouped(text: str) -> Iterator[Replacement]:
    """Put a hyphen in the place of what divides the groups, if it is more than a usual sign."""
    for match in _GROUPS.finditer(text):
        gaps = [name for name, gap in match.groupdict().items() if gap is not None]
        # A bracket that closes the area code is a usual sign.
        is_area = text[max(0, match.start() - 1) : match.start()] == "(" and match["a"] == ")"
        if any(_HAS_SIGN.search(match[name]) for name in gaps[is_area:]):
            for name in gaps:
                yield *match.span(name), "-"
