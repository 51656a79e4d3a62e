"""Names of persons as they are written: full, given name only, initials, last name first."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from random import Random

from privacy import gazetteer
from privacy.training import pools
from privacy.training.inventing import Inventor

P_INVENTED = 0.25
"""So many of the names are made up: they are in no list, so that lists are not all that counts."""

P_MIXED = 0.1
"""So many of the persons have names of two origins."""

P_SOFT_GIVEN, P_SOFT_FAMILY = 0.07, 0.14
"""So many of the names are ordinary words too ("Hope", "Bill"; "Knight", "Field")."""

P_ANY_WORD = 0.25
N_SOFT_FAMILIES = 12_000
"""So many of the census' family names, by rank, are searched for ordinary words."""

P_CENSUS = 0.35
_DOUBLE = frozenset({"spanish", "portuguese"})
_FAMILY_FIRST = frozenset({"chinese", "japanese", "korean", "vietnamese", "hungarian"})


@cache
def _inventors(origin: str) -> tuple[Inventor, Inventor]:
    names = pools.training_names()[origin]
    families = names.family or names.given
    return Inventor(names.given), Inventor(families)


ORIGINS = tuple(sorted(pools.LOCALES))


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person, who has one origin or two."""

    given: str
    middle: str
    family: str
    origin: str


@cache
def _census_families() -> tuple[str, ...]:
    return tuple(name for name in pools.census_families() if not pools.is_held_out(name))


@cache
def soft_givens() -> tuple[str, ...]:
    """Return the given names that are ordinary words too, by this project's lists."""
    return _soft(sorted(gazetteer.words("given")))


@cache
def soft_families() -> tuple[str, ...]:
    """Return the family names that are ordinary words too, the census' most frequent first."""
    frequent = [name.lower() for name in pools.census_families()[:N_SOFT_FAMILIES]]
    return _soft(dict.fromkeys([*frequent, *sorted(gazetteer.words("family"))]))


def _soft(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.title() for name in names if gazetteer.is_common(name))


@cache
def _ordinary() -> tuple[str, ...]:
    return tuple(sorted(word.title() for word in gazetteer.words("ordinary") if len(word) > 2))


def soft_family(random: Random) -> str:
    """Choose a family name that is an ordinary word; frequent ones more often.

    Now and then it is any ordinary word: which words are names somewhere, no list knows.
    """
    if random.random() < P_ANY_WORD:
        return random.choice(_ordinary())
    names = soft_families()
    return names[int(len(names) * random.random() ** 1.5)]


def meet(random: Random) -> Person:
    """Make up a person; all origins are alike frequent."""
    origin = random.choice(ORIGINS)
    second = random.choice(ORIGINS) if random.random() < P_MIXED else origin
    return Person(
        _given(random, origin), _given(random, origin), _family(random, second), origin=origin
    )


def _given(random: Random, origin: str) -> str:
    if random.random() < P_INVENTED:
        return _inventors(origin)[0].invent(random)
    if random.random() < P_SOFT_GIVEN:
        return random.choice(soft_givens())
    return random.choice(pools.training_names()[origin].given)


def _family(random: Random, origin: str) -> str:
    if random.random() < P_INVENTED:
        return _inventors(origin)[1].invent(random)
    if random.random() < P_SOFT_FAMILY:
        return soft_family(random)
    if origin in ("english", "african_american") and random.random() < P_CENSUS:
        families = _census_families()
        # Frequent ones more often: the square leans to the head of the list.
        return families[int(len(families) * random.random() ** 3)]
    return random.choice(pools.training_names()[origin].family)


def given(random: Random, person: Person) -> str:
    """Write the given name."""
    del random
    return person.given


def family(random: Random, person: Person) -> str:
    """Write the family name, now and then a double one."""
    if random.random() < 0.06:
        return f"{person.family}-{_family(random, person.origin)}"
    if person.origin in _DOUBLE and random.random() < 0.4:
        return f"{person.family} {_family(random, person.origin)}"
    return person.family


def families(random: Random, person: Person) -> str:
    """Write the family name for all who bear it."""
    del random
    return f"{person.family}{'es' if person.family.endswith(('s', 'x', 'z', 'ch', 'sh')) else 's'}"


def initials(random: Random, person: Person) -> str:
    """Write initials and the family name."""
    first, second = person.given[0].upper(), person.middle[0].upper()
    form = random.choice(("{0}. {2}", "{0}. {1}. {2}", "{0}.{1}. {2}", "{0} {2}", "{0}.{2}"))
    return form.format(first, second, family(random, person))


def official(random: Random, person: Person) -> str:
    """Write the family name first, as in records."""
    form = random.choice(("{1}, {0}", "{1}, {0}", "{1}, {0} {2}", "{1}, {0} {2}.", "{1},{0}"))
    middle = person.middle if random.random() < 0.5 else person.middle[0]
    form = form.removesuffix(".") if len(middle) > 1 else form
    return form.format(person.given, family(random, person), middle)


def full(random: Random, person: Person) -> str:
    """Write a full name in one of its forms."""
    last = family(random, person)
    dice = random.random()
    if person.origin in _FAMILY_FIRST and dice < 0.3:
        return f"{last} {person.given}"
    if dice < 0.66:
        return f"{person.given} {last}"
    if dice < 0.74:
        return f"{person.given} {person.middle[0]}. {last}"
    if dice < 0.8:
        return f"{person.given} {person.middle} {last}"
    if dice < 0.83:
        return f"{person.given} {last} {random.choice(('Jr.', 'Sr.', 'III', 'Jr', 'II'))}"
    if dice < 0.85:
        return f'{person.given} "{person.middle}" {last}'
    if dice < 0.9:
        return initials(random, person)
    return person.given if dice < 0.96 else last
