"""Where a person's name begins and ends in a text of capitals only, or of small letters only.

There no capital says it: a verb or a noun beside a name is read as a part of it, and an initial or
the first half of a double name is left out. Lists of words and of names say it instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from privacy import gazetteer
from privacy.recognizers.words import is_shorthand
from privacy.spans import Kind, Span

if TYPE_CHECKING:
    from privacy.model.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INITIALS_BEFORE = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){1,2}$")
_HALF_BEFORE = re.compile(
    r"(?<![\w-])(?!(?:anti|pro|ex|non|pre|post|mid|co|vice|half|self|step)-)[^\W\d_]{2,15}-$",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"(?:der|den|de[nrs]?|la|las|los|het|ter|zu[mr]?)\s", re.IGNORECASE)
_PARTICLE_BEFORE = re.compile(r"\b(?:van|von|vom|de|in)\s$", re.IGNORECASE)
_BEFORE_CHARS = 18
_NEVER_PLAIN = frozenset({"jr", "sr", "ii", "iii", "iv"})


def with_edges(text: str, spans: Iterable[Span], lexicon: "Lexicon") -> Iterator[Span]:
    """Yield the spans, and persons without words beside them, but with their initials."""
    for span in spans:
        if span.kind is Kind.PERSON:
            yield from _with_edges(text, span, lexicon)
        else:
            yield span


def _with_edges(text: str, span: Span, lexicon: "Lexicon") -> Iterator[Span]:
    """Yield the runs of words that are left of a span; a span of plain words only is none."""
    words = list(_WORD.finditer(text, span.start, span.end))
    if not words:
        yield span
    runs: list[list[re.Match[str]]] = [[]]
    for word in words:
        if _parts_names(word[0], lexicon):
            runs.append([])
        else:
            runs[-1].append(word)
    for run in runs:
        names = _without_plain_ends(run, lexicon)
        if names:
            end = span.end if names[-1] is words[-1] else names[-1].end()
            start = _with_what_is_before(text, names[0].start())
            yield replace(span, start=start, end=end)


def _without_plain_ends(words: list[re.Match[str]], lexicon: "Lexicon") -> list[re.Match[str]]:
    are_names = [not _is_plain(word[0], lexicon) for word in words]
    if not any(are_names):
        return words if len(words) == 1 else []
    first = are_names.index(True)
    return words[first : len(words) - are_names[::-1].index(True)]


def _parts_names(word: str, lexicon: "Lexicon") -> bool:
    """Tell whether a word stands between persons: shorthand, or a verb of the past."""
    return is_shorthand(word) or (word.lower().endswith("ed") and _is_plain(word, lexicon))


def _is_plain(word: str, lexicon: "Lexicon") -> bool:
    """Tell whether a word is one of the language, and no list of names or towns holds it."""
    from privacy.model.lexicon import NAMES, Known

    if is_shorthand(word):
        return True
    if len(word) == 1 or gazetteer.fold(word) in _NEVER_PLAIN | gazetteer.words("particles"):
        return False
    bits = Known(int(lexicon.look_up([word])[0]))
    is_verb = bool(bits & Known.VERB) and word.lower().endswith(("ed", "ing"))
    return bool(bits & (Known.COMMON | Known.FUNCTION) or is_verb) and not bits & NAMES


def _with_what_is_before(text: str, start: int) -> int:
    """Return where a name starts with the initials, or the half of a double name, before it."""
    before = max(0, start - _BEFORE_CHARS)
    if _PARTICLES.match(text, start) and (more := _PARTICLE_BEFORE.search(text, before, start)):
        return more.start()
    found = _HALF_BEFORE.search(text, before, start) or _INITIALS_BEFORE.search(text, before, start)
    return found.start() if found else start
