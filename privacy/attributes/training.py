"""Train the linear models: `python -m privacy.attributes.training` writes their weights anew.

First what finds words that no list holds (`unlisted.json`), then what tells the roles of what is
found (`weights.json`). The roles are learned from `narratives.txt` and what is made of
`frames.txt`, masked, so that they never meet a word of the lists. The same narratives, frames and
rules give the same files.
"""

import json
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from privacy.attributes import unlisted, unlisted_training
from privacy.attributes.finding import read_phrases
from privacy.attributes.frames import fill_frames
from privacy.attributes.mentions import Role
from privacy.attributes.narratives import Marked, parse_narratives

SEED = 1
LEAST_OCCURRENCES = 3
INVERSE_STRENGTH = 0.2
"""The inverse of the strength of regularization, chosen by cross-validation."""


def train(content: str) -> dict[str, object]:
    """Fit the model to marked narratives and return what `weights.json` holds."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    examples = [each for marked in parse_narratives(content) for each in _examples(marked)]
    counts = Counter(feature for features, _ in examples for feature in features)
    kept = [
        {name: 1 for name in sorted(features) if counts[name] >= LEAST_OCCURRENCES}
        for features, _ in examples
    ]
    vectorizer = DictVectorizer()
    seen = vectorizer.fit_transform(kept)
    # Liblinear takes short indices only; it is ten times as fast as a fit of all roles at once.
    seen.indices, seen.indptr = seen.indices.astype("int32"), seen.indptr.astype("int32")
    one = LogisticRegression(
        C=INVERSE_STRENGTH, solver="liblinear", tol=0.01, class_weight="balanced", random_state=SEED
    )
    model = OneVsRestClassifier(one).fit(seen, [role.value for _, role in examples])
    weights_by_role = [each.coef_[0] for each in model.estimators_]
    table = {"bias": [each.intercept_[0] for each in model.estimators_]} | dict(
        zip(vectorizer.feature_names_, zip(*weights_by_role, strict=True), strict=True)
    )
    weights = {name: [round(float(each) * 1000) for each in row] for name, row in table.items()}
    return {
        "roles": list(model.classes_),
        "weights": {name: row for name, row in weights.items() if any(row)},
    }


def written() -> str:
    """Return the marked narratives that were written by hand."""
    return files("privacy.attributes").joinpath("narratives.txt").read_text("utf-8")


def narratives() -> str:
    """Return the marked narratives that the shipped roles were learned from."""
    frames = files("privacy.attributes").joinpath("frames.txt").read_text("utf-8")
    return "\n".join((written(), *fill_frames(frames, seed=SEED)))


def _examples(marked: Marked) -> Iterator[tuple[frozenset[str], Role]]:
    for phrase in read_phrases(marked.text):
        for start, end, role in marked.marks:
            if phrase.start < end and phrase.end > start:
                yield phrase.features, role
                break


def main() -> None:
    """Write the weights beside this module, those of finding before those of roles."""
    _write(unlisted.FILE, unlisted_training.train(written()))
    unlisted.forget()
    _write("weights.json", train(narratives()))


def _write(name: str, content: dict[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    Path(__file__).with_name(name).write_text(text.replace('],"', '],\n"') + "\n")


if __name__ == "__main__":
    main()
