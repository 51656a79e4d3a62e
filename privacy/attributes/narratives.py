"""Made-up narratives with marked mentions, as the training and the tests read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from privacy.attributes.mentions import Role

_MARK = re.compile(r"\[([^\]]+)\]\(([bdtlix])\)")
_ROLES = {
    "b": Role.BASIS,
    "d": Role.DESCRIPTION,
    "t": Role.TARGET,
    "l": Role.LAWFUL_ACTIVITY,
    "i": Role.IRRELEVANT,
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A narrative, and the half-open ranges in it whose role a person decided."""

    text: str = field(repr=False)
    marks: tuple[tuple[int, int, Role], ...]


def parse_narratives(content: str) -> Iterator[Marked]:
    """Read one narrative a line; "[words](b)" marks a mention, "#" begins a comment."""
    for line in content.splitlines():
        if line.strip() and not line.startswith("#"):
            yield _parse(line.strip())


def _parse(line: str) -> Marked:
    text, marks, kept_to = "", [], 0
    for match in _MARK.finditer(line):
        text += line[kept_to : match.start()]
        if match[2] in _ROLES:
            marks.append((len(text), len(text) + len(match[1]), _ROLES[match[2]]))
        text += match[1]
        kept_to = match.end()
    return Marked(text + line[kept_to:], tuple(marks))
