"""The cues that announce a name: "named", "identified as", "spoke to", "S/ V/ W/".

Source: general knowledge of how police reports are written; the list is this project's own.
"""

import re

from privacy.gazetteer import in_small_letters
from privacy.recognizers.roles import Role

_SHORTHAND = re.compile(
    r"(?<![\w/])(?:[SVWCDR]\d{0,2}|SUS?P?|VIC|WIT|COMP|RP|R/P|R/O|RO|SUBJ|DRV|INV|MP)"
    r"(?:\s?[/:]\s?|\s-\s|-)(?=[^\W\d_])|\((?:[SVWC]\d{0,2}|RP)\)\s?(?=[^\W\d_])"
)
_OPEN = re.compile(
    r"\b(?:named|(?<!user )(?<!file )(?<!company )(?<!business )(?<!street )(?<!domain )"
    r"names?(?:'s|\s(?:is|was|of|as|given\sas)|(?=:))|a\.?\s?k\.?\s?a\b\.?|a/k/a|alias(?:es)?"
    r"|(?:goes|went|going|go)\sby|nicknamed|monikers?(?:\sof|\sis)?|calls?\s(?:him|her|them)self"
    r"|introduced\s(?:him|her|them)sel(?:f|ves)\sas)(?:\s?[:\"'(-]\s?|\s){1,3}(?=[^\W\d_])"
)
_NAME = re.compile(
    r"\b(?:(?:lord|lady|mr\.?|mrs\.?|ms\.?|madam|chief)\sjustice|(?:identified|identifying|i/?d'?(?:e?d)?)(?:\s(?:him|her|them)(?:self|selves)?)?"
    r"(?:\s(?:as|to\sbe))?|known(?:\sto\s\w{1,12})?(?:\sonly)?\sas|(?:spoke|spoken|speaking|talked"
    r"|talking|meeting)\s(?:briefly\s)?(?:to|with)|met(?:\swith)?|interview(?:ed|ing)?(?:\sof)?"
    r"|registered\s(?:owner|to)(?:\sis)?|returns?\sto|belong(?:s|ing|ed)\sto|property\sof"
    r"|addressed\sto|signed\sby|dear|attn|c/o|(?:first|last|full|real|the|maiden|his|her)\snames?)"
    r"(?:\s?:\s?|\s){1,2}(?:an?\s\w{1,12}\s)?(?=[^\W\d_])"
)


def find_cues(text: str) -> dict[int, Role]:
    """Map the start of each announced word to the role of its cue; of two cues the last counts."""
    small = in_small_letters(text)
    announced = dict.fromkeys((match.end() for match in _SHORTHAND.finditer(text)), Role.SHORTHAND)
    announced |= dict.fromkeys((match.end() for match in _NAME.finditer(small)), Role.CUE_NAME)
    announced |= dict.fromkeys((match.end() for match in _OPEN.finditer(small)), Role.CUE_OPEN)
    return announced
