"""ASReview on the same texts, labels, start and batches, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from triage.errors import BaselineError
from triage.evaluation.measures import measure_order
from triage.evaluation.running import Evaluation, Plan, checked, start_of

_PROGRAM = Path(__file__).with_name("asreview_review.py")


def evaluate_asreview(
    texts: Sequence[str],
    labels: Sequence[int] | Any,
    *,
    plan: Plan | None = None,
    python: str = sys.executable,
) -> Evaluation:
    """Simulate the review with ASReview's ELAS u4.

    Its model needs one known text of each kind. A cold start therefore reads by chance until it
    has both; what it reads so counts as read.

    Parameters
    ----------
    python : str
        An interpreter in which ASReview is installed; the extra ``[bench]`` installs it here.

    Raises
    ------
    BaselineError
        If ASReview does not run.
    """
    plan = plan or Plan()
    truth = checked(labels, len(texts))
    start = (
        drawn_until_both(truth, seed=plan.seed) if plan.is_cold else start_of(truth, seed=plan.seed)
    )
    payload = {
        "texts": list(texts),
        "labels": [int(label) for label in truth],
        "start": list(start),
        "batch": plan.batch,
        "most": plan.most,
    }
    result = _run(python, payload)
    order = tuple(result["order"])
    known = 0 if plan.is_cold else len(start)
    discovery = measure_order(truth[list(order[known:])])
    return Evaluation(discovery, None, order, result["cpu_seconds"], result["peak_megabytes"])


def drawn_until_both(truth: Any, *, seed: int) -> tuple[int, ...]:
    """Return texts in an order of chance, as far as the first of each kind."""
    order = np.random.default_rng(seed).permutation(len(truth))
    drawn = truth[order]
    enough = max(int(np.argmax(drawn == 1)), int(np.argmax(drawn == 0))) + 1
    return tuple(int(index) for index in order[:enough])


def _run(python: str, payload: dict[str, object]) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [python, str(_PROGRAM)],
            input=json.dumps(payload),
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BaselineError(
            "ASReview did not run. Install it into this environment (the extra [bench]) "
            "or name a Python that has it."
        ) from error
    result: dict[str, Any] = json.loads(done.stdout)
    return result
