"""The page of what is unsent, and what a phone asks before it sends."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from marshmallow import ValidationError

from sar import web
from sar.actors import FILERS
from sar.errors import InvalidInputError
from sar.findings import flatten
from sar.phone import headers, schemas
from sar.reports.lately import recent_behaviours
from sar.security import allow, digest
from sar.serving import navigation
from sar.serving.compression import compressed
from sar.sets import published

bp = Blueprint("phone", __name__)

_DEVICE = "sar_device"
# More than a phone shows: some may not be in the version that it keeps.
_MOST_LATELY = 20
# What browsers allow at most (RFC 6265bis, 400 days).
_DEVICE_SECONDS = 400 * 86_400


@bp.get("/reports/unsent")
@allow(*FILERS)
@compressed
def show_unsent() -> ResponseReturnValue:
    """Show what this phone keeps and has not sent; the page itself is nobody's in particular."""
    return render_template("phone/unsent.html", **navigation.bare())


@bp.get("/reports/unsent/session")
@allow(*FILERS)
def read_session() -> ResponseReturnValue:
    """Tell a phone whose sign-in it holds, what the time is, and with which token it may send."""
    return jsonify(owner=navigation.phone_owner(), token=generate_csrf(), now=web.now().isoformat())


@bp.post("/reports/unsent/sync")
@allow(*FILERS)
def sync_drafts() -> ResponseReturnValue:
    """Note which drafts a phone keeps; tell which are filed, which expired, which are gone."""
    device = request.cookies.get(_DEVICE, "") or secrets.token_urlsafe(24)
    told = _told(request.get_json(silent=True))
    days = web.wiring().settings.draft_days
    with web.transaction() as session:
        standing = headers.sync(
            session,
            told,
            headers.Phone(digest(device), days),
            actor=web.actor(),
            now=web.now(),
        )
        current = published.current_set(session, now=web.now())
        lately = recent_behaviours(session, viewer=web.actor())
    answer = jsonify(
        filed=standing.filed,
        expired=standing.expired,
        missing=[
            {
                "draft_id": each.draft_id,
                "begun_at": each.begun_at.isoformat(),
                "was_queued": each.state == headers.QUEUED,
                "was_here": each.was_here,
                "set": each.set_reference,
            }
            for each in standing.missing
        ],
        draft_days=days,
        current=current.sha256,
        lately=lately[:_MOST_LATELY],
    )
    _remember(answer, device)
    return answer


def _told(plain: object) -> Sequence[headers.Told]:
    """Return what the phone told; raises InvalidInputError, which quotes nothing."""
    if not isinstance(plain, dict):
        plain = {}
    try:
        loaded: dict[str, Any] = schemas.SyncSchema().load(plain)
    except ValidationError as error:
        raise InvalidInputError(flatten(error.messages, "")) from None
    told: Sequence[headers.Told] = loaded["drafts"]
    return told


def _remember(answer: Response, device: str) -> None:
    """Let this browser be known again: a random number that says nothing of whoever uses it."""
    answer.set_cookie(
        _DEVICE,
        device,
        max_age=_DEVICE_SECONDS,
        secure=web.wiring().settings.has_secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/reports/unsent",
    )
