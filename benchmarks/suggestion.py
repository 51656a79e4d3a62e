"""Suggestion of behaviours: how often the right one is among the first, on narratives it never saw.

    python -m benchmarks.suggestion [--split dev unseen public] [--set FILE] [--without-phrases]

The narratives are invented and stand in tests/indicators/suggestion_cases.jsonl. Those of the
split "dev" were used to choose the weights; those of "unseen" were written before there was
anything to tune, and nobody looked at what is missed there. "public" are the cases of the
demonstration (sar/demo/cases.json): paraphrases of reports that became public, not made for this.

Two baselines in the same run: the cosine of TF-IDF vectors (scikit-learn, English stop words) on
the same texts of the set, and always the three behaviours that are most frequent in the split.
Intervals are Wilson's, at 95 %.
"""

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.table import show
from indicators.definitions import DefinitionSet
from indicators.loading import load_set, shipped_sets
from indicators.matching import learn, suggest, texts_of

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "indicators" / "suggestion_cases.jsonl"
PUBLIC_CASES = ROOT / "sar" / "demo" / "cases.json"
Z = 1.959964
"""The 97.5 % point of the normal distribution."""

Ranker = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text, and the NIEM codes of the behaviours that it may be filed under; none fits none."""

    text: str
    behaviours: tuple[str, ...]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", nargs="+", default=["dev", "unseen", "public"])
    parser.add_argument("--set", dest="what", help="a file; else the newest shipped set")
    parser.add_argument("--without-phrases", action="store_true")
    options = parser.parse_args()
    definition_set = load_set(options.what) if options.what else shipped_sets()[-1]
    if options.without_phrases:
        bare = tuple(replace(each, phrases=()) for each in definition_set.indicators)
        definition_set = replace(definition_set, indicators=bare)
    print(f"{definition_set.set_id} {definition_set.version}")
    for split in options.split:
        narratives = _public_cases() if split == "public" else _narratives(split)
        judge(split, narratives, definition_set)


def judge(name: str, narratives: Sequence[Narrative], definition_set: DefinitionSet) -> None:
    """Print recall beside the baselines, per behaviour, and what is said when nothing fits."""
    fitting = [each for each in narratives if each.behaviours]
    rankers = {
        "suggestion": suggestion(definition_set),
        "TF-IDF cosine": tfidf(definition_set),
        "most frequent": most_frequent(fitting),
    }
    ranked = {who: [ranker(each.text) for each in fitting] for who, ranker in rankers.items()}
    rows = [
        (who, *(_recall(fitting, found, first=first) for first in (1, 3)))
        for who, found in ranked.items()
    ]
    show(
        f"{name}: {len(fitting)} narratives that fit a behaviour",
        ("", "top-1 recall", "top-3 recall"),
        rows,
    )
    per_behaviour = []
    for code in dict.fromkeys(each.behaviours[0] for each in fitting):
        own = [index for index, each in enumerate(fitting) if each.behaviours[0] == code]
        some = [fitting[index] for index in own]
        found = [[ranked[who][index] for index in own] for who in ranked]
        per_behaviour.append((code, *(_recall(some, each, first=3) for each in found)))
    show(f"{name}: top-3 recall per behaviour", ("", *ranked), per_behaviour)
    _show_others(name, narratives, rankers["suggestion"])


def suggestion(definition_set: DefinitionSet) -> Ranker:
    """Return what the toolkit suggests."""
    matcher = learn(definition_set)
    codes = {each.indicator_id: each.niem_code for each in definition_set.indicators}
    return lambda text: [codes[each.indicator_id] for each in suggest(text, matcher)]


def tfidf(definition_set: DefinitionSet) -> Ranker:
    """Return the three behaviours whose texts are nearest."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    codes = [each.niem_code for each in definition_set.indicators]
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    known = vectorizer.fit_transform(
        " ".join(text for weight, text in texts_of(each) if weight)
        for each in definition_set.indicators
    )

    def rank(text: str) -> list[str]:
        near = (vectorizer.transform([text]) @ known.T).toarray()[0]
        order = sorted(range(len(codes)), key=lambda index: -near[index])
        return [codes[index] for index in order[:3]]

    return rank


def most_frequent(narratives: Sequence[Narrative]) -> Ranker:
    """Return the same three for every text: those that occur most often in these narratives."""
    counts = Counter(each.behaviours[0] for each in narratives)
    first = [code for code, _ in counts.most_common(3)]
    return lambda text: first  # noqa: ARG005  it does not read the text


def interval(hits: int, total: int) -> tuple[float, float]:
    """Give Wilson's interval at 95 % for a share (Wilson 1927)."""
    share, square = hits / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    spread = math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    half = Z * spread / (1 + square / total)
    return middle - half, middle + half


def _recall(narratives: Sequence[Narrative], ranked: Sequence[Sequence[str]], *, first: int) -> str:
    pairs = zip(narratives, ranked, strict=True)
    hits = sum(not set(found[:first]).isdisjoint(each.behaviours) for each, found in pairs)
    low, high = interval(hits, len(narratives))
    return f"{hits / len(narratives):.3f} [{low:.2f}, {high:.2f}]"


def _show_others(name: str, narratives: Sequence[Narrative], ranker: Ranker) -> None:
    others = [each for each in narratives if not each.behaviours]
    silent = sum(not ranker(each.text) for each in others)
    times = []
    for each in narratives:
        started = time.perf_counter()
        ranker(each.text)
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    print(f"\n{name}: “nothing fits” for {silent} of {len(others)} narratives that fit nothing")
    print(f"{name}: {times[len(times) // 2]:.2f} ms per narrative (median), {times[-1]:.2f} most")


def _narratives(split: str) -> list[Narrative]:
    lines = CASES.read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] == split]
    return [Narrative(row["text"], tuple(row["behaviours"])) for row in rows]


def _public_cases() -> list[Narrative]:
    cases = json.loads(PUBLIC_CASES.read_text("utf-8"))["cases"]
    return [
        Narrative(
            each["narrative"], () if each.get("is_wrongly_ticked") else tuple(each["behaviours"])
        )
        for each in cases
    ]


if __name__ == "__main__":
    main()
