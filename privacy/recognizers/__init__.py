"""The recognizers: each finds the spans of one kind of identifier in the plain reading of a text.

A recognizer is a function from a text to spans. It must take linear time on any text, and may
assume what `privacy.reading` promises: ASCII digits, "-" for every dash, no invisible characters.
Most of them need a digit and read only what stands near one (`near_digits`); cues are tried where
one of their words stands (`recognizer.Cue`). `shipped` lists them.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import overload

from privacy.recognizers.recognizer import Reader, Recognizer
from privacy.spans import Kind


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


def reader_of_report(recognizer: Recognizer) -> Reader:
    """Return what reads the texts of one report with a recognizer, and forgets it afterwards."""
    from privacy.recognizers.shipped import OF_REPORT

    return OF_REPORT[recognizer]() if recognizer in OF_REPORT else partial(map, recognizer)


__all__ = ["DEFAULT", "RULES", "Reader", "Recognizer", "reader_of_report", "that_find"]
