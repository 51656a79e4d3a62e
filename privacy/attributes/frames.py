"""Made-up narratives from frames: ways to build a sentence, filled by chance with a seed."""

import re
from collections.abc import Iterator
from random import Random

PER_FRAME = 4
"""How often each frame is filled; twice as many made cross-validation no better."""

_PLACE = re.compile(r"\{(\w)\}")
_BEFORE_A_VOWEL = re.compile(r"\b([Aa]) (\[?)(?=[aeiouAEIOU])")


def fill_frames(content: str, *, seed: int) -> Iterator[str]:
    """Yield marked narratives from the frames and the lists of a file; the same for a seed."""
    head, _, body = content.partition("--\n")
    named = (line.split(" = ") for line in head.splitlines() if not line.startswith("#"))
    fillings = {name: told.split("; ") for name, told in named}
    random = Random(seed)  # noqa: S311 -- texts, no secrets
    for frame in body.splitlines():
        for _ in range(PER_FRAME):
            yield _filled(frame, fillings, random)


def _filled(frame: str, fillings: dict[str, list[str]], random: Random) -> str:
    text = _PLACE.sub(lambda place: random.choice(fillings[place[1]]), frame)
    text = _BEFORE_A_VOWEL.sub(r"\1n \2", text)
    return text[0].upper() + text[1:]
