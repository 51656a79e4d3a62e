"""The languages of the interface: which there are, and what is said in each.

Everything is written in English, in the code, the templates and the indicator sets; a catalogue
gives it in another language, by the English text itself. So the libraries and the services know
nothing of languages, what is stored stays the same in all of them, and what no catalogue has is
shown in English. A sentence with values in it, ``“Plate” has no answer yet.``, is recognised by
its shape, ``“{0}” has no answer yet.``; its values are looked up in the same way.

Catalogues are PO files (GNU gettext): `locales/<code>/messages.po` is the interface,
`locales/<code>/scripts.po` what scripts say, and `indicators/translations/*.<code>.po` what the
indicator sets ask. They are read when somebody first needs the language; what an agency has
translated of its own sets comes from the database (`sar.sets.adopted`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from functools import cache
from gettext import c2py
from pathlib import Path

from markupsafe import Markup

import indicators
from indicators.definitions import DefinitionSet
from indicators.translation import texts_of
from sar.values import frozen

LOCALES = Path(__file__).parents[1] / "locales"
TRANSLATED_SETS = Path(indicators.__file__).parent / "translations"

MAX_SHAPED_CHARS = 1500
"""A longer text is nobody's message; it is not compared with shapes."""
LEAST_LETTERS = 5
"""A shape with fewer letters of its own, ``The {0} {1}``, would fit what people write."""

MOMENT = "{day} {mon} {year}, {time}"
SPELLED_MOMENT = "{weekday} {day} {month} {year}, {hour} {half}"
"""How a moment is written, in short and in full; a catalog may put it in another order."""

_PLACE = re.compile(r"\{(\d)\}")
_DEEPEST = 4
# What stands between names in a value, the strongest first: a, b; c. “A” or “B”.
_BETWEEN = ("; ", "” or “", ", ")
_MOST_PIECES = 4
_AROUND = re.compile(r"([^“”()]*[“(])(.+)([”)])", re.DOTALL)


@frozen
class Language:
    """A language: the name of its catalogues, its BCP 47 tag, its own name, its English name."""

    code: str
    tag: str
    name: str
    english: str


ENGLISH = Language("en", "en", "English", "English")
LANGUAGES = (ENGLISH, Language("es", "es-US", "Español", "Spanish"))
BY_CODE: Mapping[str, Language] = {each.code: each for each in LANGUAGES}


@frozen
class _Shape:
    pattern: re.Pattern[str]
    said: str

    def fill(self, values: Sequence[str]) -> str:
        """Put the values into their places, which another language may have in another order."""
        return _PLACE.sub(lambda place: values[int(place[1])], self.said)


@frozen
class Catalogue:
    """What is said in one language: by the English text, by a shape, and by a number."""

    exact: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[_Shape, ...] = ()
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form_of: Callable[[int], int] = field(default=c2py("n != 1"))

    def say(self, text: str, depth: int = 0) -> str:
        """Return `text` in this language; as it is where nothing fits."""
        found = self.exact.get(text)
        if found or depth > _DEEPEST or not text or len(text) > MAX_SHAPED_CHARS:
            return found or text
        for shape in self.shapes:
            values = shape.pattern.fullmatch(text)
            if values:
                return shape.fill([self.say(each, depth + 1) for each in values.groups()])
        return self._say_names(text) if depth else text

    def _say_names(self, text: str) -> str:
        """Return a value with the names that stand in it, one beside another or in brackets."""
        around = None if text in self.exact else _AROUND.fullmatch(text)
        if around:
            return around[1] + self._say_names(around[2]) + around[3]
        between = next((each for each in _BETWEEN if each in text), "")
        if text in self.exact or not between:
            return self.exact.get(text, text)
        names, said = text.split(between), []
        while names:  # a name may hold what stands between names
            most = range(min(len(names), _MOST_PIECES), 1, -1)
            size = next((n for n in most if between.join(names[:n]) in self.exact), 1)
            said.append(self._say_names(between.join(names[:size])))
            names = names[size:]
        return self.exact.get(between, between).join(said)

    def say_many(self, one: str, many: str, count: int) -> str:
        """Return the form of the language that fits `count`, the English one where none does."""
        forms = self.plurals.get(one)
        if forms is None:
            return one if count == 1 else many
        return forms[self.form_of(count)]


def translate(text: str, code: str) -> str:
    """Return an English text in a language; markup is finished and stays as it is."""
    if code == ENGLISH.code or isinstance(text, Markup):
        return text
    return catalogue(code).say(text)


def says_all(definition_set: DefinitionSet, code: str) -> bool:
    """Tell whether everything that officers read of a set is translated."""
    known = catalogue(code).exact
    return all(each.words in known for each in texts_of(definition_set))


def choose(*wanted: str, accepted: Iterable[str] = ()) -> Language:
    """Return the first language that there is: of what was chosen, then of a browser's list."""
    primary = (tag.partition("-")[0].lower() for tag in accepted)
    found = (BY_CODE[code] for code in (*wanted, *primary) if code in BY_CODE)
    return next(found, ENGLISH)


def format_moment(local: datetime, code: str) -> str:
    """Return a moment as people of the language write it, with its zone's name."""
    return f"{_moment(local, MOMENT, code)} {local:%Z}"


def spell_moment(local: datetime, code: str) -> str:
    """Return a moment of the clocks in full, as people of the language say it, without its zone."""
    return _moment(local, SPELLED_MOMENT, code)


def _moment(local: datetime, shape: str, code: str) -> str:
    words = {"mon": "%b", "weekday": "%A", "month": "%B", "half": "%p"}
    said = {name: translate(local.strftime(word), code) for name, word in words.items()}
    hour = f"{(local.hour - 1) % 12 + 1}:{local:%M}"
    numbers = {"day": local.day, "year": local.year, "time": f"{local:%H:%M}", "hour": hour}
    return translate(shape, code).format(**said, **numbers)


def catalogue(code: str) -> Catalogue:
    """Return what is said in a language: what the program ships, then what was adopted."""
    return _adopted[code].catalogue if code in _adopted else _shipped(code)


def adopted(code: str) -> tuple[str, ...]:
    """Return which translations a language has besides those that the program ships."""
    return _adopted[code].hashes if code in _adopted else ()


def adopt(code: str, hashes: tuple[str, ...], contents: Iterable[str]) -> None:
    """Have a language say what these PO files do, in this process, where nothing shipped does.

    A later one goes before an earlier one. `hashes` is what `adopted` returns from now on.
    """
    shipped, more = _shipped(code), dict[str, str]()
    for content in contents:
        more.update(_read([content]).exact)
    said = replace(shipped, exact={**more, **shipped.exact})
    _adopted[code] = _Adopted(hashes, said)


@frozen
class _Adopted:
    hashes: tuple[str, ...]
    catalogue: Catalogue


# Like the catalogues that are read once, this is the same for every request of a process; each
# look at what was approved (`sar.sets.adopted`) brings it up to date.
_adopted: dict[str, _Adopted] = {}


@cache
def _shipped(code: str) -> Catalogue:
    """Return what the program ships in a language; English needs nothing."""
    if code == ENGLISH.code:
        return Catalogue()
    # What the interface says goes before what a set asks.
    files = [*sorted(TRANSLATED_SETS.glob(f"*.{code}.po")), LOCALES / code / "messages.po"]
    return _read(files)


@cache
def script_words(code: str) -> Mapping[str, str]:
    """Return what scripts say in a language, by the English; English needs nothing."""
    path = LOCALES / code / "scripts.po"
    return dict(_read([path]).exact) if path.exists() else {}


def _read(files: Iterable[Path | str]) -> Catalogue:
    """Read PO files, each by its path or as its content."""
    import polib  # only who reads another language waits for it

    exact: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    rule = "n != 1"
    for path in files:
        read = polib.pofile(str(path))
        rule = read.metadata.get("Plural-Forms", "plural=" + rule).partition("plural=")[2]
        for entry in read.translated_entries():
            if entry.msgid_plural:
                plurals[entry.msgid] = tuple(entry.msgstr_plural.values())
            else:
                exact[entry.msgid] = entry.msgstr
    return Catalogue(exact, _shapes(exact), plurals, c2py(rule.rstrip(";")))


def _shapes(exact: Mapping[str, str]) -> tuple[_Shape, ...]:
    """Return the sentences with places for values, those with most words of their own first."""
    shaped = [each for each in exact if is_shape(each)]
    shaped.sort(key=lambda each: -len(_PLACE.sub("", each)))
    return tuple(_Shape(_pattern(each), exact[each]) for each in shaped)


def is_shape(text: str) -> bool:
    """Tell whether a text has places for values, and words enough to be recognised by."""
    own = sum(map(str.isalpha, _PLACE.sub("", text)))
    return own >= LEAST_LETTERS and bool(_PLACE.search(text))


def _pattern(shape: str) -> re.Pattern[str]:
    parts = _PLACE.split(shape)
    # Texts and the numbers of their places take turns; places stand in their order.
    words = [re.escape(part) if at % 2 == 0 else "(.*?)" for at, part in enumerate(parts)]
    return re.compile("".join(words), re.DOTALL)
