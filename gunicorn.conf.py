"""What gunicorn does besides its command line; it reads this file where it is started."""

from typing import Any

from sar.log import configuration_changes
from sar.ranking import learner
from sar.serving import warming


def post_worker_init(worker: Any) -> None:
    """Note changed settings; warm up a worker, which serves meanwhile, and let it learn on.

    Before the fork, threads would be lost and connections shared.
    """
    parts = worker.wsgi.extensions["sar"]
    configuration_changes.note(parts.engine, parts.settings, now=parts.clock())
    warming.begin(worker.wsgi)
    learner.begin(worker.wsgi)
