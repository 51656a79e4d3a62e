"""The closed list of what the validation of answers can find."""

from enum import StrEnum


class Rule(StrEnum):
    """What a finding is about; programs may rely on these values."""

    REQUIRED = "required"
    WRONG_KIND = "wrong_kind"
    UNKNOWN_OPTION = "unknown_option"
    TOO_FEW_CHOICES = "too_few_choices"
    TOO_MANY_CHOICES = "too_many_choices"
    TOO_LONG = "too_long"
    UNREADABLE_CHARACTER = "unreadable_character"
    OUT_OF_RANGE = "out_of_range"
    BAD_TIME = "bad_time"
    NO_OFFSET = "no_offset"
    NOT_ASKED = "not_asked"
    INNOCENT_EXPLANATION = "innocent_explanation"
    CROSS_RULE = "cross_rule"
    UNKNOWN_QUESTION = "unknown_question"
    NO_BEHAVIOUR = "no_behaviour"
    UNKNOWN_BEHAVIOUR = "unknown_behaviour"
    RETIRED_BEHAVIOUR = "retired_behaviour"
    TOO_MANY_BEHAVIOURS = "too_many_behaviours"
    NOT_CHOSEN = "not_chosen"
    WRONG_SHAPE = "wrong_shape"
    MORE_FINDINGS = "more_findings"


ABOUT_ONE_ANSWER = frozenset(
    {
        Rule.REQUIRED,
        Rule.WRONG_KIND,
        Rule.UNKNOWN_OPTION,
        Rule.TOO_FEW_CHOICES,
        Rule.TOO_MANY_CHOICES,
        Rule.TOO_LONG,
        Rule.UNREADABLE_CHARACTER,
        Rule.OUT_OF_RANGE,
        Rule.BAD_TIME,
        Rule.NO_OFFSET,
        Rule.NOT_ASKED,
        Rule.INNOCENT_EXPLANATION,
    }
)
"""What can be found about the answer to one question that the behavior has."""
