"""The parts of US street addresses, and whether words may be the name of a street.

Source: USPS Publication 28, "Postal Addressing Standards": directionals (section 233), street
suffixes (appendix C1, the common ones).
"""

import re
from collections.abc import Iterable

from privacy import gazetteer

CLEAR_SUFFIX = (
    r"st|street|ave?|avenue|blvd|boulevard|rd|road|ln|lane|hwy|highway|pkwy|parkway|ter|terrace|cir"
    r"|circle|ct|tpke|turnpike|trl|expy|expressway|aly|xing|plz"
)
SUFFIX = (
    rf"(?:{CLEAR_SUFFIX}|dr|drive|pl|place|way|court|trail|sq|square|plaza|alley|row|run|pike|loop"
    r"|path|crossing|walk|cove|pt|point|bend|ridge|hollow|freeway|fwy|route|broadway)"
)
DIRECTION = r"(?:north|south|east|west|[ns]\.?[ew]\.?|[nsew]\.?)"
ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
WORD = rf"(?:(?!\d)\w[\w'-]{{0,24}}|{ORDINAL})"

_CLEAR = re.compile(CLEAR_SUFFIX, re.IGNORECASE)


def may_name_street(words: Iterable[str], *, suffix: str, text_is_mixed: bool) -> bool:
    """Tell whether these words may be the name of a street with this suffix.

    None may be a word that never names a street. In a text of mixed case they are capitalised or
    ordinal, or at most two small words before a suffix that is no common word ("n oak st").
    """
    names = list(words)
    never = gazetteer.words("never_streets")
    if not names or any(gazetteer.fold(name) in never for name in names):
        return False
    if not text_is_mixed or all(name[0].isupper() or name[0].isdigit() for name in names):
        return True
    return len(names) <= 2 and bool(_CLEAR.fullmatch(suffix))


def is_mixed_case(text: str) -> bool:
    """Tell whether a text holds small and capital letters both."""
    return not (text.isupper() or text.islower())
