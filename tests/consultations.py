"""Consultations on a draft as the editors and the partners hold them, through their pages."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.models import Account, Agency, SetComment
from tests import factories, pages


def agency_id(app: Flask, username: str) -> int:
    """Return the agency of a seeded account."""
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(
            select(Agency.agency_id)
            .join(Account, Account.agency_id == Agency.agency_id)
            .where(Account.username == username)
        ).scalar_one()


def ask(
    app: Flask, draft_id: int, *, invite: str = "officer", username: str = "trainer", **fields: Any
) -> TestResponse:
    """Open a draft for comments to the agency of `invite`, for the time that is offered."""
    client = factories.signed_in(app, username)
    words = {"question": "Is it clear?", "agencies": [str(agency_id(app, invite))]} | fields
    return pages.change(client, f"/sets/{draft_id}/consultation", **words)


def end(app: Flask, draft_id: int, username: str = "trainer") -> TestResponse:
    """End the consultation before its time."""
    client = factories.signed_in(app, username)
    url = f"/sets/{draft_id}/consultation"
    return pages.change(client, url, f"{url}/close")


def say(
    app: Flask, words: str, *, about: str, username: str = "officer", **fields: str
) -> TestResponse:
    """Comment on a behaviour in the first consultation."""
    client = factories.signed_in(app, username)
    return pages.change(client, f"/consultations/1/{about}", words=words, **fields)


def answer(
    client: FlaskClient, draft_id: int, comment_id: int, disposition: str, words: str
) -> TestResponse:
    """Answer a comment as an editor."""
    url = f"/sets/{draft_id}"
    sent = pages.fields_of(client.get(f"{url}/consultation").text, f"{url}/comments/{comment_id}")
    sent[f"disposition.{comment_id}"] = disposition
    sent[f"answer.{comment_id}"] = words
    return client.post(f"{url}/comments/{comment_id}", data=sent)


def bring_in(client: FlaskClient, draft_id: int, content: bytes, **fields: str) -> TestResponse:
    """Send a file of comments or answers."""
    page = client.get(f"/sets/{draft_id}/consultation").text
    sent: dict[str, Any] = {"csrf_token": factories.csrf_token(page), **fields}
    sent["file"] = (io.BytesIO(content), "comments.csv")
    return client.post(f"/sets/{draft_id}/comments", data=sent)


def all_comments(app: Flask) -> list[SetComment]:
    """Return every comment, oldest first."""
    with db.reading(app.extensions["sar"].engine) as session:
        query = select(SetComment).order_by(SetComment.set_comment_id)
        return list(session.execute(query).scalars())
