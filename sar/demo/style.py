"""How an officer writes: capitals, abbreviations, typing errors."""

import re
from collections.abc import Mapping
from random import Random

# Abbreviations common in police reports; this project's selection.
_ABBREVIATIONS = {
    "reporting party": "R/P",
    "at approximately": "@ approx",
    "at about": "@ abt",
    "approximately": "approx",
    "subject": "subj",
    "vehicle": "veh",
    "employee": "emp",
    "identified": "ID'd",
    "license": "lic",
    "minutes": "min",
    "minute": "min",
    "person": "pers",
    "and": "&",
    "with": "w/",
    "without": "w/o",
    "police": "PD",
    "department": "dept",
    "building": "bldg",
}
_ABBREVIATED = re.compile(
    r"\b(" + "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True)) + r")\b", re.IGNORECASE
)


# Words that officers vary, each in an own way; nouns mostly, for verbs seldom fit everywhere.
_SYNONYMS = {
    "person": ("person", "individual", "party", "adult"),
    "subject": ("subject", "suspect", "individual", "party"),
    "building": ("building", "structure", "facility"),
    "vehicle": ("vehicle", "car", "motor vehicle"),
    "employee": ("employee", "worker", "staff member"),
    "customer": ("customer", "buyer", "client", "shopper"),
    "visitor": ("visitor", "guest"),
    "student": ("student", "trainee"),
    "caller": ("caller", "complainant"),
    "guard": ("guard", "security officer", "contract guard"),
    "store": ("store", "shop", "business", "outlet"),
    "fence": ("fence", "perimeter fence"),
    "door": ("door", "entry door"),
    "said": ("said", "stated"),
    "told": ("told", "informed"),
    "found": ("found", "located", "discovered"),
    "seen": ("seen", "observed", "noticed", "spotted"),
    "bought": ("bought", "purchased"),
    "several": ("several", "multiple"),
    "confirmed": ("confirmed", "verified"),
    "approximately": ("approximately", "around", "about"),
    "minutes": ("minutes", "minutes or so"),
    "photographs": ("photographs", "pictures", "photos"),
}
_VARIED = re.compile(r"\b(?:(a)n? )?(" + "|".join(_SYNONYMS) + r")\b", re.IGNORECASE)


def write(sentences: list[str], rng: Random) -> str:
    """Join sentences in the hand of one officer: tidy or hurried, in capitals or not."""
    habits = {word: rng.choice(choices) for word, choices in _SYNONYMS.items()}
    text = _VARIED.sub(lambda match: _varied(match, habits), " ".join(sentences))
    error_share = rng.choice((0, 0, 0, 0.01, 0.03))
    text = " ".join(
        _mistyped(word, rng) if rng.random() < error_share else word for word in text.split(" ")
    )
    if rng.random() < 0.4:
        text = _ABBREVIATED.sub(lambda match: _ABBREVIATIONS[match[0].lower()], text)
    return text.upper() if rng.random() < 0.35 else text


def _varied(match: re.Match[str], habits: Mapping[str, str]) -> str:
    """Put an officer's own word in place of another, with its capital letter and its article."""
    article, word = match.groups()
    own = habits[word.lower()]
    own = own.capitalize() if word[0].isupper() else own
    if article is None:
        return own
    return f"{article}{'n' if own[0] in 'aeiou' else ''} {own}"


def _mistyped(word: str, rng: Random) -> str:
    """Swap, drop or double a letter of a plain lower-case word; names and numbers stay right."""
    if len(word) < 5 or not (word.isalpha() and word.islower()):
        return word
    at = rng.randrange(1, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    dropped = word[:at] + word[at + 1 :]
    doubled = word[:at] + word[at] + word[at:]
    return rng.choice((swapped, dropped, doubled))
