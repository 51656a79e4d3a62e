"""Requests that carry files: how large they may be, and where their bytes are meanwhile."""

import io
from collections.abc import Callable
from typing import IO, TypeVar

from flask import Flask, Request, current_app, request

from sar import web
from sar.settings import Settings

View = TypeVar("View", bound=Callable[..., object])

# So many of the largest files may come in one request of a form.
FILES_AT_ONCE = 3
# What stands around files in a request.
_ROOM_BYTES = 100_000


class RequestInMemory(Request):
    """A request whose files never touch the disk: they are sealed before they are stored."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002  Werkzeug's signature
        content_type: str | None,  # noqa: ARG002  Werkzeug's signature
        filename: str | None = None,  # noqa: ARG002  Werkzeug's signature
        content_length: int | None = None,  # noqa: ARG002  Werkzeug's signature
    ) -> IO[bytes]:
        return io.BytesIO()


def takes_files(view: View) -> View:
    """Mark a view to which files are sent, so that larger requests reach it."""
    view.sar_takes_files = True  # type: ignore[attr-defined]
    return view


def is_taken_here() -> bool:
    """Tell whether the view of this request takes files."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "sar_takes_files", False)


def largest_request(settings: Settings) -> int:
    """Return how many bytes a request with files may have."""
    return max(settings.max_request_bytes, FILES_AT_ONCE * settings.max_file_bytes + _ROOM_BYTES)


def make_room() -> None:
    """Let a larger request in, if its view takes files; who sends it is known by now."""
    if is_taken_here():
        request.max_content_length = largest_request(web.wiring().settings)


def file_limits() -> dict[str, int | str]:
    """Return how many files a report takes, and how large one may be, for templates."""
    settings = web.wiring().settings
    most = settings.max_file_bytes
    size = f"{most / 1_000_000:g} MB"
    return {"most_files": settings.max_files_per_report, "most_bytes": most, "most_size": size}


def install(app: Flask) -> None:
    """Keep files in memory, make room for them behind the gate, and tell pages the limits."""
    app.request_class = RequestInMemory
    app.jinja_env.globals["file_limits"] = file_limits
    app.before_request(make_room)
