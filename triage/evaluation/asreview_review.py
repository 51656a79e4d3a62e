"""The same simulated review by ASReview, run as a program of its own.

    python asreview_review.py < payload.json > result.json

It runs under whichever interpreter has ASReview installed and imports nothing of this toolkit, so
that time and memory are ASReview's own. The payload is an object with "texts", "labels", "start"
(indexes that are known), "batch" and "most" (texts that are read, or null); the result has
"order", "cpu_seconds", "peak_megabytes".
The model is ASReview's "ELAS u4", its default and best one without a language model.
"""

import json
import os
import resource
import sys
import tempfile
import time
from typing import Any


def main() -> None:
    """Read the payload, review, print the result."""
    payload = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        # One of its imports leaves an empty cache in the folder where it is run.
        os.chdir(folder)
        json.dump(measure(payload), sys.stdout)


def measure(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the order of one review with its time in CPU seconds and its peak in megabytes."""
    # What is imported counts as memory, not as time: ours is imported before, too.
    import asreview.simulation.simulate  # noqa: F401
    import pandas  # noqa: F401
    import sklearn.svm  # noqa: F401

    began = time.process_time()
    order = review(payload)
    return {
        "order": order,
        "cpu_seconds": time.process_time() - began,
        # Kilobytes, but bytes on macOS (getrusage(2) of both).
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        / (1024**2 if sys.platform == "darwin" else 1024),
    }


def review(payload: dict[str, Any]) -> list[int]:
    """Return the order in which ASReview reads the texts, the start first, the unread last."""
    import pandas as pd
    from asreview.learner import ActiveLearningCycle
    from asreview.models.models import get_ai_config
    from asreview.simulation.simulate import Simulate

    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    cycle.n_query = payload["batch"]
    texts = payload["texts"]
    frame = pd.DataFrame({"title": texts, "abstract": [""] * len(texts)})
    simulation = Simulate(
        frame, payload["labels"], cycle, stopper=payload["most"], print_progress=False
    )
    simulation.label(payload["start"])
    simulation.review()
    read = [int(each) for each in simulation._results["record_id"]]
    seen = set(read)
    return read + [index for index in range(len(texts)) if index not in seen]


if __name__ == "__main__":
    main()
