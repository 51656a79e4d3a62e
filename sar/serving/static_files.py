"""Static files at addresses that change with them, so that a browser never asks for one twice.

Every such address names the release: a digest of all static files. It stands in the path, so that
a script which is fetched under it fetches those that it imports under it, too.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app

_FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Serve the static files of `app` under their release, and let `url_for` name it."""
    release = _digest(Path(app.static_folder or ""))

    def name_release(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            values.setdefault("release", release)

    def send(filename: str, **asked: str) -> Response:
        answer = current_app.send_static_file(filename)
        # Read at once: a browser that goes away in the middle would leave the file open.
        answer.direct_passthrough = False
        answer.make_sequence()
        # A page of before, whose release is gone, gets what there is now, and asks again.
        if asked.get("release") == release and not app.debug:
            answer.headers["Cache-Control"] = _FOREVER
        return answer

    app.url_defaults(name_release)
    app.view_functions["static"] = send
    app.add_url_rule("/static/v-<release>/<path:filename>", endpoint="static")


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:12]
