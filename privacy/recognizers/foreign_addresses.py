"""Addresses outside of the USA: by the word for street, and by the number, town and code around it.

Sources: Universal Postal Union, addressing systems (where the number and the code stand); BS 7666
(shape of British postcodes); Canada Post addressing guidelines. The words for street are ours
(`names/street_words.txt`, `street_endings.txt`, `street_last_words.txt`).
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.recognizers.address_parts import (
    CAPITAL,
    NEVER_NAMED,
    PARTICLE,
    address_end,
    closed_end,
    is_mixed_around,
    names_something,
)
from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.recognizers.streets import is_mixed_case
from privacy.spans import Kind, Span

_LETTERS = re.compile(r"[^\W\d_]+")
_ANY_WORD = r"[^\W\d_][\w'.-]{0,30}"
_NAME = rf"(?:{CAPITAL}[\w'.-]{{0,30}}|{PARTICLE}(?!\w))"
_HOUSE = (
    r"(?:,?\s{0,2}(?:n[o°]?\.?\s?:?\s?|nr\.?\s?|num\.?\s?|\#\s?)?\d{1,5}(?:\s?[a-zA-Z](?!\w))?"
    r"(?:[/-]\d{1,4}[a-z]?)?(?:(?<=\d{3})\s\d{3}(?!\d))?(?!\d|[:%]|[.,]\d)|,?\s{1,2}s/n\b)"
)
_CITY_SIDE = r"(?:\s(?:sur|norte|este|oeste|bis))?"
_IN_GRID = (
    rf"\d{{1,3}}\s?[a-z]{{0,2}}(?!\w){_CITY_SIDE}(?:\s[a-z](?!\w))?{_CITY_SIDE},?\s{{0,2}}(?:\#|n[o°]\.?)\s?"
    rf"\d{{1,4}}[a-z]{{0,2}}(?:\s?-\s?\d{{1,4}})?{_CITY_SIDE}(?!\w)"
)
"""A number of a street that crosses numbered streets: "Calle 45 # 12-30", "Diagonal 1 N° 83"."""

_STREET_FIRST = re.compile(
    r"(?P<value>(?P<type>[^\W\d_]{1,14})(?P<sign>\.|/)?\s{0,2}(?:(?<=\s)|(?<=[./]))"
    rf"(?:(?P<grid>(?:[^\W\d_]{{2,9}}\s)?{_IN_GRID})"
    rf"|(?P<names>(?:{_ANY_WORD}[ ]{{1,2}}){{0,6}}?{_ANY_WORD})(?:{_HOUSE}|(?P<bare>(?=,\s)))))",
    re.I,
)
_SHORT_CHARS = 3
_CLEAR_SHORT = frozenset({"rua", "rue", "via", "cra", "jln", "av", "ul"})
_ENGLISH_TOO = cue_words(
    "avenue boulevard camino conjunto diagonal gang local passage place plaza quadra route square"
    " street vale via villa vista lago campo parque largo cours strada cite cr tr st"
)
"""Words for street that are English words too: what follows must then be no English word."""

_NUMBER_FIRST = re.compile(
    r"\d(?<![\w.,/$:-]\d)\d{0,4}(?:\s?(?:bis|ter|[a-d]))?,?\s{1,2}"
    r"(?P<type>(?i:rue|avenue|av\.|avenida|boulevard|bd|place|chemin|all[ée]e|impasse|quai|route|rang"
    r"|cours|square|calle|camino|paseo|via|mont[ée]e|ruelle|rua|jalan|jl\.|gang|sharia|ulica|ul\.))"
    rf"\s{{1,2}}(?P<names>(?:{_NAME}[ -]){{0,5}}{CAPITAL}[\w'-]{{0,30}}"
    rf"|[^\W\d_][\w'-]{{0,30}}(?:[ ][^\W\d_][\w'-]{{0,30}}){{0,4}}(?=\s?[,.;\n)]|\s\d|$))"
)
_WORD_THEN_NUMBER = re.compile(
    r"(?P<last>[^\W\d_](?<![^\s(\[\"'].)[\w'.-]{0,30}+)\s(?:(?:[Nn][oO°rR]\.?:?|[Ss][Zz]\.?)\s)?(?=\d)"
)
"""The word before a number, or before its sign ("No.", "Nr."), if it has one."""

_REST_OF_HOUSE = re.compile(
    r"\d{1,4}(?!\d)(?:\.(?=,|\s*(?:\n|$)))?(?:\s?[a-zA-Z](?!\w)(?:\s\d{1,3}(?!\d))?)?(?:[-/]\d{1,4})?(?![\d:%\w]|[.,-]\d)"
)
_LAST_NAME = re.compile(rf"(?<![\w'-]){_NAME}(?:[ -]|\n)$")
_RUN_REVERSED = re.compile(r"\n?[ \n-][\w'.-]+")
_PARTICLE = re.compile(rf"{PARTICLE}(?!\w)", re.I)
_MAX_NAMES = 5
_WORD_CHARS = 34
_LAST = rf"(?:{'|'.join(sorted(gazetteer.words('street_last_words')))})(?!\w)"
_NUMBER_NAMES = re.compile(
    r"\d(?<![\d.,/$:-]\d)(?<![^\W\d_]\d)\d{0,4}[a-z]?(?:/\d{1,4})?,?[ \n]"
    rf"(?P<names>{CAPITAL}[\w'.-]{{0,30}}"
    rf"(?:[ -](?!\w{{1,12}}\.?\s\#?\d)(?:{_NAME}|{_LAST})){{0,5}}+)"
    r"(?=[ ]?[,\n]|[ ])(?P<suite>(?=(?i:,?\s(?:apt|suite|ste)\b)))?"
)
_CHOME = re.compile(
    r"\d(?<![\w.-]\d)\d{0,3}(?:-\d{1,4}){1,3},?\s[A-Z][\w-]{1,24}(?:,?\s(?:\d-)?[A-Z]?[\w-]{2,24}){0,3}"
    r"(?:(?<=-ku)|(?<=-to)|(?<=-fu)|(?<=-shi)|(?<=-cho)|(?<=-gun)|(?<=-ken)|(?<=chome)|(?<=machi))"
)
_KOREAN = re.compile(
    r"\d(?<![\w.-]\d)\d{0,4}(?:-\d{1,4})?,?\s[A-Z][\w-]{1,24}-(?:ro|gil|daero)(?:\s\d{1,3}(?:beon)?-gil)?(?!\w)"
    r"(?:,\s[A-Z][\w-]{1,24}){0,4}"
)
"""A street of Korea in Latin letters: "152 Teheran-ro, Gangnam-gu, Seoul"."""

_OPENS = re.compile(
    r"(?:Am|Im|Beim|Zum|Zur|An\sde[rnm]|Auf\sde[rnm]|In\sde[rnm]|Unter\sden|Hinter\sde[rnm]|Vor\sde[rnm]"
    r"|(?:Alt|Neu|Groß|Klein|Lang|Kurz|Ober|Unter|Breit)e[rn]?|Na|Nad|Pod|U|V)\s$"
)
_BRITISH = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?!\w)")
_CANADIAN = re.compile(
    r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z](?<!\w...)[ -]\d[ABCEGHJ-NPRSTV-Z]\d(?!\w)"
)
_CLOSES = re.compile(r"[,.\n)/]|$")
_GOES_ON = re.compile(r"[ ,/\n-]{1,4}[^\W_]")
_NOT_FIRST = re.compile(r"[A-Z](?<=[\d'][A-Z])")
_SMALL_FIRST = re.compile(r"(?<![^\W_])(?<!')[^\W\d_]")
_REASON = "A street of another country with a number."


def _is_street(match: re.Match[str]) -> bool:
    """Tell whether what follows a word for street is the name of one, and a number."""
    kind = gazetteer.fold(match["type"])
    if match["grid"]:
        return True
    if len(kind) <= _SHORT_CHARS and kind not in _CLEAR_SHORT and not match["sign"]:
        return False
    words = _LETTERS.findall(match["names"])
    is_mixed = is_mixed_around(match.string, match.start(), match.end())
    return _may_be_foreign(kind, words, is_mixed=is_mixed)


def _street_end(match: re.Match[str]) -> int:
    """Return where an address ends; at its start if it has no number, and no code behind."""
    end = closed_end(match.string, match.end())
    if match["names"]:
        # What stands behind the street may be no house but the code of a town.
        end = max(end, closed_end(match.string, match.end("names")))
    is_bare = match["bare"] is not None and end == match.end()
    return match.start("value") if is_bare else end


def _may_be_foreign(kind: str, words: list[str], *, is_mixed: bool) -> bool:
    if not names_something(words, is_mixed=is_mixed):
        return False
    return kind.rstrip(".") not in _ENGLISH_TOO or not all(map(gazetteer.is_common, words))


CUES = (
    Cue(
        frozenset(gazetteer.fold(word) for word in gazetteer.words("street_words"))
        | {word.lower() for line in gazetteer.lines("street_words") for word in line.split()},
        _STREET_FIRST,
        Kind.ADDRESS,
        _REASON,
        _is_street,
        _street_end,
    ),
)


def _names_start(text: str, end: int, *, is_mixed: bool, count: int = _MAX_NAMES) -> int:
    """Return where up to so many names start that end here with a space; here if none does.

    Where capitals tell nothing, a plain word is none.
    """
    start = end
    for _ in range(count):
        before = text[max(0, start - _WORD_CHARS) : start]
        run = _RUN_REVERSED.match(before[::-1])
        name = _LAST_NAME.search(before, len(before) - run.end()) if run else None
        if name is None or not (is_mixed or _may_stand_in_name(name[0].strip(" \n-"))):
            break
        start -= len(before) - name.start()
    while start < end and _PARTICLE.match(text, start):
        # No name starts with a particle here: it may belong to the sentence.
        start += len(text[start:end].partition(" ")[0]) + 1
    return min(start, end)


def _may_stand_in_name(word: str) -> bool:
    return bool(_PARTICLE.fullmatch(word)) or not gazetteer.is_common(word)


_ENDINGS = tuple(sorted(gazetteer.words("street_endings") | {"straße", "gränd", "stræde", "tänav"}))
_SLAVIC = ("ska", "cka", "ova")
_CLEAR_SLAVIC = ("á", "čka")


def _behind_names(text: str, parts: dict[int, int], *, is_mixed: bool) -> Iterator[Span]:
    """Find numbers behind the name of a street, or behind names if more of an address follows."""
    may_end: dict[str, bool] = {}
    for found in _WORD_THEN_NUMBER.finditer(text):
        last = found["last"]
        if last not in may_end:
            may_end[last] = _may_end_street(last, is_mixed=is_mixed)
        if not may_end[last]:
            continue
        end = found.end("last") + 1
        house = _REST_OF_HOUSE.match(text, found.end())
        if house is None:
            continue
        is_closed = bool(_CLOSES.match(text, house.end()))
        place = end - len(last) - 1
        start = _street_start(text, place, last, is_closed=is_closed, is_mixed=is_mixed)
        if start is None and last[0].isupper() and _GOES_ON.match(text, house.end()):
            if address_end(text, house.end(), parts) == house.end():
                continue
            start = _names_start(text, end, is_mixed=is_mixed)
            if not _are_names(text[start:end]):
                continue
        if start is not None:
            yield Span(start, address_end(text, house.end(), parts), Kind.ADDRESS, _REASON)


def _may_end_street(word: str, *, is_mixed: bool) -> bool:
    """Tell whether the name of a street may end with a word, or with names of which it is one."""
    plain = word.rstrip(".")
    is_last = gazetteer.fold(plain) in gazetteer.words("street_last_words")
    if not word[0].isupper():
        return is_last and (not is_mixed or plain.lower() in gazetteer.words("street_last_words"))
    is_never = is_mixed and gazetteer.fold(word) in NEVER_NAMED
    return not is_never and (is_last or not gazetteer.is_common(plain))


def _are_names(text: str) -> bool:
    return names_something(_LETTERS.findall(text), is_mixed=True)


def _street_start(
    text: str, place: int, last: str, *, is_closed: bool, is_mixed: bool
) -> int | None:
    """Return where the street starts whose last word stands at this place, if it is one."""
    word = gazetteer.fold(last.rstrip("."))
    if word in gazetteer.words("street_last_words"):
        first = _names_start(text, place, is_mixed=is_mixed)
        names = _LETTERS.findall(text[first:place])
        return first if names and not all(map(gazetteer.is_common, names)) else None
    if not last[0].isupper():
        return None
    opening = _OPENS.search(text, max(0, place - 12), place) if is_mixed else None
    if opening:
        is_name = len(word) > _SHORT_CHARS and not gazetteer.is_common(word)
        return opening.start() if is_name else None
    is_street = _ends_as_street(last, word, is_closed=is_closed)
    return _names_start(text, place, is_mixed=is_mixed, count=2) if is_street else None


def _ends_as_street(written: str, word: str, *, is_closed: bool) -> bool:
    """Tell whether a word has the ending of a street, and is no name or plain word."""
    if not word.endswith(_ENDINGS):
        return False
    is_clear = written.endswith(_CLEAR_SLAVIC) or not written.isascii()
    if word.endswith(_SLAVIC) and not is_clear and not is_closed:
        return False
    is_person = gazetteer.is_given(word) or gazetteer.is_family(word)
    return not is_person and not gazetteer.is_common(word)


def _before_names(text: str, parts: dict[int, int]) -> Iterator[Span]:
    """Find a number and names that a unit, or a town and its code, follows."""
    plain: dict[str, bool] = {}
    for match in _NUMBER_NAMES.finditer(text):
        names = match["names"]
        if names not in plain:
            plain[names] = all(map(gazetteer.is_common, _LETTERS.findall(names)))
        if plain[names] and match["suite"] is None:
            continue
        end = address_end(text, match.end(), parts)
        if end > match.end() and names_something(_LETTERS.findall(names), is_mixed=True):
            yield Span(match.start(), end, Kind.ADDRESS, _REASON)


def _find(text: str, *, is_mixed: bool) -> Iterator[Span]:
    parts: dict[int, int] = {}
    for match in _NUMBER_FIRST.finditer(text):
        words = _LETTERS.findall(match["names"])
        if _may_be_foreign(gazetteer.fold(match["type"]), words, is_mixed=is_mixed):
            yield Span(match.start(), address_end(text, match.end(), parts), Kind.ADDRESS, _REASON)
    yield from _behind_names(text, parts, is_mixed=is_mixed)
    yield from _before_names(text, parts)
    for pattern in (_CHOME, _KOREAN):
        for match in pattern.finditer(text):
            yield Span(match.start(), address_end(text, match.end(), parts), Kind.ADDRESS, _REASON)


def recognize(text: str) -> Iterator[Span]:
    """Find streets with a number, and British and Canadian postcodes."""
    is_mixed = is_mixed_case(text)
    yield from _find(text if is_mixed or text.isupper() else in_title_case(text), is_mixed=is_mixed)
    for pattern in (_BRITISH, _CANADIAN):
        yield from matches(pattern, text, Kind.ADDRESS, "Has the shape of a postal code.")


def in_title_case(text: str) -> str:
    """Give each word a capital, keeping every offset: where all is small, capitals tell nothing."""
    if text.isascii():
        return _NOT_FIRST.sub(lambda match: match[0].lower(), text.title())
    return _SMALL_FIRST.sub(_capital, text)


def _capital(letter: re.Match[str]) -> str:
    large = letter[0].upper()
    return large if len(large) == 1 else letter[0]
