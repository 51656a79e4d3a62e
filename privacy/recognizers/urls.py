"""Web addresses with a scheme or "www", and bare host names of common domains.

Sources: RFC 3986 (schemes and characters); the list of top-level domains is our own choice of
the commonest, because the full list would hide ordinary words after a missing space.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import cue_words
from privacy.spans import Kind, Span

_END = r"[^\s<>\"|]"
_SCHEME = re.compile(rf":(?://{_END}{{3,2000}}|/?\+?[\w.]{_END}{{3,2000}})")
_COLON = re.compile(r":(?:(?=//)|(?<=[gopt]:))", re.IGNORECASE)
"""A colon before slashes, or behind what a scheme without slashes ends in."""

_BEFORE_SLASHES = re.compile(r"(?i:h ?t ?t ?p ?s?|tg|mailto|whatsapp|magnet|[a-z][a-z0-9+]{1,18})$")
_WITHOUT_SLASHES = ("tg", "mailto", "whatsapp", "magnet")
_MAX_SCHEME_CHARS = 20
_WWW = re.compile(rf"[wW]{{3}}(?<![\w.][wW]{{3}})\.{_END}{{3,2000}}")
_TOP_LEVEL = cue_words(
    "com org net edu gov mil info biz io co us uk ca mx me tv ru cn de fr onion gg ly app dev"
    " xyz online site example es it nl se no dk fi pl cz at ch be pt gr hu ro ie br ar cl jp"
    " kr in au nz za il tr ua ir eu int news shop store tech blog cloud club top vip live"
    " link pro ai to cc ws museum coop mobi name tel travel jobs cat asia"
)
_AMBIGUOUS = cue_words(
    "us me tv it no at be in is to so as my am by io co ch de es name live link pro"
    " top cat news tel"
    " site shop store tech club cloud travel jobs"
)
"""Top-level domains that are ordinary words: they count in small letters and before a path only."""
_DOT_TOP = re.compile(r"\.(?P<top>[A-Za-z]{2,7})(?![\w-]|\.\w)")
_REST = re.compile(rf"(?::\d{{1,5}})?(?:[/?#]{_END}{{0,2000}})?")
_HOST_REVERSED = re.compile(
    r"[A-Za-z0-9-]{0,62}[A-Za-z0-9](?:\.[A-Za-z0-9-]{0,62}[A-Za-z0-9]){0,4}(?![\w@.-])"
)
_MAX_HOST_CHARS = 120
_TAIL = ".,;:!?'*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Return the end without closing punctuation that belongs to the sentence."""
    opened = {closer: text.count(opener, start, end) for closer, opener in _PAIRS.items()}
    closed = {closer: text.count(closer, start, end) for closer in _PAIRS}
    while end > start + 1:
        last = text[end - 1]
        if last in _PAIRS and closed[last] > opened[last]:
            closed[last] -= 1
        elif last not in _TAIL:
            break
        end -= 1
    return end


def _scheme_start(text: str, colon: int) -> int | None:
    """Return where the name of a scheme starts that ends at a colon."""
    before = text[max(0, colon - _MAX_SCHEME_CHARS) : colon]
    if text.startswith("//", colon + 1):
        name = _BEFORE_SLASHES.search(before)
        return colon - len(name[0]) if name else None
    small = before.lower()
    if not small.endswith(_WITHOUT_SLASHES):
        return None
    return next(colon - len(name) for name in _WITHOUT_SLASHES if small.endswith(name))


def _with_scheme(text: str) -> Iterator[tuple[int, int]]:
    """Yield addresses with a scheme, looking back from each colon."""
    colon = _COLON.search(text)
    while colon:
        start, done = _scheme_start(text, colon.start()), colon.end()
        rest = _SCHEME.match(text, colon.start()) if start is not None else None
        if start is not None and rest:
            yield start, rest.end()
            done = rest.end()
        colon = _COLON.search(text, done)


def _bare(text: str) -> Iterator[tuple[int, int]]:
    """Yield host names of a common domain with what follows, looking back from the domain."""
    done = 0
    for dot in _DOT_TOP.finditer(text):
        top = dot["top"]
        if dot.start() < done or top.lower() not in _TOP_LEVEL:
            continue
        rest = _REST.match(text, dot.end())
        done = rest.end() if rest else dot.end()
        host = _HOST_REVERSED.match(text[max(0, dot.start() - _MAX_HOST_CHARS) : dot.start()][::-1])
        has_more = done > dot.end() or (host is not None and "." in host[0]) or len(top) > 2
        if host is None or (top.lower() in _AMBIGUOUS and not (top.islower() and has_more)):
            continue
        yield dot.start() - len(host[0]), done


def recognize(text: str) -> Iterator[Span]:
    """Find web addresses up to the end of their path and query."""
    if "." not in text and ":" not in text:
        return
    found = [(match.start(), match.end()) for match in _WWW.finditer(text)]
    for start, end in (*_with_scheme(text), *found, *_bare(text)):
        end = _trimmed_end(text, start, end)
        yield Span(start, end, Kind.URL, "Has the shape of a web address.")
