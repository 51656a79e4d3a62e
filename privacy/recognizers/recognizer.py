"""What a recognizer is, and the plain way to make spans from a pattern."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from privacy.spans import Kind, Span

Recognizer: TypeAlias = Callable[[str], Iterable[Span]]

CONNECTION = (
    r"(?:[\s:=#-]{0,3}(?:\b(?:no|num|number|nbr|is|was|are|of|on)\b\.?|[#:=-])){0,3}\s{0,3}"
)
"""What may stand between a cue and its value: "DL no. is: ", "SSN#", "passport number was "."""


def matches(
    pattern: re.Pattern[str], text: str, kind: Kind, reason: str, *, group: int | str = 0
) -> Iterator[Span]:
    """Yield a span for every match of the pattern, or of one group of it."""
    for match in pattern.finditer(text):
        yield Span(match.start(group), match.end(group), kind, reason)


def digit_count(value: str) -> int:
    """Count the ASCII digits of a value."""
    return sum("0" <= character <= "9" for character in value)
