"""What is unique to a body, in words: tattoos, scars, marks, and the codes of prints and DNA.

Sources: 45 CFR 164.514(b)(2)(i)(P) (biometric identifiers); NCIC codes of scars, marks and tattoos
(TAT, SC, MC, ...) and the fingerprint classification of 20 characters, from general knowledge.
"""

import re

from privacy.recognizers.recognizer import CONNECTION, Cue, cue_words
from privacy.spans import Kind

_BODY = (
    r"(?:neck|face|cheek|chin|forehead|eyebrow|eye|ear|nose|lip|arm|forearm|hand|wrist"
    r"|finger|thumb|knuckles?"
    r"|chest|back|leg|calf|thigh|ankle|foot|shoulder|bicep|elbow|knee|temple|head"
    r"|stomach|abdomen|torso|throat)s?"
)
_WHERE = (
    r"(?:\s(?:on|above|below|over|under|across|near|behind|down|along|of|to)\s(?:"
    r"(?:his|her|their|the|both|one|a)\s)?"
    rf"(?:(?:left|right|upper|lower|inner|outer|side\sof\s(?:the|his|her))\s){{0,3}}{_BODY}\b)"
)
_MARK = re.compile(
    rf"(?P<value>(?:scars?|birth\s?marks?|moles?|burn\smarks?|brands?|piercings?"
    rf"|deformity|limp|missing\s(?:a\s)?\w+)"
    rf"(?:\s(?:that|which)\s\w+)?{_WHERE}"
    r"|missing\s(?:(?:his|her|their|a|one|the)\s)?(?:(?:left|right|index|middle|ring"
    r"|little|front)\s){0,2}"
    r"(?:finger|thumb|hand|arm|leg|foot|ear|eye|tooth|teeth)\b)",
    re.I,
)
_TATTOO = re.compile(
    r"(?P<value>(?:tattoos?|tats?|ink)\s(?:of|that\s(?:says?|reads?)|reading|saying"
    r"|showing|depicting|with)\s"
    rf"(?:[\"'][^\"'\n]{{1,40}}[\"']|(?:(?!(?:on|and|who|was|is|but|across"
    rf"|over)\b)[\w'-]+\s?){{1,6}}){_WHERE}?"
    rf"|(?:tattoos?|tats?){_WHERE})",
    re.I,
)
_CODE = re.compile(
    r"(?P<value>(?:TAT|SC|MC|ART|MOLE|BRTHMK|PRCD|MISS)\s(?:(?:L|R|LF|RT|UP|LOW)\s)?"
    r"(?:ARM|HND|FACE|NECK|CHEST|LEG|EAR|EYE|SHLD|FARM|BACK|FGR|WRS)S?)\b"
)
_PRINT = re.compile(
    r"(?i:(?:finger\s?prints?(?:\s(?:class(?:ification)?|code|card|id))?|FPC"
    r"|henry\sclass(?:ification)?|DNA(?:\s(?:profile|sample|record|kit|id))?"
    r"|CODIS|face\s?(?:print|id|template)|iris(?:\s(?:code|scan|id))?|retinal?(?:\s"
    r"(?:scan|id))?|voice\s?print|biometric(?:\sid)?)\b"
    + CONNECTION
    + r")(?P<value>(?=[A-Z0-9 /-]{0,12}\d)[A-Z0-9]{1,24}(?:[ /-][A-Z0-9]{1,20}){0,8})"
    r"(?![A-Za-z0-9])"
)
_SEEN = "A distinguishing mark of a body."

CUES = (
    Cue(
        cue_words(
            "scar scars birthmark birthmarks birth mole moles burn brand brands"
            " piercing piercings deformity limp missing"
        ),
        _MARK,
        Kind.BIOMETRIC,
        _SEEN,
    ),
    Cue(cue_words("tattoo tattoos tat tats ink"), _TATTOO, Kind.BIOMETRIC, _SEEN),
    Cue(cue_words("tat sc mc art mole brthmk prcd miss"), _CODE, Kind.BIOMETRIC, _SEEN),
    Cue(
        cue_words(
            "finger fingerprint fingerprints fpc henry dna codis face faceprint iris"
            " retina retinal voice voiceprint biometric"
        ),
        _PRINT,
        Kind.BIOMETRIC,
        "The code of a biometric record.",
    ),
)
