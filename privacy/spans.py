"""Spans of a text that somebody or something is told by: their kinds, and how they are united."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter


class Kind(StrEnum):
    """What a span holds. The order is from most to least specific and settles ties in `merge`.

    Sources: the privacy fields of the ISE-SAR exchange model (names, dates of birth, tax, FBI and
    state ids, licences, passports, vehicle, vessel and aircraft numbers, employer ids of observers,
    contact data) and the identifiers of 45 CFR 164.514(b)(2).
    """

    CARD = "card"
    VIN = "vin"
    SSN = "ssn"
    IBAN = "iban"
    EMAIL = "email"
    URL = "url"
    MAC = "mac"
    IP = "ip"
    DEVICE = "device"
    """IMEI, IMSI and serial numbers of telephones, computers, cameras and drones."""
    PASSPORT = "passport"
    DRIVER_LICENCE = "driver_licence"
    AIRCRAFT = "aircraft"
    VESSEL = "vessel"
    CARRIER = "carrier"
    """US DOT and MC numbers of motor carriers."""
    AGENCY_NUMBER = "agency_number"
    """Numbers under which agencies keep a person: FBI, state id, booking, inmate, alien."""
    BADGE = "badge"
    """Badge, star, shield and employee numbers of officers and other observers."""
    BIRTH_DATE = "birth_date"
    ACCOUNT = "account"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"
    HANDLE = "handle"
    PERSON = "person"
    AGE = "age"
    BIOMETRIC = "biometric"
    """What is unique to a body, in words: tattoos, scars, fingerprint and DNA codes."""
    DESCRIPTION = "description"
    """Protected attributes by which a text describes a person: "Kenyan" in "a Kenyan driver"."""
    CASE_NUMBER = "case_number"
    """Numbers of cases, reports, incidents, citations: they name a record, not a person."""
    DATE = "date"
    ORGANISATION = "organisation"
    PLACE = "place"
    """A city, a county, a facility; a street with a number is an address."""
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
    if challenger.kind is not holder.kind:
        return SPECIFICITY[challenger.kind] < SPECIFICITY[holder.kind]
    return challenger.start == holder.start and challenger.reason < holder.reason


def is_inside(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span lies in one of the others, which are in order and disjoint."""
    place = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return place >= 0 and span.end <= others[place].end


def outside(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """Return the spans, in order of their start, that lie in none of the others.

    The others are in order and disjoint.
    """
    left, place = [], 0
    for span in spans:
        while place < len(others) and others[place].end <= span.start:
            place += 1
        if place == len(others) or not (
            others[place].start <= span.start and span.end <= others[place].end
        ):
            left.append(span)
    return left


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Unite overlapping spans, so that the result is sorted and no two overlap.

    Every code point covered before is covered after, and no other. A union takes kind and reason
    of its longest part (ties: the most specific kind). Spans that only touch stay apart.
    """
    merged: list[Span] = []
    namer: Span | None = None
    for span in sorted(spans, key=attrgetter("start", "end")):
        if namer is None or span.start >= merged[-1].end:
            merged.append(span)
            namer = span
            continue
        namer = span if _wins(span, namer) else namer
        end = max(merged[-1].end, span.end)
        merged[-1] = Span(merged[-1].start, end, namer.kind, namer.reason)
    return tuple(merged)


def merge_apart(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """Merge each group in itself; of the second group only what the first leaves uncovered stays.

    So no span of the second group takes a code point, or a name, from one of the first.
    """
    firsts = merge(first)
    kept: list[Span] = []
    index = 0
    for span in merge(second):
        start = span.start
        while index < len(firsts) and firsts[index].end <= start:
            index += 1
        at = index
        while at < len(firsts) and firsts[at].start < span.end:
            if firsts[at].start > start:
                kept.append(Span(start, firsts[at].start, span.kind, span.reason))
            start = max(start, firsts[at].end)
            at += 1
        if start < span.end:
            kept.append(Span(start, span.end, span.kind, span.reason))
    return tuple(sorted((*firsts, *kept), key=lambda span: span.start))
