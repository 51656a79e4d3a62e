"""Redaction: hide every span that a recognizer finds, and every repetition of what it held.

Redaction fails closed as detection does: no redacted text at all if a recognizer fails.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from privacy.detection import (
    HIDDEN,
    LABELS,
    Search,
    find_hidden,
    readers_of,
    settle,
    without_placeholders,
)
from privacy.pseudonyms import code_of
from privacy.reading import Reading, read
from privacy.recognizers import DEFAULT, Recognizer
from privacy.repeats import canonical
from privacy.spans import Kind, Span

_LITERAL = re.compile(
    rf"\[ {{0,3}}({'|'.join(LABELS.values())})[ _]{{0,3}}([0-9]{{1,9}}) {{0,3}}\]", re.IGNORECASE
)

# What a field that is hidden as a whole holds, by the last part of its name.
_KIND_BY_FIELD = {
    "name": Kind.PERSON,
    "names": Kind.PERSON,
    "alias": Kind.PERSON,
    "aliases": Kind.PERSON,
    "moniker": Kind.PERSON,
    "monikers": Kind.PERSON,
    "plate": Kind.PLATE,
    "street": Kind.ADDRESS,
}
_TOWN = re.compile(r"(?<=[._])city$")
_LAST_PART = re.compile(r"(?:^|[._])([a-z]+)(?:[._][0-9]+)?$")
_WHOLE_REASON = "The whole field identifies a person or a thing."


@dataclass(frozen=True, slots=True)
class HiddenSpan:
    """One placeholder: where it stands, and what range of the original it stands for.

    `start` and `end` are offsets in the redacted text, `source_start` and `source_end` in the
    original; all are half-open and count Unicode code points.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    kind: Kind
    placeholder: str
    reason: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted text and its placeholders, in order; outside of them the text is unchanged."""

    text: str = field(repr=False)
    spans: tuple[HiddenSpan, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a report's earlier versions gave out: a placeholder that was read keeps its meaning.

    `values` has the placeholder of each value, by its kind and as it was written; the numbers of
    the placeholders in the text `taken` mean something else, and are not given out again.
    """

    values: Mapping[tuple[Kind, str], str] = field(default_factory=dict, repr=False)
    taken: str = ""


NOTHING_GIVEN = Given()


def redact(
    text: str,
    *,
    recognizers: Sequence[Recognizer] = DEFAULT,
    hide: Collection[Kind] = HIDDEN,
) -> Redacted:
    """Hide what the recognizers find in one text; see `redact_fields`.

    The empty text gives the empty text. The time is linear in the length of the text.
    """
    return redact_fields({"text": text}, recognizers=recognizers, hide=hide)["text"]


def redact_fields(
    fields: Mapping[str, str],
    *,
    whole: Collection[str] = (),
    recognizers: Sequence[Recognizer] = DEFAULT,
    hide: Collection[Kind] = HIDDEN,
    pseudonym_key: bytes | None = None,
    given: Given = NOTHING_GIVEN,
) -> dict[str, Redacted]:
    """Redact the fields of one report together, under one numbering of placeholders.

    The same value has the same placeholder in every field ("[PLATE 1]"; case and punctuation do
    not count), and what is found in one field is hidden in all. Fields named in `whole` are
    hidden entirely, and count as found: as names, plates or addresses if the last part of the
    field's name says so ("people.0.name", "vehicles.0.plate", "place.street"). Numbers that the
    texts already use ("[PERSON 1]" typed by the author) are never given out, nor those that
    `given` has; what it names keeps its placeholder. Recognizers see the plain reading of a text
    (`privacy.reading`). Only the kinds in `hide` are hidden; the default leaves dates, places,
    organisations and case numbers readable (`privacy.detection.HIDDEN`).

    With a `pseudonym_key` of at least 32 bytes a value has the same placeholder in every report
    that is redacted under this key, "[PERSON ~7F3K2A]" (`privacy.pseudonyms`); a description keeps
    its number, so that no protected attribute links reports.

    A field called "city" ("place.city") holds the name of a town: it is no person there, nor where
    another field of that place ("place.facility") repeats it. All else is looked for there, too.

    Raises
    ------
    RedactionError
        If a recognizer raises or returns a span outside the text; nothing may be shown then.
    """
    readings = {name: read(text) for name, text in fields.items()}
    search = Search.of(readers_of(recognizers), hide)
    plain = {name: reading.text for name, reading in readings.items()}
    found = _spare_towns(_found(readings, whole, search), plain)
    texts = [(text, found[name]) for name, text in plain.items()]
    settled = _spare_towns(dict(zip(plain, settle(texts, search), strict=True)), plain)
    written = (*plain.values(), given.taken)
    numbering = _Numbering(written, given.values, pseudonym_key)
    redacted = {}
    for name, text in fields.items():
        reading = readings[name]
        if name in whole:
            kind = found[name][0].kind if found[name] else Kind.WHOLE_FIELD
            redacted[name] = _hide_whole(text, reading, kind, numbering)
        else:
            redacted[name] = _replace(text, reading, settled[name], numbering)
    return redacted


def _found(
    readings: Mapping[str, Reading], whole: Collection[str], search: Search
) -> dict[str, tuple[Span, ...]]:
    """Return what is found in each field; where a whole field's name tells its kind, that is it."""
    told = {name: _kind_by_name(name) for name in whole}
    searched = [name for name in readings if told.get(name, Kind.WHOLE_FIELD) is Kind.WHOLE_FIELD]
    visible = [without_placeholders(readings[name].text) for name in searched]
    found = dict(zip(searched, find_hidden(visible, search), strict=True))
    for name in readings.keys() & set(whole):
        found[name] = _whole_span(told[name], readings[name].text, found.get(name, ()))
    return found


def _spare_towns(
    found: Mapping[str, Sequence[Span]], texts: Mapping[str, str]
) -> dict[str, Sequence[Span]]:
    """Return what is found without the persons for whom the name of a town was taken."""
    spared = dict(found)
    for town in filter(_TOWN.search, texts):
        place, said = _TOWN.sub("", town), re.escape(texts[town].strip())
        again = re.compile(rf"(?<!\w){said}(?!\w)", re.IGNORECASE)
        for name in [each for each in texts if each.startswith(place)] if said and place else ():
            there = [each.span() for each in again.finditer(texts[name])]
            spared[name] = [each for each in found[name] if not _is_in_a_name(each, there)]
    return spared


def _is_in_a_name(span: Span, there: Sequence[tuple[int, int]]) -> bool:
    """Tell whether it is said to be a person, and lies within one of these ranges."""
    is_inside = any(start <= span.start and span.end <= end for start, end in there)
    return is_inside and span.kind is Kind.PERSON


def _kind_by_name(field_name: str) -> Kind:
    last_part = _LAST_PART.search(field_name)
    return _KIND_BY_FIELD.get(last_part[1] if last_part else "", Kind.WHOLE_FIELD)


def _whole_span(kind: Kind, text: str, found: Sequence[Span]) -> tuple[Span, ...]:
    """Return the one span that hides a whole field, of the kind its name or content tells."""
    if not text:
        return ()
    if (
        kind is Kind.WHOLE_FIELD
        and len(found) == 1
        and text[found[0].start : found[0].end].strip() == text.strip()
    ):
        kind = found[0].kind
    return (Span(0, len(text), kind, _WHOLE_REASON),)


_NEVER_LINKED = frozenset({Kind.DESCRIPTION})


class _Numbering:
    """Gives each value of a report its placeholder, in the order of first appearance."""

    def __init__(
        self,
        texts: Iterable[str],
        given: Mapping[tuple[Kind, str], str],
        pseudonym_key: bytes | None,
    ) -> None:
        self._key = pseudonym_key
        self._taken: set[tuple[str, int]] = set()
        self._last: dict[Kind, int] = {}
        self._placeholders = {
            (kind, canonical(kind, read(value).text)): placeholder
            for (kind, value), placeholder in given.items()
            # One that links reports is not kept once they are not to be linked any more.
            if _LITERAL.fullmatch(placeholder)
        }
        self._written: dict[tuple[Kind, str], str] = {}
        for text in (*texts, *given.values()):
            for literal in _LITERAL.finditer(text):
                self._taken.add((literal[1].upper(), int(literal[2])))

    def placeholder(self, kind: Kind, value: str) -> str:
        """Return the placeholder of a value, a new one if it was not met before."""
        if (kind, value) not in self._written:
            self._written[kind, value] = self._of_new(kind, value)
        return self._written[kind, value]

    def _of_new(self, kind: Kind, value: str) -> str:
        """Return the placeholder of a writing that was not met before."""
        if self._key is not None and kind not in _NEVER_LINKED:
            return f"[{LABELS[kind]} {code_of(self._key, kind, value)}]"
        key = (kind, canonical(kind, value))
        if key not in self._placeholders:
            number = self._last.get(kind, 0) + 1
            while (LABELS[kind], number) in self._taken:
                number += 1
            self._last[kind] = number
            self._placeholders[key] = f"[{LABELS[kind]} {number}]"
        return self._placeholders[key]


def _replace(text: str, reading: Reading, spans: Sequence[Span], numbering: _Numbering) -> Redacted:
    """Put placeholders in the place of spans of the reading; keep all else exactly."""
    parts: list[str] = []
    hidden: list[HiddenSpan] = []
    kept_to, length = 0, 0
    for span in spans:
        start, end = reading.original_range(span.start, span.end)
        start = max(start, kept_to)
        if start == end:
            # Two letters of the reading came from one original, which is hidden already.
            continue
        placeholder = numbering.placeholder(span.kind, reading.text[span.start : span.end])
        parts += (text[kept_to:start], placeholder)
        length += start - kept_to
        hidden.append(
            HiddenSpan(
                length, length + len(placeholder), start, end, span.kind, placeholder, span.reason
            )
        )
        length += len(placeholder)
        kept_to = end
    parts.append(text[kept_to:])
    return Redacted("".join(parts), tuple(hidden))


def _hide_whole(text: str, reading: Reading, kind: Kind, numbering: _Numbering) -> Redacted:
    """Put one placeholder in the place of a whole field; the empty field stays empty."""
    if not text:
        return Redacted("", ())
    placeholder = numbering.placeholder(kind, reading.text)
    span = HiddenSpan(0, len(placeholder), 0, len(text), kind, placeholder, _WHOLE_REASON)
    return Redacted(placeholder, (span,))
