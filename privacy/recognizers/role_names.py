"""Names of persons, by patterns over the roles of words.

Each word stands as one letter for its role, and the patterns of `name_patterns` become regular
expressions over these letters; no word of the narrative is kept anywhere.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from privacy import gazetteer
from privacy.recognizers.name_patterns import LOW_NAMES, NAME_ROLES, PATTERNS, Token
from privacy.recognizers.roles import Role
from privacy.recognizers.words import Word, split
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
    roles = "".join([_LETTERS[word.role] for word in words])
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


def _span(words: Sequence[Word], first: int, last: int, reason: str) -> Span | None:
    """Return the span of the name in a run of words (half-open indexes), unless it is none."""
    inside = [index for index in range(first, last) if words[index].role in NAME_ROLES]
    if not inside:
        return None
    name = words[inside[0] : inside[-1] + 1]
    is_announced = reason.startswith("Follows")
    if _is_close(name) and (is_announced or not _names_a_place(words, inside[0], inside[-1])):
        return Span(name[0].start, name[-1].end, Kind.PERSON, reason)
    return None


def _is_close(name: Sequence[Word]) -> bool:
    """Tell whether the words of a name stand close enough together to be one."""
    return all(two.start - one.end <= _MAX_GAP_CHARS for one, two in pairwise(name))


def _names_a_place(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether a neighbour makes a street, a place or an organization of the name."""
    after = words[last + 1] if last + 1 < len(words) else None
    if after and after.text and after.start - words[last].end <= len("'s  "):
        is_written_alike = after.text[0].isupper() or words[last].role in LOW_NAMES
        if is_written_alike and "after_names" in gazetteer.lists_with(gazetteer.fold(after.text)):
            return True
    before = words[first - 1] if first == last and first else None
    return bool(
        before
        and before.text[:1].isupper()
        and "before_places" in gazetteer.lists_with(gazetteer.fold(before.text))
    )
