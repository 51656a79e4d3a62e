"""Words for who somebody is, and the words that stand for them in a counterfactual report."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from triage.errors import AuditError

Prepare = Callable[[str], str]
"""What is done to a text before a ranker sees it: redaction, masking."""

IsMeant = Callable[[str, int, int], bool]
"""Tells whether the word at a half-open range of a text is about people: not in "a white van"."""


class Handling(StrEnum):
    """What the way of a report does with such words before a ranker sees them.

    masked: attributes are replaced by one mark; redacted: names are replaced by placeholders;
    read: they stay in the text (districts, dialect, pronouns).
    """

    MASKED = "masked"
    REDACTED = "redacted"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand for one another, in columns, and a sentence with ``{}`` to plant them in."""

    carrier: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The words about one attribute; a column means the same in each row.

    Raises AuditError if a row has fewer than two words or its sentence has no place for one.
    """

    attribute: str
    handling: Handling
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(set(row.words)) < 2 or row.carrier.count("{}") != 1:
                raise AuditError(
                    f"{self.attribute}, row {number}: needs two different words, and one {{}}"
                )
        if not self.rows:
            raise AuditError(f"{self.attribute}: needs at least one row")

    @property
    def width(self) -> int:
        """Return how many columns the widest row has."""
        return max(len(row.words) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Trial:
    """The same reports in two or more versions that differ in one attribute only.

    `texts` has one sequence for each version, all in the order of the reports; `labels` says of
    each version what it holds, in words of the lists and never of a report.
    """

    attribute: str
    labels: tuple[str, ...]
    texts: tuple[Sequence[str], ...] = field(repr=False)


def parse(text: str) -> tuple[Counterparts, ...]:
    """Read lists from JSON: objects with attribute, handling and rows of carrier and words.

    Raises AuditError that names the place of what is wrong.
    """
    try:
        return tuple(_counterparts(each) for each in json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise AuditError(f"these are no lists of counterparts: {error}") from error


@cache
def shipped() -> tuple[Counterparts, ...]:
    """Return this project's own lists: attributes, names by origin, districts, dialect, pronouns.

    They are made up for this purpose, short, and for English; an agency adds its own districts.
    """
    file = files("triage.audits").joinpath("counterparts.json")
    return parse(file.read_text(encoding="utf-8"))


def _always(_text: str, _start: int, _end: int) -> bool:
    return True


def swap(text: str, counterparts: Counterparts, *, step: int, is_meant: IsMeant = _always) -> str:
    """Replace every word of the lists by the one `step` columns on, all at once.

    Whole words only, where `is_meant` says so; small letters, capitals and a first capital are
    kept. A text without such a word comes back as it is.
    """
    places = _places(counterparts)

    def put(found: re.Match[str]) -> str:
        if not is_meant(text, *found.span()):
            return found[0]
        row, column = places[found[0].casefold()]
        return _like(found[0], row.words[(column + step) % len(row.words)])

    return _pattern(counterparts).sub(put, text)


def trials(
    texts: Sequence[str],
    counterparts: Counterparts,
    *,
    prepare: Prepare = str,
    is_meant: IsMeant = _always,
) -> Iterator[Trial]:
    """Yield the reports with the words that they hold swapped, then with each row planted in all.

    `prepare` is applied to whatever a ranker would be given: to a text, and to a planted sentence
    by itself. Reports without a word of the lists have no part in the first kind.
    """
    base = [prepare(text) for text in texts]
    yield from _natural(texts, base, counterparts, (prepare, is_meant))
    for row in counterparts.rows:
        sentences = [prepare(row.carrier.format(word)) for word in row.words]
        versions = tuple([f"{text} {each}" for text in base] for each in sentences)
        yield Trial(counterparts.attribute, row.words, versions)


def _natural(
    texts: Sequence[str],
    base: Sequence[str],
    counterparts: Counterparts,
    way: tuple[Prepare, IsMeant],
) -> Iterator[Trial]:
    prepare, is_meant = way
    steps = range(1, counterparts.width)
    swapped = [
        [swap(text, counterparts, step=step, is_meant=is_meant) for text in texts] for step in steps
    ]
    if all(version == list(texts) for version in swapped):
        return
    versions = [
        [
            kept if new == text else prepare(new)
            for text, new, kept in zip(texts, version, base, strict=True)
        ]
        for version in swapped
    ]
    labels = ("as written", *(f"swapped by {step}" for step in steps))
    yield Trial(counterparts.attribute, labels, (base, *versions))


def _counterparts(given: Mapping[str, object]) -> Counterparts:
    rows = given["rows"]
    if not isinstance(rows, list):
        raise TypeError("rows must be a list")
    return Counterparts(
        attribute=str(given["attribute"]),
        handling=Handling(str(given["handling"])),
        rows=tuple(Row(str(row["carrier"]), tuple(map(str, row["words"]))) for row in rows),
    )


@cache
def _places(counterparts: Counterparts) -> Mapping[str, tuple[Row, int]]:
    """Return where each word stands; of a word in two rows, the first counts."""
    places: dict[str, tuple[Row, int]] = {}
    for row in counterparts.rows:
        for column, word in enumerate(row.words):
            places.setdefault(word.casefold(), (row, column))
    return places


@cache
def _pattern(counterparts: Counterparts) -> re.Pattern[str]:
    longest_first = sorted(_places(counterparts), key=len, reverse=True)
    words = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _like(found: str, word: str) -> str:
    if len(found) > 1 and found.isupper():
        return word.upper()
    if found.islower():
        return word.lower()
    return word[:1].upper() + word[1:]
