"""What a doubtful word describes where it stands: a thing, a side, a feeling, and no person."""

from privacy.attributes import lexicon
from privacy.attributes.context import (
    AFTER_PREDICATE,
    COPULAS,
    LINKS,
    MAX_BETWEEN,
    POSSESSIVES,
    Place,
    is_noun_like,
    is_person_noun,
    words_in,
)
from privacy.gazetteer import is_given, lists_with

_OFFICES = words_in("monk nun priest pastor bishop deacon vicar cardinal")

_NO_THINGS = (
    *("ed", "ing", "s", "ly", "er", "or", "ist", "ian", "ant", "ee", "ster", "ese", "ish", "ic"),
    *("al", "ous", "ive", "ful", "less", "y", "like", "mate", "nt", "ar", "th"),
)
"""Endings of words for persons, of verbs and of adjectives: after them nothing is sure."""
_NEWSPAPERS = words_in("chronicle times herald gazette tribune journal post news leader press star")
_FEELINGS = words_in("blind crazy deaf sick dumb slow insane mute ill")
_SIDES = words_in("left right wing party press reform")
_OBJECTS = words_in("the a an his her our my their this that these those it them everything")
_ARTICLES = POSSESSIVES | words_in("the a an this that these those")

_BEFORE_CLAUSES = words_in(". , ; : ! ? and but that because so since when while if") | {"\n", '"'}
_AUXILIARIES = words_in("has have had will would may might must could")


def described(here: Place, *, may_be_unknown: bool = False) -> str | None:
    """Return the class of the thing that it describes ("Cuban sandwich"), if it does.

    A person at the end of the same words wins ("Chinese truck driver"). An unknown noun may
    count as a thing too ("a Peruvian llama").
    """
    found = _thing_after(here, may_be_unknown=may_be_unknown)
    return found or _thing_said_of(here)


def _thing_after(here: Place, *, may_be_unknown: bool) -> str | None:
    found, place = None, here.last
    if may_be_unknown and _is_before_an_unknown_thing(here):
        found, place = "objects", here.last + 1
    while place < here.last + MAX_BETWEEN:
        word = here.word(place)
        if is_person_noun(word):
            return None
        thing = lexicon.thing_class(word)
        is_adjective = word in lexicon.words("adjectives") and word not in {"and", "or"}
        is_between = word == "-" or (found is None and is_adjective)
        if thing is None and not is_between:
            break
        found, place = found or thing, place + 1
    return found


def _is_before_an_unknown_thing(here: Place) -> bool:
    """Tell whether a noun in the singular follows that no list knows and that is no person."""
    own, word = here.word(here.last - 1), here.word(here.last)
    is_people = own.endswith(("s", "ese")) and here.word(here.first - 1) == "the"
    return (
        not is_people
        and not own.endswith("s")
        and len(word) > 3
        and word.isalpha()
        and not is_person_noun(word)
        and not is_noun_like(word)
        and not word.endswith(_NO_THINGS)
        and not (here.tokens[here.last].is_capital and is_given(word))
        and word not in lexicon.words("pasts")
        and word not in lexicon.words("adjectives")
        and word not in lexicon.by_first_word()
        and "function" not in lists_with(word)
        and "verbs" not in lists_with(word)
    )


def _thing_said_of(here: Place) -> str | None:
    """Return the class of a thing before "is" ("the food was Cuban")."""
    if here.word(here.last) not in AFTER_PREDICATE and here.last < len(here.tokens):
        return None
    index = here.first - 1
    while here.word(index) in LINKS | COPULAS | _AUXILIARIES:
        index -= 1
    between = {here.word(place) for place in range(index + 1, here.first)}
    if not between & COPULAS or not _is_a_subject(here, index):
        return None
    return lexicon.thing_class(here.word(index))


def _is_a_subject(here: Place, index: int) -> bool:
    """Tell whether a noun with its article begins a clause ("the food", "and his old car")."""
    for place in (index - 1, index - 2):
        if here.word(place) in _ARTICLES:
            return place == 0 or here.word(place - 1) in _BEFORE_CLAUSES
    return False


def names_what_is_no_office(here: Place) -> bool:
    """Tell whether a word for somebody's office is part of another word ("monk parakeet")."""
    thing = lexicon.thing_class(here.word(here.last))
    return thing == "nature" or (
        thing == "objects" and here.word(here.first) in _OFFICES and not _is_owned(here)
    )


def _is_owned(here: Place) -> bool:
    return here.word(here.first - 1) in POSSESSIVES


def is_part_of_a_name(here: Place) -> bool:
    """Tell whether a newspaper's name goes on ("Democrat and Chronicle")."""
    following = [here.word(here.last + step) for step in range(3)]
    return following[0] in {"and", "&", "-"} and following[1] in _NEWSPAPERS


def is_a_feeling(here: Place) -> bool:
    """Tell whether it says how somebody takes something ("mad about the fee", "sick of it")."""
    word, following = here.word(here.first), here.word(here.last)
    if word == "mad":
        return not is_person_noun(following)
    return word in _FEELINGS and following in {"to", "about", "of", "at", "over"}


def is_of_a_thing(here: Place) -> bool:
    """Tell whether it is a side or a part of something ("the left wing of the hall")."""
    if here.word(here.last - 1) not in _SIDES:
        return False
    return here.word(here.last) == "of" and here.word(here.last + 1) in {"the", "a", "this"}


def acts_on_something(here: Place) -> bool:
    """Tell whether it is a verb with an object ("paralyzed the network")."""
    is_verb = here.last - here.first == 1 and here.word(here.first).endswith("ed")
    return is_verb and here.word(here.last) in _OBJECTS
