"""Learning on after each decision, in the background of the process that took it.

Nobody waits for it: a decision only rings a bell. Each process that serves has one thread; it reads
and learns beside the requests, and what it writes are short transactions. Of two that take the same
step only one is stored (`continuing.learn_on`), so no lock outlives a process. Whatever fails is
logged and changes nothing: the queue stays as it was.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, request
from sqlalchemy import Engine

from sar import web
from sar.actors import COMMAND_LINE
from sar.errors import ConflictError
from sar.ranking import continuing, reordering
from sar.ranking.kept import KeptQueue
from sar.ranking.memory import Memory

_NAME = "sar_learner"
# Where decisions are made, corrected and undone: pages and the API.
_DECIDING = frozenset({"review", "review_bulk", "review_undo", "api_review"})
_log = logging.getLogger("sar")


class Learner:
    """One process's memory of decided and of waiting reports, and the bell that wakes it."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._queue = KeptQueue()
        self._decided = Memory(self._queue.masked)
        self._bell = threading.Event()

    def ring(self) -> None:
        """Say that something was decided."""
        self._bell.set()

    @property
    def is_rung(self) -> bool:
        """Tell whether something was decided that it has not looked at yet."""
        return self._bell.is_set()

    def run(self) -> None:
        """Follow the decisions for as long as the process lives."""
        while self._bell.wait():
            self._bell.clear()
            self.follow()

    def follow(self) -> int:
        """Learn from what was decided and move what it moves; return how many reports moved."""
        try:
            row = continuing.learn_on(
                self._engine, self._decided, actor=COMMAND_LINE, now=self._clock()
            )
            if row is None:
                return 0
            return sum(
                reordering.put_in_order(
                    self._engine, self._queue, actor=COMMAND_LINE, now=self._clock()
                )
            )
        except ConflictError:
            _log.warning("ranker stays as it is")
        except Exception as error:
            # The decision is made already: whatever fails here must not look like a failure of it.
            _log.error("learning on failed", {"error": type(error).__name__})
        return 0


def install(app: Flask) -> None:
    """Ring the bell of this process's learner, if it has one, when a decision went out."""

    def tell(response: Response) -> Response:
        learner: Learner | None = app.extensions.get(_NAME)
        is_change = request.method == "POST" and response.status_code < 400
        if learner is not None and is_change and request.blueprint in _DECIDING:
            response.call_on_close(learner.ring)
        return response

    app.after_request(tell)


def begin(app: Flask) -> Learner:
    """Begin to learn on in the background; a server does so where it may start threads."""
    parts: web.Wiring = app.extensions["sar"]
    learner = app.extensions[_NAME] = Learner(parts.engine, parts.clock)
    threading.Thread(target=learner.run, name="learner", daemon=True).start()
    return learner
