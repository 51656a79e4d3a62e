"""A backlog of a million reports: from text to scores, and put in order again from cached features.

    python -m benchmarks.backlog [--reports 1000000]

Accounts are made up, of 20 to 60 words. They are kept as words and pairs (triage.learning.Backlog),
so that a ranker that learned meanwhile needs one small product. The baseline is whole rows, scored
as a single report is. Run it with OPENBLAS_NUM_THREADS=1: it counts one core.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.learning import WORDS, word
from benchmarks.table import show
from triage.learning import Backlog, Encoder, fit

CHUNK = 20_000
BASELINE = 5
"""Chunks that are scored as whole rows, too; it takes longer, and every chunk takes as long."""
LEARNED = 2_000


def main() -> None:
    """Print seconds of processor time and of the clock for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    size = parser.parse_args().reports
    first = next(accounts(LEARNED))
    labels = np.random.default_rng(2).random(LEARNED) < 0.1
    ranker = fit(Encoder().encode(first), labels.astype(np.int64))
    backlog, encoder, whole = Backlog(ranker.terms), Encoder(), []
    reading, rows_scored = (0.0, 0.0), (0.0, 0.0)
    for number, texts in enumerate(accounts(size)):
        _, taken = timed(lambda texts=texts: backlog.add(texts))
        reading = added(reading, taken)
        if number < BASELINE:
            scores, taken = timed(lambda texts=texts: ranker.margins(encoder.encode(texts)))
            rows_scored = added(rows_scored, taken)
            whole.append(scores)
    order, again = timed(lambda: backlog.order(ranker))
    sample = np.concatenate(whole)
    assert np.allclose(backlog.margins(ranker)[: len(sample)], sample, atol=1e-5)
    assert len(order) == size
    per_report = backlog.numbers / size
    share = len(sample) / size
    spent = {
        "whole rows, from text": tuple(each / share for each in rows_scored),
        "kept, from text": reading,
        "put in order again": again,
    }
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(
        f"{size:,} reports, {per_report:.0f} numbers each, {megabytes:,.0f} MB in all "
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


def timed(work: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """Return what `work` gives, with its processor time and time by the clock, in seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, (time.process_time() - cpu, time.perf_counter() - wall)


def added(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Add up two times."""
    return one[0] + other[0], one[1] + other[1]


if __name__ == "__main__":
    main()
