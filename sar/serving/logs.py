"""Logs: one JSON line per request and per decision; constants and ids, never what was written."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

from sar import web

_log = structlog.get_logger("sar")


def install(app: Flask) -> None:
    """Log every request of `app` when it is answered; the query string is left out on purpose."""
    configure()
    app.before_request(_start)
    app.after_request(_finish)


def configure() -> None:
    """Write JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _start() -> None:
    g.sar_started = time.perf_counter()
    g.sar_request_id = secrets.token_hex(8)


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("sar_request_id", "")
    _log.info(
        "request",
        request_id=g.get("sar_request_id", ""),
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        account_id=web.actor().account_id,
        milliseconds=round((time.perf_counter() - g.get("sar_started", 0)) * 1000, 1),
    )
    return response
