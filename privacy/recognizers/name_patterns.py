"""The patterns of roles that make a name of a person, by the reason they give.

Source: this project's own, from general knowledge of names and of police reports. Every pattern is
bounded, so that matching takes linear time.
"""

from dataclasses import dataclass

from privacy.recognizers.roles import Role


@dataclass(frozen=True, slots=True)
class Token:
    """One place of a pattern: the roles that may stand there, and whether it may be empty."""

    roles: frozenset[Role]
    is_optional: bool = False


_GIVEN = (Role.GIVEN, Role.EITHER)
_FAMILY = (Role.FAMILY, Role.EITHER)
_CLEAR = (Role.GIVEN, Role.FAMILY, Role.EITHER)
_SOFT = (Role.SOFT_GIVEN, Role.SOFT_FAMILY, Role.SOFT_CAPS, Role.SYLLABLE, Role.PLACE)
_LISTED = (*_CLEAR, *_SOFT)
_MIDDLE = (Role.INITIAL, Role.LETTER, Role.GIVEN, Role.EITHER)
_CUED = (*_LISTED, Role.PLACE_WORD, Role.STRANGE, Role.INITIAL)
_ANYTHING = (*_CUED, Role.STRANGE_CAPS, Role.COMMON)

LOW_NAMES = (Role.LOW_GIVEN, Role.LOW_FAMILY)
NAME_ROLES = frozenset(
    {*_ANYTHING, *LOW_NAMES, Role.LOW_STRANGE, Role.LETTER, Role.PARTICLE, Role.GENERATION}
)
"""The roles that belong to a name; the other words of a match only announce or follow it."""


def _one(*roles: Role) -> Token:
    return Token(frozenset(roles))


def _maybe(*roles: Role) -> Token:
    return Token(frozenset(roles), is_optional=True)


_PARTICLES = (_maybe(Role.PARTICLE), _maybe(Role.PARTICLE))
_MORE = (
    _maybe(*_CUED, Role.PARTICLE, Role.LETTER),
    _maybe(*_CUED, Role.PARTICLE, Role.LETTER),
    _maybe(*_CUED),
)
_LOW = (_one(*LOW_NAMES), _maybe(*LOW_NAMES, Role.LOW_STRANGE))
_LOW_STRANGERS = (_one(Role.LOW_STRANGE), _one(*LOW_NAMES, Role.LOW_STRANGE))
_MIDDLE_AND_PARTICLES = (_maybe(*_MIDDLE), *_PARTICLES)
_COMMA = _one(Role.COMMA)
_INITIAL = _maybe(Role.INITIAL, Role.LETTER)

PAIRS = [
    [_one(*_GIVEN), *_MIDDLE_AND_PARTICLES, _one(*_LISTED, Role.PLACE_WORD, Role.STRANGE)],
    [_one(*_GIVEN), *_MIDDLE_AND_PARTICLES, _one(*_FAMILY), _one(*_FAMILY, Role.STRANGE)],
    [_one(*_GIVEN), *_MIDDLE_AND_PARTICLES, _one(Role.STRANGE_CAPS)],
    [_one(*_LISTED, Role.PLACE_WORD), *_MIDDLE_AND_PARTICLES, _one(*_CLEAR)],
    [_one(Role.SOFT_GIVEN), _INITIAL, _one(Role.SOFT_GIVEN, Role.SOFT_FAMILY, Role.STRANGE)],
    [_one(Role.STRANGE), _maybe(Role.STRANGE, *_MIDDLE), *_PARTICLES, _one(*_FAMILY)],
    [_one(Role.STRANGE_CAPS), _INITIAL, _one(*_FAMILY)],
    [_one(*_FAMILY), _one(*_GIVEN, Role.STRANGE)] + [_maybe(*_GIVEN, Role.STRANGE)] * 2,
    [_one(*_FAMILY, Role.SOFT_CAPS, Role.SYLLABLE), _one(Role.LETTER)],
    [_one(Role.SYLLABLE), _one(Role.SYLLABLE, Role.SOFT_GIVEN, Role.STRANGE)],
    [_one(*_CLEAR), _maybe(Role.COMMA), _one(Role.GENERATION)],
    [_one(Role.LOW_GIVEN), _maybe(Role.LOW_GIVEN), _one(*LOW_NAMES, Role.LOW_STRANGE)],
    [_one(Role.LOW_STRANGE), _one(*LOW_NAMES)],
]
STRANGERS = [
    [_one(Role.STRANGE), _INITIAL, *_PARTICLES, _one(Role.STRANGE)],
    [_one(Role.SOFT_GIVEN, Role.SYLLABLE, Role.PLACE), _one(Role.STRANGE)],
]
INITIALS = [
    [*[_maybe(Role.INITIAL)] * 2, _one(Role.INITIAL), *_PARTICLES, _one(*_LISTED, Role.STRANGE)],
]
LAST_FIRST = [
    [
        _one(*_CLEAR, Role.SOFT_FAMILY, Role.SOFT_CAPS, Role.SYLLABLE, Role.STRANGE_CAPS),
        _COMMA,
        *_PARTICLES,
        _one(*_GIVEN),
        _maybe(*_MIDDLE),
    ],
    [_one(*_FAMILY), _COMMA, _one(Role.SOFT_GIVEN, Role.SOFT_CAPS), _maybe(*_MIDDLE)],
    [
        _one(*_CLEAR, Role.STRANGE, Role.STRANGE_CAPS),
        _COMMA,
        _one(*_LISTED, Role.STRANGE),
        _one(Role.INITIAL, Role.LETTER),
    ],
]
SINGLE = [
    [_one(*_CLEAR)],
    [_one(Role.LOW), _one(Role.SOFT_GIVEN)],
]
TITLED = [
    [_one(Role.TITLE), _maybe(Role.DOT), *_PARTICLES, _one(*_ANYTHING), *_MORE],
    [_one(Role.TITLE), _maybe(Role.DOT), *_LOW],
]
_ANY_SIGN = _maybe(Role.COMMA, Role.OTHER, Role.NUMBER)
PARTS = [
    [_one(Role.PART), _ANY_SIGN, *_PARTICLES, _one(*_CUED), *_MORE],
    [_one(Role.PART), *_LOW],
    [_one(Role.PART), *_LOW_STRANGERS],
]
SHORTHAND = [
    [_one(Role.SHORTHAND), *_PARTICLES, _one(*_CUED, Role.STRANGE_CAPS), *_MORE],
    [
        _one(Role.SHORTHAND),
        _one(*_CUED, Role.STRANGE_CAPS),
        _COMMA,
        _one(*_CUED, Role.STRANGE_CAPS),
        _INITIAL,
    ],
    [_one(Role.SHORTHAND), *_LOW],
]
CUES = [
    [_one(Role.CUE_NAME), *_PARTICLES, _one(*_CUED), *_MORE],
    [_one(Role.CUE_NAME, Role.CUE_OPEN), *_LOW],
    [_one(Role.CUE_NAME), *_LOW_STRANGERS],
    [_one(Role.CUE_OPEN), *_PARTICLES, _one(*_ANYTHING), *[_maybe(*_ANYTHING)] * 2, _maybe(*_CUED)],
    [_one(Role.CUE_OPEN), *_PARTICLES, *[_one(*LOW_NAMES, Role.LOW_STRANGE)], _maybe(*LOW_NAMES)],
    [_one(Role.CUE_OPEN, Role.CUE_NAME), _one(*_ANYTHING), _COMMA, _one(*_LISTED), _INITIAL],
]
ACTING = [
    [_one(Role.STRANGE, *_SOFT[:2], Role.SYLLABLE, Role.PLACE), _one(Role.VERB)],
    [_one(Role.STRANGE), _one(Role.STRANGE), _one(Role.VERB)],
    [_one(Role.COMMON), _maybe(Role.COMMON), _one(*_FAMILY, Role.STRANGE), _one(Role.VERB)],
]

GUESS = "Two capitalised words of no list."
"""The reason of the one group of patterns that rests on capitals alone."""

ALONE = "A single name."
ACTS = "Does what persons do in reports."
WEAK = frozenset({GUESS, ALONE, ACTS})
"""The reasons that give way where the trained recognizer is sure of a place or an organisation."""

PATTERNS: dict[str, list[list[Token]]] = {
    "A given name with a family name.": PAIRS,
    GUESS: STRANGERS,
    "Initials and a name.": INITIALS,
    "A family name, a comma and a given name.": LAST_FIRST,
    ALONE: SINGLE,
    "Follows a title.": TITLED,
    "Follows a word for a part in the report.": PARTS,
    "Follows police shorthand for a part in the report.": SHORTHAND,
    "Follows a cue for a name.": CUES,
    ACTS: ACTING,
}
