"""The learned ranker as the application trains it, on a stream that it chose what was read of.

    python -m benchmarks.learning [--runs 4] [--reports 12000]

Reports are made up: rare and common words, some of which matter, and facts which tell much, little
or nothing of whether a report mattered. Week by week the top of the queue is read and a blind
sample of the rest (`triage.sampling`); the ranker learns from these labels alone, starting from the
rules. Measured at the end, on the reports that nobody read, against planted probabilities.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from scipy import sparse

from benchmarks.table import show
from triage import rules, sampling
from triage.audits.probe import auc
from triage.candidates import BehaviourFact, Candidate, PlacePrecision
from triage.learning import Encoder, features_of, fit, learn, standardize

STREAMS = {"facts that tell much": 1.0, "facts that tell little": 0.4, "facts that tell nothing": 0}
WEEKS = 16
READ, DRAWN = 0.2, 0.15
"""Shares: of the reports that are read, and of the reading that goes to the blind sample."""

WORDS, TELLING = 3_000, 120
BEHAVIOURS, SECTORS = 12, 8
SOURCES = ("officer_observed", "witness_named", "private_sector", "witness_anonymous")


@dataclass(frozen=True)
class Stream:
    """Reports in the order in which they came, and how likely each mattered."""

    candidates: Sequence[Candidate]
    chances: np.ndarray
    labels: np.ndarray


def main() -> None:
    """Print, for each stream, what text alone and text with facts make of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--reports", type=int, default=12_000)
    options = parser.parse_args()
    for name, strength in STREAMS.items():
        found = [run(seed, options.reports, strength) for seed in range(options.runs)]
        show(
            f"{name}; {options.reports:,} reports, {options.runs} runs "
            "(goal: error .02, observed to expected .8 to 1.25 in each fifth)",
            ("learned from", "area", "recall at 10 %", "error", "observed to expected, by fifth"),
            [(what, *_cells([each[what] for each in found])) for what in found[0]],
        )


def _cells(rows: Sequence[np.ndarray]) -> Iterator[str]:
    middle = np.mean(rows, axis=0)
    yield from (f"{each:.3f}" for each in middle[:2])
    yield f"{middle[2]:.4f}"
    yield " ".join(f"{each:.2f}" for each in middle[3:])


def run(seed: int, size: int, strength: float) -> dict[str, np.ndarray]:
    """Let one stream pass, and measure on what nobody read."""
    random = np.random.default_rng(seed)
    stream = made_up(random, size, strength)
    prior = standardize([rules.score(each).points for each in stream.candidates])
    text = Encoder().encode([each.narrative for each in stream.candidates])
    facts = sparse.csr_matrix(np.array([features_of(each) for each in stream.candidates]))
    both = sparse.hstack([text, facts], format="csr", dtype=np.float32)
    read, speaks = let_pass(random, stream, text, prior)
    unread = np.setdiff1d(np.arange(size), read)
    ways = {
        "text": (text, speaks),
        "text and facts": (both, speaks),
        "the same, all labels alike": (both, np.ones(len(read))),
    }
    found = {}
    for name, (rows, stands_for) in ways.items():
        ranker = learn(rows[read], stream.labels[read], stands_for=stands_for, prior=prior[read])
        found[name] = _measured(ranker.probabilities(rows[unread], prior[unread]), stream, unread)
    return found


def let_pass(
    random: np.random.Generator, stream: Stream, rows: sparse.csr_matrix, prior: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Read a share of what waits, week by week; return what was read, and what each speaks for."""
    size = len(stream.labels)
    arrived = np.arange(size) * WEEKS // size
    is_read, is_drawn = np.zeros(size, bool), np.zeros(size, bool)
    spared = np.zeros(size)
    many = int(READ * size / WEEKS)
    by_rank = int(many * (1 - DRAWN))
    for week in range(WEEKS):
        waiting = np.flatnonzero((arrived <= week) & ~is_read)
        scores = _scores(stream, rows, prior, np.flatnonzero(is_read))[waiting]
        order = waiting[np.argsort(-scores, kind="stable")]
        low = order[by_rank:]
        drawn = random.choice(low, min(many - by_rank, len(low)), replace=False)
        # A report that was drawn before would have been in this lot, too.
        in_lot = np.concatenate([low, np.flatnonzero(is_drawn)])
        spared[in_lot] += np.log1p(-len(drawn) / len(low))
        is_read[order[:by_rank]] = is_read[drawn] = is_drawn[drawn] = True
    read = np.flatnonzero(is_read)
    chance = np.maximum(1 - np.exp(spared[read]), sampling.LEAST_CHANCE)
    return read, np.where(is_drawn[read], 1 / chance, 1.0)


def _scores(
    stream: Stream, rows: sparse.csr_matrix, prior: np.ndarray, read: np.ndarray
) -> np.ndarray:
    """Return the order of a week: that of the rules first, then of what was learned from text."""
    labels = stream.labels[read]
    if min(labels.sum(), (1 - labels).sum()) < 5:
        return prior
    return fit(rows[read], labels, prior=prior[read]).margins(rows, prior)


def _measured(said: np.ndarray, stream: Stream, unread: np.ndarray) -> np.ndarray:
    """Return area, recall at 10 %, calibration error over ten groups, and ratios by fifth."""
    truth, labels = stream.chances[unread], stream.labels[unread]
    order = np.argsort(said, kind="stable")
    tenths = np.array_split(order, 10)
    error = sum(len(each) * abs(said[each].mean() - truth[each].mean()) for each in tenths)
    top = order[-len(order) // 10 :]
    ratios = [truth[each].sum() / said[each].sum() for each in np.array_split(order, 5)]
    return np.array(
        [auc(labels, said), labels[top].sum() / labels.sum(), error / len(said), *ratios]
    )


def made_up(random: np.random.Generator, size: int, strength: float) -> Stream:
    """Return reports; words tell as much in every stream, facts by their strength."""
    weights = np.zeros(WORDS)
    telling = random.choice(np.arange(10, 800), TELLING, replace=False)
    weights[telling] = random.normal(0.3, 1.6, TELLING)
    shares = 1 / np.arange(8, WORDS + 8)
    lengths = random.integers(15, 60, size)
    words = random.choice(WORDS, int(lengths.sum()), p=shares / shares.sum())
    owners = np.repeat(np.arange(size), lengths)
    told = np.bincount(owners, weights[words], size)
    kinds = random.integers(0, BEHAVIOURS, size)
    sectors = random.integers(0, SECTORS, size)
    sources = random.integers(0, len(SOURCES), size)
    answered = random.integers(0, 6, size)
    hours = random.integers(0, 24, size)
    linked = random.poisson(0.15, size)
    facts = (
        random.normal(0, 1.0, BEHAVIOURS)[kinds]
        + random.normal(0, 0.6, SECTORS)[sectors]
        + np.array([0.5, 0.3, 0.2, -0.8])[sources]
        + 0.25 * (answered - 2.5)
        + np.where(hours < 6, 0.7, -0.2)
        + 1.5 * np.minimum(linked, 2)
    )
    height = told + strength * facts
    chances = 1 / (1 + np.exp(np.quantile(height, 0.95) - height + 0.5))
    texts = np.split(words, np.cumsum(lengths)[:-1])
    began = datetime(2026, 1, 5, tzinfo=UTC)
    candidates = [
        Candidate(
            narrative=" ".join(word(each) for each in texts[index]),
            behaviours=(_behaviour(int(kinds[index]), int(answered[index])),),
            sector=f"S{sectors[index]}",
            source=SOURCES[sources[index]],
            occurred_at=began + timedelta(days=index % 100, hours=int(hours[index])),
            received_at=began + timedelta(days=index % 100, hours=30),
            place_precision=PlacePrecision.ADDRESS,
            has_people=bool(index % 2),
            has_vehicles=bool(index % 3),
            similar_recent=0,
            linked=int(linked[index]),
        )
        for index in range(size)
    ]
    return Stream(candidates, chances, (random.random(size) < chances).astype(np.int64))


def _behaviour(kind: int, answered: int) -> BehaviourFact:
    return BehaviourFact(
        indicator_id=f"b{kind}",
        name=f"Behaviour {kind}",
        weight=100 + 20 * kind,
        needs_information=False,
        answered=answered,
        asked=5,
    )


def word(number: int) -> str:
    """Return a made-up word of four to seven letters that tells nothing about others."""
    letters = "bcdfghklmnprstvz"
    vowels = "aeiou"
    mixed = (number * 2_654_435_761) % 2**32
    found = ""
    for _ in range(2 + mixed % 2):
        found += letters[mixed % 16] + vowels[mixed // 16 % 5]
        mixed //= 80
    return found + letters[mixed % 16] + str(number % 10)


if __name__ == "__main__":
    main()
