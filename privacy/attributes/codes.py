"""Codes of the police for race and sex ("W/M", "BMJ", "Asian M", "Race/Sex: H/F").

Our own patterns; each has a bounded length, so that looking for it takes linear time. Hardly any
text has codes, so the costly patterns are tried only where a sign of one stands.
"""

import re
from collections.abc import Iterator

from privacy.attributes.mentions import Attribute

_RACE = "wh?ti?|bl[ck]?k?|asi?a?n|cau(?:c|s)?|api|nat"
_CODE = re.compile(
    # "W/M", "H/F/25", "B / M"; also by words ("Blk/M", "Wht male" is left to the lists)
    rf"(?<![\w/])(?:([WBAIOU]|{_RACE})|([HL]|hisp?|lat|me)) ?/ ?([MF])s?(?:/?[AJ])?"
    r"(?:/\d{1,3}(?:'?s|yoa?|yrs?)?)*(?![\w/])"
    # "WM", "BMJ", "HFA"
    r"|(?<![\w/])(?:([WB])|([H]))([MF])[AJ]?s?(?![\w/])"
    # "Blk M", "Asian M", "hisp f"
    rf"|(?<![\w/-])(?:({_RACE}|asian|black|white)|(hisp?|hispanic|lat|latin[oa]))s? ([MF])"
    r"(?=[,.;)\n]|$| (?![\d-])[a-z\d])(?! ?-? ?\d{2,}[- ]?[a-z])"
    # "M/W/45", "M/50s/white"
    rf"|(?<![\w/])(?=[MF]/(?:\d\d|[a-z]{{1,8}}/\d\d))([MF])/(?:\d\ds?/)?"
    rf"(?:([WBAIOU]|{_RACE}|white|black|asian)|([HL]|hisp?|hispanic|latin[oa]))(?![\w'])",
    re.IGNORECASE,
)
_CODE_SIGN = re.compile(r"[mf](?:/|(?<=[ /wbh][mf])s?[aj]?s?(?!\w))")
"""In small letters: the sex at the beginning or at the end of each code."""
_ALONE = re.compile(r"[MF](?![\w'.-])(?<![\w/'.-].)")
_BEFORE_SEX = re.compile(
    r"(?:\b\d\d ?-?y/?o|\byoa|unk|unknown|unid|unidentified|older|elderly|young|adult|"
    r"(?<![\w/])s ?:|(?:subject|suspect|susp|subj|caller|rp|driver|vict|victim|pt)"
    r"(?: (?:is|was)| ?:)(?: an?)?) ?$"
)
_AFTER_SEX = re.compile(
    r"/\d\d\b|, ?(?:[1-9]\ds?\b|early|mid|late|approx|about|abt)|"
    r" (?:subj(?:ect)?|juv(?:enile)?|adult|passenger|driver|suspect|susp|victim|vict|caller|rp|pt|"
    r"patient|teen|student|employee|customer|clerk|party)s?\b"
)
_REACH_CHARS = 24
_BESIDE = re.compile(r"(?<![\w/])(?:([WB])|([HL])) ?/? ?(?=(?:MALE|FEMALE|male|female)s?\b)")
"""A letter before "male"; "A" is an article there, and "w/male" is "with"."""
_LABELLED = re.compile(
    r"(?<![/\w])(race ?/ ?sex|r/s|race|ethnicity|sex|gender) ?(?::|=| -) ?([A-Z])(?![\w])"
    r"(?: ?/ ?([MF])\b)?",
    re.IGNORECASE,
)
_LABEL_SIGNS = ("race", "r/s", "ethnicity", "sex", "gender")
_SHORT = (4, 5, 6)
_LETTERS_OF_ETHNICITY = frozenset("HL")


def find_codes(text: str, small: str) -> Iterator[tuple[int, int, Attribute]]:
    """Yield the half-open ranges of the letters that stand for race, ethnicity and sex.

    `small` is the text in small letters, offset by offset.
    """
    for match in _CODE.finditer(text) if _CODE_SIGN.search(small) else ():
        groups = next(
            each for each in ((1, 2, 3), _SHORT, (7, 8, 9), (11, 12, 10)) if match[each[2]]
        )
        if groups == _SHORT and not match[0].rstrip("s").isupper():
            continue
        race, ethnicity, sex = groups
        first = Attribute.RACE if match[race] else Attribute.ETHNICITY
        yield (*match.span(race if match[race] else ethnicity), first)
        yield (*match.span(sex), Attribute.SEX)
    for match in _BESIDE.finditer(text) if "male" in small else ():
        is_race = match[1] is not None
        yield (*match.span(1 if is_race else 2), Attribute.RACE if is_race else Attribute.ETHNICITY)
    for match in _ALONE.finditer(text):
        before = text[max(0, match.start() - _REACH_CHARS) : match.start()].lower()
        if _AFTER_SEX.match(text, match.end()) or _BEFORE_SEX.search(before):
            yield (*match.span(), Attribute.SEX)
    for match in _LABELLED.finditer(text) if any(map(small.__contains__, _LABEL_SIGNS)) else ():
        yield (*match.span(2), _labelled(match[1].lower(), match[2].upper()))
        if match[3]:
            yield (*match.span(3), Attribute.SEX)


def _labelled(label: str, letter: str) -> Attribute:
    if label in {"sex", "gender"}:
        return Attribute.SEX
    is_ethnicity = label == "ethnicity" or letter in _LETTERS_OF_ETHNICITY
    return Attribute.ETHNICITY if is_ethnicity else Attribute.RACE
