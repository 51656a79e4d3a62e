"""Coordinates as maps show them and people write them, brought into decimal degrees.

Two ways of writing are common beside decimals (ISO 6709, annex D): degrees with a letter for the
side, "41.8781° N", and degrees, minutes and seconds, "41°52'41″N". Maps on phones copy both
numbers at once, "41.8781, -87.6298".
"""

import re

_NUMBER = r"\d{1,3}(?:\.\d{1,12})?"
_ONE = re.compile(
    rf"(?P<before>[NSEWO])?\s*(?P<sign>[+\-−–])?\s*(?P<degrees>{_NUMBER})\s*[°º]?"
    rf"(?:\s*(?P<minutes>{_NUMBER})\s*['′’](?:\s*(?P<seconds>{_NUMBER})\s*(?:[\"″”]|''|′′))?)?"
    r"\s*(?P<after>[NSEWO])?"
)
_SIDES = {"latitude": {"N": 1, "S": -1}, "longitude": {"E": 1, "W": -1, "O": -1}}
"""What each letter means; O is the west of Spanish, *oeste*."""


def read_degrees(typed: dict[str, str]) -> dict[str, str]:
    """Return `typed` with its "latitude" and "longitude" in decimal degrees where they can be read.

    Both may stand in one of the two fields if the other is empty. What cannot be read stays as it
    was typed, so that its own message says so.
    """
    both = [typed[name] for name in _SIDES if typed.get(name)]
    found = _in_degrees(dict(zip(_SIDES, _halves(both[0]), strict=True))) if len(both) == 1 else {}
    return typed | (found if len(found) == len(_SIDES) else _in_degrees(typed))


def _in_degrees(typed: dict[str, str]) -> dict[str, str]:
    read = {name: _degrees(typed.get(name, ""), name) for name in _SIDES}
    return {name: text for name, text in read.items() if text}


def _halves(text: str) -> tuple[str, str]:
    """Split at the only comma or semicolon, or else at the only space; two empty ones if none."""
    for between in (r"\s*[,;]\s*", r"\s+"):
        halves = re.split(between, text.strip())
        if len(halves) == len(_SIDES):
            return halves[0], halves[1]
    return "", ""


def _degrees(text: str, name: str) -> str:
    found = _ONE.fullmatch(text.strip().upper())
    if found is None or (found["before"] and found["after"]):
        return ""
    letter = found["before"] or found["after"]
    minutes, seconds = (float(found[part] or 0) for part in ("minutes", "seconds"))
    if (letter and letter not in _SIDES[name]) or minutes >= 60 or seconds >= 60:
        return ""
    is_minus = _SIDES[name][letter] < 0 if letter else found["sign"] not in {None, "+"}
    size = found["degrees"]
    if found["minutes"]:
        size = f"{float(size) + minutes / 60 + seconds / 3600:.6f}".rstrip("0").rstrip(".")
    return f"-{size}" if is_minus else size
