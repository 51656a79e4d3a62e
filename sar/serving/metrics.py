"""Prometheus metrics: counts and times by endpoint; no label carries anything that was written."""

import hmac
import time

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as render

from sar import web
from sar.errors import NotFoundError
from sar.security import open_to_everyone


def install(app: Flask) -> None:
    """Count every request of `app`, and serve /metrics to whoever holds the token."""
    registry = CollectorRegistry()
    requests = Counter(
        "sar_requests_total", "Requests answered", ["endpoint", "status"], registry=registry
    )
    seconds = Histogram("sar_request_seconds", "Time to answer", ["endpoint"], registry=registry)
    app.extensions["sar_metrics"] = registry

    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        requests.labels(endpoint, response.status_code).inc()
        if "sar_started" in g:
            seconds.labels(endpoint).observe(time.perf_counter() - g.sar_started)
        return response

    app.after_request(count)
    app.add_url_rule("/metrics", view_func=show_metrics)


@open_to_everyone
def show_metrics() -> ResponseReturnValue:
    """Show the metrics; without the right token there is nothing here."""
    from flask import current_app

    wanted = f"Bearer {web.wiring().settings.metrics_token}"
    given = request.headers.get("Authorization", "")
    if not web.wiring().settings.metrics_token or not hmac.compare_digest(
        given.encode(), wanted.encode()
    ):
        raise NotFoundError()
    registry: CollectorRegistry = current_app.extensions["sar_metrics"]
    return Response(render(registry), mimetype=CONTENT_TYPE_LATEST)
