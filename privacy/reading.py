"""A plain reading of a text: cheap disguises undone, with a map back to the original offsets.

The recognizers read this instead of the original. Undone are only disguises that can be undone
exactly and cheaply:

- invisible characters (Unicode category Cf: zero width, soft hyphen, direction marks; and the
  variation selectors) are left out;
- any decimal digit becomes its ASCII digit, any dash "-", any space separator " ", typographic
  quotes their ASCII form, full-width and other compatibility forms (NFKC) their ASCII letters;
- a letter followed by combining marks becomes one composed letter (NFC);
- Cyrillic and Greek letters that look like a Latin one become it, in words that also hold ASCII
  letters;
- numeric character references ("&#45;") and formatting tags ("<b>") of HTML are resolved.

Sources: Unicode 15 (UAX 15 normalization; stream-safe limit of 30 marks); the list of look-alike
letters is our own choice of the obvious ones among those of UTS 39; HTML Living Standard 13.5.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_MARKS = 30

_LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
        "ABEKMHOPCTYXIJSaeopcyxijshdqwABEZHIKMNOPTYXoav",
        strict=True,
    )
)
_QUOTES = {**dict.fromkeys("‘’‚‛′ʼʻ`´", "'"), **dict.fromkeys("“”„‟″«»", '"')}

_PLAIN = re.compile(r"[\x09\x0a\x0d\x20-\x7e]*")
_MARKUP = re.compile(
    r"&\#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});?|&nbsp;|&amp;"
    r"|</?(?:b|i|u|em|strong|span|font|br|p|div|td|tr|li)(?: [^<>]{0,200})?/?>"
)
_INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|font)\b")
_WORD = re.compile(r"\w+")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_LOOKALIKE = re.compile("[" + "".join(_LOOKALIKES) + "]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The plain text and, for each of its code points, the original range it stands for.

    `starts[i]` and `ends[i]` bound the original code points behind `text[i]`; both are empty
    when the text is its own reading.
    """

    text: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty half-open range of the reading to the range of the original."""
        if not self.starts:
            return start, end
        return self.starts[start], self.ends[end - 1]


def read(text: str) -> Reading:
    """Read a text; the time is linear in its length."""
    if _PLAIN.fullmatch(text) and "&" not in text and "<" not in text:
        return Reading(text, (), ())
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(text):
        for letter in piece:
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    if not letters:
        return Reading("", (), ())
    return Reading(_without_lookalikes("".join(letters)), tuple(starts), tuple(ends))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each original range with what is read there (possibly nothing)."""
    position = 0
    for markup in _MARKUP.finditer(text):
        yield from _clusters(text, position, markup.start())
        yield _resolved(markup[0]), markup.start(), markup.end()
        position = markup.end()
    yield from _clusters(text, position, len(text))


def _resolved(markup: str) -> str:
    """Return the character a reference stands for; a tag reads as nothing or as a space."""
    if markup.startswith("<"):
        return "" if _INLINE_TAG.match(markup) else " "
    if not markup.startswith("&#"):
        return "&" if markup == "&amp;" else " "
    digits = markup[2:].rstrip(";")
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "?"
    return _plain_form(chr(code))


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield each letter with the combining marks that follow it, in its plain form."""
    position = start
    while position < end:
        stop = position + 1
        while stop < end and stop - position <= MAX_MARKS and unicodedata.combining(text[stop]):
            stop += 1
        yield _plain_form(text[position:stop]), position, stop
        position = stop


def _plain_form(cluster: str) -> str:
    """Return how a letter with its marks is read."""
    if cluster.isascii():
        return cluster
    if len(cluster) > 1:
        return unicodedata.normalize("NFC", cluster)
    category = unicodedata.category(cluster)
    if category == "Cf" or "\ufe00" <= cluster <= "\ufe0f":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(cluster))
    if category == "Pd" or cluster == "\u2212":
        return "-"
    if category == "Zs":
        return " "
    if cluster in _QUOTES:
        return _QUOTES[cluster]
    compatible = unicodedata.normalize("NFKC", cluster)
    return compatible if compatible.isascii() else cluster


def _without_lookalikes(text: str) -> str:
    """Replace look-alike letters one for one, in words that also hold ASCII letters."""
    if not _LOOKALIKE.search(text):
        return text
    return _WORD.sub(lambda word: _latin(word[0]), text)


def _latin(word: str) -> str:
    if not _ASCII_LETTER.search(word):
        return word
    return _LOOKALIKE.sub(lambda letter: _LOOKALIKES[letter[0]], word)
