"""A person's name made whole: both halves of a double name, the particles before it; no rank.

Half a name is no cover, and two placeholders for "Müller-Lüdenscheidt" tell of two persons.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from privacy.spans import Kind, Span, merge

_PARTICLES_BEFORE = re.compile(
    r"(?:[,;:(\"]\s?|\b(?:that|by|with|and|to|for|from|of|or|asked|told|met|named|said|when)\s|^)"
    r"(?P<particles>(?:van|von|bin|de|da|del|della|di|dos|du|ter|ten|af|ibn)\s"
    r"(?:(?:der|den|de|la|las|los|het|al)\s)?)$"
)
_BEFORE_CHARS = 24
_ENDS_OPEN = re.compile(
    r"\s(?:van|von|bin|de|da|del|della|di|dos|du|la|las|los|der|den|ter|ibn)$", re.IGNORECASE
)
_NEXT_NAME = re.compile(r"(?:\s(?:la|las|los|der|den|de))?\s[^\W\d_][\w'’-]{1,24}", re.IGNORECASE)
_TITLE = r"\b(?:lord|lady|mr|mrs|ms|chief|madam)\.?\s"
_JUSTICE = re.compile(rf"(?P<title>{_TITLE})?justice\s(?=\w)", re.IGNORECASE)
_BEFORE_JUSTICE = re.compile(rf"{_TITLE}$", re.IGNORECASE)
_RANK = re.compile(r"(?:jr|sr|justice|representative)\.?", re.IGNORECASE)


def whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans with persons that are whole."""
    persons = merge(
        _with_particles(text, _closed(text, _without_rank(text, span)))
        for span in spans
        if span.kind is Kind.PERSON and not _is_rank(text, span)
    )
    joined: list[Span] = []
    for span in persons:
        if joined and text[joined[-1].end : span.start] == "-":
            joined[-1] = replace(joined[-1], end=span.end)
        else:
            joined.append(span)
    return [*(span for span in spans if span.kind is not Kind.PERSON), *joined]


def _is_rank(text: str, span: Span) -> bool:
    """Tell whether a span is "Jr." behind a comma, or a rank before a name, and no name itself."""
    if not _RANK.fullmatch(text, span.start, span.end):
        return False
    before = max(0, span.start - _BEFORE_CHARS)
    is_behind = text[max(0, span.start - 2) : span.start] == ", "
    is_title = bool(_BEFORE_JUSTICE.search(text, before, span.start))
    return is_behind or is_title or text[span.end : span.end + 2].strip()[:1].isupper()


def _without_rank(text: str, span: Span) -> Span:
    rank = _JUSTICE.match(text, span.start, span.end)
    before = max(0, span.start - _BEFORE_CHARS)
    if rank and (rank["title"] or _BEFORE_JUSTICE.search(text, before, span.start)):
        return replace(span, start=rank.end())
    return span


def _with_particles(text: str, span: Span) -> Span:
    before = max(0, span.start - _BEFORE_CHARS)
    found = _PARTICLES_BEFORE.search(text, before, span.start)
    return replace(span, start=found.start("particles")) if found else span


def _closed(text: str, span: Span) -> Span:
    """Return a person's name with the word behind it if it ends with a particle."""
    if not _ENDS_OPEN.search(text, max(span.start, span.end - _BEFORE_CHARS), span.end):
        return span
    behind = _NEXT_NAME.match(text, span.end)
    if behind and behind[0].split()[-1][0].isupper() == text[span.start].isupper():
        return replace(span, end=behind.end())
    return span
