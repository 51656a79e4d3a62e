"""What is wrong with a report's answers: one thing to mend, and how many are listed."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.definitions import ELEMENT_ID, INDICATOR_ID
from indicators.rules import Rule

MAX_FINDINGS = 50
"""So many findings are listed unless somebody asks for more: nobody mends more at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. Message and remedy name questions and ids, never what was answered.

    `element_id` is that of the question it is about, `rule_id` that of the rule across questions.
    """

    rule: Rule
    message: str
    remedy: str
    indicator_id: str | None = None
    element_id: str | None = None
    rule_id: str | None = None

    @property
    def path(self) -> str:
        """Say what it is about, the same in every version.

        ``answers.ind-0007.el-0031`` for a question, ``answers.ind-0007.rule-0003`` for a rule
        across questions, and else ``behaviours``.
        """
        place = self.element_id or self.rule_id
        if self.indicator_id is None or place is None:
            return "behaviours"
        return f"answers.{self.indicator_id}.{place}"


def wrong_shape(message: str) -> Finding:
    """Make the finding about JSON that has not the shape of answers."""
    return Finding(Rule.WRONG_SHAPE, message, "Send the report again from the form.")


def well_formed(key: object) -> str | None:
    """Give an id that may be named; what merely stands where an id should may be anything."""
    is_id = isinstance(key, str) and (INDICATOR_ID.fullmatch(key) or ELEMENT_ID.fullmatch(key))
    return str(key) if is_id else None


def named(noun: str, key: object) -> str:
    """Name what was sent as an id in a sentence, without quoting what is no id."""
    shown = well_formed(key)
    return f"The {noun} {shown}" if shown else f"A {noun} whose id is not one of ours"


def cap(findings: Sequence[Finding], most: int | None) -> tuple[Finding, ...]:
    """Give the first of them, `most` at most, and one that counts the rest; all for None."""
    rest = 0 if most is None else len(findings) - most
    if rest <= 0:
        return tuple(findings)
    message = "There is 1 more finding." if rest == 1 else f"There are {rest:,} more findings."
    last = Finding(Rule.MORE_FINDINGS, message, "Mend those above first.")
    return (*findings[:most], last)
