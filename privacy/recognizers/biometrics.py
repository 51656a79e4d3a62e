"""What is unique to a body, in words: tattoos, scars, marks, and the codes of prints and DNA.

Sources: 45 CFR 164.514(b)(2)(i)(P) (biometric identifiers); NCIC codes of scars, marks and tattoos
(TAT, SC, MC, ...) and the fingerprint classification of 20 characters, from general knowledge.
"""

import re

from privacy.recognizers.recognizer import CONNECTION, Cue, cue_words
from privacy.spans import Kind

_BODY = (
    r"(?:neck|face|cheek|chin|forehead|eyebrow|eye|ear|nose|lip|arm|forearm|hand|wrist"
    r"|finger|thumb|knuckles?|jaw|scalp|mouth|hip|shin"
    r"|chest|back|leg|calf|thigh|ankle|foot|shoulder|bicep|elbow|knee|temple|head"
    r"|stomach|abdomen|torso|throat|side)s?"
)
_WHERE = (
    r"(?:\s(?:on|above|below|over|under|across|through|around|near|behind|down|along|of|to|in)\s(?:"
    r"(?:his|her|their|the|both|one|a)\s)?"
    rf"(?:(?:left|right|upper|lower|inner|outer|side\sof\s(?:the|his|her))\s){{0,3}}{_BODY}\b)"
)
_MARK = re.compile(
    rf"(?P<value>(?:scars?|birth\s?marks?|moles?|burn\smarks?|brands?|piercings?|teardrops?|stitches"
    rf"|deformity|limp|prosthe(?:tic|sis)|inked|missing\s(?:a\s)?\w+)"
    rf"(?:\s(?:(?:that|which)\s\w+|shaped\slike\s(?:an?\s)?\w+))?{_WHERE}"
    r"|missing\s(?:the\s)?(?:tip|end|part|half|top)\sof\s(?:(?:his|her|their|the|a)\s)?(?:(?:left|right|index|middle"
    rf"|ring|little)\s){{0,3}}{_BODY}"
    r"|missing\s(?:(?:his|her|their|a|one|the|two|three|four|several)\s)?(?:(?:left|right|index|middle|ring"
    r"|little|front)\s){0,2}"
    rf"(?:fingers?|thumbs?|toes?|hand|arm|leg|foot|ear|eye|tooth|teeth)\b{_WHERE}?)",
    re.I,
)
_QUOTED = r"[\"'][^\"'\n]{1,40}[\"']"
_PLAIN = r"(?!(?:on|and|who|was|is|but|across|over|above|below|under|near|behind)\b)[\w'-]+"
_TATTOO = re.compile(
    r"(?P<value>(?:tattoos?|tats?|ink)\s(?:of|that\s(?:says?|reads?)|reading|saying"
    r"|showing|depicting|with)\s"
    rf"(?:{_QUOTED}|{_PLAIN}(?:\s{_PLAIN}){{0,5}}){_WHERE}?"
    rf"|(?:tattoos?|tats?)(?:\s{_QUOTED})?{_WHERE}|tattooed(?:\s{_PLAIN}){{0,3}}{_WHERE})",
    re.I,
)
_BODY_FIRST = re.compile(
    rf"(?P<value>(?:{_BODY}|facial|(?:full\s)?sleeve|teardrop|skull|spider\s?web|tribal|dragon|prison|gang)"
    rf"\s(?:tattoos?|tats?|scars?|piercings|birthmark){_WHERE}?"
    r"|(?:cauliflower|cropped)\sears?|(?:glass|lazy|false)\seye|(?:gold|silver|chipped|broken)\s(?:front\s)?"
    r"(?:tooth|teeth)|(?:cleft|split)\s(?:lip|palate)|hare\s?lip|port[ -]wine\sstain"
    rf"|(?:track\smarks?|bullet\swound(?:\sscar)?){_WHERE}?"
    r"|pierced\s(?:eyebrow|ear|nose|lip|tongue)s?|(?:prosthetic|artificial|amputated|webbed)\s"
    rf"(?:(?:left|right)\s)?{_BODY})\b",
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

_WORDS_BEFORE = re.compile(
    r"(?:(?:^|[\s(])(?:an?|the|his|her|their|two|three|several|one|with|has|had|have)\s(?P<words>(?:[^\W\d_][\w-]{1,20}\s){1,3})"
    r"|(?P<quoted>[\"'][^\"'\n]{1,30}[\"']\s))$",
    re.IGNORECASE,
)
_WORDS_CHARS = 50
_NOT_BEFORE = re.compile(
    r"(?:and|or|that|who|is|was|of|on|in|with|an?|the|has|had|visible)\s", re.IGNORECASE
)


_NONE_BEFORE = re.compile(r"\b(?:no|without|any)\s(?:visible\s|other\s)?$", re.IGNORECASE)


def _is_there(match: re.Match[str]) -> bool:
    """Tell whether a mark is not said to be missing: "no visible scars"."""
    start = match.start("value")
    return not _NONE_BEFORE.search(match.string, max(0, start - _WORDS_CHARS), start)


def _with_words_before(match: re.Match[str]) -> int:
    """Return where a mark starts with the words that tell what it shows: "rose tattoo"."""
    start = match.start("value")
    before = _WORDS_BEFORE.search(match.string, max(0, start - _WORDS_CHARS), start)
    if not before:
        return start
    group = "quoted" if before["quoted"] else "words"
    return start if _NOT_BEFORE.search(before[group]) else before.start(group)


CUES = (
    Cue(
        cue_words(
            "scar scars birthmark birthmarks birth mole moles burn brand brands"
            " piercing piercings deformity limp missing teardrop teardrops stitches prosthetic"
            " prosthesis inked"
        ),
        _MARK,
        Kind.BIOMETRIC,
        _SEEN,
        _is_there,
        start_of=_with_words_before,
    ),
    Cue(
        cue_words("tattoo tattoos tattooed tat tats ink"),
        _TATTOO,
        Kind.BIOMETRIC,
        _SEEN,
        _is_there,
        start_of=_with_words_before,
    ),
    Cue(
        cue_words(
            "neck face cheek chin forehead eyebrow eye ear nose lip arm forearm hand wrist finger"
            " thumb knuckle knuckles chest back leg calf ankle foot shoulder elbow knee temple head"
            " facial full sleeve teardrop skull spider spiderweb tribal dragon prison gang"
            " cauliflower cropped glass lazy false gold silver chipped broken cleft split hare"
            " harelip port track bullet pierced prosthetic artificial amputated webbed"
        ),
        _BODY_FIRST,
        Kind.BIOMETRIC,
        _SEEN,
    ),
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
