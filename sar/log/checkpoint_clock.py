"""Checkpoints signed while the server is used, after an answer went out: nobody waits for them.

Once a minute at most a process looks whether one is due. A server that nobody uses adds no entries,
so nothing is lost; `sar audit checkpoint --if-due` by a timer does the same without a server.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, Response

from sar import db, web
from sar.log import checkpoints, second_place

_LOOK_EVERY = timedelta(minutes=1)
_log = logging.getLogger("sar")


@dataclass(slots=True)
class Clock:
    """When this process looks next."""

    next_look: datetime


def install(app: Flask) -> None:
    """Look after an answer was sent, from a minute after the start on."""
    parts: web.Wiring = app.extensions["sar"]
    app.extensions["sar_checkpoint_clock"] = clock = Clock(parts.clock() + _LOOK_EVERY)

    def look(response: Response) -> Response:
        # The wiring of this moment: tests exchange it.
        parts, now = web.wiring(), web.now()
        if now >= clock.next_look:
            clock.next_look = now + _LOOK_EVERY
            response.call_on_close(lambda: sign_if_due(parts, now=now))
        return response

    app.after_request(look)


def sign_if_due(parts: web.Wiring, *, now: datetime) -> bool:
    """Sign a checkpoint if one is due, and write it to the second place; tell whether one was.

    A failure is logged; `sar doctor` shows how old the last checkpoint is.
    """
    key = checkpoints.signing_key(parts.settings, parts.keyring)
    try:
        with db.transaction(parts.engine) as session:
            signed = checkpoints.sign_if_due(session, key, now=now)
        if signed and parts.settings.checkpoint_folder:
            second_place.write_file(parts.settings.checkpoint_folder, signed, now=now)
    except Exception as error:
        # The answer is out already: whatever fails here must not look like a failure of it.
        _log.error("checkpoint failed", {"error": type(error).__name__})
        return False
    return signed is not None
