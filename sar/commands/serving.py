"""`sar serve`: the application on Waitress, one process, until it is told to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any

import rich_click as click

from sar.errors import ConflictError, NotReadyError
from sar.log import configuration_changes
from sar.serving import uploads, warming
from sar.starting import start

if TYPE_CHECKING:
    from flask import Flask

THREADS = 8
STOP_SECONDS = 10
"""How long requests that are under way may take when the server is told to stop."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(*, host: str, port: int) -> None:
    """Run the application; settings come from the variables SAR_*.

    Put a proxy that speaks HTTPS in front of it, and set SAR_TRUSTED_PROXIES to 1. For several
    processes use a WSGI server: gunicorn wsgi:app.
    """
    from sar.commands import database

    app = start()
    engine = app.extensions["sar"].engine
    found, newest = database.current_revision(engine), database.newest_revision()
    if found != newest:
        raise NotReadyError(
            f"The database is at revision {found or 'none'}, not at {newest}.",
            remedy="Run `sar db upgrade`.",
        )
    parts = app.extensions["sar"]
    configuration_changes.note(engine, parts.settings, now=parts.clock())
    run(app, host=host, port=port, announce=lambda url: click.echo(f"Serving on {url}", err=True))


def run(app: "Flask", *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve `app` until SIGINT or SIGTERM; what is under way then is answered first.

    `announce` gets the address when requests are accepted; port 0 lets the system choose.
    """
    import waitress  # type: ignore[import-untyped]

    from sar.ranking import learner

    settings = app.extensions["sar"].settings
    channels: dict[int, Any] = {}
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            map=channels,
            ident=None,
            # The application refuses what is too large in its own words; this bounds the disk.
            max_request_body_size=4 * uploads.largest_request(settings),
            # What waits to be read stays in memory: photos are not written to disk unsealed.
            inbuf_overflow=uploads.largest_request(settings),
            # The application itself knows how many proxies to believe.
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
        )
    except OSError as error:
        raise ConflictError(
            f"{host} port {port} cannot be used: {error.strerror or type(error).__name__}.",
            remedy="Stop what listens there, or choose another with --port.",
        ) from None
    warming.begin(app)
    learner.begin(app)
    with _stop_signals() as is_stopping:
        announce(_address(server, host))
        while not is_stopping.is_set():
            server.asyncore.loop(timeout=0.5, map=channels, count=1)
        _finish(server, channels)


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Turn the first SIGINT or SIGTERM into an event; a second one ends the process at once."""
    event = threading.Event()
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}

    def stop(_number: int, _frame: FrameType | None) -> None:
        event.set()
        for each in before:
            signal.signal(each, signal.SIG_DFL)

    for each in before:
        signal.signal(each, stop)
    try:
        yield event
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _finish(server: Any, channels: dict[int, Any]) -> None:
    """Accept nothing more, and send the answers to requests that are under way."""
    for each in list(channels.values()):
        if each.accepting:
            each.del_channel()
            each.socket.close()
    deadline = monotonic() + STOP_SECONDS
    while monotonic() < deadline and any(_is_busy(each) for each in channels.values()):
        server.asyncore.loop(timeout=0.1, map=channels, count=1)
    server.task_dispatcher.shutdown(timeout=1)


def _is_busy(channel: Any) -> bool:
    return bool(getattr(channel, "requests", None) or getattr(channel, "total_outbufs_len", 0))


def _address(server: Any, host: str) -> str:
    port = getattr(server, "effective_port", None) or server.effective_listen[0][1]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
