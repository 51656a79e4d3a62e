"""Ages in numbers and in words: "25 y/o", "in his late thirties", "fourteen-year-old", "B/M, 40s".

Our own patterns; each has a bounded length, so that looking for it takes linear time. A number is
an age only where something says so: a unit, a person before it, or the place of a descriptor. They
read small letters, whatever the text is written in. Those that begin at the same kind of place
stand together behind one look at it: most places of a text are none.
"""

_UNITS = "(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_TEENS = "(?:(?:thir|four|fif|six|seven|eigh|nine)teen)"
_ROUND = rf"(?:{_TENS}(?:[- ]?{_UNITS})?)"
_IN_WORDS = rf"(?:{_ROUND}|ten|eleven|twelve|{_TEENS}|{_UNITS})"
_ABOUT = (
    "(?:approximately|approx\\.?|about|abt\\.?|'?bout|around|maybe|perhaps|roughly|nearly|almost|"
    "at least|over|under|above|below|past|pushing|between|of)"
)
_PART = "(?:(?:early|mid|middle|late|lower|upper)(?:[ -]?(?:to|or)[ -]?(?:mid|late))?)"
_TEN = r"(?:[1-9]0['’]?s)"
_DECADES = rf"(?:{_TEN}|teens|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)"
_SPAN = rf"(?:{_PART}[ -]{{0,2}})?{_DECADES}(?: ?(?:to|or|-) ?(?:{_PART}[ -]{{0,2}})?{_DECADES})?"
_PERSON = (
    "(?:(?:fe)?males?|wom[ae]n|m[ae]n|guys?|boys?|girls?|kids?|lady|ladies|gentlem[ae]n|persons?|"
    "people|subjects?|suspects?|adults?|juv(?:enile)?s?|teens?|couple|child|children|individuals?|"
    "drivers?|anyone|everyone)"
)
_TWO = r"(?:[1-9]\d(?: ?(?:[/-]|to|or|and) ?[1-9]\d)?)"
_STOP = r"(?=[.,;:!?)\"/]| (?:and|but|with|wearing|in|who|when|then|tall|near|has|so)\b| &|$|\n)"
_WHOLE = (
    # A unit, a label or a decade says it.
    rf"(?:(?:aged?|{_ABOUT})[ :]{{1,3}}){{0,2}}(?:\d{{1,3}} ?(?:-|/|to|or|and) ?)?\d{{1,3}}"
    r"[ -]{0,2}(?:(?:years?|yrs?|yr|y|months?|mos?|weeks?)\.?[ /-]{0,2}(?:olds?\b|of age\b|o\b)|"
    rf"(?:yoa?|y/o|yrs)\b|years?(?=[.,;)/]| {_PERSON}\b))",
    rf"(?:{_IN_WORDS}[- ]to[- ])?{_IN_WORDS}[- ](?:years?|yrs?|months?|weeks?)[- ]"
    r"(?:olds?|of[- ]age)\b",
    rf"age[sd]?[ :]{{1,3}}(?:{_ABOUT} ){{0,2}}(?:\d{{1,3}}(?: ?(?:-|to|and) ?\d{{1,3}})?|"
    rf"{_IN_WORDS}(?: to {_IN_WORDS})?)\b(?! of)",
    rf"(?:{_ROUND}|{_TWO}) or (?:so|older|thereabouts){_STOP}",
    rf"(?:well )?in(?:to)? (?:his|her|their|my) {_SPAN}(?!\w)|in the {_TEN}(?!\w)|"
    rf"{_PART}[ -]{{0,2}}{_DECADES}(?: ?(?:to|or|-) ?(?:{_PART}[ -]{{0,2}})?{_DECADES})?(?!\w)",
    rf"{_DECADES}(?=,? (?:{_PERSON}|black|white|asian|hispanic|latino)\b)",
    rf"[1-9]0[ -]?something\b|[1-9]\d[ -]?ish\b|{_ROUND}[- ]?(?:something|ish)\b",
    r"born in (?:19|20)\d\d\b|dob:? (?=\d)[\d/]{2,10}\b",
)
# A number or a decade stands where descriptors do: the group is the age.
_BEHIND_A_SIGN = (
    rf"[,(] ?((?:{_ABOUT} )?(?:{_TWO}|{_ROUND}|{_TEENS}))(?=[,)]| wearing)|"
    rf", ?({_ABOUT} (?:{_TWO}|{_ROUND})){_STOP}",
    rf"[.!?] ((?:{_ABOUT} )(?:{_TWO}|{_ROUND}))(?=,)",
    rf"[,(/;:-] ?((?:{_ABOUT} )?{_DECADES})(?= ?[,.;)/\n-]|$| (?:{_PERSON}|wearing|with|in)\b)",
)
_BEHIND_A_WORD = (
    rf"{_PERSON},? (?:\(|who (?:is|was|looks?) )?"
    rf"((?:{_ABOUT} ){{1,2}}(?:{_SPAN}|{_TWO}|{_ROUND}|ten|twelve)(?: years?)?){_STOP}",
    rf"{_PERSON},? \(?({_SPAN}(?!\w)|{_TWO}(?=[,;.)]))",
    rf"(?:s?he (?:is|was|looks?|looked|looked to be|appeared|appeared to be|seemed)|s?he['’]?s|"
    rf"who['’]s|claims? to be|can['’]?t be (?:more|older) than|one|i['’]m|i am|"
    rf"i was) (?:only |just )?((?:{_ABOUT} ){{0,2}}(?:{_TWO}|{_ROUND}|{_TEENS})){_STOP}",
    rf"{_PERSON} (?:with|in|wearing) (?:\w+ ){{1,4}}((?:about|approx\.?|maybe) {_TWO})(?=[,;.)])",
    rf"{_PERSON} (?:{_ABOUT} ({_IN_WORDS})\b(?! (?:of|feet|foot|miles?|minutes|hours|"
    r"blocks?|times|yards?|dollars|pounds|people|cars|o'clock)\b)|"
    rf"(?:is|was|looks?|looked|seemed) (?:only |just )?({_IN_WORDS}){_STOP})",
    rf"(?:is|was|looks?|looked|seemed|i['’]d say|i guess),? "
    rf"(?:((?:{_ABOUT} )?(?:{_ROUND}|{_TEENS})){_STOP}|"
    rf"(?:\w+ )?like ({_TWO}|{_IN_WORDS})(?: or so\b|{_STOP})|\w+ ({_ABOUT} {_TWO}){_STOP})",
    rf"(?:approx\.?|approximately|about) ({_TWO})(?= yrs?\b)",
)
_BEHIND_A_CODE = (
    rf"(?:[wbhailu]|blk|wht|hisp?|asn) ?/ ?[mf][ ,/]{{1,2}}"
    rf"((?:{_ABOUT} )?(?:{_SPAN}|{_TWO})(?!['\w]))",
    rf"(?<!')[mf] ((?:{_ABOUT} )+{_TWO}){_STOP}",
    rf"[mf] ?/ ?[wbhailu] ?/ ?({_SPAN}(?!\w)|{_TWO}\b)",
)
_BEHIND = (
    *_BEHIND_A_SIGN,
    # The places before a word, and those at which a code may begin.
    rf"\b(?=\w)(?:{'|'.join(_BEHIND_A_WORD)}|(?<!/)(?:{'|'.join(_BEHIND_A_CODE)}))",
    r"(?<=[mr] at )([1-9]\d(?: ?(?:-|to) ?[1-9]\d)?)(?=[,.])",
)
PATTERNS = (rf"\b(?=\w)(?:{'|'.join(_WHOLE)})", "|".join(_BEHIND))
"""Of the second the group that took part is the age, where there is one."""
SIGN = rf"\d|teen|(?:twen|thir|for|fif|six|seven|eigh|nine)t|\b(?:{_UNITS}|ten|eleven|twelve)\b"
"""No age is without one of these."""
