"""Organisations by their form: a legal form behind a name, partners in a row, "and Sons".

Source: the abbreviations of company forms are general knowledge (the ISO 20275 list of entity legal
forms holds them all); the selection is ours. Whoever is a person inside such a name stays a person,
and hidden: an organisation is a readable kind.
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.recognizers import plain_organisations
from privacy.recognizers.streets import is_mixed_case
from privacy.spans import Kind, Span

_NAME = r"[^\W\d_a-z][\w'.-]{0,29}"
_FORM = re.compile(
    r"(?:Inc|Incorporated|Ltd|Limited|LLC|L\.L\.C|LLP|LP|PLC|Corp|Corporation|Co|Company|Group|Holdings?"
    r"|GmbH|AG|KGaA|KG|OHG|e\.V|mbH|S\.?A\.?S?|S/A|SARL|S\.?p\.?A|S\.?r\.?l|S\.?L|Ltda|EIRELI|N\.?V|B\.?V"
    r"|V\.?O\.?F|A/S|ApS|AB|HB|KB|Oyj?|AS|ASA|z\s?o\.?\s?o|s\.r\.o|a\.s|d\.o\.o|d\.d|Kft|Zrt|Bt|Nyrt|SRL"
    r"|Tbk|Pty|Pvt|Associates|Partners|Foundation|Trust|Bros|Brothers|& Co)\b\.?"
)
_BEFORE_FORM = re.compile(rf"(?<!\w)(?:(?:{_NAME}|and|&|de|da|do|van|von|der),?\s{{1,2}}){{1,5}}$")
_PARTNERS = re.compile(
    rf"(?<!\w){_NAME}(?:,\s{_NAME}){{1,3}},?\s(?:and|&|AND)\s{_NAME}(?=\s(?:LLP|LLC|Inc|PLC)\b|[^\w]|$)"
)
_SONS = re.compile(
    r"(?<!\w)(?P<name>[^\W\d_][\w'-]{1,29})\s(?:and|&)\s(?:sons|daughters|associates|partners|co)\b\.?",
    re.IGNORECASE,
)
_LOOK_BACK_CHARS = 120
_REASON = "Has the form of an organization's name."
_BEFORE_FIRM = re.compile(
    r"(?:at|from|for|by|with|of|to|firm|company|client|supplier|vendor|per)\s{1,2}$", re.IGNORECASE
)


def recognize(text: str) -> Iterator[Span]:
    """Find organisations that tell themselves by their form."""
    if is_mixed_case(text):
        yield from _by_capitals(text)
    else:
        yield from plain_organisations.recognize(text)
    for match in _SONS.finditer(text):
        if not gazetteer.is_common(match["name"]):
            yield Span(*match.span(), Kind.ORGANISATION, _REASON)


def _by_capitals(text: str) -> Iterator[Span]:
    for form in _FORM.finditer(text):
        start = max(0, form.start() - _LOOK_BACK_CHARS)
        before = _BEFORE_FORM.search(text, start, form.start())
        if before:
            yield Span(before.start(), form.end(), Kind.ORGANISATION, _REASON)
    for match in _PARTNERS.finditer(text):
        if _BEFORE_FIRM.search(text, max(0, match.start() - 12), match.start()):
            yield Span(*match.span(), Kind.ORGANISATION, _REASON)
