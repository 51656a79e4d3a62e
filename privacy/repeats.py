"""Repetitions: where a value that was found once stands again, now without its cue."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from privacy.gazetteer import fold, is_family, is_given, is_ordinary, words
from privacy.recognizers.name_patterns import GUESS
from privacy.spans import Kind, Span

_TOKEN = re.compile(r"([^\W\d_]+|\d+)")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_COMMA_NAME = re.compile(r"([^,]+),\s*([^,]+)")
_GAP = re.compile(r"[^\w\n]{0,3}\n?[^\w\n]{0,3}|_")
_NOT_PARTS = frozenset({"st", "san", "santa", "mac", "mc", "jr", "sr", "ii", "iii", "iv"})

MIN_CHARS_WITH_DIGIT = 5
MIN_CHARS_OF_PHRASE = 8
MIN_CHARS_OF_WORD = 6
MIN_CHARS_JOINED = 7
"""A number of this many digits is found without its signs too."""

MIN_CHARS_IN_ANY_CASE = 4
"""A shorter part of a name is only taken for it again where it has a capital."""

MAX_INITIALS = 4
MAX_TOKENS = 16
"""Longer values (merged lists of names, long web addresses) are not searched for as a whole."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a known value must be written to count as repeated."""

    kind: Kind
    needs_capital: bool
    needs_mixed_text: bool = False
    is_initials: bool = False


def canonical(kind: Kind, value: str) -> str:
    """Return the form under which two writings of one value are equal.

    Case and punctuation do not count; "LAST, First" equals "First Last".
    """
    if kind is Kind.PERSON and (swapped := _COMMA_NAME.fullmatch(value.strip())):
        value = f"{swapped[2]} {swapped[1]}"
    separator = " " if kind is Kind.PERSON else ""
    return separator.join(_TOKEN.findall(value.casefold())) or value


class Repeats:
    """An index of the values found in a report, to find them again in linear time."""

    def __init__(self, values: Iterable[tuple[Span, str]]) -> None:
        self._rules: dict[tuple[str, ...], _Rule] = {}
        different = {(span.kind, span.reason == GUESS, value): None for span, value in values}
        for kind, is_guess, value in different:
            if kind is Kind.PERSON:
                self._learn_name(value, is_guess=is_guess)
            elif kind is not Kind.DESCRIPTION and _is_distinct(value):
                self._learn(value, _Rule(kind, needs_capital=False))
        lengths: dict[str, set[int]] = defaultdict(set)
        for tokens in self._rules:
            lengths[tokens[0]].add(len(tokens))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def _learn(self, value: str, rule: _Rule) -> None:
        """Learn one writing of a value, unless a stricter or looser rule knows it already."""
        tokens = _tokens(value)
        if len(tokens) <= MAX_TOKENS:
            self._rules.setdefault(tokens, rule)
        joined = "".join(tokens)
        if joined.isdigit() and len(joined) >= MIN_CHARS_JOINED:
            self._rules.setdefault((joined,), rule)

    def _learn_name(self, value: str, *, is_guess: bool) -> None:
        """Learn a full name in any case, each of its parts as a name, and its initials."""
        parts = _NAME_WORD.findall(value)
        if len(parts) > 1:
            for ordered in (value, canonical(Kind.PERSON, value)):
                self._learn(ordered, _Rule(Kind.PERSON, needs_capital=False))
            self._learn_initials(canonical(Kind.PERSON, value))
        for part in parts:
            if len(part) > 1 and fold(part) not in words("particles") | _NOT_PARTS:
                is_weak = is_ordinary(part) or (is_guess and not _is_listed(part))
                is_clear = not is_weak and len(part) >= MIN_CHARS_IN_ANY_CASE and _is_listed(part)
                rule = _Rule(Kind.PERSON, needs_capital=not is_clear, needs_mixed_text=is_weak)
                self._learn(part, rule)

    def _learn_initials(self, name: str) -> None:
        """Learn the initials of a full name, "J. S." and "JS", all in capitals."""
        parts = [part for part in name.split() if part not in words("particles") | _NOT_PARTS]
        if not 2 <= len(parts) <= MAX_INITIALS:
            return
        rule = _Rule(Kind.PERSON, needs_capital=True, needs_mixed_text=True, is_initials=True)
        letters = [part[0] for part in parts]
        for initials in {(letters[0], letters[-1]), tuple(letters)}:
            self._learn(" ".join(initials), rule)
            if "".join(initials) not in words("abbreviations"):
                self._learn("".join(initials), rule)

    def find(self, text: str) -> list[Span]:
        """Return a span for each place of the text where a known value stands."""
        if not self._rules:
            return []
        parts = _TOKEN.split(text)
        tokens, gaps = parts[1::2], parts[::2]
        folded = {token: token.casefold() for token in set(tokens)}
        if self._lengths.keys().isdisjoint(folded.values()):
            return []
        keys = [folded[token] for token in tokens]
        ends = [*accumulate(map(len, parts))][1::2]
        is_mixed = not (text.isupper() or text.islower())
        spans = []
        for first, key in enumerate(keys):
            for length in self._lengths.get(key, ()):
                last = min(first + length, len(keys))
                rule = self._rules.get(tuple(keys[first:last]))
                run, between = tokens[first:last], gaps[first + 1 : last]
                if rule and _is_written(rule, run, between, is_mixed=is_mixed):
                    start = ends[first] - len(tokens[first])
                    spans.append(Span(start, ends[last - 1], rule.kind, _REASON))
                    break
        return spans


_REASON = "The same value was found elsewhere in this report."


def _tokens(value: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(value.casefold())) or (value,)


def _is_listed(part: str) -> bool:
    return is_given(part) or is_family(part)


def _is_distinct(value: str) -> bool:
    """Tell whether a value is long and odd enough that its repetition is no accident."""
    tokens = _tokens(value)
    size = sum(map(len, tokens))
    if any(character.isdigit() for character in value):
        return size >= MIN_CHARS_WITH_DIGIT
    if len(tokens) > 1:
        return size >= MIN_CHARS_OF_PHRASE and not all(map(is_ordinary, tokens))
    return size >= MIN_CHARS_OF_WORD and not is_ordinary(tokens[0])


def _is_written(rule: _Rule, run: Sequence[str], gaps: Sequence[str], *, is_mixed: bool) -> bool:
    """Tell whether a run of tokens, and the gaps between them, are written as the rule asks."""
    if rule.needs_capital and is_mixed and not run[0][0].isupper():
        return False
    if rule.needs_mixed_text and not is_mixed:
        return False
    if rule.is_initials and not all(token[0].isupper() for token in run):
        return False
    return all(map(_GAP.fullmatch, gaps))
