"""Drafts of an indicator set, begun, changed and published through the trainer's pages."""

import json
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import undefer
from werkzeug.test import TestResponse

from sar import db
from sar.models import Activation, ActivationState, AuditEntry, DefinitionSetVersion
from tests import factories, pages

FIRST = "ind-0001"
CURRENT = factories.newest_set().version
_MAJOR, _MINOR, _LAST = (int(part) for part in CURRENT.split("."))
PATCH, MINOR, MAJOR = (
    f"{_MAJOR}.{_MINOR}.{_LAST + 1}",
    f"{_MAJOR}.{_MINOR + 1}.0",
    f"{_MAJOR + 1}.0.0",
)
"""The number of the version in force, and those that follow it, by how much changes."""


def set_id_of(app: Flask, version: str = CURRENT, state: str = "published") -> int:
    """Return the id of a version."""
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(
            select(DefinitionSetVersion.definition_set_id).where(
                DefinitionSetVersion.version == version, DefinitionSetVersion.state == state
            )
        ).scalar_one()


def row_of(app: Flask, definition_set_id: int) -> DefinitionSetVersion:
    """Return a version's row."""
    with db.reading(app.extensions["sar"].engine) as session:
        every = [undefer(DefinitionSetVersion.content)]
        return session.get_one(DefinitionSetVersion, definition_set_id, options=every)


def content_of(app: Flask, definition_set_id: int) -> dict[str, Any]:
    """Return one version's behaviours by id."""
    content = json.loads(row_of(app, definition_set_id).content)
    return {each["indicator_id"]: each for each in content["indicators"]}


def start(app: Flask, username: str = "trainer", version: str = CURRENT) -> tuple[FlaskClient, int]:
    """Begin a draft through the page and return the client and the draft's id."""
    client = factories.signed_in(app, username)
    action = f"/sets/{set_id_of(app, version)}/draft"
    page = client.get(action.removesuffix("/draft")).text
    answer = client.post(action, data=pages.fields_of(page, action))
    assert answer.status_code == 303, answer.text
    return client, int(answer.location.split("/")[2])


def reword(
    client: FlaskClient, draft_id: int, indicator_id: str = FIRST, **fields: Any
) -> TestResponse:
    """Change the words of a behaviour."""
    return pages.change(client, f"/sets/{draft_id}/behaviours/{indicator_id}", **fields)


def submit(client: FlaskClient, draft_id: int, note: str = "Easier to read.") -> TestResponse:
    """Send a draft to review."""
    return pages.change(client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/submit", note=note)


def send(app: Flask, username: str = "trainer", version: str = CURRENT, **words: Any) -> int:
    """Begin a draft, reword the first behaviour, send it to review, and return its id."""
    client, draft_id = start(app, username, version)
    if words or version == CURRENT:
        answer = reword(client, draft_id, **(words or {"name": "Getting in without permission"}))
        assert answer.status_code == 303, answer.text
    answer = submit(client, draft_id)
    assert answer.status_code == 303, answer.text
    return draft_id


def publish(app: Flask, draft_id: int, username: str = "trainer2", **fields: Any) -> TestResponse:
    """Decide on a draft as the second person."""
    client = factories.signed_in(app, username)
    url = f"/sets/{draft_id}"
    return pages.change(client, f"{url}/diff", f"{url}/publish", **fields)


def entries_of(app: Flask, subject: str) -> list[AuditEntry]:
    """Return the log's entries about a subject."""
    query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.position)
    with db.reading(app.extensions["sar"].engine) as session:
        return list(session.execute(query).scalars())


def ask_live_again(
    app: Flask, version: str, username: str = "trainer", **fields: Any
) -> TestResponse:
    """Ask a second person to make a version live again."""
    client = factories.signed_in(app, username)
    words = {"reason": "The new questions are misread."} | fields
    return pages.change(client, f"/sets/{set_id_of(app, version)}/live-again", **words)


def decide_live_again(
    app: Flask, username: str = "trainer2", action: str = "confirm", **fields: Any
) -> TestResponse:
    """Decide on the request that waits, as the second person."""
    client = factories.signed_in(app, username)
    with db.reading(app.extensions["sar"].engine) as session:
        waiting = session.execute(
            select(Activation.activation_id).where(Activation.state == ActivationState.ASKED)
        ).scalar_one()
    url = f"/sets/activations/{waiting}"
    return pages.change(client, url, f"{url}/{action}", **fields)
