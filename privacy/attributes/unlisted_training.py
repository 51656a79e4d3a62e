"""Train the models of `unlisted` from marked narratives; `training` does so before it trains roles.

Each word of a narrative is an example: it is marked, or it is not. What the lists find beside the
marks is none. The same narratives and lists give the same weights.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from privacy.attributes.finding import read_listed
from privacy.attributes.mentions import Attribute
from privacy.attributes.narratives import Marked, parse_narratives
from privacy.attributes.unlisted import (
    EDGE,
    FOUND,
    OFFSETS,
    WHOLE,
    doubtful_features,
    features_of,
    free_tokens,
    units_of,
)

SEED = 1
LEAST_OCCURRENCES = 3
INVERSE_STRENGTH = 0.5
"""The inverse of the strength of regularization, chosen on narratives by two other writers."""

NAMED = 5
"""How many found phrases one counts for of which a person said what it is about: those that are
looked for are like it. Chosen by fourfold cross-validation: .68 of them are told right, .65 with 1.
"""

SMALLEST = 5
"""Hundredths below which all weights of a feature are left out."""

_Name = TypeVar("_Name", str, tuple[str, int])


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands for each word and for each unit; which words are judged, and if marked.

    `units` has the unit of each word; `told` is what the lists found, and what a person named,
    with its attribute.
    """

    own: tuple[Sequence[str], ...]
    units: tuple[int, ...]
    beside: tuple[Sequence[str], ...]
    judged: tuple[tuple[int, bool], ...]
    told: tuple[tuple[tuple[str, ...], Attribute], ...]


def train(content: str) -> dict[str, object]:
    """Fit both models to marked narratives and return what `unlisted.json` holds."""
    lines = [_line(marked) for marked in parse_narratives(content)]
    bias, finds = _fit_finding(lines)
    attributes, tells = _fit_attributes([each for line in lines for each in line.told])
    return {"bias": bias, "finds": finds, "attributes": attributes, "tells": tells}


def _line(marked: Marked) -> _Line:
    tokens, listed = read_listed(marked.text)
    is_free = free_tokens(len(tokens), listed)
    ranges = [(start, end) for start, end, _ in marked.marks]
    judged = []
    for place, token in enumerate(tokens):
        is_marked = _is_in(token.start, token.end, ranges)
        if is_marked or (is_free[place] and not _is_in(token.start, token.end, marked.left_out)):
            judged.append((place, is_marked))
    words = tuple(token.word for token in tokens)
    told = [
        (words[each.first : each.last], each.attribute)
        for each in listed.found
        if _is_in(tokens[each.first].start, tokens[each.last - 1].end, ranges)
    ]
    for start, end, attribute in marked.told:
        inside = [token.word for token in tokens if start <= token.start < end]
        told += [(tuple(inside), attribute)] * NAMED
    own = [
        doubtful_features(listed.doubtful[place])
        if free and place in listed.doubtful
        else features_of(word)
        for place, (word, free) in enumerate(zip(words, is_free, strict=True))
    ]
    units = units_of(is_free)
    beside: list[Sequence[str]] = [(FOUND,)] * (units[-1] + 1)
    for place, unit in enumerate(units):
        if is_free[place]:
            beside[unit] = own[place]
    return _Line(tuple(own), tuple(units), tuple(beside), tuple(judged), tuple(told))


def _is_in(start: int, end: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and last > start for first, last in ranges)


def _fit_finding(lines: Sequence[_Line]) -> tuple[int, dict[str, list[int]]]:
    examples = [(list(_seen(line, place)), yes) for line in lines for place, yes in line.judged]
    intercept, weights = _fit([names for names, _ in examples], [yes for _, yes in examples])
    table: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(OFFSETS))
    for (feature, step), weight in weights.items():
        table[feature][step] = weight
    return intercept, {
        feature: row for feature, row in table.items() if max(map(abs, row)) >= SMALLEST
    }


def _seen(line: _Line, place: int) -> Iterator[tuple[str, int]]:
    """Yield the features of a word and the units around it, each with the number of its offset."""
    for step, offset in enumerate(OFFSETS):
        other = line.units[place] + offset
        if not offset:
            features = line.own[place]
        elif 0 <= other < len(line.beside):
            features = line.beside[other]
        else:
            features = (EDGE,)
        yield from ((feature, step) for feature in features)


def _fit_attributes(
    told: Sequence[tuple[tuple[str, ...], Attribute]],
) -> tuple[list[str], dict[str, list[int]]]:
    """Fit one model per attribute to what the lists found."""
    attributes = sorted({attribute for _, attribute in told})
    names = [[feature for word in words for feature in features_of(word)] for words, _ in told]
    table: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(attributes))
    for number, attribute in enumerate(attributes):
        bias, weights = _fit(names, [each == attribute for _, each in told])
        for feature, weight in {"bias": bias, **weights}.items():
            table[feature][number] = weight
    return [each.value for each in attributes], dict(table)


def _fit(names: Sequence[Sequence[_Name]], answers: Sequence[bool]) -> tuple[int, dict[_Name, int]]:
    """Fit yes and no to the features of examples; return the bias and the weights in hundredths."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for each in names for name in each)
    kept = {
        name: number
        for number, name in enumerate(
            name for name, count in counts.items() if count >= LEAST_OCCURRENCES
        )
    }
    columns: list[list[int]] = [
        [kept[name] for name in dict.fromkeys(each) if name in kept] for each in names
    ]
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    places = np.fromiter((place for each in columns for place in each), dtype=np.int32)
    seen = csr_matrix((np.ones(len(places)), places, starts), shape=(len(names), len(kept)))
    model = LogisticRegression(
        C=INVERSE_STRENGTH, solver="liblinear", tol=0.01, random_state=SEED
    ).fit(seen, answers)
    weights = dict(zip(kept, (round(float(each) * WHOLE) for each in model.coef_[0]), strict=True))
    return round(float(model.intercept_[0]) * WHOLE), weights
