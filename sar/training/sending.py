"""Sending statements to a record store over HTTP, one by one, each under its own id.

A statement that was sent twice is one statement: its id makes the store see that (xAPI 1.0.3,
part three, 2.1.1). Nothing here runs while a page is made.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from sar import db
from sar.training import outbox
from sar.training.statements import VERSION
from sar.values import frozen

BATCH = 100
TIMEOUT_SECONDS = 10.0

# The store has it: stored now, or known already. Some stores answer 409 to an id that they know,
# as when their first answer was lost on its way; under an id of ours is never another statement.
_TAKEN = {200, 204, 409}
# Worth another attempt: wrong credentials can be mended, a busy store recovers.
_PASSING = {401, 403, 404, 408, 425, 429}


@frozen
class Store:
    """Where statements go: the endpoint's address, and "user:password" for it."""

    endpoint: str
    credentials: str = field(repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS


@frozen
class Attempt:
    """What became of one statement; `answer` is a status or a kind of error, "" when sent."""

    statement_id: str
    answer: str
    is_final: bool = False


def send_due(engine: Engine, store: Store, *, clock: Callable[[], datetime]) -> Iterator[Attempt]:
    """Send every statement whose time has come, and note each outcome on its own.

    A store that does not answer is not asked again in the same run.
    """
    with db.reading(engine) as session:
        bodies = outbox.due(session, now=clock(), most=BATCH)
    for body in bodies:
        attempt = send(store, body)
        with db.transaction(engine) as session:
            _note(session, attempt, now=clock())
        yield attempt
        if attempt.answer and not attempt.answer.isdigit():
            return


def send(store: Store, body: dict[str, Any]) -> Attempt:
    """Put one statement into the store."""
    statement_id = body["id"]
    query = urlencode({"statementId": statement_id})
    address = f"{store.endpoint.rstrip('/')}/statements?{query}"
    headers = {
        "Authorization": f"Basic {b64encode(store.credentials.encode()).decode()}",
        "Content-Type": "application/json",
        "X-Experience-API-Version": VERSION,
    }
    content = json.dumps(body).encode()
    request = Request(address, content, headers, method="PUT")  # noqa: S310  `sar.outside.record_store` checks it
    try:
        with _opener.open(request, timeout=store.timeout_seconds) as answer:
            status = answer.status
    except HTTPError as error:
        status = error.code
        error.close()
    except (OSError, HTTPException) as error:
        return Attempt(statement_id, type(error).__name__)
    if status in _TAKEN:
        return Attempt(statement_id, "")
    return Attempt(
        statement_id, str(status), is_final=400 <= status < 500 and status not in _PASSING
    )


class _NoRedirects(HTTPRedirectHandler):
    """Follows nobody: the credentials are for the endpoint that the operator named."""

    def redirect_request(self, *_: Any) -> None:
        """Refuse; the redirect is then an answer like any other."""


_opener = build_opener(_NoRedirects)


def _note(session: Session, attempt: Attempt, *, now: datetime) -> None:
    if attempt.answer == "":
        outbox.note_sent(session, attempt.statement_id)
    else:
        outbox.note_failed(
            session, attempt.statement_id, attempt.answer, is_final=attempt.is_final, now=now
        )
