"""Detection: from a text to the spans that tell of somebody or something, in original offsets.

Detection fails closed: if a recognizer raises, or returns a span outside the text, there is no
result at all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from privacy.errors import RedactionError
from privacy.pseudonyms import CODE_PATTERN
from privacy.reading import Reading, read
from privacy.reading.edits import Edits, edited
from privacy.recognizers import (
    DEFAULT,
    RULES,
    Reader,
    Recognizer,
    reader_of_report,
    that_find,
)
from privacy.recognizers.excerpts import excerpt_near
from privacy.repeats import Repeats
from privacy.spans import Kind, Span, merge, merge_apart, outside

READABLE = frozenset({Kind.DATE, Kind.PLACE, Kind.ORGANISATION, Kind.CASE_NUMBER})
"""Kinds that are found, and stay readable in a report: an analyst needs when and where."""

HIDDEN: frozenset[Kind] = frozenset(Kind) - READABLE
"""Kinds that are hidden by default: each identifies a person or belongs to one."""

LABELS: Mapping[Kind, str] = {
    kind: "HIDDEN" if kind is Kind.WHOLE_FIELD else kind.value.upper().replace("_", " ")
    for kind in Kind
}
_OWN_PLACEHOLDER = re.compile(
    rf"\[(?:{'|'.join(LABELS.values())}) (?:[1-9][0-9]{{0,2}}|{CODE_PATTERN})\]"
)
_NOTHING = "\ufffc"
"""Object replacement character: neither a letter nor a space, so it is part of no identifier."""

MAX_READINGS = 4
"""How often what is left of a text is read again at most."""


def detect(text: str, *, recognizers: Sequence[Recognizer] = DEFAULT) -> tuple[Span, ...]:
    """Return what the recognizers find in a text, and where it stands again: sorted, disjoint.

    Offsets are half-open, count Unicode code points and belong to the text as it was given. What
    is hidden by default is never named after a readable kind: where the two overlap, the readable
    span is cut. The time is linear in the length of the text.

    Raises
    ------
    RedactionError
        If a recognizer raises or returns a span outside the text.
    """
    reading = read(text)
    visible = without_placeholders(reading.text)
    readers = readers_of(recognizers)
    [found] = find([visible], readers)
    search = Search.of(readers, HIDDEN)
    hidden = complete(visible, [span for span in found if span.kind in HIDDEN], search)
    [hidden] = settle([(reading.text, hidden)], search)
    readable = (span for span in found if span.kind not in HIDDEN)
    spans = [span for span in merge_apart(hidden, readable) if _says_something(span, reading.text)]
    return _in_original(spans, reading)


def _says_something(span: Span, text: str) -> bool:
    """Tell whether a span is hidden, or more than the signs that are left of a readable one."""
    return span.kind in HIDDEN or any(map(str.isalnum, text[span.start : span.end]))


@dataclass(frozen=True, slots=True)
class Search:
    """The kinds that are looked for, and who finds them: rules, and those that read for names."""

    kinds: Collection[Kind]
    rules: Mapping[Recognizer, Reader]
    names: Mapping[Recognizer, Reader]

    @classmethod
    def of(cls, readers: Mapping[Recognizer, Reader], kinds: Collection[Kind]) -> "Search":
        """Leave out the recognizers of which it is known that they find none of the kinds."""
        able, rules = that_find([*readers], kinds), frozenset(RULES)
        return cls(
            kinds,
            {each: readers[each] for each in able if each in rules},
            {each: readers[each] for each in able if each not in rules},
        )


def readers_of(recognizers: Iterable[Recognizer]) -> dict[Recognizer, Reader]:
    """Return each recognizer with what reads the texts of one report with it."""
    return {each: reader_of_report(each) for each in recognizers}


def find_hidden(texts: Sequence[str], search: Search) -> list[tuple[Span, ...]]:
    """Return of each text the merged spans to hide; no other kind takes part in the merging."""
    found = find(texts, {**search.rules, **search.names})
    return [
        complete(text, [span for span in spans if span.kind in search.kinds], search)
        for text, spans in zip(texts, found, strict=True)
    ]


def settle(texts: Sequence[tuple[str, Sequence[Span]]], search: Search) -> list[tuple[Span, ...]]:
    """Hide in each text of a report what was found in any, until nothing more comes to light.

    Each text comes with what was found in it. Whether a word is a name depends on the words around
    it: so what is left is read for names again when all else is covered, and a second redaction
    changes nothing.
    """
    visible = [without_placeholders(text) for text, _ in texts]
    hidden = [tuple(spans) for _, spans in texts]
    new = list(hidden)
    for _ in range(MAX_READINGS):
        repeats = Repeats(
            (span, text[span.start : span.end])
            for (text, _), spans in zip(texts, new, strict=True)
            for span in spans
        )
        for place, text in enumerate(visible):
            again = outside(repeats.find(text), hidden[place])
            hidden[place] = _with(again, hidden[place], text, search)
        new = _left(visible, hidden, search)
        if not any(new):
            break
        for place, text in enumerate(visible):
            hidden[place] = _with(new[place], hidden[place], text, search)
    return hidden


def _with(
    new: Sequence[Span], known: tuple[Span, ...], text: str, search: Search
) -> tuple[Span, ...]:
    """Add spans to those that are known, and what comes to light beside them."""
    return complete(text, new, search, known=known) if new else known


def _left(
    texts: Sequence[str], hidden: Sequence[Sequence[Span]], search: Search
) -> list[tuple[Span, ...]]:
    """Return the names that are found in what these spans leave of each text."""
    left: list[tuple[Span, ...]] = [()] * len(texts)
    places = [place for place, spans in enumerate(hidden) if spans]
    covered = [
        edited(texts[place], ((span.start, span.end, _NOTHING) for span in hidden[place]))
        for place in places
    ]
    found = find([text for text, _ in covered], search.names)
    for place, (_, edits), spans in zip(places, covered, found, strict=True):
        left[place] = merge(_before_edits(s, [edits]) for s in spans if s.kind in search.kinds)
    return left


def complete(
    text: str, found: Sequence[Span], search: Search, *, known: Collection[Span] = ()
) -> tuple[Span, ...]:
    """Cover what was found and read again beside it, until nothing more comes to light.

    Only the rules read again; `settle` reads for names. What is `known` is covered too, but the
    text beside it was read before.
    """
    new = merge((*known, *found))
    hidden = list(new)
    layers: list[Edits] = []
    seen = frozenset(known)
    for _ in range(MAX_READINGS - 1):
        if not new:
            break
        places = [place for span, place in _covered_places(new) if span not in seen]
        text, edits = edited(text, ((span.start, span.end, _NOTHING) for span in new))
        layers.append(edits)
        excerpt = excerpt_near(text, ((place, place + 1) for place in places))
        [beside] = find([excerpt.text], search.rules)
        new = merge(excerpt.in_text(span) for span in beside if span.kind in search.kinds)
        hidden += (_before_edits(span, layers) for span in new)
    return merge(hidden)


def _covered_places(spans: Iterable[Span]) -> Iterator[tuple[Span, int]]:
    """Yield each span with the place where it stands as one character, when all do."""
    shrunk = 0
    for span in spans:
        yield span, span.start - shrunk
        shrunk += span.end - span.start - len(_NOTHING)


def _before_edits(span: Span, layers: Sequence[Edits]) -> Span:
    start, end = Reading("", tuple(layers)).original_range(span.start, span.end)
    return Span(start, end, span.kind, span.reason)


def find(texts: Sequence[str], readers: Mapping[Recognizer, Reader]) -> list[list[Span]]:
    """Run every recognizer over the readings of a report; any failure is a RedactionError."""
    spans: list[list[Span]] = [[] for _ in texts]
    for recognizer, reader in readers.items():
        try:
            found = [list(each) for each in reader(texts)]
            is_sound = all(
                isinstance(span, Span) and span.end <= len(text)
                for text, own in zip(texts, found, strict=True)
                for span in own
            )
        except Exception as error:
            # The cause is cut off: its message may quote the text.
            failure = f"recognizer {_name(recognizer)} failed ({type(error).__name__})"
            raise RedactionError(failure) from None
        if not is_sound:
            raise RedactionError(f"recognizer {_name(recognizer)} gave a span outside the text")
        for known, own in zip(spans, found, strict=True):
            known += own
    return spans


def without_placeholders(text: str) -> str:
    """Blank the placeholders that stand in a text already, keeping its length."""
    return _OWN_PLACEHOLDER.sub(lambda match: _NOTHING * len(match[0]), text)


def _name(recognizer: Recognizer) -> str:
    module = getattr(recognizer, "__module__", "").rpartition(".")[2]
    return f"{module}.{getattr(recognizer, '__name__', type(recognizer).__name__)}"


def _in_original(spans: Sequence[Span], reading: Reading) -> tuple[Span, ...]:
    """Map spans of the reading to the original, still disjoint."""
    mapped: list[Span] = []
    end_before = 0
    for span in spans:
        start, end = reading.original_range(span.start, span.end)
        start = max(start, end_before)
        if start < end:
            # Else the letters of the reading came from one original, which is covered already.
            mapped.append(Span(start, end, span.kind, span.reason))
            end_before = end
    return tuple(mapped)
