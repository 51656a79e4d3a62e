"""Two texts as one, with the words that went and came marked."""

import re
from dataclasses import field
from difflib import SequenceMatcher

from sar.values import frozen

# Unchanged words that stay visible beside a changed one; what is further off becomes an ellipsis.
CONTEXT_WORDS = 6
# A placeholder such as "[PERSON 1]" is one word.
_WORD = re.compile(r"(?:\[[A-Z ]{1,30} ~?[0-9A-Z]{1,12}\]|\S)+\s*")


@frozen
class Part:
    """A stretch of a text: `kind` is same, added or removed."""

    kind: str
    text: str = field(repr=False)


def marked_words(before: str, after: str) -> tuple[Part, ...]:
    """Mark the words that went and came; long stretches of unchanged words are cut."""
    old, new = (_WORD.findall(text + " ") for text in (before, after))
    parts = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            is_first, is_last = a == 0, b == len(old) and d == len(new)
            parts.append(Part("same", _cut(old[a:b], is_first=is_first, is_last=is_last)))
            continue
        for kind, words in (("removed", old[a:b]), ("added", new[c:d])):
            text = "".join(words)
            parts += [Part(kind, text.rstrip()), Part("same", " ")] if text else []
    return tuple(parts)


def _cut(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """Keep the words next to a change: none follows the last stretch, none precedes the first."""
    head = 0 if is_first else CONTEXT_WORDS
    tail = 0 if is_last else CONTEXT_WORDS
    if len(words) <= head + tail + 2:
        return "".join(words)
    return "".join(words[:head]) + "… " + "".join(words[len(words) - tail :])
