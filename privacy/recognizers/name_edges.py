"""Where a person's name begins and ends in a text of capitals only, or of small letters only.

There no capital says it: a verb or a noun beside a name is read as a part of it, and an initial or
the first half of a double name is left out. Lists of words and of names say it instead.
"""

import re
from collections.abc import Collection, Iterator, Sequence
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
_PARTICLE = re.compile(r"(?:der|den|de[nrs]?|la|las|los|het|ter|zu[mr]?)\s", re.IGNORECASE)
_PARTICLE_BEFORE = re.compile(r"\b(?:van|von|vom|de|in)\s$", re.IGNORECASE)
_BEFORE_CHARS = 18
_NEVER_PLAIN = frozenset({"jr", "sr", "ii", "iii", "iv"})
_VERB_ENDINGS = ("ed", "ing")


def with_edges(text: str, spans: Sequence[Span], lexicon: "Lexicon") -> Iterator[Span]:
    """Yield the spans, and persons without words beside them, but with their initials."""
    persons = [span for span in spans if span.kind is Kind.PERSON]
    words = {word for span in persons for word in _WORD.findall(text, span.start, span.end)}
    plain = _plain(words, lexicon)
    yield from (span for span in spans if span.kind is not Kind.PERSON)
    for span in persons:
        yield from _with_edges(text, span, plain)


def _plain(words: Collection[str], lexicon: "Lexicon") -> frozenset[str]:
    """Return the words that are of the language, and that no list of names or towns holds."""
    from privacy.model.lexicon import FREQUENT_NAMES, NAMES, Known

    ordered = sorted(words)
    found = set(filter(is_shorthand, ordered))
    for word, bits in zip(ordered, lexicon.look_up(ordered).tolist(), strict=True):
        folded = gazetteer.fold(word)
        is_verb = bits & Known.VERB and folded.endswith(_VERB_ENDINGS)
        is_reported = "verbs" in gazetteer.lists_with(folded) and not bits & FREQUENT_NAMES
        is_word = is_reported or (
            (bits & (Known.COMMON | Known.FUNCTION) or is_verb) and not bits & NAMES
        )
        may_be = len(word) > 1 and folded not in _NEVER_PLAIN | gazetteer.words("particles")
        if is_word and may_be:
            found.add(word)
    return frozenset(found)


def _with_edges(text: str, span: Span, plain: frozenset[str]) -> Iterator[Span]:
    """Yield the runs of words that are left of a span; a span of plain words only is none."""
    words = list(_WORD.finditer(text, span.start, span.end))
    if not words:
        yield span
    runs: list[list[re.Match[str]]] = [[]]
    for word in words:
        if word[0] in plain and (is_shorthand(word[0]) or word[0].lower().endswith("ed")):
            runs.append([])
        else:
            runs[-1].append(word)
    for run in runs:
        names = _without_plain_ends(run, plain)
        if names:
            start = _with_what_is_before(text, names[0].start())
            end = span.end if names[-1] is words[-1] else names[-1].end()
            yield replace(span, start=start, end=end)


def _without_plain_ends(words: list[re.Match[str]], plain: frozenset[str]) -> list[re.Match[str]]:
    are_names = [word[0] not in plain for word in words]
    if not any(are_names):
        return words if len(words) == 1 else []
    first, last = are_names.index(True), are_names[::-1].index(True)
    return words[first : len(words) - last]


def _with_what_is_before(text: str, start: int) -> int:
    """Return where a name starts with its initials, particle or first half, if they stand there."""
    before = max(0, start - _BEFORE_CHARS)
    patterns = [_HALF_BEFORE, _INITIALS_BEFORE]
    if _PARTICLE.match(text, start):
        patterns.append(_PARTICLE_BEFORE)
    found = next(filter(None, (each.search(text, before, start) for each in patterns)), None)
    return found.start() if found else start
