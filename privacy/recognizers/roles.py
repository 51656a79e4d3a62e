"""The roles that a word can play in or beside a name."""

from enum import StrEnum


class Role(StrEnum):
    """What a word may be. Capitalised roles are those of a capitalised word."""

    GIVEN = "GIVEN"
    FAMILY = "FAMILY"
    EITHER = "EITHER"
    SOFT_GIVEN = "SOFT_GIVEN"  # A given name that is an ordinary word too.
    SOFT_FAMILY = "SOFT_FAMILY"
    SYLLABLE = "SYLLABLE"  # A name too short to count alone ("Li", "Ng").
    PLACE = "PLACE"  # A name that is a place too.
    PLACE_WORD = "PLACE_WORD"  # A family name that makes a place of the name before it ("Park").
    SOFT_CAPS = "SOFT_CAPS"  # A soft name in a text of capitals only.
    STRANGE = "STRANGE"  # Capitalised and in no list.
    STRANGE_CAPS = "STRANGE_CAPS"  # In no list, in capitals: an acronym or a word of capitals.
    COMMON = "COMMON"  # Capitalised, an ordinary word.
    LOW_GIVEN = "LOW_GIVEN"  # A clear name in small letters.
    LOW_FAMILY = "LOW_FAMILY"
    LOW_STRANGE = "LOW_STRANGE"
    LOW = "LOW"
    INITIAL = "INITIAL"
    LETTER = "LETTER"
    PARTICLE = "PARTICLE"
    GENERATION = "GENERATION"
    TITLE = "TITLE"
    RANK = "RANK"
    PART = "PART"  # "suspect", "victim", "his wife": who somebody is in the report.
    SHORTHAND = "SHORTHAND"  # "S/", "V1-": the same in police shorthand.
    VERB = "VERB"
    CUE_OPEN = "CUE_OPEN"  # After it anything is a name ("named", "a.k.a.").
    CUE_NAME = "CUE_NAME"  # After it a capitalised word is a name ("identified as").
    COMMA = "COMMA"
    DOT = "DOT"
    NUMBER = "NUMBER"
    OTHER = "OTHER"
