"""Names of persons, by patterns over the roles of words.

Each word stands as one letter for its role, and the patterns of `name_patterns` become regular
expressions over these letters; no word of the narrative is kept anywhere.
"""

import re
from collections.abc import Iterator
from functools import cache

from privacy import gazetteer
from privacy.recognizers.name_patterns import LOW_NAMES, NAME_ROLES, PATTERNS, Token
from privacy.recognizers.roles import Role
from privacy.recognizers.words import Words, split
from privacy.spans import Kind, Span

_MAX_GAP_CHARS = 6
_LETTERS = {role: chr(ord("A") + place) for place, role in enumerate(Role)}


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile each row of the patterns, with its reason."""
    return tuple(
        (reason, re.compile("".join(map(_expression, row))))
        for reason, rows in PATTERNS.items()
        for row in rows
    )


def _expression(token: Token) -> str:
    letters = "".join(re.escape(_LETTERS[role]) for role in sorted(token.roles))
    return f"[{letters}]{'?' if token.is_optional else ''}"


def recognize(text: str) -> Iterator[Span]:
    """Find names of persons; titles, ranks and cues beside them stay readable."""
    words = split(text)
    roles = "".join([_LETTERS[role] for role in words.roles])
    for reason, pattern in _compiled():
        match = pattern.search(roles)
        while match:
            start = match.start()
            span = None
            while match and not (span := _span(words, start, match.end(), reason)):
                match = pattern.match(roles, start, match.end() - 1)
            if span:
                yield span
            match = pattern.search(roles, start + 1)


def _span(words: Words, first: int, last: int, reason: str) -> Span | None:
    """Return the span of the name in a run of words (half-open indexes), unless it is none."""
    inside = [index for index in range(first, last) if words.roles[index] in NAME_ROLES]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    is_announced = reason.startswith("Follows")
    if _is_close(words, first, last) and (is_announced or not _names_a_place(words, first, last)):
        return Span(words.starts[first], words.ends[last], Kind.PERSON, reason)
    return None


def _is_close(words: Words, first: int, last: int) -> bool:
    """Tell whether the words of a name stand close enough together to be one."""
    return all(
        words.starts[index + 1] - words.ends[index] <= _MAX_GAP_CHARS
        for index in range(first, last)
    )


def _names_a_place(words: Words, first: int, last: int) -> bool:
    """Tell whether a neighbour makes a street, a place or an organization of the name."""
    after = words.texts[last + 1] if last + 1 < len(words.texts) else ""
    if after and words.starts[last + 1] - words.ends[last] <= len("'s  "):
        is_written_alike = after[0].isupper() or words.roles[last] in LOW_NAMES
        if is_written_alike and "after_names" in gazetteer.lists_with(gazetteer.fold(after)):
            return True
    before = words.texts[first - 1] if first == last and first else ""
    return before[:1].isupper() and "before_places" in gazetteer.lists_with(gazetteer.fold(before))
