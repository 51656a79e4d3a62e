"""Find the words of the lists in a text, with their form; context settles the doubtful ones."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from privacy.attributes import activities, compounds, context, things
from privacy.attributes.lexicon import Entry, Form
from privacy.attributes.mentions import Attribute
from privacy.attributes.standing import Standing, stand_at
from privacy.attributes.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """A half-open range of tokens, what it is about and how it is used."""

    first: int
    last: int
    attribute: Attribute
    form: Form


def find_words(tokens: Sequence[Token], patterns: Mapping[int, Found]) -> list[Found]:
    """Find every entry of the lists that counts where it stands; none overlaps another.

    `patterns` are what `find_patterns` found, by first token; they go before the lists.
    """
    found: list[Found] = []
    index = 0
    while index < len(tokens):
        if index in patterns:
            found.append(patterns[index])
            index = patterns[index].last
            continue
        standing = stand_at(tokens, index)
        best = _best(tokens, index, standing, found)
        if standing.lookalike_end and (best is None or standing.lookalike_end >= best.last):
            index = standing.lookalike_end
        elif best is None:
            index += 1
        else:
            found.append(best)
            index = best.last
    return found


def _best(
    tokens: Sequence[Token], index: int, standing: Standing, found: Sequence[Found]
) -> Found | None:
    """Return the longest entry at a place, if it counts there; a part of it counts for nothing."""
    if not standing.entries:
        return None
    here = context.Place(tokens, index, standing.end, found[-1].last if found else -1)
    for entry in standing.entries:
        form = _form(here, entry)
        if form is not None:
            return Found(index, standing.end, entry.attribute, form)
    return None


def _form(here: context.Place, entry: Entry) -> Form | None:
    """Return how an entry is used where it stands, or None if it says nothing there."""
    if any(test(here) for test in _NEVER):
        return None
    thing = None
    if entry.form in _DESCRIBING:
        thing = things.described(here, may_be_unknown=entry.attribute in _OF_ORIGIN)
    if thing is not None:
        is_group = thing == "institutions" and entry.attribute not in _OF_NO_GROUP
        return Form.THINGS if is_group else None
    if entry.form is not Form.ACTIVITIES and things.acts_on_something(here):
        return None
    if entry.attribute in _OF_ORIGIN and here.is_before_a_mark():
        return entry.form
    test = _TESTS.get(entry.form)
    return entry.form if test is None or test(here) else None


_NEVER: tuple[Callable[[context.Place], bool], ...] = (
    lambda here: here.names_a_street(),
    things.is_part_of_a_name,
    things.is_of_a_thing,
    things.is_a_feeling,
)
_DESCRIBING = frozenset({Form.PEOPLE, Form.PERHAPS, Form.HEADS})
_OF_ORIGIN = frozenset({Attribute.NATIONAL_ORIGIN, Attribute.ETHNICITY})
_OF_NO_GROUP = frozenset({Attribute.SEX, Attribute.AGE, Attribute.DISABILITY_AND_HEALTH})
_TESTS: dict[Form, Callable[[context.Place], bool]] = {
    Form.PERHAPS: lambda here: here.is_beside_a_person(),
    Form.PLACES: lambda here: not things.names_what_is_no_office(here),
    Form.COUNTRIES: lambda here: here.is_an_origin(),
    Form.LANGUAGES: lambda here: here.is_spoken(),
    Form.TRAITS: lambda here: here.is_a_trait_of_somebody(),
}

_AGE = re.compile(
    r"\b(?:(?:aged?|approx\.?|approximately|about|around)[ :]{1,3})?"
    r"(?:\d{1,3} ?(?:-|to|or) ?)?\d{1,3}[ -]{0,2}(?:years?|yrs?|yr|y)\.?[ /-]{0,2}(?:olds?\b|of "
    r"age\b|o\b)"
    r"|\bage[sd]?[ :]{1,3}(?:approx\.? |approximately |about |around |between )?"
    r"\d{1,3}(?: ?(?:-|to|and) ?\d{1,3})?\b"
    r"|\b(?:in (?:his|her|their|the) )?(?:early|mid|late|lower|upper)(?:[ -](?:to|or)[ -](?:mid|"
    r"late))?"
    r"[ -]{0,2}[1-9]0'?s\b"
    r"|\bin (?:his|her|their|the) (?:late |mid |early )?[1-9]0'?s(?: (?:to|or) [1-9]0'?s)?\b"
    r"|(?<=[mr] at )[1-9]\d(?: ?(?:-|to) ?[1-9]\d)?(?=[,.])"
    r"|(?<=, )(?:(?:approx\.?|approximately|about|around|maybe|perhaps|roughly) )?"
    r"[1-9][0-9](?:(?:-| to )[1-9][0-9])?(?=[,)]| wearing)"
    r"|\b[1-9]0[ -]?(?:something|ish)\b|(?<=[(,] )[1-9]0'?s\b|(?<=[(])[1-9]0'?s\b"
    r"|\b[1-9]0'?s(?=,? (?:male|female|man|woman))|\b\d{2} ?yoa?\b|\bborn in (?:19|20)\d\d\b"
    r"|(?<=man of )(?:about |around )?[1-9]\d\b(?! ?%)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?<![\w/])(?:([WBAIO])|([HL])) ?/ ?([MF])(?:/?[AJ])?(?:/\d{1,3}(?:'?s|yoa?|yrs?)?)*(?![\w/])"
    r"|(?<![\w/])(?:([WB])|([H]))([MF])[AJ]?(?![\w/])",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b(race|ethnicity|sex|gender) ?[:=] ?([A-Z])\b", re.IGNORECASE)
_LABELS = {
    "race": Attribute.RACE,
    "ethnicity": Attribute.ETHNICITY,
    "sex": Attribute.SEX,
    "gender": Attribute.SEX,
}


@dataclass(frozen=True, slots=True)
class FoundText:
    """As `Found`, by offsets of the text."""

    start: int
    end: int
    attribute: Attribute
    form: Form


def find_patterns(text: str) -> Iterator[FoundText]:
    """Find ages in numbers, codes of the police such as "W/M", labels, activities."""
    for pattern, attribute, form in _wordings():
        for match in pattern.finditer(text):
            yield FoundText(match.start(), match.end(), attribute, form)
    for match in _AGE.finditer(text):
        yield FoundText(match.start(), match.end(), Attribute.AGE, Form.AGES)
    for match in _CODE.finditer(text):
        is_short = match[6] is not None
        if is_short and not match[0].isupper():
            continue
        hispanic, sex = (5, 6) if is_short else (2, 3)
        first = Attribute.ETHNICITY if match[hispanic] else Attribute.RACE
        yield FoundText(match.start(), match.start() + 1, first, Form.CODES)
        yield FoundText(match.start(sex), match.end(sex), Attribute.SEX, Form.CODES)
    for match in _LABELLED.finditer(text):
        yield FoundText(match.start(2), match.end(2), _LABELS[match[1].lower()], Form.CODES)


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], Attribute, Form], ...]:
    """Compile what is told in several words, or in one of two parts, at the first use."""
    in_words = (
        (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), attribute, Form.ACTIVITIES)
        for attribute, pattern in activities.PATTERNS
    )
    in_parts = (
        (re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE), attribute, Form.PEOPLE)
        for attribute, pattern in compounds.PATTERNS
    )
    return (*in_words, *in_parts)
