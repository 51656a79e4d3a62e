"""Made-up short reports, some of them about a breach of a fence, for the tests of the ranker."""

from random import Random

import numpy as np

_RELEVANT = (
    "tried the locked gate in the fence",
    "cut the fence beside the pump",
    "climbed over the fence",
    "turned the camera of the gate away",
    "photographed the pump and its fence",
)
_OTHER = (
    "asked the way to the station",
    "waited for a friend at the bus stop",
    "ate lunch on the bench",
    "lost a set of keys",
    "watched the birds by the river",
    "delivered parcels to the office",
)
_PLACES = ("by the river", "near the depot", "at the north side", "behind the school")
_TIMES = ("in the morning", "late at night", "around noon", "before the shift ended")


def reports(count: int, *, seed: int = 1, share: float = 0.1) -> tuple[list[str], np.ndarray]:
    """Return texts and labels; about ``share`` of them are relevant, at least two."""
    random = Random(seed)
    labels = [1, 1, *(int(random.random() < share) for _ in range(count - 2))]
    random.shuffle(labels)
    texts = [
        f"[PERSON {number % 3 + 1}] {random.choice(_RELEVANT if label else _OTHER)} "
        f"{random.choice(_PLACES)} {random.choice(_TIMES)}. {random.choice(_OTHER).capitalize()}."
        for number, label in enumerate(labels)
    ]
    return texts, np.array(labels)
