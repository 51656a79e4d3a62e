"""The learned ranker beside ASReview: simulated reviews of labelled CSV files.

    python -m benchmarks.triage FILE... [--python PROGRAM] [--seeds 1 2] [--batch 1] [--cold]

Both read the same texts from the same start in the same batches. PROGRAM is a Python that has
ASReview. Differences are ours less ASReview's, with an interval at 95 % from 2,000 bootstrap
samples of the files. Where `FILE.topic` stands beside a file, lines of words of its topic, a cold
start from these words alone is measured too, beside an order by chance and one by how many of the
words a text has, and ASReview, which reads by chance until it knows a text of each kind (mean of
the starts). The files are not in this repository. Parameters were chosen on descriptions of
software packages, glosses of a dictionary and definitions of symptoms;
systematic reviews, crisis messages and police texts were kept for judging.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.table import show
from triage.evaluation import Evaluation, Plan, evaluate, measure_order
from triage.evaluation.baseline import evaluate_asreview
from triage.evaluation.tables import Columns, read_table
from triage.learning.encoding import tokens

FIGURES = ("recall 5 %", "10 %", "20 %", "work saved", "discovery", "CPU ratio", "MB")
SAMPLES = 2_000


def main() -> None:
    """Print a line per file and start, and the mean difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--cold", action="store_true", help="measure cold starts alone")
    options = parser.parse_args()
    if not options.cold:
        _review(options)
    topics = [file for file in options.files if _topic(file).is_file()]
    if topics:
        names = ("", "by chance", "words alone", "ASReview", "ours", "first relevant at")
        rows = [_cold(file, options) for file in topics]
        show("cold start: recall when 5 % are read", names, rows)


def _review(options: argparse.Namespace) -> None:
    """Print both reviews of each file from each start, and the mean difference."""
    rows, differences, ratios = [], [], []
    for file in options.files:
        table = read_table(file.read_bytes(), Columns())
        own = []
        for seed in options.seeds:
            plan = Plan(batch=options.batch, seed=seed)
            ours = evaluate(table.texts, table.labels, plan=plan)
            theirs = evaluate_asreview(table.texts, table.labels, plan=plan, python=options.python)
            own.append(_difference(ours, theirs))
            ratios.append(theirs.cpu_seconds / max(ours.cpu_seconds, 0.01))
            rows.append((f"{file.stem} {seed}", *_cells(ours, theirs)))
        differences.append(np.mean(own, axis=0))
    show("ours / ASReview", ("", *FIGURES), rows)
    names = ("recall 5 %", "recall 10 %", "recall 20 %", "work saved", "discovery")
    show("ours less ASReview, over files", ("", "mean", "from", "to"), _means(names, differences))
    print(f"CPU ratio: median {np.median(ratios):.1f}, least {min(ratios):.1f}")


def _topic(file: Path) -> Path:
    return file.with_suffix(".topic")


def _cold(file: Path, options: argparse.Namespace) -> Sequence[str]:
    """Measure a review that starts with no label, only with words of the topic."""
    table = read_table(file.read_bytes(), Columns())
    lines = tuple(_topic(file).read_text(encoding="utf-8").splitlines())
    truth = np.array(table.labels)
    most = math.ceil(0.05 * len(truth))
    plan = Plan(is_cold=True, prior_texts=lines, most=most)
    ours = evaluate(table.texts, truth, plan=plan)
    theirs = [
        evaluate_asreview(
            table.texts, truth, plan=Plan(is_cold=True, most=most, seed=seed), python=options.python
        ).discovery.recalls[0]
        for seed in options.seeds
    ]
    words = {each for line in lines for each in tokens(line) if len(each) > 3}
    having = np.array([len(words.intersection(tokens(text))) for text in table.texts])
    by_words = np.lexsort((np.random.default_rng(1).random(len(truth)), -having))
    first = int(np.flatnonzero(truth[list(ours.order)])[0]) + 1
    recalls = (
        0.05,
        measure_order(truth[by_words]).recalls[0],
        np.mean(theirs),
        ours.discovery.recalls[0],
    )
    return (file.stem, *(f"{each:.2f}" for each in recalls), str(first))


def _difference(ours: Evaluation, theirs: Evaluation) -> Sequence[float]:
    return [one - other for one, other in zip(_figures(ours), _figures(theirs), strict=True)]


def _figures(result: Evaluation) -> Sequence[float]:
    found = result.discovery
    return (*found.recalls, found.work_saved, found.time_to_discovery)


def _cells(ours: Evaluation, theirs: Evaluation) -> Sequence[str]:
    pairs = zip(_figures(ours), _figures(theirs), strict=True)
    ratio = theirs.cpu_seconds / max(ours.cpu_seconds, 0.01)
    return (
        *(f"{one:.3f} / {other:.3f}" for one, other in pairs),
        f"{ratio:.1f}",
        f"{ours.peak_megabytes or 0:.0f} / {theirs.peak_megabytes or 0:.0f}",
    )


def _means(names: Sequence[str], differences: Sequence[Sequence[float]]) -> list[Sequence[str]]:
    random = np.random.default_rng(1)
    values = np.array(differences)
    picks = random.integers(0, len(values), (SAMPLES, len(values)))
    low, high = np.quantile(values[picks].mean(axis=1), (0.025, 0.975), axis=0)
    return [
        (name, f"{mean:+.4f}", f"{least:+.4f}", f"{most:+.4f}")
        for name, mean, least, most in zip(names, values.mean(axis=0), low, high, strict=True)
    ]


if __name__ == "__main__":
    main()
