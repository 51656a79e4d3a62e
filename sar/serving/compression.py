"""Sends static files and pages that hold no secret in gzip, to browsers that take it.

A page that shows both a secret and what somebody else could have put into it must not be
compressed: its length would tell the secret (BREACH, 2013). So a view asks for it, by `compressed`;
static files always come this way. A proxy may do the same for the rest, at its operator's risk.
"""

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from flask import Flask, Response, current_app, request

View = TypeVar("View", bound=Callable[..., object])

MIN_BYTES = 1000
"""Less fits into one packet either way."""
_TEXTS = ("text/", "application/javascript", "application/json", "application/manifest+json")


def compressed(view: View) -> View:
    """Let the answers of a view be compressed: nothing secret stands in them beside typed text."""
    view.sar_is_compressed = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Compress what may be compressed of the answers of `app`."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Return `response`, in gzip if its view, its type, its size and the browser allow it."""
    if not _may_be_compressed(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    response.direct_passthrough = False
    is_file = request.endpoint == "static"
    data = response.get_data()
    response.set_data(_zipped(data) if is_file else gzip.compress(data, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _is_weak = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    return response


def _may_be_compressed(response: Response) -> bool:
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    is_asked = endpoint == "static" or getattr(view, "sar_is_compressed", False)
    is_whole = response.status_code == 200 and "Content-Encoding" not in response.headers
    kind = response.mimetype or ""
    is_text = kind.startswith(_TEXTS) or kind == "image/svg+xml"
    # What is streamed has no length, and is not gathered for having one.
    is_large = (response.content_length or 0) >= MIN_BYTES
    return is_asked and request.method == "GET" and is_whole and is_text and is_large


@lru_cache(maxsize=64)
def _zipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
