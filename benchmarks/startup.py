"""Start-up of `wsgi:app`: seconds of the processor and of the clock, and what heavy it imported.

    python -m benchmarks.startup [--runs 7]

The baseline is a fresh process that imports Flask, SQLAlchemy and marshmallow and nothing else.
Seconds of the processor tell more on a machine that does other work; the smallest tell most.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks import databases
from benchmarks.table import show

BASELINE = "import flask, sqlalchemy.orm, marshmallow"
OURS = (
    "import sys; from wsgi import app; app.test_client().get('/healthz');"
    "print(sorted({'spacy', 'sklearn', 'pandas', 'torch'} & set(sys.modules)))"
)


def main() -> None:
    """Measure both in turn and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with databases.durable("sqlite") as url:
        settings = databases.settings(url)
        environment = os.environ | {"SAR_DATABASE_URL": url, "SAR_KEYRING": settings.keyring_text}
        # As after an installation: compiled before the first run that counts.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _seconds(OURS, environment)
        base: list[Taken] = []
        ours: list[Taken] = []
        heavy = ""
        for _ in range(runs):
            base.append(_seconds(BASELINE, environment)[0])
            taken, heavy = _seconds(OURS, environment)
            ours.append(taken)
    show(
        "Start-up (goal: under 1 s, neither spaCy nor scikit-learn imported)",
        ("what", "processor, min s", "median s", "clock, min s", "median s"),
        [
            ("flask + sqlalchemy + marshmallow", *_figures(base)),
            ("wsgi:app, first answer", *_figures(ours)),
        ],
    )
    ratio = min(each.processor for each in ours) / min(each.processor for each in base)
    print(f"  ratio of the smallest {ratio:.2f}; heavy libraries imported: {heavy.strip()}")


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that a process took: of the processor, and of the clock."""

    processor: float
    clock: float


def _seconds(code: str, environment: dict[str, str]) -> tuple[Taken, str]:
    before, started = _processor(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return Taken(_processor() - before, time.perf_counter() - started), done.stdout


def _processor() -> float:
    """Return the seconds of the processor that every process which was waited for took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _figures(taken: list[Taken]) -> list[str]:
    kinds = [each.processor for each in taken], [each.clock for each in taken]
    return [f"{figure(kind):.2f}" for kind in kinds for figure in (min, statistics.median)]


if __name__ == "__main__":
    main()
