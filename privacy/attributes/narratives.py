"""Made-up narratives with marked mentions, as the training and the tests read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from privacy.attributes.mentions import Attribute, Role

_MARK = re.compile(r"\[([^\]]+)\]\(([bdtlix])(?: ([a-z_]+))?\)")
_ROLES = {
    "b": Role.BASIS,
    "d": Role.DESCRIPTION,
    "t": Role.TARGET,
    "l": Role.LAWFUL_ACTIVITY,
    "i": Role.IRRELEVANT,
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A narrative, the half-open ranges in it whose role a person decided, and those left out.

    `told` are ranges of which a person said what they are about.
    """

    text: str = field(repr=False)
    marks: tuple[tuple[int, int, Role], ...]
    left_out: tuple[tuple[int, int], ...] = ()
    told: tuple[tuple[int, int, Attribute], ...] = ()


def parse_narratives(content: str) -> Iterator[Marked]:
    """Read one narrative a line; "[words](b)" marks a mention, "#" begins a comment.

    "[words](b speech)" says what the words are about as well.
    """
    for line in content.splitlines():
        if line.strip() and not line.startswith("# "):
            yield _parse(line.strip())


def _parse(line: str) -> Marked:
    text, kept_to = "", 0
    marks, left_out, told = [], [], []
    for match in _MARK.finditer(line):
        text += line[kept_to : match.start()]
        end = len(text) + len(match[1])
        if match[2] in _ROLES:
            marks.append((len(text), end, _ROLES[match[2]]))
        else:
            left_out.append((len(text), end))
        if match[3]:
            told.append((len(text), end, Attribute(match[3])))
        text += match[1]
        kept_to = match.end()
    return Marked(text + line[kept_to:], tuple(marks), tuple(left_out), tuple(told))
