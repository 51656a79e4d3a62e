"""Spans of a text that are to be hidden: their kinds, and how overlapping ones are united."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a span holds. The order is from most to least specific and settles ties in `merge`."""

    CARD = "card"
    VIN = "vin"
    SSN = "ssn"
    EMAIL = "email"
    URL = "url"
    IP = "ip"
    PASSPORT = "passport"
    DRIVER_LICENCE = "driver_licence"
    BIRTH_DATE = "birth_date"
    ACCOUNT = "account"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"
    HANDLE = "handle"
    PERSON = "person"
    WHOLE_FIELD = "whole_field"


SPECIFICITY = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points, what it holds and which rule found it.

    `reason` is one constant sentence of the rule; it never quotes the text.
    """

    start: int
    end: int
    kind: Kind
    reason: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a span needs 0 <= start < end")


def _wins(challenger: Span, holder: Span) -> bool:
    """Tell whether the challenger names the union: the longer one, then the more specific one."""
    lengths = (challenger.end - challenger.start, holder.end - holder.start)
    if lengths[0] != lengths[1]:
        return lengths[0] > lengths[1]
    return SPECIFICITY[challenger.kind] < SPECIFICITY[holder.kind]


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Unite overlapping spans, so that the result is sorted and no two overlap.

    Every code point covered before is covered after, and no other. A union takes kind and reason
    of its longest part (ties: the most specific kind). Spans that only touch stay apart.
    """
    merged: list[Span] = []
    namer: Span | None = None
    for span in sorted(spans, key=lambda s: (s.start, s.end, SPECIFICITY[s.kind], s.reason)):
        if namer is None or span.start >= merged[-1].end:
            merged.append(span)
            namer = span
            continue
        namer = span if _wins(span, namer) else namer
        end = max(merged[-1].end, span.end)
        merged[-1] = Span(merged[-1].start, end, namer.kind, namer.reason)
    return tuple(merged)
