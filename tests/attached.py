"""Plain functions that add photos and files to reports, as programs and officers do."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories


def send(
    app: Flask,
    receipt: str,
    content: bytes,
    *,
    name: str = "photo.jpg",
    username: str = "officer",
    key: str = "",
) -> TestResponse:
    """Send a file through the API."""
    headers = factories.api_headers(factories.api_token(app, username))
    return app.test_client().post(
        f"/api/v1/reports/{receipt}/files",
        data={"file": (io.BytesIO(content), name)},
        headers=headers | ({"Idempotency-Key": key} if key else {}),
    )


def attach(app: Flask, receipt: str, content: bytes, **how: str) -> dict[str, Any]:
    """Add a file through the API and return what is kept of it."""
    answer = send(app, receipt, content, **how)
    assert answer.status_code == 201, answer.text
    kept: dict[str, Any] = answer.get_json()
    return kept


def send_by_form(
    client: FlaskClient, receipt: str, *files: tuple[bytes, str], **headers: str
) -> TestResponse:
    """Send files with the form of the page for them."""
    address = f"/reports/{receipt}/files"
    token = factories.csrf_token(client.get(address).text)
    sent = {"csrf_token": token, "files": [(io.BytesIO(each), name) for each, name in files]}
    return client.post(address, data=sent, headers=headers)
