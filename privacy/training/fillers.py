"""What stands in the gaps of a template: persons, places, organisations, and what is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from string import ascii_uppercase

from privacy import gazetteer
from privacy.training import people, pools
from privacy.training.inventing import Inventor

PERSON, PLACE, ORGANISATION = "PERSON", "PLACE", "ORGANISATION"

_P_OFFICIAL = 0.15
_P_COINED_CITY = 0.15
_GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and what it names, if it names anything."""

    text: str
    label: str | None = None


def words(kind: str) -> tuple[str, ...]:
    """Return the fillers of one kind of `data/words.txt`."""
    return _words()[kind]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return _split("words", r",\s*|\n")


def _split(name: str, separator: str) -> dict[str, tuple[str, ...]]:
    return {
        kind: tuple(word for word in re.split(separator, body.strip()) if word)
        for kind, body in pools.sections(name).items()
    }


@cache
def templates() -> dict[str, tuple[str, ...]]:
    """Return the templates by genre."""
    by_genre = _split("templates", r"\n")
    return {
        genre: tuple(line.replace("\\n", "\n") for line in lines)
        for genre, lines in by_genre.items()
    }


def fill(template: str, random: Random) -> list[Piece]:
    """Fill the gaps of a template; one person has one name unless many gaps ask for more."""
    pieces = []
    for index, part in enumerate(_GAP.split(template)):
        if index % 2:
            pieces.append(fill_gap(part, random))
        elif part:
            pieces.append(Piece(part))
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Make one person of two gaps for names that only a space divides."""
    joined: list[Piece] = []
    for piece in pieces:
        if (
            piece.label is PERSON
            and len(joined) > 1
            and joined[-1].text == " "
            and joined[-2].label is PERSON
        ):
            joined[-2:] = [Piece(f"{joined[-2].text} {piece.text}", PERSON)]
        else:
            joined.append(piece)
    return joined


def fill_gap(kind: str, random: Random) -> Piece:
    """Make up the filler of a gap."""
    if kind in _PERSONS:
        return Piece(_PERSONS[kind](random, people.meet(random)), PERSON)
    if kind in _PLACES:
        return Piece(_PLACES[kind](random), PLACE)
    if kind == "org":
        return Piece(organisation(random), ORGANISATION)
    if kind == "moniker":
        return Piece(random.choice(words("moniker")), PERSON)
    if kind in _FORMS:
        return Piece(_FORMS[kind](random))
    if kind[0].isupper():
        return Piece(fill_gap(kind.lower(), random).text.title())
    return Piece(random.choice(words(kind)))


def organisation(random: Random) -> str:
    """Make up the name of an organisation."""
    return _GAP.sub(lambda gap: _part(gap[1], random), random.choice(_organisations()))


@cache
def _plain_words() -> tuple[str, ...]:
    return tuple(sorted(gazetteer.words("ordinary")))


@cache
def _brands() -> tuple[str, ...]:
    companies = {name.lower() for name in _organisations()}
    names = companies | gazetteer.words("given") | gazetteer.words("family")
    proper = sorted(word for word in gazetteer.words("proper") - names if len(word) > 2)
    return (*words("brand"), *(word.title() for word in proper), *map(str.upper, proper[::7]))


@cache
def _organisations() -> tuple[str, ...]:
    return _split("organisations", r"\n")["organisation"]


def _part(kind: str, random: Random) -> str:
    if kind == "acronym":
        return "".join(random.choices(ascii_uppercase, k=random.choice((3, 3, 4))))
    if kind == "coined":
        return _coiner().invent(random)
    return fill_gap(kind, random).text


@cache
def _coiner() -> Inventor:
    """Make up trade names out of ordinary words and places."""
    return Inventor([word for word in (*words("word"), *words("trade")) if " " not in word])


def _city(random: Random) -> str:
    """Choose a city; larger ones more often, those of the United States as often as all others."""
    if random.random() < _P_COINED_CITY:
        return _coined_city(random)
    known = pools.places()
    cities = known.us_cities if random.random() < 0.5 else known.cities
    return cities[int(len(cities) * random.random() ** 2)]


def _coined_city(random: Random) -> str:
    """Make up a town out of a name of a person, as many towns are named."""
    person = people.meet(random)
    name = random.choice((person.given, person.family))
    if random.random() < 0.5:
        return f"{random.choice(words('cityprefix'))} {name}"
    return f"{name}{random.choice(words('citysuffix'))}"


def _country(random: Random) -> str:
    """Choose a country, now and then by its name in treaties."""
    if random.random() < _P_OFFICIAL:
        form = random.choice(words("country"))
        return _GAP.sub(lambda gap: _part(gap[1], random), form)
    return random.choice(pools.places().countries)


def _place(random: Random) -> str:
    dice = random.random()
    if dice < 0.4:
        return _city(random)
    if dice < 0.6:
        return _country(random)
    if dice < 0.75:
        return random.choice(pools.places().states)
    if dice < 0.9:
        return random.choice(words("region"))
    return f"{people.meet(random).family} {random.choice(words('landscape'))}"


def _street(random: Random) -> str:
    dice = random.random()
    name = random.choice(words("streetname"))
    if dice < 0.25:
        name = people.meet(random).family
    elif dice < 0.35:
        name = str(random.randint(1, 150)) + random.choice(("th", "rd", "st", "nd"))
    elif dice < 0.42:
        name = f"{random.choice('NSEW')} {name}"
    return f"{name} {random.choice(words('streetkind'))}"


_PERSONS: dict[str, Callable[[Random, people.Person], str]] = {
    "person": people.full,
    "given": people.given,
    "family": people.family,
    "official": people.official,
    "initials": people.initials,
    "families": people.families,
    "softgiven": lambda random, _: random.choice(people.soft_givens()),
    "softfamily": lambda random, _: people.soft_family(random),
}
_PLACES: dict[str, Callable[[Random], str]] = {
    "city": _city,
    "state": lambda random: random.choice(pools.places().states),
    "country": lambda random: _country(random),
    "place": _place,
    "county": lambda random: random.choice(words("county")),
    "street": _street,
}


def _date(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1950, 2026)
    name = words("month")[month - 1]
    return random.choice(
        (f"{month:02}/{day:02}/{year}", f"{day} {name} {year}", f"{name} {day}, {year}")
    )


def _time(random: Random) -> str:
    hour, minute = random.randint(0, 23), random.randint(0, 59)
    return random.choice((f"{hour:02}{minute:02}", f"{hour}:{minute:02}", f"{hour % 12 + 1} pm"))


def _email(random: Random) -> str:
    person = people.meet(random)
    return f"{person.given}.{person.family}@example.com".lower().replace(" ", "")


def _plate(random: Random) -> str:
    return "".join(random.choices(ascii_uppercase, k=3)) + str(random.randint(100, 9999))


_FORMS: dict[str, Callable[[Random], str]] = {
    "date": _date,
    "time": _time,
    "email": _email,
    "plate": _plate,
    "number": lambda random: str(random.randint(1, 10 ** random.randint(1, 5))),
    "plain": lambda random: random.choice(_plain_words()).title(),
    "brand": lambda random: random.choice(_brands()),
    "soft": lambda random: random.choice(people.soft_families()).lower(),
    "name": lambda random: random.choice(pools.places().countries),
    "letter": lambda random: random.choice(ascii_uppercase),
    "phone": lambda random: f"{random.randint(200, 999)}-555-01{random.randint(0, 99):02}",
}
