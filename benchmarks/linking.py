"""Near-duplicates among many reports, beside datasketch, and one report against a million.

    python -m benchmarks.linking [--reports 100000] [--edits 0.05 0.15] [--index 1000000]
                                 [--texts FILE] [--no-baseline]

Texts are invented from a seed: phrases that many reports share, and words of a large vocabulary as
unevenly frequent as those of a language. A tenth of them is told once more with a share of the
words changed, another tenth is imitated by reports of other events. FILE has one text a line
instead. The baseline is MinHash LSH of datasketch (extra `bench`) as its documentation shows it:
128 permutations of three-word shingles, threshold 0.5. Times are those of the processor.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.table import show
from triage.linking import duplicate_pairs, features_of, nearest, new_index
from triage.linking.features import NO_LIMIT, Features, joined
from triage.linking.planting import Planted, plant

VOCABULARY = 40_000
PHRASES = 400


def main() -> None:
    """Measure pairs at every share of edits, then the index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--edits", type=float, nargs="+", default=[0.05, 0.15])
    parser.add_argument("--index", type=int, default=1_000_000)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--no-baseline", action="store_true")
    options = parser.parse_args()
    texts = read(options.texts) if options.texts else invented(options.reports, seed=1)
    ways: dict[str, Callable[[Sequence[str]], Iterable[tuple[int, int]]]] = {"here": own_pairs}
    if not options.no_baseline:
        ways["datasketch"] = datasketch_pairs
    # What is imported for the first time is no part of a measurement.
    for find in ways.values():
        find(texts[:100])
    rows = []
    for edits in options.edits:
        planted = plant(texts, share=0.1, edits=edits, seed=2)
        for name, find in ways.items():
            rows.append((f"{edits:.0%} of words changed", name, *measured(planted, find)))
    show(
        f"Near-duplicates among {len(texts) * 6 // 5:,} reports",
        ("duplicates", "way", "seconds", "recall", "precision", "pairs"),
        rows,
    )
    if options.index:
        ask_index(options.index)


def read(path: Path) -> list[str]:
    """Return the lines of a file that hold anything."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def invented(count: int, *, seed: int) -> list[str]:
    """Invent texts of 4 to 12 sentences; a third of the sentences stands in many of them."""
    rng = np.random.default_rng(seed)
    words = np.array(_words(Random(seed)))
    phrases = [" ".join(words[_zipf(rng, 12)]) for _ in range(PHRASES)]
    texts = []
    for _ in range(count):
        told = words[_zipf(rng, 10 * rng.integers(3, 9))]
        sentences = [" ".join(told[at : at + 10]) for at in range(0, len(told), 10)]
        sentences += [phrases[each] for each in rng.integers(0, PHRASES, rng.integers(1, 5))]
        rng.shuffle(sentences)
        texts.append(". ".join(sentences) + ".")
    return texts


def own_pairs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Find the pairs with this project's library."""
    found = duplicate_pairs(features_of(texts))
    return list(zip(found.one.tolist(), found.other.tolist(), strict=True))


def datasketch_pairs(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Find the pairs with MinHash LSH."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    pairs = set()
    for number, sketch in enumerate(MinHash.generator(map(_shingles, texts), num_perm=128)):
        pairs.update((other, number) for other in lsh.query(sketch))
        lsh.insert(number, sketch)
    return pairs


def measured(
    planted: Planted, find: Callable[[Sequence[str]], Iterable[tuple[int, int]]]
) -> tuple[str, ...]:
    """Return the seconds, recall and precision of one way, and how many pairs it found."""
    started = time.process_time()
    found = set(find(planted.texts))
    seconds = time.process_time() - started
    hits = len(found & set(planted.duplicates))
    recall, precision = hits / len(planted.duplicates), hits / max(1, len(found))
    return f"{seconds:.1f}", f"{recall:.1%}", f"{precision:.1%}", f"{len(found):,}"


def ask_index(size: int) -> None:
    """Ask an index for what is like a report that was told once more, a hundred times."""
    texts = invented(min(size, 50_000), seed=3)
    copies = features_of(texts)
    # The words of a text are renamed for each copy of it, so that all reports differ.
    parts = [_renamed(copies, salt) for salt in range(-(-size // len(texts)))]
    features = joined(parts)
    index = new_index(range(len(features)), features)
    planted = plant(texts[:1000], share=0.1, edits=0.15, seed=4, lookalikes=0)
    times, hits = [], 0
    for row, copy in planted.duplicates:
        started = time.process_time()
        asked = features_of([planted.texts[copy]])
        found = nearest(index, asked, limit=5)
        times.append(time.process_time() - started)
        hits += bool(found) and found[0].key == row
    median, high = np.median(times) * 1000, np.quantile(times, 0.99) * 1000
    show(
        f"One report against {len(index):,}",
        ("median ms", "p99 ms", "found first"),
        [(f"{median:.1f}", f"{high:.1f}", f"{hits} of {len(planted.duplicates)}")],
    )


def _renamed(features: Features, salt: int) -> Features:
    if salt == 0:
        return features
    rows = np.repeat(np.arange(len(features)), np.diff(features.starts))
    # Every second number stays, so that something is common to all copies.
    is_changed = features.numbers // 2 % 2 == 1
    salted = features.numbers ^ np.uint32(salt << 8)
    changed = np.where(is_changed, salted, features.numbers)
    order = np.lexsort((changed, rows))
    limits = np.full(len(features), NO_LIMIT)
    return Features(features.starts, changed[order], limits)


def _words(rng: Random) -> list[str]:
    parts = re.findall("..", "bacedifogulamenirotusavepilokateganmorildus")
    return ["".join(rng.choices(parts, k=rng.randint(1, 4))) for _ in range(VOCABULARY)]


def _zipf(rng: np.random.Generator, count: int) -> np.ndarray:
    return np.minimum(rng.zipf(1.25, count), VOCABULARY) - 1


def _shingles(text: str) -> list[bytes]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[at : at + 3]).encode() for at in range(max(1, len(words) - 2))]


if __name__ == "__main__":
    main()
