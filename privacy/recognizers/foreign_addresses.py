"""Addresses outside of the USA: by the word for street, and by postal codes that tell themselves.

Sources: Universal Postal Union, addressing systems (where the number and the code stand); BS 7666
(shape of British postcodes); Canada Post addressing guidelines. The words for street are ours.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.recognizers.streets import CAPITAL
from privacy.spans import Kind, Span

_NAME = (
    rf"(?:(?:d[aeo]s?|del|della|dei|di|du|des|la|las|le|les|los|l'|d'|van|von|der|den|zum"
    rf"|san|sant)\s?){{0,3}}{CAPITAL}[\w'.-]{{0,30}}"
)
_NAMES = rf"{_NAME}(?:\s{{1,2}}{_NAME}){{0,3}}"
_HOUSE = (
    r"(?:,?\s{0,2}(?:n[º°o]\.?\s?|num\.?\s?|no\.?\s?|#\s?)?\d{1,5}(?:\s?[a-zA-Z](?!\w))?"
    r"(?:[/-]\d{1,4})?)(?!\d|:)"
)
_CITY = rf"{CAPITAL}[\w'.-]{{0,30}}(?:[ -]{CAPITAL}[\w'.-]{{0,30}}){{0,3}}"
_TOWN = (
    r"(?:(?:,\s{0,2}|\n|\s|,\n)(?:[A-Z]{1,3}-)?\d{3,6}(?:\s\d{2,3}|-\d{3,4})?,?"
    r"(?:\s[A-Z]{2}(?!\w))?"
    rf"(?:[\s-]{{1,2}}{_CITY})?(?:\s\([A-Z]{{2}}\))?)"
)
_STREET_FIRST = re.compile(
    r"(?P<value>(?:calle|c/|avenida|av(?:da)?\.?|via|viale|corso|piazza|rua|travessa"
    r"|alameda|largo|praça|plaza|paseo"
    r"|carrera|carrer|cra?\.?|cl\.|chemin|avenue|place|route|impasse|ruelle|vicolo"
    r"|viale|piazzale|contrada|ulica|ul\.|strada|str\.|jalan|jl\.|callejón"
    r"|prolongación|cerrada|camino|boulevard|blvd|rue)"
    rf"\s{{1,2}}(?-i:{_NAMES}){_HOUSE}(?-i:{_TOWN})?)",
    re.I,
)
_NUMBER_FIRST = re.compile(
    r"\d(?<![\w.,/$:-]\d)\d{0,3}(?:\s?(?:bis|ter))?,?\s{1,2}"
    r"(?i:rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse|quai|route|cours"
    r"|square|calle|camino|paseo|via|avenida)"
    rf"\s{{1,2}}(?:(?i:de|del|la|las|le|les|los|du|des)\s){{0,2}}{_NAMES}{_TOWN}?"
)
_COMPOUND_END = re.compile(
    r"(?:[sS]tra(?:ß|ss)e|[sS]tr\.|gasse|stræde|stien|[aA]ll[ée]e?|[pP]latz|damm|ufer"
    r"|[wW]eg|[rR]ing|laan|straat"
    r"|plein|gracht|kade|gatan|vägen|gränd|gade|vej|veien|gata|vegen|katu|tie|utca|út|tér)\s{1,2}$"
)
_COMPOUND_CHARS = 12
_AFTER_WORD = re.compile(r"\d(?<=[a-zß-ÿ.]\s\d)")
_REST_OF_HOUSE = re.compile(r"\d{1,4}(?:\s?[a-zA-Z](?!\w))?(?:[-/]\d{1,4})?(?![\d:])" + _TOWN + "?")
_NUMBER_THEN_TOWN = re.compile(
    r"\d(?<![\d.,/$:-]\d)\d{0,4}(?:\s?[a-zA-Z](?!\w))?(?:[/-]\d{1,4})?\.?(?:\s"
    r"(?:\w{2,9}\.?)\s\d{1,4})?(?:,\s?\n?|\n)"
    rf"(?:[A-ZΑ-Ω]{{1,3}}[- ])?\d{{3,6}}(?:\s\d{{2,3}})?,?\s{_CITY}(?:\s\([A-Z]{{2}}\))?"
)
_NAMES_BEFORE = re.compile(
    rf"(?:\b{CAPITAL}[\w'.-]{{0,30}}\s(?:(?:de|del|della|la|las|los|of|van|von|i|na"
    rf"|og)\s){{0,2}}){{0,4}}"
    rf"\b{CAPITAL}[\w'.-]{{0,30}}(?:\s[a-zß-ÿ\w]{{2,16}})?,?\s$"
)
_NUMBER_NAMES_CITY = re.compile(
    r"\d(?<![\w.,/$:-]\d)\d{0,4}[a-z]?(?:/\d{1,4})?,?[ \n]"
    rf"(?:{CAPITAL}[\w'.-]{{0,30}}[ ]){{0,4}}{CAPITAL}[\w'.-]{{0,30}}(?:,\s{{0,2}}|\n){_CITY}"
    r"(?:,\s{1,2}|[\s-])(?:[A-Z]{2,3},?\s)?\d{4,6}(?!\d)"
)
_START = re.compile(
    r"(?:[A-ZÀ-Ý][\w.'-]{0,30}[\s-]){0,2}\b[^\W\d_][\w.'-]{0,40}$|"
    r"(?:[A-ZÀ-Ý][\w.'-]{0,30}[\s-]){1,2}$"
)
_BRITISH = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?!\w)")
_CANADIAN = re.compile(
    r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z](?<!\w...)[ -]\d[ABCEGHJ-NPRSTV-Z]\d(?!\w)"
)
_UNIT_FIRST = re.compile(
    r"(?P<value>(?:flat|studio|apartment|apt\.?|suite"
    r"|unit)\s\d{1,4}[a-z]?,?\s{1,2}(?:\d{1,4}[a-z]?\s)?"
    r"(?-i:[A-Z][\w'-]{1,24}(?:\s[\w'-]{1,24}){0,2}))",
    re.I,
)
_TOKEN = (
    rf"(?:{CAPITAL}[\w'.-]{{0,30}}|#?\s?\d[\w/-]{{0,12}}|\([A-Z]{{2}}\)|(?:de|del|la|las|of"
    rf"|van|von|d|r)\b\.?)"
)
_ANNOUNCED = re.compile(
    r"(?i:addresse?s?|addr|resid(?:es|ed|ing|ence)|live[sd]|living|stay(?:s|ing))\b"
    r"(?:\s(?:is|was|at|in|of|given|as)\b){0,3}"
    rf"[\s:\"']{{1,3}}(?P<value>{_TOKEN}(?:(?:,\s?\n?|\s|-){_TOKEN}){{1,12}})"
)
_REASON = "A street of another country with a number."

CUES = (
    Cue(
        cue_words(
            "calle c avenida av avda via viale corso piazza rua travessa alameda"
            " largo plaza paseo carrera"
            " carrer cra cr cl chemin avenue place route impasse ruelle vicolo"
            " piazzale contrada ulica ul strada str jalan jl cerrada camino boulevard"
            " blvd rue pra callej prolongaci"
        ),
        _STREET_FIRST,
        Kind.ADDRESS,
        _REASON,
    ),
    Cue(
        cue_words(
            "address addresses addr resides resided residing residence lives lived"
            " living stays staying"
        ),
        _ANNOUNCED,
        Kind.ADDRESS,
        "Follows a cue for an address.",
        lambda match: any(map(str.isdigit, match["value"])) and not match["value"].isdigit(),
    ),
    Cue(cue_words("flat studio"), _UNIT_FIRST, Kind.ADDRESS, "A flat and its house."),
)


def _compounds(text: str) -> Iterator[Span]:
    """Find streets whose name ends with the word for street ("Hauptstraße 5")."""
    for number in _AFTER_WORD.finditer(text):
        place = number.start()
        suffix = _COMPOUND_END.search(text, max(0, place - _COMPOUND_CHARS), place)
        house = _REST_OF_HOUSE.match(text, place) if suffix else None
        if suffix is None or house is None:
            continue
        name = _START.search(text, max(0, suffix.start() - 60), suffix.start())
        if name and name[0][0].isupper():
            yield Span(name.start(), house.end(), Kind.ADDRESS, _REASON)


def recognize(text: str) -> Iterator[Span]:
    """Find streets with a number, and British and Canadian postcodes."""
    yield from matches(_NUMBER_FIRST, text, Kind.ADDRESS, _REASON)
    yield from _compounds(text)
    yield from matches(_NUMBER_NAMES_CITY, text, Kind.ADDRESS, _REASON)
    for match in _NUMBER_THEN_TOWN.finditer(text):
        names = _NAMES_BEFORE.search(text, max(0, match.start() - 90), match.start())
        if names:
            yield Span(names.start(), match.end(), Kind.ADDRESS, _REASON)
    for pattern in (_BRITISH, _CANADIAN):
        yield from matches(pattern, text, Kind.ADDRESS, "Has the shape of a postal code.")
