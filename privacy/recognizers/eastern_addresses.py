"""Addresses as in China, Japan, Korea, Vietnam, Azerbaijan, and with Cyrillic letters.

Sources: Universal Postal Union, addressing systems (the order of province, town, street, number);
the words and signs for them are general knowledge.
"""

import re
from collections.abc import Iterator

from privacy.spans import Kind, Span

_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
_CHINESE = re.compile(
    rf"(?:\d{{3,6}}\s|\d{{3}}-\d{{4}}\s)?[{_HAN}\d](?<![{_HAN}\d-].)(?=\d{{0,2}}[{_HAN}])[{_HAN}\d]{{1,30}}"
    rf"(?:[路街巷弄段]|丁目|番|(?<=\d)-(?=\d))[{_HAN}A-Za-z\d-]{{0,40}}(?:\s[{_HAN}A-Za-z\d-]{{2,20}}\d{{1,4}}(?!\d))?"
    rf"(?:\s\d{{6}}(?!\d))?"
)
"""Numbers of one Chinese sign each are read as digits, in names too: "3重県"."""

_DIVISION = re.compile(r"[都道府県县市区區郡町村省路街巷弄]|丁目|番")
_HAS_NUMBER = re.compile(r"\d[丁番号號座室楼樓段之-]|[路街巷弄][\dA-Za-z]")
_KOREAN = re.compile(
    r"[가-힣](?<![가-힣].)(?:[가-힣]{1,7}[도시]\s)?[가-힣]{1,7}[시군구](?:\s[가-힣]{1,7}[시군구면읍])?\s[가-힣\d]{1,12}"
    r"(?:로|길|거리|동|가|리)\s?(?:지하\s?)?\d{1,5}(?:-\d{1,4})?(?:\s?\([가-힣\d]{1,20}\))?"
)
_TOWN = r"(?:(?<!\w)[^\W\d_]{1,4}\.\s?[А-ЯІЇЄҐ][\w' -]{1,30}?(?:\s\([\w.]{1,12}\))?,\s)"
"""A town behind an abbreviation, of which look-alike letters may have been read as Latin ones."""
_STREET = (
    r"(?:ул|улица|пр|просп|пр-т|проспект|пер|переулок|наб|набережная|бул|бульвар|б-р|ш|шоссе|пл|площадь|алл"
    r"|аллея|проезд|тупик|вул|вулиця|пров|провулок|набережна|шосе|узвіз|площа|сквер|майдан|парк|проїзд|лінія)"
)
_CYRILLIC = re.compile(
    rf"(?:{_TOWN})?\b{_STREET}\.?\s{{1,2}}(?:[\w'.-]{{1,24}}\s){{0,3}}?[\w'.-]{{2,24}}"
    r",?\s(?:(?:д|дом|буд|будинок|№)\.?\s?)?\d{1,4}(?:[/-]\d{1,4})?[а-яА-Я]?(?!\w|-[а-яіїє])"
    r"(?:,?\s(?:к|корп|стр|кв|офис|оф|под)\.?\s?\d{1,4}(?:/\d{1,3})?){0,3}"
    r"(?:,\s[А-ЯІЇЄҐ][\w'-]{1,30}(?:\s(?-i:[А-ЯІЇЄҐ])[\w'-]{1,30})?)?(?:,?\s\d{5,6}(?!\d))?",
    re.I,
)
_PART = (
    r"(?:ngõ|ngách|hẻm|đường|phố|phường|quận|xã|huyện|tỉnh|thành\sphố"
    r"|thị\s(?:xã|trấn)|khu|thôn|ấp|tổ)"
)
_VIETNAMESE = re.compile(
    r"(?:số\s)?\d(?<![\w.,/$:-]\d)[\d/]{0,12}[a-z]?,?\s(?:(?![a-z]{2,}\b(?<!xã))[^\W_][\w/-]{0,12},?\s){0,8}?"
    rf"{_PART}\s[^\W_][\w-]{{0,10}}(?:(?:\s(?:{_PART}|(?-i:[A-ZÀ-ỸĐ])[\w-]{{0,10}}|\d{{1,6}})"
    rf"|,\s(?:{_PART}|(?=\w{{0,8}}[À-ỹ])(?-i:[A-ZÀ-ỸĐ])[\w-]{{0,10}}|\d{{5,6}}))(?!\w)){{0,18}}",
    re.I,
)
_AZERBAIJANI = re.compile(
    r"[A-ZƏÇŞĞÜÖİ](?<!\w.)\w{1,20}\s(?:şəh(?:əri|\.)|ray(?:onu|\.)|kəndi),\s(?:[\w.]{1,20}\s){1,3}?"
    r"(?:küç(?:əsi)?|pr(?:ospekti)?|dalan(?:ı)?|məh)\.?,\sb\.\s\d{1,4}(?:,\sm\.\s\d{1,4})?"
)
_LETTER = re.compile(
    "[\u0110\u0111\u018f\u0259\u0400-\u04ff\u1ea0-\u1ef9\u3040-\u9fff\uac00-\ud7a3]"
)
"""A letter that each of these addresses holds and English text hardly ever does."""

_REASON = "An address as it is written in another country."


def recognize(text: str) -> Iterator[Span]:
    """Find addresses in the order and with the words of these countries, if their letters occur."""
    if text.isascii() or not _LETTER.search(text):
        return
    for match in _CHINESE.finditer(text):
        if _HAS_NUMBER.search(match[0]) and _DIVISION.search(match[0]):
            yield Span(*match.span(), Kind.ADDRESS, _REASON)
    for pattern in (_KOREAN, _CYRILLIC, _VIETNAMESE, _AZERBAIJANI):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.ADDRESS, _REASON)
