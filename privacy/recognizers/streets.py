"""The parts of US street addresses, and whether words may be the name of a street.

Source: USPS Publication 28, "Postal Addressing Standards": directionals (section 233), street
suffixes (appendix C1).
"""

import re
from collections.abc import Iterable

from privacy import gazetteer
from privacy.recognizers.recognizer import by_first_letter

CLEAR_SUFFIX = (
    r"st|street|ave?|avenue|blvd|boulevard|rd|road|ln|lane|hwy|highway|pkwy|parkway|ter|terrace|cir"
    r"|circle|ct|tpke|turnpike|trl|expy|expressway|aly|xing|plz"
)
SUFFIX = by_first_letter(
    rf"{CLEAR_SUFFIX}|dr|drive|pl|place|way|court|trail|sq|square|plaza|alley|row|run|pike|loop"
    r"|path|crossing|walk|cove|pt|point|bend|ridge|hollow|freeway|fwy|route|broadway"
)
SUFFIX = f"(?:{SUFFIX})"
CAPITAL_SUFFIX = by_first_letter(
    r"annex|anex|arcade|arc|avenues?|bayou|beach|bch|bluffs?|bottom|branch|bridge|brg"
    r"|brooks?|burgs?|bypass|camp"
    r"|canyon|cyn|cape|causeway|cswy|centers?|circles|cliffs?|club|commons?|corners?"
    r"|course|courts|coves|creek"
    r"|crk|crescent|cres|crest|crossroads?|curve|dale|dam|divide|drives|estates?"
    r"|extensions?|falls?|ferry|fields?"
    r"|flats?|fords?|forest|forges?|forks?|fort|gardens?|gdns|gateway|glens?|greens?"
    r"|groves?|harbors?|haven"
    r"|heights|hts|hills?|inlet|islands?|isle|junctions?|jct|keys?|knolls?|lakes?"
    r"|landing|lights?|loaf|locks?"
    r"|lodge|mall|manors?|meadows?|mews|mills?|mission|motorway|mount(?:ains?)?|neck"
    r"|orchard|oval|overpass|parks?"
    r"|parkways|passage|pass|pines?|plains?|plazas|points|ports?|prairie|radial|ramp"
    r"|ranch|rapids?|rest|ridges"
    r"|river|roads|rue|shoals?|shores?|skyway|springs?|spurs?|squares|stations?"
    r"|stravenue|stream|streets|summit"
    r"|throughway|trace|track|trafficway|tunnel|underpass|unions?|valleys?|viaduct"
    r"|views?|villages?|ville|vista"
    r"|walks|wall|ways|wells?"
    r"|access|alleyway|amble|approach|brae|brow|circlet|circuit|circus|close|copse|cutting|dell|dene|edge"
    r"|elbow|end|esplanade|fairway|firs|frontage|gap|gate|glade|grange|gully|highroad|laneway|leas?|link"
    r"|lookout|lower|meander|mead|mew|nook|outlook|parade|parklands|pathway|pocket|promenade|quadrant|quay"
    r"|quays|ramble|range|reserve|retreat|ride|ridgeway|rise|rotary|round|siding|slope|sound|steps|strand"
    r"|strip|tarn|thoroughfare|top|towers?|triangle|turn|upper|vale|villas|wade|walkway|wharf|wynd|yard"
)
"""Suffixes that are common words: they count in capitals only."""

DIRECTION = r"(?:north|south|east|west|[ns]\.?[ew]\.?|[nsew]\.?)"
BESIDE = rf"(?:just\s|due\s)?{DIRECTION}\sof"
"""What tells a stretch of a road by another: "W of Exit 88", "just north of Mill Road"."""

ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
WORD = rf"(?:(?!\d)\w[\w'-]{{0,24}}|{ORDINAL}|0[a-z]{{2,20}})"

_CLEAR = re.compile(CLEAR_SUFFIX, re.IGNORECASE)
_ALSO_IN_NAMES = frozenset(("old", "white", "silver", "red", "black", "blue", "long", "three"))
"""Words before things that begin names of streets, too, in capitals: "1189 Old Mill Road"."""


def may_name_street(words: Iterable[str], *, suffix: str, text_is_mixed: bool) -> bool:
    """Tell whether these words may be the name of a street with this suffix.

    None may be a word that never names a street. In a text of mixed case they are capitalised or
    ordinal, or at most two small words before a suffix that is no common word ("n oak st").
    """
    names = list(words)
    if not names or any(_is_never_one(name, text_is_mixed=text_is_mixed) for name in names):
        return False
    if not text_is_mixed or all(name[0].isupper() or name[0].isdigit() for name in names):
        return True
    return len(names) <= 2 and bool(_CLEAR.fullmatch(suffix))


def _is_never_one(name: str, *, text_is_mixed: bool) -> bool:
    folded = gazetteer.fold(name)
    if folded in _ALSO_IN_NAMES and text_is_mixed and name[0].isupper():
        return False
    return folded in gazetteer.words("never_streets")


def is_mixed_case(text: str) -> bool:
    """Tell whether a text holds small and capital letters both."""
    return not (text.isupper() or text.islower())
