"""What stands in the gaps of a template: persons, places, organisations, and what is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from string import ascii_uppercase

from privacy.training import people, pools
from privacy.training.inventing import Inventor

PERSON, PLACE, ORGANISATION = "PERSON", "PLACE", "ORGANISATION"

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
    return pieces


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
    known = pools.places()
    cities = known.us_cities if random.random() < 0.5 else known.cities
    return cities[int(len(cities) * random.random() ** 2)]


def _place(random: Random) -> str:
    dice = random.random()
    if dice < 0.4:
        return _city(random)
    if dice < 0.6:
        return random.choice(pools.places().countries)
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
}
_PLACES: dict[str, Callable[[Random], str]] = {
    "city": _city,
    "state": lambda random: random.choice(pools.places().states),
    "country": lambda random: random.choice(pools.places().countries),
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
    "soft": lambda random: random.choice(people.soft_names()).lower(),
    "phone": lambda random: f"{random.randint(200, 999)}-555-01{random.randint(0, 99):02}",
}
