"""Persons, places and organisations: what patterns and the trained recognizer find, united."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from privacy.recognizers import learned_names, role_names, spanish_prose
from privacy.recognizers.called_like_people import begins_as_firm, other_kind
from privacy.recognizers.family_first import joined, joins
from privacy.recognizers.name_edges import with_edges
from privacy.recognizers.name_patterns import WEAK
from privacy.recognizers.whole_names import whole
from privacy.spans import Kind, Span, is_inside

if TYPE_CHECKING:
    from privacy.model.answers import Answers
    from privacy.model.lexicon import Lexicon


def recognize(text: str) -> Iterator[Span]:
    """Find names in one text; see `recognize_in_each`."""
    [found] = recognize_in_each([text])
    return found


def reader_of_report() -> Callable[[Sequence[str]], Iterator[Iterator[Span]]]:
    """Return `recognize_in_each` for the texts of one report, of which what is alike is read once.

    It remembers what it read, and is to be forgotten with the report.
    """
    from privacy.model.answers import Answers

    return partial(recognize_in_each, answers=Answers())


def recognize_in_each(
    texts: Sequence[str], answers: "Answers | None" = None
) -> Iterator[Iterator[Span]]:
    """Find names; where a weak pattern alone sees a person in a sure place, it is a place.

    In Spanish sentences a person is what is written as a name.

    Raises
    ------
    ModelError
        If the model's files are damaged.
    """
    return map(_united, texts, learned_names.find_in_each(texts, answers))


def _united(text: str, learned: Sequence[tuple[Span, float]]) -> Iterator[Span]:
    found = [*_found(text, learned)]
    if text.isupper() or text.islower():
        found = [*with_edges(text, found, _lexicon())]
    for span in _whole(text, found):
        if span.kind is Kind.PERSON and spanish_prose.is_spanish(text, span.start, span.end):
            parts = spanish_prose.names_within(text, span.start, span.end)
            yield from (replace(span, start=start, end=end) for start, end in parts)
        else:
            yield span


def _whole(text: str, found: Sequence[Span]) -> Sequence[Span]:
    spans = whole(text, found)
    persons = [span for span in spans if span.kind is Kind.PERSON]
    if not joins(text, persons):
        return spans
    others = [span for span in spans if span.kind is not Kind.PERSON]
    return [*others, *joined(text, persons, _lexicon())]


def _found(text: str, learned: Sequence[tuple[Span, float]]) -> Iterator[Span]:
    yield from (span for span, _ in learned)
    sure = [
        span
        for span, probability in learned
        if span.kind is not Kind.PERSON and probability >= learned_names.SURE
    ]
    for span in role_names.recognize(text):
        is_weak = span.reason in WEAK and (is_inside(span, sure) or _is_other(text, span))
        if not is_weak and not begins_as_firm(text, span.start, span.end):
            yield span


def _is_other(text: str, span: Span) -> bool:
    return other_kind(text, span.start, span.end, _lexicon()) is not None


def _lexicon() -> "Lexicon":
    # Imported here because it is slow to import, and not needed for a text without letters.
    from privacy.model.store import shipped

    return shipped().lexicon
