"""Dates as patterns: months, days and years in every written form.

Sources: ISO 8601; US month-first and European day-first order; years in words are read in pairs
("nineteen eighty-seven"), from general knowledge.
"""

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
MONTH_WORDS = (
    "jan january feb february mar march apr april may jun june jul july aug august"
    " sep sept september"
    " oct october nov november dec december"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?"
WEEKDAY_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur"
    " thurs fri sat sun"
)
_TEEN = "(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ONE = "(?:one|two|three|four|five|six|seven|eight|nine)"
SMALL_NUMBER = rf"(?:{_TENS}(?:[- ]{_ONE})?|{_TEEN}|{_ONE})"
TEN_OR_MORE = rf"(?:{_TENS}(?:[- ]{_ONE})?|{_TEEN})"
YEAR_IN_WORDS = (
    rf"(?:(?:nineteen|twenty)[- ](?:hundred(?:\sand)?[- ])?(?:oh[- ]{_ONE}|{SMALL_NUMBER})"
    rf"|two thousand(?:(?:\sand)?\s{SMALL_NUMBER})?)\b"
)
YEAR = rf"(?:(?:1[89]|20)\d\d(?!\d)|'?\d{{2}}(?![\d:])|{YEAR_IN_WORDS})"
DAY_IN_WORDS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
    r"|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?!\w)|{DAY_IN_WORDS}\b)"
NUMERIC = (
    r"(?:\d{1,2}\s?[-/.\s]\s?\d{1,2}\s?[-/.\s]\s?(?:\d{4}|\d{2})"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"
)
DAY_MONTH_YEAR = rf"{DAY}[-\s]{{0,2}}(?:(?:day\s)?of\s)?{MONTH}[-,/\s]{{0,3}}(?:of\s)?{YEAR}"
MONTH_DAY_YEAR = rf"{MONTH}[-\s]{{0,2}}(?:the\s)?{DAY}(?:,?\s{{0,2}}|-|/)(?:of\s|in\s)?{YEAR}"
MONTH_GLUED = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
FULL_DATE = (
    rf"(?:{NUMERIC}|\d{{1,2}}{MONTH_GLUED}(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|{DAY_MONTH_YEAR}|{MONTH_DAY_YEAR}|\d{{1,2}}-{MONTH}-(?:\d{{4}}|\d{{2}})(?!\d))"
)
