"""Logs: one JSON line per request and per decision; constants and ids, never what was written."""

import logging
import secrets
import sys
import time

from flask import Flask, Response, g, request

from sar import server_log, web

_log = logging.getLogger("sar")


def install(app: Flask) -> None:
    """Log every request of `app` when it is answered; the query string is left out on purpose."""
    server_log.write_to(sys.stderr)
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.sar_started = time.perf_counter()
    g.sar_request_id = secrets.token_hex(8)


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("sar_request_id", "")
    given = {
        "request_id": g.get("sar_request_id", ""),
        "method": request.method,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "account_id": web.actor().account_id,
        "milliseconds": round((time.perf_counter() - g.get("sar_started", 0)) * 1000, 1),
    }
    _log.info("request", given)
    return response
