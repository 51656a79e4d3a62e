"""Start-up of `wsgi:app`: wall time of a fresh process, and which heavy libraries it imported.

    python -m benchmarks.startup [--runs 7]

The baseline is a fresh process that imports Flask, SQLAlchemy and marshmallow and nothing else.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

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
        base, ours, heavy = [], [], ""
        for _ in range(runs):
            base.append(_seconds(BASELINE, environment)[0])
            taken, heavy = _seconds(OURS, environment)
            ours.append(taken)
    show(
        "Start-up (goal: under 1 s, neither spaCy nor scikit-learn imported)",
        ("what", "median s", "min s", "max s"),
        [
            ("flask + sqlalchemy + marshmallow", *_figures(base)),
            ("wsgi:app, first answer", *_figures(ours)),
        ],
    )
    print(
        f"  ratio of medians {statistics.median(ours) / statistics.median(base):.2f}; "
        f"heavy libraries imported: {heavy.strip()}"
    )


def _seconds(code: str, environment: dict[str, str]) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return time.perf_counter() - started, done.stdout


def _figures(values: list[float]) -> tuple[str, str, str]:
    return f"{statistics.median(values):.2f}", f"{min(values):.2f}", f"{max(values):.2f}"


if __name__ == "__main__":
    main()
