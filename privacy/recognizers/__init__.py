"""The recognizers: each finds the spans of one kind of identifier in the plain reading of a text.

A recognizer is a function from a text to spans. It must take linear time on any text, and may
assume what `privacy.reading` promises: ASCII digits, "-" for every dash, no invisible characters.
Most of them need a digit and read only what stands near one (`near_digits`); cues are tried where
one of their words stands (`recognizer.Cue`). `shipped` lists them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import overload

from privacy.recognizers.recognizer import Recognizer
from privacy.spans import Kind, Span


class _Late(Sequence[Recognizer]):
    """A row of recognizers, imported when it is first looked at.

    Compiling some three hundred patterns takes a tenth of a server's start, and no start needs
    them: `sar.serving.warming` does it in the background.
    """

    def __init__(self, load: Callable[[], tuple[Recognizer, ...]]) -> None:
        self._load = load

    @overload
    def __getitem__(self, place: int) -> Recognizer: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Recognizer, ...]: ...
    def __getitem__(self, place: int | slice) -> Recognizer | tuple[Recognizer, ...]:
        return self._load()[place]

    def __iter__(self) -> Iterator[Recognizer]:
        return iter(self._load())

    def __len__(self) -> int:
        return len(self._load())


def _rules() -> tuple[Recognizer, ...]:
    from privacy.recognizers import shipped

    return shipped.RULES


def _default() -> tuple[Recognizer, ...]:
    from privacy.recognizers import shipped

    return shipped.DEFAULT


RULES = _Late(_rules)
"""Everything that rules find, but names."""

DEFAULT = _Late(_default)
"""Every recognizer, in no particular order: overlaps are united afterwards."""


def that_find(recognizers: Sequence[Recognizer], kinds: Collection[Kind]) -> list[Recognizer]:
    """Leave out those of which it is known that they find none of these kinds."""
    from privacy.recognizers.shipped import ONE_KIND

    return [each for each in recognizers if each not in ONE_KIND or ONE_KIND[each] in kinds]


def in_each(texts: Sequence[str], recognizer: Recognizer) -> Iterable[Iterable[Span]]:
    """Run a recognizer over several texts, at once if it reads them so for less."""
    from privacy.recognizers.shipped import TOGETHER

    if recognizer in TOGETHER:
        return TOGETHER[recognizer](texts)
    return map(recognizer, texts)


__all__ = ["DEFAULT", "RULES", "Recognizer", "in_each", "that_find"]
