"""Ages: "34 yoa", "34-year-old", "aged 61", "mid-thirties", "25-30 yrs", "male, 34,".

Source: how US police reports and newspapers write ages; the list of forms is ours.
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.recognizers.calendar_words import MONTH, SMALL_NUMBER, TEN_OR_MORE, WEEKDAY
from privacy.recognizers.recognizer import Cue, by_first_letter, cue_words
from privacy.spans import Kind, Span

_TENS = r"(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
_RANGE = r"\+?(?:\s?(?:-|to|or|and|thru)\s?\d{1,3})?"
_UNIT = r"(?:years?|yrs?|yr|months?|mos?|mths?|weeks?|wks?|days?)"
_NOT_AGE = (
    r"(?![\w/]|\s?(?:ago|in\b|of\b(?!\sage)|from|later|prison|jail|warranty?"
    r"|experience|long|earlier|prior"
    r"|sentence|before|apart|running|straight|without|with\b|at\b|service|old\s"
    r"(?:\w+\s)?(?:car|jacket|building|tank|house|truck)))"
)
_BEHIND_NUMBER = (
    rf"\d{{0,2}}{_RANGE}(?=[\s-]?[ymwd])"
    rf"(?:[\s-]?{_UNIT}[\s-](?:olds?|of\sage)\b|[\s-]?(?:y\.?\s?/?o\.?(?:\s?/?a)?|y\.o\.a\.?"
    rf"|yoa|yo)\b(?!/)\.?"
    rf"|[\s-]?{_UNIT}\s?/?o(?:ld)?\b|\s(?:y|yr)s?\.?\s?old\b)"
    r"(?:\s(?:(?:white|black|hispanic|asian|male|female)\s){0,2}(?:man|woman|male"
    r"|female|boy|girl|child))?"
)
_APPROXIMATE = re.compile(
    rf"approx(?:imately|\.)?\s(?P<value>\d{{2}}\s?(?:years?|yrs?))\b\.?{_NOT_AGE}", re.IGNORECASE
)
_FROM_NUMBER = re.compile(
    r"\d(?<![\w.,$:/-]\d)(?=\d{0,2}(?:[\s-]?[ymwdis]|\s?(?:-|to|or|and|thru)|[+nrt]))"
    rf"(?:{_BEHIND_NUMBER}"
    rf"|\d\s?(?:-|to)\s?\d{{2}}\s?(?:years?|yrs?|y)\b\.?{_NOT_AGE}"
    r"|\d[\s-]?(?:ish|something)\b"
    r"|\d{0,2}(?:st|nd|rd|th)(?=\s(?:birthday|bday)\b))",
    re.IGNORECASE,
)
_AFTER_COMMA = re.compile(
    r",\s(?:age\s)?(?P<value>[1-9]\d?(?:\sand\s[1-9]\d?(?!\w))?)(?=[,;.)]\s|[,;.)]?$|\sand\b)"
)
_PERSON_BEFORE = re.compile(
    r"(?:males?|females?|m[ae]n|wom[ae]n|boys?|girls?|juveniles?|suspects?|victims?|witness|drivers?"
    r"|subjects|[WBHAIUO]/[MF]|\b(?!(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Apt|Unit|Room|Lot|Route|Box|Gate|Exit|Section|Page)\b)[A-Z][a-z]+)$"
)
_PERSON_CHARS = 24
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_SHORTHAND = re.compile(
    r"[WBHAIUOMF](?<![A-Za-z/].)(?:(?<=[MF])(?:/?[WBHAIUO]|(?<![A-Za-z]..)(?=\s?/))|(?<![MF])/?[MF])"
    r"(?:\s?/\s?(?P<value>\d{2})(?![\d:.-]|/\d)|(?<=/[A-Z])\s(?P<listed>\d{2})(?=[,;)]|\.(?:\s|$)))"
)
_NUMBER = rf"(?:\d{{1,3}}(?:\.5)?|{SMALL_NUMBER})"
_AGED = re.compile(
    rf"(?:aged?|ages)\b(?:[\s:=\"'-]{{0,4}}\b(?:is|was|of|about|approx(?:imately)?\.?"
    rf"|around|est(?:imated)?|between|range|from)\b){{0,3}}"
    rf"[\s:=#~\"'-]{{0,4}}(?P<value>(?:{_NUMBER}(?:\s?(?:-|to|and|or)\s?{_NUMBER})?|"
    rf"(?:early|mid|late)[- ](?:{_TENS}|\d0'?s))"
    rf"(?:\s{_UNIT}(?:\sold)?\b)?)(?!\w|[.,/:]\d)",
    re.I,
)
_AGED_WHOLE = re.compile(rf"(?P<value>aged?\s(?:of\s)?{_NUMBER})(?!\w|[.,/:]\d)", re.IGNORECASE)
_DECADE = re.compile(
    rf"(?P<value>(?:(?:early|mid|late|upper|lower)(?:\s?(?:to|or|/|-)\s?(?:early|mid"
    rf"|late))?|his|her|their|my)[- ]{{1,2}}"
    rf"(?:{_TENS}|[1-9]0'?s)(?:\s?(?:or|to|-)\s?(?:early|mid|late)?[- ]?(?:{_TENS}|[1-9]0'?s))?)\b",
    re.I,
)
_IS = re.compile(
    r"(?:he|she|they|who|driver|witness|suspect|victim|subject|man|woman|boy|girl|male|female"
    r"|passenger|caller|patient|child|owner|clerk)\s(?:is|was|looks|looked|appears|appeared|seems|seemed|turns|turned)\s(?:to\sbe\s|now\s"
    r"|just\s|only\s|like\s){0,2}(?P<value>(?:(?:about|around|approx(?:imately|\.)?|roughly|maybe|~)\s?)?"
    r"\d{1,2}(?:\s?(?:years?|yrs?)\b\.?|(?<=\d\d)))"
    r"(?=[.,;)!?](?:\s|$)|\s(?:and|when|but|now|then|with|at\sthe\stime)\b|$)",
    re.I,
)
_ROUGH = re.compile(
    r"(?:males?|females?|man|woman|boy|girl|juvenile|suspects?|victim|witness|driver|passenger|caller|subjects?"
    r"|subj|susp|[WBHAIUO]/[MF]|both|one|he|she|they)(?:,?\s(?:is|was|are|were|looks?|looked|appears?|appeared))?,?"
    rf"\s(?:approx(?:imately)?\.?|about|around|maybe|roughly|~)\s?(?P<value>\d{{2}}(?:\s?(?:-|to|or)\s?\d{{2}})?"
    rf"|{TEN_OR_MORE})(?=[,;.)](?:\s|$)|\s?$)",
    re.I,
)
_CHILD = (
    r"(?:boys?|girls?|child|children|kids?|sons?|daughters?|twins?|brothers?|sisters?|siblings?|nephews?|nieces?"
    r"|grandsons?|granddaughters?|baby)"
)
_CHILD_IS = re.compile(
    rf"{_CHILD}(?:\s(?:is|was|are|were))?\s(?P<value>(?:[1-9]\d?|{SMALL_NUMBER})(?:\sand\s(?:a\shalf"
    rf"|(?:[1-9]\d?|{SMALL_NUMBER})))?)(?=[,;.)](?:\s|$)|\s?$|\s(?:and|but|now|when)\b)",
    re.I,
)
_ONE_OF_TWO = re.compile(
    r"(?:older|younger|oldest|youngest|eldest)(?:\sone)?(?:\s(?:is|was|looks?|looked))?\s"
    r"(?:(?:about|around|maybe|approx\.?|roughly)\s)?(?P<value>\d{1,2}(?:\s?(?:or|to|-)\s?\d{1,2})?)(?=[,;.)]|\s?$)",
    re.I,
)
_IN_BRACKETS = re.compile(r"\((?P<value>[1-9]\d)\)")
_NAME_BEFORE_BRACKET = re.compile(r"\b[A-Z][\w'’-]{1,24}\s(?P<last>[A-Z][\w'’-]{1,24})\s$")
_ARIAN = re.compile(
    r"(?P<value>(?:quadra|quinqua|sexa|septua|octo|nona)genarians?|centenarians?)\b", re.I
)
_AFTER_PART = re.compile(
    r"(?:males?|females?|man|woman|boy|girl|juvenile|suspect|victim|witness|driver|passenger|caller)"
    r"(?:,\s|\s\()(?P<value>(?:(?:about|approx\.?|around|age|aged|~)\s?)?\d{1,2}(?:\s?(?:years?|yrs?|y)\b\.?"
    r"|(?<=\d\d)))(?=[,;.)])",
    re.I,
)
_TURNED = re.compile(
    r"(?:he|she|I|i|who|they|he's|she's|suspect|victim|subject|is|was|am|turned"
    r"|turning|turns)\s?(?:is|was|am|'m|'s|'ll\sbe|will\sbe|would\sbe)?\s?(?:just\s|now\s|about\s|only\s"
    r"|approximately\s)?"
    r"(?:turn(?:ed|s|ing)\s)?(?P<value>\d{2})"
    r"(?=(?<=turned\s\d\d)\s(?:in|on|last|this|today|yesterday)\b|(?<=be\s\d\d)\s(?:in|on|next|this)\b|[.,;)!?](?:\s|$)|\s(?:and|when|but"
    r"|at\sthe\stime)\b|$)",
    re.I,
)
_TURNING = re.compile(
    rf"turn(?:ed|s|ing)\s(?:just\s)?(?P<value>[1-9]\d?|{SMALL_NUMBER})(?!\s?[%\u00b0])"
    rf"(?=[.,;)!?](?:\s|$)|\s(?:today|yesterday|tomorrow|last|this|next|and|when|(?:in|on)\s(?:{MONTH}|{WEEKDAY}))"
    r"|\s?$)",
    re.I,
)
_ONLY = re.compile(
    rf"(?:only|just|barely)\s(?P<value>[1-9]\d|{SMALL_NUMBER})(?=[.,;)!?](?:\s|$)|\sand\b|$)", re.I
)
_SOMEBODY_IS = re.compile(
    r"\b(?:(?:[Hh]e|[Ss]he|[Ww]ho)(?:'s|\s(?:is|was))|[A-Z][a-z]{2,24},?\s(?:is|was))\s$"
)
_KIN = (
    r"(?:sister|brother|mother|father|mom|dad|wife|husband|son|daughter|aunt|uncle|cousin|niece"
    r"|nephew|grandmother|grandfather|grandson|granddaughter|boyfriend|girlfriend|fiancee?|partner"
    r"|roommate|neighbou?r|friend)"
)
_KIN_IS = re.compile(
    rf"{_KIN}\s(?:[^\W\d_]{{2,24}}\s){{0,2}}(?:is|was|turned|turns|just\sturned)\s"
    r"(?P<value>[1-9]\d)(?=[.,;)!?](?:\s|$)|\s(?:and|but|now|when)\b|$)",
    re.I,
)
_WORDED = re.compile(
    rf"(?P<value>{SMALL_NUMBER}(?:\s?(?:-|to|or)\s?{SMALL_NUMBER})?[\s-]{_UNIT}[\s-]"
    r"(?:old|of\sage)\b|(?:twenty|thirty|forty|fifty|sixty|seventy)[\s-]?(?:something|ish)\b)",
    re.I,
)
_BABY = re.compile(
    rf"(?:baby|infant|newborn|toddler|child)\s(?:boy\s|girl\s)?(?:of|aged)\s"
    rf"(?:about\s)?(?P<value>{_NUMBER}\s{_UNIT})\b",
    re.I,
)
_THINGS = by_first_letter(
    r"car|jacket|building|tank|house|truck|vehicle|bridge|plant|barn|scotch|whisky|software|system"
    r"|computer|phone|model|policy|case|tree|wine|dog|cat|horse|laptop|bag|backpack|bicycle|bike"
    r"|toyota|honda|ford|chevy|chevrolet|nissan|jeep|dodge|bmw|sedan|suv|van|pickup|motorcycle|drone"
    r"|boat|road|church|school|camera|gun|rifle|company|firm|fence|pump|valve|pipe|pipeline|plane"
    r"|aircraft|train|engine|motor|machine|elevator|roof|wall|battery|meter|facility|warehouse|mill"
    r"|mine|tower|dam|boiler|generator|transformer|turbine|photo|picture|law|rule|contract|document"
    r"|card|ticket|license|vessel|ship|trailer|tractor|crane|ladder|lock|safe|equipment|program"
)
_THING = re.compile(rf"[\s-]{{1,2}}(?:\w+\s)?(?:{_THINGS})s?\b", re.I)
_REASON = "An age."


_LAST_BEFORE_AGE = frozenset({"is", "are", "was", "were", "about", "over", "nearly", "almost"})
_THING_IS = re.compile(
    rf"\b(?:{_THINGS})s?\s(?:is|are|was|were)\s(?:about\s|over\s|nearly\s|almost\s)?$", re.I
)


_THING_BEFORE = re.compile(rf"\b(?:{_THINGS})s?\s$", re.I)


def _is_of_a_thing(text: str, match: re.Match[str]) -> bool:
    if _THING.match(text, match.end()):
        return True
    before = max(0, match.start() - 30)
    last = text[before : match.start()].split()[-1:]
    if not last or last[0].lower() not in _LAST_BEFORE_AGE:
        return False
    return bool(_THING_IS.search(text, before, match.start()))


def _is_turning(match: re.Match[str]) -> bool:
    """Tell whether a number after "is" or "was" is an age: the subject must be a person."""
    head = match[0].lower()
    if _THING_BEFORE.search(match.string, max(0, match.start() - 20), match.start()):
        return False
    return "turn" in head or head.startswith(("he", "she", "i ", "i'm", "who", "suspect", "victim"))


def _is_of_somebody(match: re.Match[str]) -> bool:
    before = max(0, match.start() - _PERSON_CHARS - 10)
    return bool(_SOMEBODY_IS.search(match.string, before, match.start()))


NUMBER_CUES = (
    Cue(cue_words("approx approximately"), _APPROXIMATE, Kind.AGE, _REASON),
    Cue(
        cue_words(
            "he she they who driver witness suspect victim subject man woman boy girl male female"
            " passenger caller patient child owner clerk"
        ),
        _IS,
        Kind.AGE,
        _REASON,
    ),
    Cue(
        cue_words(
            "male males female females man woman boy girl juvenile suspect victim witness driver"
            " passenger caller"
        ),
        _AFTER_PART,
        Kind.AGE,
        _REASON,
    ),
    Cue(
        cue_words("he she i who they suspect victim subject turned turning turns"),
        _TURNED,
        Kind.AGE,
        _REASON,
        _is_turning,
    ),
    Cue(
        cue_words(
            "sister brother mother father mom dad wife husband son daughter aunt uncle cousin niece"
            " nephew grandmother grandfather grandson granddaughter boyfriend girlfriend fiance"
            " fiancee partner roommate neighbor neighbour friend"
        ),
        _KIN_IS,
        Kind.AGE,
        _REASON,
    ),
)
"""Cues of an age in digits: all other cues may be followed by words."""

CUES = (
    Cue(cue_words("age aged ages"), _AGED, Kind.AGE, _REASON),
    Cue(cue_words("age aged"), _AGED_WHOLE, Kind.AGE, _REASON),
    Cue(
        cue_words("early mid late upper lower his her their my"),
        _DECADE,
        Kind.AGE,
        _REASON,
    ),
    Cue(
        cue_words(
            "one two three four five six seven eight nine ten eleven twelve thirteen"
            " fourteen fifteen sixteen"
            " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
        ),
        _WORDED,
        Kind.AGE,
        _REASON,
    ),
    Cue(cue_words("turned turning turns"), _TURNING, Kind.AGE, _REASON, _is_turning),
    Cue(
        cue_words(
            "male males female females man woman boy girl juvenile suspect suspects victim witness"
            " driver passenger caller subject subjects subj susp both one he she they"
        ),
        _ROUGH,
        Kind.AGE,
        _REASON,
    ),
    Cue(
        cue_words(
            "boy boys girl girls child children kid kids son sons daughter daughters twin twins"
            " brother brothers sister sisters sibling siblings nephew nephews niece nieces grandson"
            " grandsons granddaughter granddaughters baby"
        ),
        _CHILD_IS,
        Kind.AGE,
        _REASON,
    ),
    Cue(cue_words("older younger oldest youngest eldest"), _ONE_OF_TWO, Kind.AGE, _REASON),
    Cue(
        cue_words(
            "quadragenarian quinquagenarian sexagenarian septuagenarian octogenarian nonagenarian"
            " septuagenarians octogenarians nonagenarians centenarian centenarians"
        ),
        _ARIAN,
        Kind.AGE,
        _REASON,
    ),
    Cue(cue_words("only just barely"), _ONLY, Kind.AGE, _REASON, _is_of_somebody),
    Cue(cue_words("baby infant newborn toddler child"), _BABY, Kind.AGE, _REASON),
)


def _is_behind_person(text: str, place: int) -> bool:
    """Tell whether a person, or a word for one, ends here."""
    first = max(0, place - _PERSON_CHARS)
    if _PERSON_BEFORE.search(text, first, place):
        return True
    word = _LAST_WORD.search(text, first, place)
    if word is None:
        return False
    if word[0].lower() in ("couple", "pair") or gazetteer.is_part(word[0]):
        return True
    is_name = len(word[0]) > gazetteer.MIN_NAME_CHARS and gazetteer.is_given(word[0])
    return is_name and not gazetteer.is_common(word[0])


def _is_behind_name(text: str, place: int) -> bool:
    """Tell whether two words end here that are written as a person's name is."""
    name = _NAME_BEFORE_BRACKET.search(text, max(0, place - 2 * _PERSON_CHARS), place)
    if name is None or text.isupper():
        return False
    return not gazetteer.is_common(name["last"])


def recognize(text: str) -> Iterator[Span]:
    """Find ages that begin with a number, or stand after a person."""
    for match in _FROM_NUMBER.finditer(text):
        if not _is_of_a_thing(text, match):
            yield Span(*match.span(), Kind.AGE, _REASON)
    for match in _AFTER_COMMA.finditer(text):
        if _is_behind_person(text, match.start()):
            yield Span(*match.span("value"), Kind.AGE, _REASON)
    for match in _IN_BRACKETS.finditer(text):
        if _is_behind_name(text, match.start()):
            yield Span(*match.span("value"), Kind.AGE, _REASON)
    if "/" in text:
        for match in _SHORTHAND.finditer(text):
            yield Span(*match.span(match.lastgroup or "value"), Kind.AGE, _REASON)
