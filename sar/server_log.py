"""The server's own log, beside the log of who saw what: JSON lines; ids and codes, never words.

Modules ask ``logging.getLogger("sar")`` and log a constant message with one mapping of ids, counts
and codes: ``_log.error("checkpoint failed", {"error": type(error).__name__})``.
"""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO


class JsonLines(logging.Formatter):
    """One JSON object per line: what was given with the message, the message, its level, when.

    A traceback is never written: it may quote input.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return `record` as a line; what JSON does not know stands there as its `repr`."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        line = {
            **(record.args if isinstance(record.args, Mapping) else {}),
            "event": record.msg,
            "level": record.levelname.lower(),
            "timestamp": moment.replace("+00:00", "Z"),
        }
        return json.dumps(line, default=repr)


def write_to(stream: TextIO) -> None:
    """Write the log to `stream` from now on, and nowhere else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("sar")
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
