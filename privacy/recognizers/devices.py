"""Numbers of devices: hardware addresses, IMEI and its kin, serial numbers after a cue.

Sources: IEEE 802 (six pairs of hex digits, also in three groups of four); 3GPP TS 23.003 (IMEI of
15 digits with a Luhn digit); ITU-T E.118 (ICCID). A serial number beside a weapon stays readable.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.cards import passes_luhn
from privacy.recognizers.recognizer import CONNECTION, Cue, at_least_digits, cue_words, digit_count
from privacy.spans import Kind, Span

_HEX = "[0-9A-Fa-f]"
_HARDWARE = re.compile(
    rf"{_HEX}(?<![\w:-]{_HEX}){_HEX}(?:([:-]){_HEX}{{2}}(?:\1{_HEX}{{2}}){{4}}"
    rf"|{_HEX}{{2}}\.{_HEX}{{4}}\.{_HEX}{{4}})(?![\w:-])"
)
_IMEI = re.compile(r"\d(?<![\d-]\d)\d-?\d{6}-?\d{6}-?\d(?![-\d])")
_SERIAL = re.compile(
    r"(?:s/n|s\.n\.|sn(?=\s?[:#])|serial(?:\s(?:number|no\b\.?|num|\#))?|device\sid"
    r"|uuid|udid|meid|esn)"
    r"(?:\snumber)?(?![\w])"
    + CONNECTION
    + r"(?P<value>(?=[A-Z-]{0,12}\d)[A-Z0-9][A-Z0-9-]{4,35})(?![\w])",
    re.I,
)
_IMEI_CUED = re.compile(
    r"(?:imei|imsi|iccid|sim(?:\scard)?|meid)\b"
    + CONNECTION
    + r"(?P<value>\d(?:[-\s/]?\d){9,20})(?!\d)",
    re.I,
)
_WEAPON = re.compile(
    r"\b(?:pistol|gun|rifle|revolver|glock|weapon|firearm|shotgun|handgun|caliber|sig\s|smith\s&)",
    re.I,
)
_WEAPON_CHARS = 40
_CUED = "Follows a cue for the number of a device."


def _is_of_no_weapon(match: re.Match[str]) -> bool:
    around = match.string[max(0, match.start() - _WEAPON_CHARS) : match.end() + _WEAPON_CHARS]
    return not _WEAPON.search(around)


CUES = (
    Cue(
        cue_words("s sn serial device uuid udid meid esn"),
        _SERIAL,
        Kind.DEVICE,
        _CUED,
        _is_of_no_weapon,
    ),
    Cue(cue_words("imei imsi iccid sim meid"), _IMEI_CUED, Kind.DEVICE, _CUED, at_least_digits(10)),
)


def recognize(text: str) -> Iterator[Span]:
    """Find hardware addresses, and IMEIs by their shape."""
    for match in _HARDWARE.finditer(text):
        if digit_count(match[0]) or ":" in match[0]:
            yield Span(*match.span(), Kind.MAC, "Has the shape of a hardware address.")
    for match in _IMEI.finditer(text):
        digits = match[0].replace("-", "")
        if "-" in match[0] and passes_luhn(digits):
            yield Span(*match.span(), Kind.DEVICE, "Has the shape and check digit of an IMEI.")
