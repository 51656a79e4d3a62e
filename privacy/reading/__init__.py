"""A plain reading of a text: disguises undone, with an exact map back to the original offsets.

The recognizers read this instead of the original. The steps, each linear in the text:

1. `markup`: references ("&#45;", "&nbsp;", also encoded twice), "%40", harmless tags;
2. `characters`: any digit, dash, space, quote and compatibility form becomes ASCII, invisible
   characters and stray marks are left out, look-alike letters become Latin;
3. `disguises`: "[at]", "(dot)", "hxxp", spelled-out digits, single characters set apart, letters
   that stand for digits, and line breaks inside a number.
"""

from functools import cache

from privacy.reading.edits import Edits, Reading, Step

__all__ = ["Reading", "read"]


def read(text: str) -> Reading:
    """Read a text; the time is linear in its length."""
    layers: list[Edits] = []
    for step in _steps():
        text, edits = step(text)
        if edits:
            layers.append(edits)
    return Reading(text, tuple(layers))


@cache
def _steps() -> tuple[Step, ...]:
    """Load the steps with the first text: to compile their patterns takes 20 ms of a start."""
    from privacy.reading.characters import plain_characters
    from privacy.reading.disguises import without_disguises
    from privacy.reading.markup import MAX_NESTING, without_markup
    from privacy.reading.spoken import with_digits

    return (*(without_markup,) * MAX_NESTING, plain_characters, without_disguises, with_digits)
