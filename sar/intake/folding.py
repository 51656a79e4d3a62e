"""Which questions of a behaviour stand open, and which wait for an officer who knows more."""

from indicators.definitions import Indicator

SHOWN_OPTIONAL = 3
"""Optional questions of a behavior that stand open; a phone shows about one a screen."""


def folded_questions(indicator: Indicator) -> frozenset[str]:
    """Give the ids of the questions to fold away; a single one is not worth a fold.

    Whatever must be answered stands open. A question that depends on another one goes with it.
    """
    optional = [
        each.element_id for each in indicator.elements if each.when is None and not each.is_required
    ]
    folded = set(optional[SHOWN_OPTIONAL:])
    if len(folded) < 2:
        return frozenset()
    for each in indicator.elements:
        if each.when is not None and each.when.element_id in folded:
            folded.add(each.element_id)
    return frozenset(folded)
