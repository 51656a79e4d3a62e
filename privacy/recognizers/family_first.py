"""A family name, a comma and a given name are one name: "HALVORSEN, DAG", "Okafor, Mary T."."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from privacy.gazetteer import is_given
from privacy.recognizers.words import is_in_capitals
from privacy.spans import Kind, Span

if TYPE_CHECKING:
    from privacy.model.lexicon import Lexicon

_JOINT = re.compile(r",\s{1,2}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MAX_WORDS = 3


def joins(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether two persons stand beside one comma, so that `joined` may have something to do.

    The spans are in order.
    """
    return any(_JOINT.fullmatch(text, first.end, second.start) for first, second in pairwise(spans))


def joined(text: str, spans: Sequence[Span], lexicon: "Lexicon") -> list[Span]:
    """Return the persons, in order, with those united that are one name with a comma inside.

    In a text of capitals, as notes are, a given name may be of no list.
    """
    in_capitals = is_in_capitals(text)
    whole: list[Span] = []
    may_go_on = False
    for span in spans:
        is_rest = (
            may_go_on
            and _JOINT.fullmatch(text, whole[-1].end, span.start)
            and _is_family(text, whole[-1], lexicon)
            and _is_given(text, span, lexicon, in_capitals=in_capitals)
        )
        if is_rest:
            whole[-1] = replace(whole[-1], end=span.end, kind=Kind.PERSON)
        else:
            whole.append(span)
        may_go_on = not is_rest
    return whole


def _is_family(text: str, span: Span, lexicon: "Lexicon") -> bool:
    """Tell whether words may be a family name: one, or several that are no given names."""
    from privacy.model.lexicon import Known

    words = _WORD.findall(text, span.start, span.end)
    bits = [int(each) for each in lexicon.look_up(words)]
    are_given = [bool(each & Known.GIVEN and not each & Known.FAMILY) for each in bits]
    if len(words) == 1:
        return not are_given[0]
    is_listed = all(each & Known.FAMILY for each in bits[1:])
    return (
        len(words) <= _MAX_WORDS and is_listed and not any(each & Known.GIVEN for each in bits[:1])
    )


def _is_given(text: str, span: Span, lexicon: "Lexicon", *, in_capitals: bool) -> bool:
    """Tell whether words may be a given name, with another one or an initial."""
    from privacy.model.lexicon import Known

    words = _WORD.findall(text, span.start, span.end)
    if not words or len(words) > _MAX_WORDS:
        return False
    bits = [int(each) for each in lexicon.look_up(words)]
    if in_capitals:
        return bool(bits[0] & Known.GIVEN) or not bits[0] & Known.FAMILY
    is_first = bits[0] & Known.GIVEN and (not bits[0] & Known.FAMILY or is_given(words[0]))
    rest = zip(bits[1:], words[1:], strict=True)
    return bool(is_first) and all(each & Known.GIVEN or len(word) == 1 for each, word in rest)
