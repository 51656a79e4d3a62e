"""Giving a report out and asking for redress, as people do it through the pages."""

from flask import Flask
from werkzeug.test import TestResponse

from tests import desk, factories, pages

GIVEN = {
    "tier": "summary",
    "recipient": "Watch desk",
    "agency": "Hill County Sheriff",
    "purpose": "prevention",
    "authority": "agreement",
    "words": "They guard the same line of substations.",
}
ASKED = {
    "kind": "access",
    "name": "Zebulon Quarterbrook",
    "contact": "5 Zorblatquint Lane, Springfield",
    "words": "On 2 March I took pictures of a bridge. Did anybody write about me?",
}


def give_out(app: Flask, receipt: str, **changes: str) -> TestResponse:
    """Let an analyst give a summary of a report to another agency."""
    client = factories.signed_in(app, "analyst")
    return desk.post(client, f"/review/{receipt}/give-out", **(GIVEN | changes))


def ask(app: Flask, **changes: str) -> TestResponse:
    """Let a visitor send a request."""
    client = app.test_client()
    form = pages.fields_of(client.get("/redress").text, "/redress")
    for name, value in (ASKED | changes).items():
        form[name] = value
    return client.post("/redress", data=form)
