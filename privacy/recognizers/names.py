"""Names of persons, by patterns over the roles of words: the one door to spaCy.

spaCy's matcher sees the roles only ("GIVEN INITIAL FAMILY"), never a word of the narrative, so
its vocabulary neither grows nor keeps anything. The matcher is made once, at the first use, and
is only read afterwards. The patterns stand in `name_patterns`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

from privacy import gazetteer
from privacy.recognizers.name_patterns import LOW_NAMES, NAME_ROLES, PATTERNS, Token
from privacy.recognizers.roles import Role
from privacy.recognizers.words import Word, split
from privacy.spans import Kind, Span

_NEUTRAL = frozenset({Role.LOW, Role.OTHER, Role.NUMBER, Role.DOT, Role.COMMA})
_MAX_GAP_CHARS = 6
_CHUNK_WORDS = 10_000
_OVERLAP_WORDS = 16

_FIRST_FLAG = 19
"""The first of the 45 flags that spaCy keeps free for its users (`spacy.attrs`, FLAG19)."""

_LOCK = Lock()


@cache
def _made() -> tuple[Any, Any, dict[int, str]]:
    """Make the matcher, its vocabulary of roles, and the reason behind each of its keys.

    Each set of several roles in a pattern becomes a flag of the lexemes, because spaCy compares
    flags ten times as fast as lists of words.
    """
    import spacy
    from spacy.matcher import Matcher

    vocabulary = spacy.blank("en").vocab
    sets = {token.roles for patterns in PATTERNS.values() for row in patterns for token in row}
    sets = {roles for roles in sets if len(roles) > 1}
    flags = {roles: flag for flag, roles in enumerate(sorted(sets, key=sorted), _FIRST_FLAG)}
    for roles, flag in flags.items():
        vocabulary.add_flag(roles.__contains__, flag_id=flag)
    matcher = Matcher(vocabulary, validate=False)
    for reason, patterns in PATTERNS.items():
        matcher.add(reason, [[_compiled(token, flags) for token in row] for row in patterns])
    for role in Role:
        _ = vocabulary[role.value]
    return matcher, vocabulary, {vocabulary.strings[reason]: reason for reason in PATTERNS}


def _compiled(token: Token, flags: Mapping[frozenset[Role], int]) -> dict[Any, Any]:
    flag = flags.get(token.roles)
    compiled: dict[Any, Any] = {flag: True} if flag else {"ORTH": min(token.roles).value}
    return compiled | ({"OP": "?"} if token.is_optional else {})


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of words (half-open indexes) that match, each with its reason."""
    from spacy.tokens import Doc

    with _LOCK:
        matcher, vocabulary, reasons = _made()
    for offset in range(0, len(words), _CHUNK_WORDS):
        chunk = words[offset : offset + _CHUNK_WORDS + _OVERLAP_WORDS]
        document = Doc(vocabulary, words=[word.role.value for word in chunk])
        for key, start, end in matcher(document):
            yield offset + start, offset + end, reasons[key]


def recognize(text: str) -> Iterator[Span]:
    """Find names of persons; titles, ranks and cues beside them stay readable."""
    words = _relevant(split(text))
    if not words:
        return
    for first, last, reason in _runs(words):
        inside = [index for index in range(first, last) if words[index].role in NAME_ROLES]
        name = words[inside[0] : inside[-1] + 1]
        is_announced = reason.startswith("Follows")
        if _is_close(name) and (is_announced or not _names_a_place(words, inside[0], inside[-1])):
            yield Span(name[0].start, name[-1].end, Kind.PERSON, reason)


def _relevant(words: list[Word]) -> list[Word]:
    """Drop the words that are neutral like both their neighbours: no pattern holds two such."""
    is_neutral = [True, *(word.role in _NEUTRAL for word in words), True]
    return [word for index, word in enumerate(words) if not all(is_neutral[index : index + 3])]


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
