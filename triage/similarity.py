"""Links between reports: same vehicle, same place, same behaviour, similar wording.

The wording is compared by the cosine of hashed words and word pairs (scikit-learn's
``HashingVectorizer``, its English stop words left out), on redacted text only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from triage.placeholders import PLACEHOLDER

N_FEATURES = 2**20

# Likeness of two reports that share nothing but this; this project's judgement. A shared vehicle
# is rare and telling, a shared place is common, a shared behaviour says little by itself.
_SAME_VEHICLE = 0.8
_SAME_PHONE = 0.7
_SAME_PLACE = 0.4
_SAME_BEHAVIOUR = 0.1

# Below the first the wording counts for nothing; from the second on it is called much the same.
_SOME_WORDING = 0.3
_MUCH_WORDING = 0.6


@dataclass(frozen=True, slots=True)
class Trace:
    """What is compared of a report; nothing in it can be read by a person.

    Attributes
    ----------
    key : str
        The report's id.
    fingerprint : tuple of int
        See :func:`fingerprint`.
    indicator_ids : frozenset of str
        The behaviours that the report names.
    places, vehicles, phones : frozenset of str
        Opaque tokens that are equal when the place, the vehicle or the number is; pass keyed
        hashes, never a plate.
    """

    key: str
    fingerprint: tuple[int, ...]
    indicator_ids: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    vehicles: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A report that resembles another.

    Attributes
    ----------
    likeness : float
        In [0, 1]; 1 means the same words, which a shared place or vehicle alone never reaches.
    reasons : tuple of str
        Why, the most telling first; plain words without a quote; never empty.
    """

    key: str
    likeness: float
    reasons: tuple[str, ...]


def fingerprint(redacted_text: str) -> tuple[int, ...]:
    """Return the sorted numbers, each in [0, 2**20), of the words and word pairs of a text.

    Placeholders such as ``[PERSON 1]``, case and accents make no difference. An empty text gives
    an empty fingerprint, which resembles nothing. Store it with the report and destroy it with
    the report: who holds one can test whether a guessed word occurs.
    """
    row = _vectorizer().transform([PLACEHOLDER.sub(" ", redacted_text)])
    return tuple(sorted(int(index) for index in row.indices))


def similar(one: Trace, others: Sequence[Trace], *, limit: int) -> list[Match]:
    """Return the at most ``limit`` reports that most resemble ``one``, most alike first.

    A report that shares only a behaviour is no match, nor is ``one`` itself (the same key). Equal
    likeness is ordered by key, so that the answer never depends on the order of ``others``.
    """
    others = [other for other in others if other.key != one.key]
    wordings = _cosines(one.fingerprint, [other.fingerprint for other in others])
    matches = [
        match
        for other, wording in zip(others, wordings, strict=True)
        if (match := _match(one, other, wording)) is not None
    ]
    return sorted(matches, key=lambda match: (-match.likeness, match.key))[:limit]


def _match(one: Trace, other: Trace, wording: float) -> Match | None:
    ties: list[tuple[float, str]] = []
    if one.vehicles & other.vehicles:
        ties.append((_SAME_VEHICLE, "Same vehicle"))
    if one.phones & other.phones:
        ties.append((_SAME_PHONE, "Same phone number"))
    if wording >= _SOME_WORDING:
        much = wording >= _MUCH_WORDING
        ties.append((wording, f"{'Much' if much else 'Some'} of the wording is alike"))
    if one.places & other.places:
        ties.append((_SAME_PLACE, "Same place"))
    if not ties:
        return None
    if one.indicator_ids & other.indicator_ids:
        ties.append((_SAME_BEHAVIOUR, "Same behavior"))
    unlike = 1.0
    for likeness, _ in ties:
        unlike *= 1.0 - likeness
    ties.sort(key=lambda tie: -tie[0])
    return Match(other.key, 1.0 - unlike, tuple(reason for _, reason in ties))


def _cosines(one: tuple[int, ...], others: Sequence[tuple[int, ...]]) -> list[float]:
    """Compare one set of numbers with many: shared numbers over the root of both sizes."""
    mine = set(one)
    return [
        len(mine.intersection(other)) / (len(mine) * len(other)) ** 0.5 if mine and other else 0.0
        for other in others
    ]


@lru_cache(maxsize=1)
def _vectorizer() -> Any:
    """Open the one door to scikit-learn, on first use because the import takes about a second."""
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        n_features=N_FEATURES,
        ngram_range=(1, 2),
        stop_words="english",
        strip_accents="unicode",
        binary=True,
        alternate_sign=False,
        norm=None,
    )
