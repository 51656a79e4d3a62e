"""The answers of a stored report, without a word of what somebody wrote."""

from collections.abc import Mapping
from typing import Any

from indicators.unseen import Unseen

_ANSWER = "answers."


def stored_answers(
    coded: Mapping[str, Mapping[str, Any]], redacted: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Put together what is stored of the answers: codes as they are, of texts the length."""
    answers = {indicator_id: dict(given) for indicator_id, given in coded.items()}
    for path, stored in redacted.items():
        if path.startswith(_ANSWER):
            _, indicator_id, element_id = path.split(".")
            answers.setdefault(indicator_id, {})[element_id] = Unseen(original_chars(stored))
    return answers


def original_chars(stored: Mapping[str, Any]) -> int:
    """Return how long the original of a redacted text is, in code points.

    Outside of the placeholders the two are the same, and each placeholder knows the range of the
    original that it stands for.
    """
    gained = sum(
        (span["source_end"] - span["source_start"]) - (span["end"] - span["start"])
        for span in stored["spans"]
    )
    return len(stored["text"]) + int(gained)
