"""What a view needs of the running application: the wiring, the time, the actor, a transaction.

This is the only place that looks anything up; below the views everything is an argument.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from privacy.keyring import Keyring
from privacy.recognizers import DEFAULT, Recognizer
from sar import db
from sar.actors import NOBODY, Actor
from sar.models import Role
from sar.settings import Settings
from sar.values import frozen
from sar.wording import languages
from sar.wording.languages import Language

LANGUAGE_COOKIE = "sar_language"
# Officers may look at these too; they are written for trainers.
_IN_ENGLISH = frozenset({"catalog", "comments"})


@frozen
class Wiring:
    """The parts that `create_app` put together."""

    settings: Settings
    engine: Engine
    keyring: Keyring = field(repr=False)
    intelligence_keyring: Keyring | None = field(default=None, repr=False)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    recognizers: Sequence[Recognizer] = DEFAULT
    lots: Callable[[], bytes] = lambda: secrets.token_bytes(16)


def wiring() -> Wiring:
    """Return the parts of the application that serves this request."""
    parts: Wiring = current_app.extensions["sar"]
    return parts


def now() -> datetime:
    """Return the present moment, aware UTC, the same throughout a request."""
    if "sar_now" not in g:
        g.sar_now = wiring().clock()
    moment: datetime = g.sar_now
    return moment


def nonce() -> bytes:
    """Return fresh random bytes that nobody can foresee."""
    return wiring().lots()


def actor() -> Actor:
    """Return who makes this request; `security.admit` has set it."""
    who: Actor = g.get("sar_actor", NOBODY)
    return who


def transaction() -> AbstractContextManager[Session]:
    """Open a transaction on the application's database."""
    return db.transaction(wiring().engine)


def reading() -> AbstractContextManager[Session]:
    """Open a session that only reads."""
    return db.reading(wiring().engine)


def is_api_request() -> bool:
    """Tell whether the request speaks to the JSON API."""
    return request.path.startswith("/api/")


def is_page(path: str) -> bool:
    """Tell whether a path of this site shows a page when it is opened."""
    try:
        adapter = current_app.create_url_adapter(request)
        adapter.match(path.partition("?")[0], method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True


def local_time(moment: datetime | None) -> str:
    """Return `moment` in the viewer's zone, with the zone's name: "20 Nov 2026, 14:05 EST"."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(viewer_zone()))
    return languages.format_moment(local, language().code)


def viewer_zone() -> str:
    """Return the zone in which times are shown to this viewer."""
    who = actor()
    return wiring().settings.zone if who is NOBODY else who.zone


def language() -> Language:
    """Return the language of this request.

    Programs, the command line and the pages of other roles are answered in English: a page is in
    one language as a whole.
    """
    if not has_request_context():
        return languages.ENGLISH
    # A page asks some hundred times.
    found: Language | None = g.get("sar_language")
    if found is None:
        is_said = not is_api_request() and has_languages()
        found = g.sar_language = chosen_language() if is_said else languages.ENGLISH
    return found


def chosen_language() -> Language:
    """Return what the person chose, else what the browser remembers, else what it asks for."""
    cookie = request.cookies.get(LANGUAGE_COOKIE, "")
    return languages.choose(actor().language, cookie, accepted=request.accept_languages.values())


def has_languages() -> bool:
    """Tell whether officers, or people without an account, are meant to read this page.

    All others are in English only.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    access = getattr(view, "sar_access", None)
    is_theirs = access is None or access.roles is None or Role.OFFICER in access.roles
    return is_theirs and request.blueprint not in _IN_ENGLISH
