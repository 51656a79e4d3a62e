"""Bringing a report into the intelligence drawer, as people do it through the pages."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories

SUSPICION = {
    "predicate": "sabotage",
    "subject": "Person 1, the driver, John Smith",
    "facts": "He cut the fence twice, carried a drawing of the relays, asked for the shifts.",
}


def post(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a form with the token of the account's page."""
    token = factories.csrf_token(client.get("/account").text)
    return client.post(address, data={"csrf_token": token, **fields})


def give_permission(app: Flask, *usernames: str) -> None:
    """Let an administrator give people the permission to open the drawer."""
    administrator = factories.signed_in(app, "administrator")
    for name in usernames:
        address = f"/intelligence/permissions/{factories.account_id(app, name)}/give"
        assert post(administrator, address).status_code == 303


def cross(app: Flask, receipt: str) -> None:
    """Let one analyst state a suspicion and another approve it."""
    give_permission(app, "analyst", "analyst2")
    first, second = (factories.signed_in(app, name) for name in ("analyst", "analyst2"))
    assert post(first, f"/intelligence/new/{receipt}", **SUSPICION).status_code == 303
    decide = "/intelligence/crossings/1/decide"
    answer = post(second, decide, answer="approve", why="The facts are plain.")
    assert answer.status_code == 303, answer.text
