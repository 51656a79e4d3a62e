"""References and tags of markup, resolved.

A tag reads as nothing, or as a space if it starts a new line or cell. Tags whose attributes could
hold an identifier, and what looks like a tag of no known element ("<John Smith>"), stay.

Sources: HTML Living Standard 13.5 (named references, as the standard library lists them) and its
index of elements; RFC 3986 2.1 (percent-encoding); ECMA-404 9 (the escape of JSON).
"""

import re
from collections.abc import Iterator
from html.entities import html5

from privacy.reading.edits import NO_EDITS, Edits, Replacement, edited

MAX_NESTING = 3
"""References inside references that are resolved: "&amp;amp;#45;" is the last."""

_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small"
    "|span|strike|strong|sub|sup|time|tt|u|var|wbr|nobr"
)
_BLOCK = (
    "address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|figure|footer|form"
    "|h[1-6]|head|header|hr|html|img|li|main|nav|ol|option|p|pre|section|select|table|tbody|td"
    "|tfoot|th|thead|title|tr|ul"
)
_MARKUP = re.compile(
    r"&(?:\#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});?|[A-Za-z][A-Za-z0-9]{1,31};|(?:nbsp|amp|shy)\b)"
    r"|(?<=[\w%.+-])%(?:[2-7][0-9A-Fa-f])(?=[\w%.+(-])|\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})"
    rf"|</?(?P<tag>{_INLINE}|{_BLOCK})(?P<attributes>[\s/][^<>]{{0,300}})?>"
    rf"|<!--[^<>\d@]{{0,40}}-->",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[&<%\\]")
_IS_INLINE = re.compile(_INLINE, re.IGNORECASE)
_HARMLESS = re.compile(
    r"(?:[\s/]{0,8}(?:class|style|id|lang|dir|align|color|face|size|width|height|border|rel)"
    r"\s{0,3}=\s{0,3}(?:\"[^\"@]{0,80}\"|'[^'@]{0,80}'|[\w#%-]{1,20})){0,8}[\s/]{0,8}",
    re.IGNORECASE,
)
_MAX_DIGITS_OF_ATTRIBUTES = 6


def without_markup(text: str) -> tuple[str, Edits]:
    """Resolve references and tags once."""
    if not _SIGNS.search(text):
        return text, NO_EDITS
    return edited(text, _replacements(text))


def _replacements(text: str) -> Iterator[Replacement]:
    for match in _MARKUP.finditer(text):
        plain = _tag(match) if match[0][0] == "<" else _reference(match[0])
        if plain is not None:
            yield match.start(), match.end(), plain


def _tag(match: re.Match[str]) -> str | None:
    attributes = match["attributes"] or ""
    digits = sum(map(str.isdigit, attributes))
    if digits > _MAX_DIGITS_OF_ATTRIBUTES or not _HARMLESS.fullmatch(attributes):
        return None
    tag = match["tag"]
    return "" if tag is None or _IS_INLINE.fullmatch(tag) else " "


def _reference(markup: str) -> str | None:
    """Return the characters that a reference stands for, or None for no reference at all."""
    if markup[0] != "&":
        return chr(int(markup.lstrip("%\\uUxX"), 16))
    if markup[1] != "#":
        return html5.get(markup[1:].removesuffix(";") + ";")
    digits = markup[2:].removesuffix(";")
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return "?" if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)
