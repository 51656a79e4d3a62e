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
