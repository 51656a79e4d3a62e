"""What is found in a text by patterns before the lists are looked at: ages, codes, sayings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from privacy.attributes import activities, ages, compounds
from privacy.attributes.codes import find_codes
from privacy.attributes.lexicon import Form
from privacy.attributes.mentions import Attribute
from privacy.attributes.sayings import find_sayings, stretches_near
from privacy.gazetteer import in_small_letters


@dataclass(frozen=True, slots=True)
class FoundText:
    """A half-open range of code points, what it is about and how it is used."""

    start: int
    end: int
    attribute: Attribute
    form: Form


def find_patterns(text: str) -> Iterator[FoundText]:
    """Find activities, traits in several words, ages and codes; a later one goes before.

    All but codes are read in small letters: several times as fast as in any case.
    """
    small = in_small_letters(text)
    for pattern, attribute, form in _wordings():
        for match in pattern.finditer(small):
            yield FoundText(match.start(), match.end(), attribute, form)
    for start, end, saying in find_sayings(text, small):
        yield FoundText(start, end, saying.attribute, saying.form)
    sign, *patterns = _ages()
    near = list(stretches_near(small, sign))
    for pattern in patterns:
        for match in chain.from_iterable(pattern.finditer(small, *each) for each in near):
            start, end = match.span(match.lastindex or 0)
            yield FoundText(start, end, Attribute.AGE, Form.AGES)
    for start, end, attribute in find_codes(text, small):
        yield FoundText(start, end, attribute, Form.CODES)


@cache
def _ages() -> tuple[re.Pattern[str], ...]:
    """Compile the sign of ages, and the patterns."""
    return tuple(map(re.compile, (ages.SIGN, *ages.PATTERNS)))


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], Attribute, Form], ...]:
    """Compile what is told in several words, or in one of two parts, at the first use."""
    in_words = (
        (re.compile(rf"\b(?:{pattern})\b"), attribute, Form.ACTIVITIES)
        for attribute, pattern in activities.PATTERNS
    )
    in_parts = (
        (re.compile(rf"(?:{pattern})(?!\w)"), attribute, Form.PEOPLE)
        for attribute, pattern in compounds.PATTERNS
    )
    return (*in_words, *in_parts)
