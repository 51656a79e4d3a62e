"""ASReview on the same texts, labels, start and batches, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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

    Parameters
    ----------
    python : str
        An interpreter in which ASReview is installed; the extra ``[bench]`` installs it here.

    Raises
    ------
    BaselineError
        If the plan is a cold start, which ASReview has no model for, or if it does not run.
    """
    plan = plan or Plan()
    if plan.is_cold:
        raise BaselineError("ASReview's model needs one known text of each kind to start from.")
    truth = checked(labels, len(texts))
    start = start_of(truth, seed=plan.seed)
    payload = {
        "texts": list(texts),
        "labels": [int(label) for label in truth],
        "start": list(start),
        "batch": plan.batch,
    }
    result = _run(python, payload)
    order = tuple(result["order"])
    discovery = measure_order(truth[list(order[len(start) :])])
    return Evaluation(discovery, None, order, result["cpu_seconds"], result["peak_megabytes"])


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
