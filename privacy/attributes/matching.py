"""Find the words of the lists in a text, with their form; context settles the doubtful ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from privacy.attributes import context, things
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


@dataclass(frozen=True, slots=True)
class Words:
    """What the lists say of a text: what was found in order, none overlapping another, and tokens.

    `lookalikes` are those of phrases that say nothing ("Indian motorcycle"); `doubtful` those of
    entries that do not count where they stand, with the form of each.
    """

    found: list[Found]
    lookalikes: set[int]
    doubtful: dict[int, Form]


def find_words(tokens: Sequence[Token], patterns: Mapping[int, Found]) -> Words:
    """Find every entry of the lists that counts where it stands.

    `patterns` are what `find_patterns` found, by first token; they go before the lists.
    """
    found: list[Found] = []
    lookalikes: set[int] = set()
    doubtful: dict[int, Form] = {}
    index = 0
    while index < len(tokens):
        if index in patterns:
            found.append(patterns[index])
            index = patterns[index].last
            continue
        standing = stand_at(tokens, index)
        best, is_nothing = None, False
        if standing.entries:
            here = context.Place(tokens, index, standing.end, found[-1].last if found else -1)
            is_nothing = any(test(here) for test in _NEVER)
            best = None if is_nothing else _best(here, standing)
        if standing.lookalike_end and (best is None or standing.lookalike_end >= best.last):
            lookalikes.update(range(index, standing.lookalike_end))
            index = standing.lookalike_end
        elif best is None:
            if is_nothing:
                lookalikes.update(range(index, standing.end))
            elif standing.entries:
                form = standing.entries[0].form
                doubtful |= dict.fromkeys(range(index, standing.end), form)
            index += 1
        else:
            found.append(best)
            index = best.last
    return Words(found, lookalikes, doubtful)


def _best(here: context.Place, standing: Standing) -> Found | None:
    """Return the longest entry at a place, if it counts there; a part of it counts for nothing."""
    for entry in standing.entries:
        form = _form(here, entry)
        if form is not None:
            return Found(here.first, here.last, entry.attribute, form)
    return None


def _form(here: context.Place, entry: Entry) -> Form | None:
    """Return how an entry is used where it stands, or None if it says nothing there."""
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
