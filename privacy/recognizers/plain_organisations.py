"""Organisations in a text without capitals to go by: all in capitals, or all in small letters.

What ends the name tells them: a legal form ("KROGH APS"), or a word for what it is ("SUMMIT
TOWING"). The words before it belong to the name, as far as they may. Sources: legal forms as in
`organisations`; `names/organisation_words.txt`. An organisation is a readable kind: one too many
hides nothing, and the name of a person inside stays hidden.
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.spans import Kind, Span

_FORMS = frozenset(
    (  # noqa: SIM905  a list of quoted words is harder to check
        "inc incorporated llc llp ltd limited plc corp corporation gmbh mbh kgaa kg ohg ag a/s "
        "s/a aps hb kb oy oyj bv b.v. nv n.v. s.a. s.a s.r.l. s.r.l srl sarl sas s.a.s. s.p.a. "
        "s.p.a spa scs snc ltda eireli tbk pty pvt kft zrt nyrt d.o.o. d.o.o d.d. s.r.o. s.r.o "
        "v.o.s. v.o.s a.s. a.s a.ş. a.ş oü sia uab"
    ).split()
)
_WORD = re.compile(r"[^\W_](?:[\w'/-]|\.(?=[^\W\d_]\b))*(?:(?<=\b\w)\.(?!\w))?")
_GAP = re.compile(r",?\s{1,2}(?:&\s{1,2})?")
_GOES_ON = re.compile(r"\sof\s(?:the\s)?[^\W\d_][\w'-]{2,24}", re.IGNORECASE)
_TAKES_OF = frozenset({"bank", "church", "college", "department", "institute", "university"})
_NAMES_NOBODY = frozenset(
    (  # noqa: SIM905  a list of quoted words is harder to check
        "big closed community convenience corner elementary empty gas good grocery high home "
        "large liquor local main medical middle neighborhood new next old open own parking police "
        "private public radio real retail shopping small sporting state unknown vacant whole wrong"
    ).split()
)
"""Words that say what kind of thing it is: a name needs another word beside them."""
_MAX_WORDS = 4
_REASON = "Ends as the name of an organisation does."


def recognize(text: str) -> Iterator[Span]:
    """Find organisations by the word that ends their name, with up to four words before it."""
    words = [match.span() for match in _WORD.finditer(text)]
    folded = [gazetteer.fold(text[start:end]) for start, end in words]
    heads = gazetteer.words("organisation_words")
    for place, word in enumerate(folded):
        is_form = word in _FORMS
        if not is_form and word not in heads:
            continue
        first = _first(text, words, folded, place)
        told = folded[first:place]
        if not told or (not is_form and _NAMES_NOBODY.issuperset(told)):
            continue
        end = words[place][1]
        more = _GOES_ON.match(text, end) if word in _TAKES_OF else None
        yield Span(words[first][0], more.end() if more else end, Kind.ORGANISATION, _REASON)


def _first(text: str, words: list[tuple[int, int]], folded: list[str], place: int) -> int:
    """Return the first word of the name that ends with the word at a place."""
    first = place
    while first > max(0, place - _MAX_WORDS):
        gap = text[words[first - 1][1] : words[first][0]]
        if not _GAP.fullmatch(gap) or not _may_stand_in_name(folded[first - 1]):
            break
        first -= 1
    return first


def _may_stand_in_name(word: str) -> bool:
    lists = gazetteer.lists_with(word)
    return word[0].isalpha() and not lists & {"function", "verbs", "parts", "titles"}
