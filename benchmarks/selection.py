"""What reading by rank hides: calibration, stopping, bounds and a stream of 90 days, simulated.

    python -m benchmarks.selection [--runs 200] [calibration stopping stream]

The truth is planted, so every promise can be counted. The baseline of calibration is a straight
line fitted to what was read, all labels alike; that of stopping is the hypergeometric test alone
(Callaghan and Müller-Hansen 2020) and whoever knows the truth.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import show
from triage import sampling, stopping
from triage.calibration import fit_calibration
from triage.estimates import Draw, missed

Numbers = NDArray[np.float64]
Row = tuple[object, ...]

# How likely a report matters, by a margin that is normally distributed.
TRUTHS: dict[str, Callable[[Numbers], Numbers]] = {
    "straight": lambda z: 1 / (1 + np.exp(4.5 - 1.5 * z)),
    "with a floor": lambda z: 0.003 + 0.7 / (1 + np.exp(5 - 3 * z)),
    "that levels off": lambda z: 0.45 / (1 + np.exp(3.5 - 2.5 * z)),
    "that is bent": lambda z: 1 / (1 + np.exp(2.5 - np.where(z > 1, 3 * (z - 1), 0.7 * (z - 1)))),
}
# How far apart what matters stands from the rest, in standard deviations, and which share of it
# the order does not see at all.
ORDERS = {
    "great": (3.5, 0.0),
    "good": (2.5, 0.0),
    "blind to a tenth": (3.0, 0.1),
    "blind to a fifth": (2.5, 0.2),
    "no better than chance": (0.0, 0.0),
}
BACKLOGS = ((2_000, 40), (2_000, 150), (6_000, 60))


def main() -> None:
    """Run what is named, all of it by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["calibration", "stopping", "stream"])
    parser.add_argument("--runs", type=int, default=200)
    options = parser.parse_args()
    if "calibration" in options.what:
        show(
            "Calibration on what nobody read; 20 % read from the top, 3 % of the rest "
            "(goal: error .02, observed to expected .8 to 1.25 in each fifth)",
            ("truth", "read by", "error", "95th", "line alone", "observed to expected, by fifth"),
            list(calibration(options.runs)),
        )
    if "stopping" in options.what:
        show(
            "Stopping at 95 % recall (goal: true in 95 % of runs, 60 % read)",
            ("order", "backlog", "mattering", "true", "read", "exact alone", "read", "oracle"),
            list(stops(options.runs)),
        )
    if "stream" in options.what:
        show(
            "A stream of 90 days with capacity for a fifth (goal: the bound holds in 95 %)",
            ("runs", "bound holds", "least chance", "missed", "bound", "not read or drawn"),
            [stream(options.runs)],
        )


def calibration(runs: int, size: int = 20_000) -> Iterator[Row]:
    """Fit and compare with the planted truth."""
    for name, truth in TRUTHS.items():
        for hint, label in ((0.0, "this margin"), (0.3, "another score")):
            errors, lines, ratios = [], [], []
            for seed in range(runs // 4):
                random = np.random.default_rng(seed)
                z = random.standard_normal(size)
                chance = truth(z)
                noise = random.standard_normal(size)
                seen = z + hint * noise
                read = np.where(seen >= np.quantile(seen, 0.8), 1.0, 0.03)
                known = random.random(size) < read
                labels = random.random(size) < chance
                curve = fit_calibration(z[known], labels[known], weights=1 / read[known])
                line = np.polynomial.polynomial.polyfit(z[known], labels[known], 1)
                unread = curve.probabilities(z[~known])
                naive = np.clip(np.polynomial.polynomial.polyval(z[~known], line), 0, 1)
                errors.append(off_by(unread, chance[~known]))
                lines.append(off_by(naive, chance[~known]))
                parts = np.array_split(np.argsort(unread), 5)
                ratios.append([chance[~known][p].sum() / unread[p].sum() for p in parts])
            middle = " ".join(f"{each:.2f}" for each in np.median(ratios, axis=0))
            shown = (np.mean(errors), np.quantile(errors, 0.95), np.mean(lines))
            yield name, label, *(f"{each:.4f}" for each in shown), middle


def off_by(said: Numbers, truth: Numbers) -> float:
    """Return the expected calibration error over ten equal steps."""
    step = np.minimum((said * 10).astype(int), 9)
    return float(np.abs(np.bincount(step, truth - said, minlength=10)).sum() / len(said))


def stops(runs: int) -> Iterator[Row]:
    """Read in order until the judges say stop."""
    for name, order in ORDERS.items():
        for size, mattering in BACKLOGS:
            ends = np.array([_ends(seed, order, size, mattering) for seed in range(runs)])
            both, alone, oracle = ends[:, :2], ends[:, 2:4], ends[:, 4]
            yield (
                *(name, f"{size:,}", mattering, f"{both[:, 0].mean():.2f}"),
                *(f"{both[:, 1].mean():.2f}", f"{alone[:, 0].mean():.2f}"),
                *(f"{alone[:, 1].mean():.2f}", f"{oracle.mean():.2f}"),
            )


def _ends(seed: int, order: tuple[float, float], size: int, mattering: int) -> list[float]:
    random = np.random.default_rng(seed)
    sight, unseen = order
    matters = np.arange(size) < mattering
    visible = matters & (random.random(size) >= unseen)
    matters = matters[np.argsort(-(sight * visible + random.standard_normal(size)))]
    found = np.cumsum(matters)
    enough = 0.95 * mattering
    ends: dict[str, int] = {}
    for read in range(size // 25, size + 1, size // 25):
        judged = stopping.judge(matters[:read].tolist(), size=size)
        if judged.may_stop:
            ends.setdefault("both", read)
        if judged.doubt <= 0.05:
            ends.setdefault("alone", read)
        if len(ends) == 2:
            break
    return [
        *(float(found[ends["both"] - 1] >= enough), ends["both"] / size),
        *(float(found[ends["alone"] - 1] >= enough), ends["alone"] / size),
        (int(np.argmax(found >= enough)) + 1) / size,
    ]


def stream(runs: int) -> Row:
    """Read the top of each day's reports, draw from the rest at its date, and bound the missed."""
    held, least, left, bounds, forgotten = 0, 1.0, [], [], 0
    for run in range(runs):
        random = np.random.default_rng(run)
        unread, hits, draws = 0, 0, []
        for day in range(90):
            size = int(random.poisson(60))
            matters = random.random(size) < 0.03
            score = matters * 1.5 + random.standard_normal(size)
            rest = np.argsort(-score)[int(0.19 * size) :]
            chance = sampling.chance_at_date(due=len(rest), capacity=0.01 * size)
            names = [f"{day}-{each}" for each in rest]
            number = max(1, round(chance * len(names)))
            drawn = set(sampling.draw(f"{run}-{day}".encode(), names, number))
            is_read = np.array([each in drawn for each in names])
            least = min(least, number / len(names))
            forgotten += size - int(0.19 * size) - len(names)
            draws.append(Draw(number, int(matters[rest][is_read].sum()), len(names)))
            unread += int(matters[rest].sum())
            hits += draws[-1].mattered
        bound = missed(draws).high
        held += unread - hits <= bound
        left.append(unread - hits)
        bounds.append(bound)
    return (
        *(runs, f"{held / runs:.3f}", f"{least:.4f}"),
        *(f"{np.mean(left):.0f}", f"{np.mean(bounds):.0f}", forgotten),
    )


if __name__ == "__main__":
    main()
