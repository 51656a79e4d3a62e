"""A canary in every text of a report appears in no page, log, error, metric or table."""

import io
import json
import logging

import pytest
from flask import Flask
from sqlalchemy import MetaData, create_engine, select

from sar import server_log
from tests import attached, factories

# Each is an identifier of a kind that redaction must hide, and appears nowhere else.
NAME = "Zebulon Quackenbush"
PHONE = "217-555-0173"
PLATE = "QZX8841"
STREET = "4471 Wisteria Court"
MAIL = "z.quackenbush@example.org"
CANARIES = ("Quackenbush", PHONE, PLATE, STREET, MAIL, "quackenbush@")

# Where the officer who filed the report, and nobody else, reads what they themselves wrote.
OWN_WORDS = {"attachments.list_files", "correcting.start_correction", "correcting.show_versions"}


def canary_submission() -> dict[str, object]:
    return factories.submission(
        narrative=f"Mr. {NAME} of {STREET} was seen at the gate. Call {PHONE} or write to {MAIL}. "
        f"He drove off in a van, plate {PLATE}.",
        place={"kind": "address", "street": STREET, "city": "Springfield", "state": "IL"},
        people=[{"name": NAME, "description": f"Grey coat, gave {PHONE} as his number"}],
        vehicles=[{"plate": PLATE, "state": "IL", "description": f"Van, plate {PLATE}"}],
    )


@pytest.fixture
def logged(sqlite_app: Flask) -> io.StringIO:
    """Everything that any logger writes during the test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    server_log.write_to(stream)
    yield stream
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)


def assert_no_canary(text: str, where: str) -> None:
    for canary in CANARIES:
        assert canary.lower() not in text.lower(), f"{canary!r} in {where}"


def test_the_canary_reaches_nobody(sqlite_app: Flask, logged: io.StringIO) -> None:
    token = factories.api_token(sqlite_app, "officer")
    client = sqlite_app.test_client()
    headers = factories.api_headers(token, key="canary-key-1")
    filed = client.post("/api/v1/reports", json=canary_submission(), headers=headers)
    assert filed.status_code == 201
    assert_no_canary(filed.text, "the receipt")
    conflict = client.post(
        "/api/v1/reports",
        json=canary_submission() | {"sector": "DAMS"},
        headers=headers,
    )
    assert conflict.status_code == 409
    broken = canary_submission() | {"behaviours": ["ind-9999"], "extra": NAME}
    refused = client.post("/api/v1/reports", json=broken, headers=headers)
    assert refused.status_code == 422
    assert_no_canary(conflict.text + refused.text, "an error")
    receipt = filed.get_json()["receipt"]
    text = f"Written by {NAME}, {PHONE}".encode()
    for content in (text, b"MZ" + text + b"\x00"):
        sent = attached.send(sqlite_app, receipt, content, name=f"{NAME}.txt")
        assert sent.status_code in {201, 422}
        assert_no_canary(sent.text, "the answer to a file")
    visit_every_page(sqlite_app, receipt)
    metrics = client.get("/metrics", headers={"Authorization": "Bearer metrics-token-for-tests"})
    assert metrics.status_code == 200
    assert_no_canary(metrics.text, "the metrics")
    assert logged.getvalue()
    assert_no_canary(logged.getvalue(), "the logs")


def visit_every_page(app: Flask, receipt: str) -> None:
    for role in ("officer", "supervisor", "analyst", "trainer", "privacy_officer", "administrator"):
        client = factories.sign_in(app, role)
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or str(rule).startswith(("/static", "/api")):
                continue
            path = str(rule).replace("<receipt>", receipt)
            path = path.replace("<path:field>", "narrative").replace("<field>", "narrative")
            path = path.replace("<int:number>", "0")
            if role == "officer" and rule.endpoint in OWN_WORDS:
                continue
            answer = client.get(path)
            assert answer.status_code < 500, path
            assert_no_canary(answer.text, f"{path} as {role}")


def test_the_canary_is_in_no_table_except_sealed(sqlite_app: Flask) -> None:
    token = factories.api_token(sqlite_app, "officer")
    filed = sqlite_app.test_client().post(
        "/api/v1/reports",
        json=canary_submission(),
        headers=factories.api_headers(token, key="canary-key-2"),
    )
    assert filed.status_code == 201
    content = f"Written by {NAME}, {PHONE}".encode()
    attached.attach(sqlite_app, filed.get_json()["receipt"], content, name=f"{NAME}.txt")
    engine = create_engine(sqlite_app.extensions["sar"].settings.database_url)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = [list(map(str, row)) for row in connection.execute(select(table))]
            assert_no_canary(json.dumps(rows), f"table {table.name}")
    engine.dispose()
