"""Streets without a house number: a place, which stays readable."""

import re
from collections.abc import Iterator

from privacy.spans import Kind, Span

_SUFFIX = re.compile(
    r"(?:St\.?|Street|Ave\.?|Avenue|Blvd\.?|Boulevard|Rd\.?|Road|Lane|Ln\.?|Drive"
    r"|Dr\.?|Highway|Hwy|Parkway|Pkwy"
    r"|Court|Way|Square|Bridge|Tunnel|Expressway|Turnpike)(?!\w)"
)
_NAME_BEFORE = re.compile(r"(?<![\w'-])(?:[A-Z][\w'-]{1,24}|\d{1,3}(?:st|nd|rd|th)|[NSEW]\.?)\s$")
_MAX_WORD_CHARS = 27
_MAX_WORDS = 3


def recognize(text: str) -> Iterator[Span]:
    """Find a capitalised name with the suffix of a street."""
    for suffix in _SUFFIX.finditer(text):
        start = _name_start(text, suffix.start())
        if start < suffix.start():
            yield Span(start, suffix.end(), Kind.PLACE, "A street.")


def _name_start(text: str, end: int) -> int:
    """Return where the name of a street starts that ends here with a space; here if none does."""
    for _ in range(_MAX_WORDS):
        before = text[max(0, end - _MAX_WORD_CHARS) : end]
        last_word = before.rstrip().rpartition(" ")[2]
        name = _NAME_BEFORE.search(before, max(0, len(before) - len(last_word) - 2))
        if name is None:
            break
        end -= len(before) - name.start()
    return end
