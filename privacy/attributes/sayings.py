"""Traits told in several words that vary: "overstayed his visa", "spoke no English", "dark skin".

They stand in `lists/sayings.txt`. What is found there says which attribute it is about, and in
which form; a text, or a part of it, without the telling words of a section is not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from privacy.attributes import lexicon
from privacy.attributes.lexicon import Form
from privacy.attributes.mentions import Attribute

REACH_CHARS = 120
"""How far before and after a telling word a pattern is looked for; no saying, no age is longer."""

START_CHARS = 3
"""So many characters of a sign are looked for before the whole."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What the patterns of a section find, and the telling words of which one stands in it.

    Some (`is_written_so`) tell large letters from small ones; all others read small letters.
    """

    attribute: Attribute
    form: Form
    signs: tuple[str, ...]
    near: re.Pattern[str]
    pattern: re.Pattern[str]
    is_written_so: bool


def find_sayings(text: str, small: str) -> Iterator[tuple[int, int, Saying]]:
    """Yield the half-open ranges of a text at which something is said, by section.

    `small` is the text in small letters, offset by offset.
    """
    for saying in _near(small):
        if any(map(small.__contains__, saying.signs)):
            read = text if saying.is_written_so else small
            for start, end in stretches_near(small, saying.near):
                for match in saying.pattern.finditer(read, start, end):
                    yield match.start(), match.end(), saying


def stretches_near(text: str, near: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches around telling words, from space to space; none overlaps another.

    A pattern may be looked for in them alone if no match reaches far from a word (`REACH_CHARS`).
    """
    start = end = 0
    for match in near.finditer(text):
        if match.start() - REACH_CHARS > end:
            if end:
                yield start, end
            start = text.rfind(" ", 0, match.start() - REACH_CHARS + 1) + 1
            start = max(start, match.start() - 2 * REACH_CHARS, end)
        end = min(match.end() + REACH_CHARS, len(text))
        end = min(at, end + REACH_CHARS) if (at := text.find(" ", end)) >= 0 else len(text)
    if end:
        yield start, end


def _near(small: str) -> list[Saying]:
    """Return, in order, the sections of which a sign may stand in a text: it begins there.

    There are a thousand signs, and hardly one of them stands in a line of a form.
    """
    by_start = _by_start()
    starts = {small[at : at + START_CHARS] for at in range(len(small))}
    found = by_start[""].union(*(by_start[start] for start in starts & by_start.keys()))
    return [saying for number, saying in enumerate(_sayings()) if number in found]


@cache
def _by_start() -> dict[str, frozenset[int]]:
    """Return which sections have a sign that begins so; by "" those that have a shorter one."""
    found: dict[str, set[int]] = {"": set()}
    for number, saying in enumerate(_sayings()):
        for sign in saying.signs:
            start = sign[:START_CHARS] if len(sign) >= START_CHARS else ""
            found.setdefault(start, set()).add(number)
    return {start: frozenset(numbers) for start, numbers in found.items()}


@cache
def _sayings() -> tuple[Saying, ...]:
    """Load the sections; compiling them takes a tenth of a second, at the first use."""
    names: dict[str, str] = {}
    sections: list[tuple[str, list[str]]] = []
    for line in lexicon.lines("sayings"):
        if line.startswith("["):
            sections.append((line[1:-1], []))
        elif sections:
            sections[-1][1].append(line)
        else:
            name, _, meaning = line.partition(" = ")
            names[f"{{{name}}}"] = meaning
    return tuple(_saying(heading, lines, names) for heading, lines in sections)


def _saying(heading: str, lines: list[str], names: dict[str, str]) -> Saying:
    attribute, form = heading.split()
    told = "|".join(lines[1:])
    for name, meaning in names.items():
        told = told.replace(name, meaning)
    is_written_so = "(?-i:" in told
    signs = tuple(lines[0].removeprefix("near: ").lower().split("; "))
    return Saying(
        Attribute(attribute),
        Form(form),
        signs,
        re.compile("|".join(map(re.escape, signs))),
        re.compile(rf"\b(?=\w)(?:{told})(?!\w)", re.IGNORECASE if is_written_so else 0),
        is_written_so,
    )
