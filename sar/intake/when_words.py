"""The words in which people say when something was: vocabulary, spellings, and saying it back.

Word lists and spellings are this project's own. Spanish is turned into the English words, so that
one grammar reads both (`plain`).
"""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from sar.wording.zones import zone_name

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes",
            "tuesday tues tue martes",
            "wednesday weds wed miercoles",
            "thursday thurs thur thu jueves",
            "friday fri viernes",
            "saturday sat sabado",
            "sunday sun domingo",
        )
    )
    for name in names.split()
}
_NUMBERS = {
    name: str(number)
    for number, names in enumerate(
        (
            "one un una uno an",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ),
        1,
    )
    for name in names.split()
}
# In this order: what stands further down sees what the lines before it made.
_SPELLINGS = (
    (r"(\d{4}-\d\d-\d\d)[t ](\d\d):(\d\d)", r"\1 \2\3"),
    (r"\bo'?clock\b", " "),
    (r"\b([ap])\s*\.?\s*m\b\.?", r"\1m"),
    (r"(\d)([ap]m)\b", r"\1 \2"),
    (r"(\d)\s*h\s*(\d\d)\b", r"\1:\2"),
    (r"\b(?:de|por|en) la (?:manana|madrugada)\b", "am"),
    (r"\b(?:de|por|en) la tarde\b", "afternoon"),
    (r"\b(?:de|por|en) la noche\b", "night"),
    (r"\besta (?:manana|madrugada)\b", "this morning"),
    (r"\besta tarde\b", "this afternoon"),
    (r"\besta noche\b", "tonight"),
    (r"\banoche\b", "last night"),
    (r"\b(?:anteayer|antier|antes de ayer)\b", "day before yesterday"),
    (r"\bayer\b", "yesterday"),
    (r"\bhoy\b", "today"),
    (r"\bahora(?: mismo)?\b", "now"),
    (r"\b(?:mediodia|midday)\b", "noon"),
    (r"\b(?:medianoche)\b", "midnight"),
    (r"\bmanana\b", "tomorrow"),
    (r"\bmedia hora\b", "30 minutes"),
    (r"\bhalf (?:an|a) hour\b|\bhalf hour\b", "30 minutes"),
    (r"\bhalf past (\w+)", r"\1:30"),
    (r"\bquarter (?:past|after) (\w+)", r"\1:15"),
    (r"\b(?!horas?\b)(\w+) y media\b", r"\1:30"),
    (r"\b(?!horas?\b)(\w+) y cuarto\b", r"\1:15"),
    (r"\by media\b", "and a half"),
    (r"\b(?:(?:an|a|one|1|una|un) )?hour and a half\b", "90 minutes"),
    (r"\b(una|1|one) hora and a half\b", "90 minutes"),
    (r"\bhoras?\b", "hours"),
    (r"\b(?:minutos?|mins?|minute)\b", "minutes"),
    (r"\bhour\b|\bhrs?\b", "hours"),
    (r"\bdias?\b|\bday\b(?! before)", "days"),
    (r"\bsemanas?\b|\bweek\b", "weeks"),
    (r"\b(\w+) pasad[oa]\b", r"last \1"),
    (r"\ba (minutes|hours|days|weeks) ago\b", r"1 \1 ago"),
    (r"\bnight (\d{1,2}(?::\d\d)?) [ap]m\b", r"night \1"),
    (r"\bhace (.+?(?:minutes|hours|days|weeks))\b", r"\1 ago"),
)
# Words that add nothing to a time; what they stand between is read without them.
_FILLERS = re.compile(
    r"\b(?:at|around|about|approx(?:imately)?|roughly|circa|ca|on|the|of|in|it|was|just|local|time"
    r"|hours|a|las?|los|el|de|del|por|como|sobre|eso|fue|y)\b"
)


def plain(words: str) -> str:
    """Return what was written in small letters, without accents, in one spelling."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    text = "".join(each for each in letters if not unicodedata.combining(each))
    text = re.sub(r"[,;]| - |[\u2013\u2014]", " ", text.replace("\u2019", "'"))
    for pattern, put in _SPELLINGS:
        text = re.sub(pattern, put, text)
    text = re.sub(r"[a-z]+", lambda word: _NUMBERS.get(word[0], word[0]), text)
    return " ".join(text.split())


def without_fillers(text: str) -> str:
    """Return a plain text without the words that say nothing about the time."""
    return " ".join(_FILLERS.sub(" ", text).split()).strip(" .")


def in_words(moment: datetime, zone: str) -> str:
    """Say an aware moment in a zone: "Thursday 26 November 2026, 9:00 PM Eastern".

    The abbreviation of the zone stands beside it where the clocks show that time twice.
    """
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.hour % 12 or 12
    half = "PM" if local.hour >= 12 else "AM"
    day = f"{local:%A} {local.day} {local:%B} {local.year}"
    return f"{day}, {hour}:{local:%M} {half} {zone_name(zone)}{which_of_two(local)}"


def which_of_two(local: datetime) -> str:
    """Return " (EDT)" if the clocks show that time twice, "" if they do not."""
    other = local.replace(fold=1 - local.fold)
    return f" ({local:%Z})" if other.utcoffset() != local.utcoffset() else ""
