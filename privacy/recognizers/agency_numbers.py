"""Numbers that agencies give: to persons, to officers, and to cases.

A person's number (FBI, state identification, booking, inmate, alien registration) is hidden, a
badge number too; the number of a case names a record and stays readable.

Sources: the ISE-SAR exchange model (FBI number, state id, employer id of the observer); USCIS
policy (A-number: seven to nine digits); the list of cues is ours.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.accounts import NUMBER, is_number
from privacy.recognizers.recognizer import CONNECTION, Cue, at_least_digits, cue_words, matches
from privacy.spans import Kind, Span

_PERSON = re.compile(
    r"(?:FBI(?=\s?(?:\#|no|num|id|:)|,?\s\(?(?:with|no|num|nbr)|\s(?:is\s)?\d{5,7}[A-Z]{1,2}\d{1,2}\b)"
    r"|UCN|booking|inmate|prisoner|jail|offender"
    r"|probation(?:er)?|parolee"
    r"|alien|USCIS|green\scard|resident\scard|SID|CII|NIC|PCN|OCA|TWIC|DACA|IR|gang"
    r"|sex\soffender|CDCR?|DOC"
    r"|state\s(?:id(?:entification)?|bureau)|warrant"
    r"|visa(?=\s?(?:\#|no\b|num)|,?\s\(?(?:with|no|num|nbr)|:?\s(?:is\s|was\s)?[A-Z]?\d{7,8}\b)"
    r"|global\sentry|ktn|redress)\b\.?"
    r"(?:\s{1,2}(?:id|card|registration|record|receipt|number|identification)\b){0,3}"
    + CONNECTION
    + NUMBER,
    re.I,
)
_ALIEN = re.compile(
    r"A(?<![\w-]A)[-#]{0,2}\s?(?:no\.?\s?)?#?\s?\d{3}[-\s]?\d{3}[-\s]?\d{2,3}(?![\w-])"
)
_BADGE = re.compile(
    r"(?:badge|star|shield|employee|emp|officer|p\.?f|dsn|serial(?=\s\#\d{4,5}\b)|radio)\b\.?"
    r"(?:\s{1,2}(?:id|number)\b){0,2}[\s:#]{0,3}"
    r"(?:[,(]?\s?(?:with\s(?:the\s|a\s)?)?(?=(?:no|num|number|nbr)\b))?"
    r"(?:\b(?:no|num|number|nbr|which|is|was)\b\.?[\s:#]{0,2}){0,3}"
    r"(?P<value>[A-Z]{0,3}-?\d{2,7})(?![\w-])",
    re.I,
)
_RANKED = re.compile(
    r"#\s?(?P<value>[A-Z]{0,2}\d{2,6})(?!\w)",
)
_RANK = re.compile(
    r"\b(?:P\.?O|ofc|officer|sgt|sergeant|det|detective|dep|deputy|lt|lieutenant|cpl"
    r"|corporal|capt|captain"
    r"|trooper|agent|inspector|chief|marshal)\b\.?[^\n;#]{1,40}$",
    re.I,
)
_RANK_CHARS = 56
_CASE = re.compile(
    r"(?:case|report|incident|event|complaint|citation|ticket|docket|file|cad|rd|ir|cr"
    r"|dr|or|fir|ncic|crn"
    r"|call|tip|lead|sar|job)\b\.?(?:\s(?:report|id|number)\b){0,2}[\s:#]{0,3}"
    r"(?:\b(?:no|num|number|nr|is|was)\b\.?[\s:#]{0,2}){0,2}"
    r"(?P<value>\d{1,3}\s[A-Z][a-z]{0,3}\s\d{1,5}/\d{2}(?!\w)|(?=[A-Z-]{0,6}\d)[A-Z0-9]{1,12}(?:[-/][A-Z0-9]{1,10}){0,4})(?![\w])",
    re.I,
)
_OF_A_COURT = re.compile(
    r"(?:nos?|numbers?|applications?|appeals?|petitions?|claims?)\b\.?[\s:#(]{0,3}(?:nos?\b\.?\s{0,2})?"
    r"(?P<value>(?:[A-Z]{1,3}[- ])?\d{1,6}[A-Z]{0,2}(?:-\d{1,6})?/(?:\d{2}|\d{4})"
    r"(?:,?\s(?:and\s)?\d{1,6}/(?:\d{2}|\d{4})){0,9})(?![\w/])",
    re.I,
)

_DOCKET = re.compile(
    r"-(?<=\d-)(?:cv|cr|mj|md|mc|ap|bk|civ|crim|cf|cm|ct|cp|dr|fa|tr)-?\d{3,7}(?:-[A-Z]{2,4}){0,3}(?!\w)",
    re.I,
)
_YEAR_OF_DOCKET = re.compile(r"(?<![\w./-])(?:\d:\d{2}|\d{2}|\d{4})$")
"""Docket numbers of courts: "22-cv-1187", "1:22-cr-00417-ABC", "2019-CR-00417"."""

CUES = (
    Cue(
        cue_words(
            "fbi ucn booking inmate prisoner jail offender probation probationer"
            " parolee alien uscis green"
            " resident sid cii nic pcn oca twic daca ir gang sex cdc cdcr doc state"
            " warrant visa global ktn"
            " redress"
        ),
        _PERSON,
        Kind.AGENCY_NUMBER,
        "A number under which an agency keeps a person.",
        is_number,
    ),
    Cue(
        cue_words("badge star shield employee emp officer p pf dsn serial radio"),
        _BADGE,
        Kind.BADGE,
        "Follows a cue for a badge.",
    ),
    Cue(
        cue_words(
            "case report incident event complaint citation ticket docket file cad rd"
            " ir cr dr or fir ncic"
            " crn call tip lead sar job"
        ),
        _CASE,
        Kind.CASE_NUMBER,
        "Follows a cue for the number of a case.",
        at_least_digits(4),
    ),
    Cue(
        cue_words("no nos number numbers application applications appeal appeals petition claim"),
        _OF_A_COURT,
        Kind.CASE_NUMBER,
        "A number with a year, as courts give them.",
    ),
)


def recognize(text: str) -> Iterator[Span]:
    """Find alien registration numbers by their shape, and the number after an officer's name."""
    yield from matches(
        _ALIEN, text, Kind.AGENCY_NUMBER, "Has the shape of an alien registration number."
    )
    for docket in _DOCKET.finditer(text):
        year = _YEAR_OF_DOCKET.search(text, max(0, docket.start() - 5), docket.start())
        if year:
            reason = "Has the shape of a court's docket number."
            yield Span(year.start(), docket.end(), Kind.CASE_NUMBER, reason)
    for match in _RANKED.finditer(text):
        if _RANK.search(text, max(0, match.start() - _RANK_CHARS), match.start()):
            yield Span(*match.span("value"), Kind.BADGE, "Follows the name of an officer.")
