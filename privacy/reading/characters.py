"""Characters in their plain form: one table, made as characters come, and one pass over the text.

Sources: Unicode 15 (general categories, decimal and digit values; UAX 15 normalization and its
stream-safe limit of 30 marks); the look-alike letters and signs are our own choice of the obvious
ones among those of UTS 39.
"""

import re
import unicodedata
from collections.abc import Iterator

from privacy.reading.edits import NO_EDITS, Edits, Replacement, edited

MAX_MARKS = 30

_PLAIN = re.compile(r"[\t\n\r\x20-\x7e]*")
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅҮԌԚԜаеорсухіјѕһԁԛԝґӏьг"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανριτυχ"
    "ՕՏԱօոսᎪᏴᏟᎬᎻᎫᏦᏞᎷᏢᏚᎢᏙᏔᏃ"
    "ɑɡɩʟɴʀʏᴏᴜᴠᴡᴢᴀᴄᴅᴇᴊᴋᴍᴘᴛı",
    "ABEKMHOPCTYXIJSYGQWaeopcyxijshdqwrlbr"
    "ABEZHIKMNOPTYXoavpitux"
    "OSUonuABCEHJKLMPSTVWZ"
    "agilnryouvwzacdejkmpti",
)
"""Cyrillic, Greek, Armenian and Cherokee, phonetic letters; each like the Latin one below it."""

_SIGNS = {
    **dict.fromkeys("‘’‚‛′ʼʻ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("\u2212\u2043\u23af\u2500\u2501\u02d7", "-"),
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    "〇": "0",
    **dict.fromkeys("·•∙・。｡", "."),
    **dict.fromkeys("⁄∕╱", "/"),
    **dict.fromkeys("\u2800\u3164\u115f\u1160\u2028\u2029\x0b\x0c\x85", " "),
}
_LETTER_EMOJI = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))
"""First code points of negative circled and squared letters and of the regional indicators."""


def plain_form(character: str) -> str:
    """Return how a single character is read: nothing, itself, or its ASCII form."""
    if character in _SIGNS:
        return _SIGNS[character]
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Me") or 0xFE00 <= ord(character) <= 0xFE0F:
        return character if character in "\t\n\r" else ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    for first, size in _LETTER_EMOJI:
        if first <= ord(character) < first + size:
            return chr(ord("A") + ord(character) - first)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if compatible.isascii() else character


class _Table(dict[int, str]):
    """Maps code points to their plain form; filled when a code point is met first."""

    def __missing__(self, code: int) -> str:
        self[code] = plain_form(chr(code))
        return self[code]


_TABLE = _Table()


def plain_characters(text: str) -> tuple[str, Edits]:
    """Bring each letter with its marks, and then each character, into its plain form."""
    if _PLAIN.fullmatch(text):
        return text, NO_EDITS
    used = set(text)
    marks = "".join(sorted(filter(unicodedata.combining, used)))
    # A character that becomes none or several shifts the offsets; all others are translated.
    uneven = "".join(sorted(c for c in used if len(_TABLE[ord(c)]) != 1))
    if not marks and not uneven:
        return _latin(text.translate(_TABLE)), NO_EDITS
    clusters = [rf"[^{_escaped(marks)}][{_escaped(marks)}]{{1,{MAX_MARKS}}}"] if marks else []
    single = [f"[{_escaped(uneven)}]"] if uneven else []
    pattern = re.compile("|".join(clusters + single), re.DOTALL)
    plain, edits = edited(text, _replacements(pattern, text))
    return _latin(plain.translate(_TABLE)), edits


def _escaped(characters: str) -> str:
    return "".join(f"\\U{ord(character):08x}" for character in characters)


def _replacements(pattern: re.Pattern[str], text: str) -> Iterator[Replacement]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), _composed(match[0])


def _composed(cluster: str) -> str:
    """Return a letter with its marks as one letter if there is one; marks on ASCII are dropped."""
    if len(cluster) == 1:
        return _TABLE[ord(cluster)]
    composed = unicodedata.normalize("NFC", cluster)
    base = _TABLE[ord(composed[0])]
    return base if base.isascii() or len(composed) == 1 else composed


_LOOKALIKE = re.compile("[" + "".join(map(chr, _LOOKALIKES)) + "]")
_WORD_CHARACTERS = re.compile(r"\w*")
_MAX_WORD_CHARS = 80
_LETTER = re.compile(r"[^\W\d_]")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_ASCII_WORD_CHARACTER = re.compile(r"[A-Za-z0-9]")


def _latin(text: str) -> str:
    """Replace look-alikes, letter by letter, in words that are not of their own script.

    Such a word holds ASCII letters or digits too; or it is made of look-alikes alone and most
    letters of the text are ASCII.
    """
    if text.isascii() or not _LOOKALIKE.search(text):
        return text
    is_foreign = len(_LETTER.findall(text)) > 2 * len(_ASCII_LETTER.findall(text))
    parts: list[str] = []
    done = 0
    for letter in _LOOKALIKE.finditer(text):
        if letter.start() >= done:
            start, end = _word_around(text, letter.start(), since=done)
            parts += (text[done:start], _as_latin(text[start:end], is_foreign=is_foreign))
            done = end
    return "".join((*parts, text[done:]))


def _word_around(text: str, place: int, *, since: int) -> tuple[int, int]:
    """Return the range of the word at a place, no further than 80 characters to each side."""
    before = text[max(since, place - _MAX_WORD_CHARS) : place][::-1]
    after = text[place : place + _MAX_WORD_CHARS]
    return place - _word_chars(before), place + _word_chars(after)


def _word_chars(text: str) -> int:
    """Count the word characters at the start of a text."""
    match = _WORD_CHARACTERS.match(text)
    return match.end() if match else 0


def _as_latin(word: str, *, is_foreign: bool) -> str:
    plain = word.translate(_LOOKALIKES)
    is_mixed = bool(_ASCII_WORD_CHARACTER.search(word))
    return plain if is_mixed or (plain.isascii() and not is_foreign) else word
