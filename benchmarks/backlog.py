"""A backlog of a million reports: from text to scores, and put in order again from cached features.

    python -m benchmarks.backlog [--reports 1000000]

Accounts are made up, of 20 to 60 words. Features are kept in memory as they are weighed, so that a
ranker that learned meanwhile needs one product. The baseline is scoring from features that are not
weighed, as a single report is scored. Run it with OPENBLAS_NUM_THREADS=1: it counts one core.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.learning import WORDS, word
from benchmarks.table import show
from triage.learning import Encoder, fit

CHUNK = 20_000
LEARNED = 2_000


def main() -> None:
    """Print seconds of processor time and of the clock for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    size = parser.parse_args().reports
    first = next(accounts(LEARNED))
    labels = np.random.default_rng(2).random(LEARNED) < 0.1
    ranker = fit(Encoder().encode(first), labels.astype(np.int64))
    encoder, kept, margins = Encoder(), [], []
    spent = {"made from text": (0.0, 0.0), "scored as they come": (0.0, 0.0)}
    for texts in accounts(size):
        rows, taken = timed(lambda texts=texts: encoder.encode(texts))
        spent["made from text"] = added(spent["made from text"], taken)
        scores, taken = timed(lambda rows=rows: ranker.margins(rows))
        spent["scored as they come"] = added(spent["scored as they come"], taken)
        margins.append(scores)
        kept.append(ranker.terms.weigh(rows))

    def put_in_order() -> np.ndarray:
        found = np.concatenate([rows @ ranker.weights for rows in kept])
        return np.argsort(-found, kind="stable")

    order, spent["put in order again"] = timed(put_in_order)
    best = np.concatenate(margins)
    assert np.isclose(best[order[0]], best.max(), atol=1e-4)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    per_report = sum(rows.nnz for rows in kept) / size
    show(
        f"{size:,} reports, {per_report:.0f} features each, {megabytes:,.0f} MB in all "
        "(goals at a million: 60 s from text, 0.3 s again)",
        ("", "CPU seconds", "seconds", "reports per CPU second"),
        [
            (name, f"{cpu:.2f}", f"{wall:.2f}", f"{size / max(cpu, 1e-6):,.0f}")
            for name, (cpu, wall) in spent.items()
        ],
    )


def accounts(size: int) -> Iterator[list[str]]:
    """Yield accounts in chunks, the same in every run."""
    random = np.random.default_rng(1)
    words = np.array([word(each) for each in range(WORDS)])
    shares = 1 / np.arange(8, WORDS + 8)
    for start in range(0, size, CHUNK):
        lengths = random.integers(20, 60, min(CHUNK, size - start))
        drawn = words[random.choice(WORDS, int(lengths.sum()), p=shares / shares.sum())]
        yield [" ".join(each) for each in np.split(drawn, np.cumsum(lengths)[:-1])]


def timed(work: Callable[[], object]) -> tuple[object, tuple[float, float]]:
    """Return what `work` gives, with its processor time and time by the clock, in seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, (time.process_time() - cpu, time.perf_counter() - wall)


def added(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Add up two times."""
    return one[0] + other[0], one[1] + other[1]


if __name__ == "__main__":
    main()
