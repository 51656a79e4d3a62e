"""What a foreign label means in our kinds: the table `labels.txt`, and an agency's additions."""

from collections.abc import Mapping
from importlib.resources import files

from privacy.errors import EvaluationError
from privacy.spans import Kind

Labels = Mapping[str, frozenset[Kind]]
"""Label (upper case) to the kinds that count as it; no kinds means that it is left out."""

LEFT_OUT: frozenset[Kind] = frozenset()


def shipped_labels() -> dict[str, frozenset[Kind]]:
    """Load the table; each of our own kinds is a label too, so our own files need no table."""
    own = {kind.value.upper(): frozenset({kind}) for kind in Kind}
    text = files("privacy.evaluation").joinpath("labels.txt").read_text("utf-8")
    return own | parse_labels(text, name="labels.txt")


def parse_labels(text: str, *, name: str) -> dict[str, frozenset[Kind]]:
    """Read lines "LABEL kind kind" or "LABEL -"; EvaluationError names every bad one."""
    labels: dict[str, frozenset[Kind]] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        label, *kinds = line.split("#")[0].split() or [""]
        unknown = set(kinds) - {"-", *Kind}
        if label and (unknown or not kinds):
            problems.append(f"{name}, line {number}: write a label and then our kinds, or -.")
        elif label:
            labels[label.upper()] = frozenset(Kind(kind) for kind in kinds if kind != "-")
    if problems:
        raise EvaluationError([*problems, f"Our kinds are: {', '.join(sorted(Kind))}."])
    return labels
