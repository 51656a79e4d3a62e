"""Judging a ranker by the gate: held-back decisions, swapped words, probes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from functools import cache
from itertools import cycle, islice
from typing import TYPE_CHECKING

from privacy.attributes import Mention, find_mentions, mask_mentions
from privacy.redaction import redact
from sar.ranking.lessons import Lesson, digest, learn
from sar.values import frozen
from triage.audits.counterparts import Counterparts, Handling, Trial, shipped, trials
from triage.audits.gate import Evidence, Judged, Verdict, release_gate
from triage.audits.probe import Probed, planted_examples, probe
from triage.audits.swaps import Moved, measure
from triage.candidates import Candidate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sar.ranker.learned import LoadedRanker

N_AUDITED = 60
"""So many reports are audited with swapped words; with some 35 swaps that is 2,000 pairs."""

N_PROBED = 120
"""Examples of each probe; reports are used again, with another word, where there are fewer."""

CERTAINTY = 0.95


@frozen
class Judgement:
    """What the gate said of a ranker and what it saw."""

    verdict: Verdict
    evidence: Evidence = field(repr=False)
    candidate: Judged = field(repr=False)
    active: Judged = field(repr=False)


def judge(
    candidate: "LoadedRanker",
    active: "LoadedRanker | None",
    lessons: Sequence[Lesson],
    *,
    data_sha256: str,
    seed: int,
) -> Judgement:
    """Hold a ranker against the active one (None: the rules) on the reports that are held back.

    `data_sha256` and `seed` are what it says that it learned from, and what its chance began with.
    Raises AuditError if there is no decided report at all.
    """
    held_back = [each for each in lessons if each.is_held_back]
    learned = [each for each in lessons if not each.is_held_back]
    with _remembering():
        evidence = _evidence(candidate, held_back, learned, data_sha256=data_sha256, seed=seed)
    sides = (_judged(candidate, held_back), _judged(active, held_back))
    return Judgement(release_gate(*sides, evidence), evidence, *sides)


def _evidence(
    candidate: "LoadedRanker",
    held_back: Sequence[Lesson],
    learned: Sequence[Lesson],
    *,
    data_sha256: str,
    seed: int,
) -> Evidence:
    import numpy as np

    audited = [*held_back, *learned][:N_AUDITED]
    lists = shipped()
    return Evidence(
        labels=np.array([each.label for each in held_back], dtype=np.int64),
        weights=np.array([each.judges_for for each in held_back]),
        groups={
            "unit": [each.unit for each in held_back],
            "source": [each.candidate.source for each in held_back],
        },
        as_used=_moved(candidate, audited, lists, is_hidden=True),
        alone=_moved(candidate, audited, lists, is_hidden=False),
        probes=tuple(_probes(audited, lists, seed=seed)),
        handling={each.attribute: each.handling for each in lists},
        unseen_weights=_foreign(candidate, learned, data_sha256),
        seed=seed,
    )


@contextmanager
def _remembering() -> Iterator[None]:
    """Hide and read each text once while a ranker is judged, and keep none of it afterwards."""
    try:
        yield
    finally:
        hide.cache_clear()
        _mentions.cache_clear()


@cache
def hide(text: str) -> str:
    """Do to a text what happens to one on its way to a ranker."""
    return mask_mentions(redact(text).text)


def _foreign(ranker: "LoadedRanker", learned: Sequence[Lesson], data_sha256: str) -> int:
    """Count the weights that the ranker cannot have learned.

    If the decisions are still those that it learned from, learning again gives the same ranker; if
    not, at least every weight belongs to something that stands in a report.
    """
    if digest(learned) == data_sha256:
        return ranker.differing_weights(learn(learned))
    return ranker.foreign_weights([each.candidate for each in learned])


def _judged(ranker: "LoadedRanker | None", lessons: Sequence[Lesson]) -> Judged:
    import numpy as np

    if ranker is None:
        points = np.array([each.rules.points for each in lessons], dtype=np.float64)
        return Judged(points, points / 1000)
    chances = ranker.chances([each.candidate for each in lessons], [each.rules for each in lessons])
    return Judged(chances, chances)


def _moved(
    ranker: "LoadedRanker",
    audited: Sequence[Lesson],
    lists: Sequence[Counterparts],
    *,
    is_hidden: bool,
) -> tuple[Moved, ...]:
    rules = [each.rules for each in audited]
    texts = [each.text for each in audited]

    def score(versions: Sequence[str]) -> "NDArray[np.float64]":
        return 1000 * ranker.chances(_saying(audited, versions), rules)

    base = [hide(text) for text in texts] if is_hidden else texts
    return measure(score, base, _trials(texts, lists, is_hidden=is_hidden))


def _saying(reports: Sequence[Lesson], texts: Sequence[str]) -> list[Candidate]:
    """Return the reports as a ranker sees them, each with another account and the same facts."""
    return [
        replace(each.candidate, narrative=text) for each, text in zip(reports, texts, strict=True)
    ]


def _trials(
    texts: Sequence[str], lists: Sequence[Counterparts], *, is_hidden: bool
) -> Iterator[Trial]:
    for each in lists:
        yield from trials(
            texts,
            each,
            prepare=hide if is_hidden else str,
            is_meant=_is_mention if each.handling is Handling.MASKED else _anywhere,
        )


def _is_mention(text: str, start: int, end: int) -> bool:
    """Tell whether a word is about a protected attribute there; "white" of a van is not."""
    return any(each.start < end and start < each.end for each in _mentions(text))


def _anywhere(_text: str, _start: int, _end: int) -> bool:
    return True


@cache
def _mentions(text: str) -> tuple[Mention, ...]:
    return find_mentions(text)


def _probes(
    audited: Sequence[Lesson], lists: Sequence[Counterparts], *, seed: int
) -> Iterator[Probed]:
    """Probe every attribute that is hidden; the more of them, the surer each refusal must be."""
    from sar.ranker.learned import encode

    hidden = [each for each in lists if each.handling is not Handling.READ]
    level = 1 - (1 - CERTAINTY) / len(hidden)
    reports = list(islice(cycle(audited), N_PROBED))
    texts = [each.text for each in reports]
    for each in hidden:
        examples, labels = planted_examples(texts, each, prepare=hide, seed=seed)
        rows = encode(_saying(reports, examples))
        yield probe(rows, labels, attribute=each.attribute, seed=seed, level=level)
