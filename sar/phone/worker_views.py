"""The service worker: three lines that say which files and pages a phone keeps, and of which state.

The lines change when a file, a template, a setting or the set in force does; the browser notices
that, and fetches everything anew in the background.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.security import open_to_everyone
from sar.sets import published
from sar.sets.published import PublishedSet

bp = Blueprint("worker", __name__)

_HERE = Path(__file__).parents[1]
_PARTS = ("static/phone", "templates/phone", "templates/intake", "templates/macros", "locales")
_FILES = (
    *("static/site.css", "static/site.js", "static/asking.js", "static/icon.svg"),
    "templates/layout.html",
)


@bp.get("/worker.js")
@open_to_everyone
def send_worker() -> ResponseReturnValue:
    """Send the service worker, which may look after the whole site.

    A browser fetches it without cookies, so that the address says the language of the pages. It
    names addresses and the version in force, no more.
    """
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    kept = {
        "version": _version(current),
        "form": url_for("intake.write_report"),
        "pinned": url_for(
            "intake.write_report",
            set_id=current.definition_set.set_id,
            version=current.definition_set.version,
        ),
        "pages": [url_for("intake.write_report"), url_for("phone.show_unsent")],
        "files": [url_for("static", filename=each) for each in _kept_files()],
        "static": url_for("static", filename=""),
    }
    script = (
        f"import {{ serve }} from '{url_for('static', filename='phone/serving.js')}';\n"
        f"serve({json.dumps(kept)});\n"
    )
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def _version(current: PublishedSet) -> str:
    settings = web.wiring().settings
    language = request.args.get("language", "")[:8]
    limits = (
        settings.max_narrative_chars,
        settings.max_files_per_report,
        settings.max_file_bytes,
    )
    seen = (current.sha256, language, settings.banner, settings.zone, limits)
    return hashlib.sha256(f"{_code_sha256()} {seen}".encode()).hexdigest()[:16]


@cache
def _code_sha256() -> str:
    """Return a digest of everything that the kept pages and files are made of."""
    found = hashlib.sha256()
    for path in sorted(_files()):
        found.update(path.as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def _files() -> list[Path]:
    in_folders = [path for part in _PARTS for path in (_HERE / part).rglob("*") if path.is_file()]
    return [*in_folders, *(_HERE / each for each in _FILES)]


@cache
def _kept_files() -> tuple[str, ...]:
    """List the static files that the kept pages use."""
    static = Path(current_app.static_folder or "")
    scripts = sorted(path.relative_to(static).as_posix() for path in static.glob("phone/*.js"))
    return ("site.css", "site.js", "asking.js", "icon.svg", *scripts)
